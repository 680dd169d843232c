//! What templates rely on: one struct an idea, made for one audience, Serialize only. Every text is in the audience's
//! language or, where that is missing, in another. `path` fields are addresses below the root: a template writes
//! `{{ page.root }}{{ pledge.path }}`. Never: HTML.

mod date;
mod index;
mod pledge;
mod site;

pub use date::{DateView, date_text};
pub use index::{CitedSource, ConcernEntry, Objection, PersonEntry, Promiser, StatusEntry, TopicEntry};
pub use pledge::{ChangeView, CitationView, CritiqueView, Ledger, PlanView, PledgeView, QuoteView, ReplyView};
pub use site::{
    Crumb, LicenceView, MenuEntry, Named, PersonView, PublisherView, ShareView, SiteView, SourceView, StatusView,
    SubjectView, TallyEntry, TallyView,
};

use crate::record::{Citation, Date, Id, Language, Person, Pledge, Source, Status, Text};
use crate::scorecard::{Scorecard, Tally};
use crate::site::address;

/// Who reads: a scorecard in a language.
#[derive(Debug, Clone, Copy)]
pub struct Audience<'a> {
    /// What they read.
    pub card: &'a Scorecard,
    /// In which language.
    pub language: &'a Language,
}

impl<'a> Audience<'a> {
    /// A text as this audience reads it.
    pub fn text(self, text: &'a Text) -> &'a str {
        text.get(self.language, &self.card.settings.site.language).0
    }

    /// A text that may be absent.
    pub fn optional(self, text: Option<&'a Text>) -> Option<&'a str> {
        text.map(|text| self.text(text))
    }

    /// A date.
    pub fn date(self, date: Date) -> DateView {
        DateView::new(date, self.language)
    }

    /// A status of the vocabulary.
    pub fn status(self, status: &'a Status) -> StatusView<'a> {
        StatusView::new(self, status)
    }

    /// A person or body.
    pub fn person(self, person: &'a Person) -> PersonView<'a> {
        PersonView::new(self, person)
    }

    /// The person or body with an id.
    pub fn person_by_id(self, id: &Id) -> PersonView<'a> {
        self.person(self.card.person(id))
    }

    /// A topic, by its id: its label and address.
    pub fn topic(self, id: &Id) -> Option<Named<'a>> {
        let topic = &self.card.settings.topics[self.card.topic(id)?];
        Some(Named::new(&topic.id.value, self.text(&topic.label), address::topic(&topic.id.value).address()))
    }

    /// A concern, by its id: its label and address.
    pub fn concern(self, id: &Id) -> Option<Named<'a>> {
        let concern = &self.card.settings.concerns[self.card.concern(id)?];
        Some(Named::new(&concern.id.value, self.text(&concern.label), address::concern(&concern.id.value).address()))
    }

    /// A pledge: its title and address.
    pub fn named_pledge(self, pledge: &'a Pledge) -> Named<'a> {
        Named::new(&pledge.id, self.text(&pledge.title), address::pledge(&pledge.id).address())
    }

    /// A source.
    pub fn source(self, source: &'a Source) -> SourceView<'a> {
        SourceView::new(self, source)
    }

    /// Citations.
    pub fn citations(self, citations: &'a [Citation]) -> Vec<CitationView<'a>> {
        citations.iter().map(|citation| CitationView::new(self, citation)).collect()
    }

    /// A tally.
    pub fn tally(self, tally: &Tally) -> TallyView<'a> {
        TallyView::new(self, tally)
    }
}
