//! What an editor wrote, as plain data with places: one file an idea. A record says what its file says and no more; a
//! value that was missing or unreadable stands as its placeholder (an empty id, the year 0) after its fault was
//! reported, so that every other question can still be asked. Never: reading text, looking across files.

mod body;
mod citation;
mod date;
mod destination;
mod id;
pub mod invisible;
mod language;
mod link;
mod page;
mod person;
mod pledge;
mod settings;
mod source;
mod text;
mod translation;
mod word;

pub use body::{Body, Heading, HeadingIds, Image, image_input};
pub use citation::{Citation, CitationDetails, Shows};
pub use date::{Date, days_between};
pub use destination::{Destination, Provider};
pub use id::{Id, IdFault};
pub use language::Language;
pub use link::{Target, TargetFault, web_fault};
pub use page::{Correction, Page};
pub use person::{Person, PersonKind};
pub use pledge::{
    Cause, Confidence, Control, Critique, Kind, Outcome, Pledge, PledgePlan, Reply, Severity, StatusChange,
};
pub use settings::{
    Checks, Compression, Concern, CountsAs, Licence, Mark, Publisher, Publishing, Settings, SiteSettings, Status,
    Subject, Term, Tone, Topic,
};
pub use source::{Source, SourceKind};
pub use text::{Text, TextWritten, Texts};
pub use translation::{
    Translated, TranslatedCitation, TranslatedCritique, TranslatedReply, TranslatedStatus, Translation,
};
pub use word::Word;
pub(crate) use word::words;

use std::sync::Arc;

use crate::inputs::InputPath;

/// Every record of a project. Each is shared with what was read of its file, so that it can be kept.
#[derive(Debug, Default)]
pub struct Records {
    /// What site.toml says; `None` where it is missing or cannot be read at all.
    pub settings: Option<Arc<Settings>>,
    /// The pledges, by path.
    pub pledges: Vec<Arc<Pledge>>,
    /// Everyone named.
    pub people: Vec<Arc<Person>>,
    /// Everything cited.
    pub sources: Vec<Arc<Source>>,
    /// Prose pages.
    pub pages: Vec<Arc<Page>>,
    /// The editors' notes on editions: each id is a number of four digits.
    pub notes: Vec<Arc<Page>>,
    /// Corrections.
    pub corrections: Vec<Arc<Correction>>,
    /// The sidecars, by path.
    pub translations: Vec<Arc<Translation>>,
    /// The texts that may be given by language, where they were written.
    pub texts: Vec<TextWritten>,
    /// Which lists could not be read, so that nobody is blamed for pointing into them.
    pub unread: Unread,
}

impl Records {
    /// The pledge that was read from a file.
    pub fn pledge_of(&self, path: &str) -> Option<usize> {
        self.pledges.binary_search_by(|pledge| (*pledge.path).cmp(path)).ok()
    }

    /// Every body with the file it stands in.
    pub fn bodies(&self) -> impl Iterator<Item = (&InputPath, &Body)> {
        let pledges = self.pledges.iter().map(|pledge| (&pledge.path, &pledge.body));
        pledges.chain(self.other_bodies())
    }

    /// Every body but those of pledges.
    pub fn other_bodies(&self) -> impl Iterator<Item = (&InputPath, &Body)> {
        let pages = self.pages.iter().chain(&self.notes).map(|page| (&page.path, &page.body));
        let corrections = self.corrections.iter().map(|one| (&one.place.path, &one.body));
        let translations = self.translations.iter().filter_map(|one| Some((&one.path, one.body.as_ref()?)));
        pages.chain(corrections).chain(translations)
    }
}

/// Lists of which a file could not be read at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// people.toml, or a file below people/.
    pub people: bool,
    /// sources.toml, or a file below sources/.
    pub sources: bool,
    /// A pledge.
    pub pledges: bool,
}

impl Unread {
    /// What is unread in either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            people: self.people || other.people,
            sources: self.sources || other.sources,
            pledges: self.pledges || other.pledges,
        }
    }
}
