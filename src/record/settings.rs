//! What site.toml says: the publication, its subject and its vocabulary.

use std::collections::BTreeMap;

use super::{Date, Destination, Id, Language, Text, words};
use crate::diagnostic::Placed;

/// All of site.toml.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `[site]`.
    pub site: SiteSettings,
    /// `[subject]`: whose pledges these are.
    pub subject: Subject,
    /// The statuses, in the order shown.
    pub statuses: Vec<Status>,
    /// The topics.
    pub topics: Vec<Topic>,
    /// The kinds of critique.
    pub concerns: Vec<Concern>,
    /// Below this many judged pledges, counts are shown and percentages are not.
    pub small_sample: u32,
    /// What is checked, and how strictly.
    pub checks: Checks,
    /// `[publish.<name>]`: where the site is published, by the names that the command line uses.
    pub publish: BTreeMap<Box<str>, Publishing>,
}

/// `[publish.<name>]`: a place where the site is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishing {
    /// Where.
    pub to: Destination,
    /// Whether a branch is pushed.
    pub push: bool,
    /// How texts are stored in a bucket; `None` for as they are.
    pub compress: Option<Compression>,
}

words! {
    /// How texts are stored in a bucket.
    Compression {
        /// As RFC 1952 has it.
        Gzip = "gzip",
    }
}

/// `[site]`.
#[derive(Debug, Clone, Default)]
pub struct SiteSettings {
    /// The title.
    pub title: Text,
    /// The headline of the front page; the title where there is none.
    pub headline: Option<Text>,
    /// What it is, in a sentence.
    pub description: Text,
    /// Absolute, with a `/` at the end.
    pub base_url: Placed<Box<str>>,
    /// The default language.
    pub language: Language,
    /// All languages, the default one among them.
    pub languages: Vec<Language>,
    /// The theme's name.
    pub theme: Placed<Box<str>>,
    /// Who publishes.
    pub publisher: Option<Publisher>,
    /// Under which licence.
    pub licence: Option<Licence>,
}

/// Who publishes the scorecard.
#[derive(Debug, Clone)]
pub struct Publisher {
    /// The name.
    pub name: Text,
    /// Their page.
    pub url: Option<Box<str>>,
    /// Their address for corrections.
    pub email: Option<Box<str>>,
}

/// The licence of the scorecard.
#[derive(Debug, Clone)]
pub struct Licence {
    /// Its name.
    pub name: Text,
    /// Its text.
    pub url: Option<Box<str>>,
}

/// `[subject]`.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// Who promised.
    pub person: Placed<Id>,
    /// Their office.
    pub office: Option<Text>,
    /// Their term of office.
    pub term: Option<Term>,
}

/// A term of office.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// The first day.
    pub start: Placed<Date>,
    /// The last day.
    pub end: Placed<Date>,
}

/// `[[statuses]]`: one word of the vocabulary of judgement.
#[derive(Debug, Clone)]
pub struct Status {
    /// The id, and where it was written.
    pub id: Placed<Id>,
    /// The word that readers see.
    pub label: Text,
    /// What it means.
    pub meaning: Text,
    /// How it enters the tally.
    pub counts_as: CountsAs,
    /// Whether a pledge stays there unless the editors erred.
    pub r#final: bool,
    /// Its shape.
    pub mark: Mark,
    /// Its colour.
    pub tone: Tone,
    /// The words that other trackers use for it.
    pub same_as: BTreeMap<Box<str>, Box<str>>,
}

/// `[[topics]]`.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The id, and where it was written.
    pub id: Placed<Id>,
    /// Its name.
    pub label: Text,
    /// What belongs to it.
    pub description: Option<Text>,
}

/// `[[concerns]]`: a kind of expert critique.
#[derive(Debug, Clone)]
pub struct Concern {
    /// The id, and where it was written.
    pub id: Placed<Id>,
    /// Its name.
    pub label: Text,
    /// What it means.
    pub meaning: Option<Text>,
}

/// `[checks]`.
#[derive(Debug, Clone)]
pub struct Checks {
    /// An open pledge whose last status is older gets a warning.
    pub stale_after_days: u32,
    /// Whether a source without a copy is an error.
    pub require_archive: bool,
    /// Whether a judgement without a citation is an error.
    pub require_evidence: bool,
}

impl SiteSettings {
    /// The languages of the site, the default one first.
    pub fn spoken(&self) -> Vec<Language> {
        let others = self.languages.iter().filter(|language| **language != self.language);
        std::iter::once(&self.language).chain(others).cloned().collect()
    }
}

impl Settings {
    /// The status with this id.
    pub fn status(&self, id: &Id) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id.value == *id)
    }
}

words! {
    /// How a status enters the tally.
    CountsAs {
        /// Done.
        Kept = "kept",
        /// Done in part.
        Partly = "partly",
        /// Not done, and it will not be.
        Broken = "broken",
        /// Neither yet.
        Open = "open",
        /// Not judged: left out of every share.
        Unrated = "unrated",
    }
}
words! {
    /// The shape of a status: never colour alone.
    Mark {
        /// ✓
        Check = "check",
        /// Half a disc.
        Half = "half",
        /// ✕
        Cross = "cross",
        /// →
        Arrow = "arrow",
        /// Two bars.
        Pause = "pause",
        /// A clock's face.
        Clock = "clock",
        /// A ring.
        Dot = "dot",
        /// –
        Dash = "dash",
        /// ?
        Question = "question",
    }
}
words! {
    /// The colour of a status, which the theme chooses.
    Tone {
        /// Good.
        Positive = "positive",
        /// Neither good nor bad.
        Mixed = "mixed",
        /// Bad.
        Negative = "negative",
        /// Under way.
        Active = "active",
        /// Nothing to say yet.
        Neutral = "neutral",
    }
}
