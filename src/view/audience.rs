//! Who reads: a scorecard in a language, with what many pages show made once, when it is first shown.

use std::sync::OnceLock;

use super::{
    CitationView, DateView, Ledger, Name, Named, Names, PersonView, Said, Shared, SourceView, StatusView, TallyView,
};
use crate::edition::{Digest, Edition};
use crate::record::{Citation, Date, Id, Language, Pledge, Text};
use crate::scorecard::{Scorecard, Tally};
use crate::site::{Site, SitePath, address};
use crate::words::Words;

/// A scorecard and the language in which it is read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// What is read.
    pub card: &'a Scorecard,
    /// The site, whose scorecard at the root says where pages stand.
    pub site: &'a Site,
    /// The edition that is read, where that is not what stands at the root.
    pub edition: Option<&'a Edition>,
    /// In which language.
    pub language: &'a Language,
    /// The words of that language.
    pub words: &'a Words,
}

impl<'a> Reading<'a> {
    /// A text as it is read, in whatever language it is there.
    pub fn text(self, text: &'a Text) -> &'a str {
        self.said(text).text
    }

    /// A text as it is read, with its language where that is not the reader's.
    pub fn said(self, text: &'a Text) -> Said<'a> {
        let (text, language) = text.get(self.language, &self.card.settings.site.language);
        Said { text, language: Some(language).filter(|language| *language != self.language) }
    }

    /// A text of another scorecard as it is read.
    pub fn said_at(self, text: &'a Text, card: &'a Scorecard) -> Said<'a> {
        Self { card, ..self }.said(text)
    }

    /// A text that may be absent.
    pub fn optional(self, text: Option<&'a Text>) -> Option<Said<'a>> {
        text.map(|text| self.said(text))
    }

    /// Whether this is the default language, whose pages stand at the root.
    pub fn is_default(self) -> bool {
        *self.language == self.site.scorecard.settings.site.language
    }

    /// The absolute address of what stands below the root of the reader's language.
    pub fn url(self, address: &str) -> String {
        let base = &self.site.scorecard.settings.site.base_url.value;
        if self.is_default() {
            [base, address].concat()
        } else {
            [base, self.language.as_str(), "/", address].concat()
        }
    }

    /// A date.
    pub fn date(self, date: Date) -> DateView {
        DateView::new(date, self.words)
    }

    /// The sealed edition that is read, if it is no draft.
    pub fn shown(self) -> Option<&'a Edition> {
        self.edition.or_else(|| self.site.editions.get(self.site.shown?))
    }

    /// A pledge: its title and address.
    pub fn pledge(self, pledge: &'a Pledge) -> Named<'a> {
        Named::new(&pledge.id, self.said(&pledge.title), self.pledge_page(&pledge.id).address())
    }

    /// Where a pledge stands: in an edition, as it was there.
    pub fn pledge_page(self, id: &Id) -> SitePath {
        let at = self.edition.and_then(|edition| Some((edition, edition.card.pledge(id.as_str())?)));
        at.map_or_else(|| address::pledge(id), |(edition, at)| address::pledge_version(id, edition.versions[at]))
    }

    /// The address of a picture, or of a published copy of a source: in an edition, as it was there.
    pub fn file(self, input: &str) -> Option<String> {
        let path = match self.edition {
            Some(edition) => self.site.editions.kept(edition, input),
            None => address::content(input),
        };
        Some(path?.address().to_owned())
    }
}

/// A reading with its shared parts, each in the order of the scorecard.
#[derive(Debug)]
pub struct Audience<'a> {
    /// The scorecard and the language.
    pub reading: Reading<'a>,
    /// The fields that its templates can read.
    pub names: &'a Names,
    statuses: Vec<Shared>,
    topics: Vec<Shared>,
    concerns: Vec<Shared>,
    people: Vec<Shared>,
    sources: Vec<OnceLock<Shared>>,
    /// Citations of a source as a whole, which say nothing else.
    citations: Vec<OnceLock<Shared>>,
    /// Of rows, by which many pages are told. The rows themselves are not kept: all of them at once are a twelfth of the
    /// memory of a build.
    row_digests: Vec<OnceLock<Digest>>,
    /// Their names, which a theme without a list of sources never asks for.
    pledges: OnceLock<Vec<OnceLock<Shared>>>,
}

impl<'a> Audience<'a> {
    /// Makes what is shared.
    pub fn new(reading: Reading<'a>, names: &'a Names) -> Self {
        let card = reading.card;
        let settings = &card.settings;
        let topic = |id: &Id, label: &'a Text| {
            Shared::new(&Named::new(id, reading.said(label), address::topic(id).address()), names)
        };
        let concern = |id: &Id, label: &'a Text| {
            Shared::new(&Named::new(id, reading.said(label), address::concern(id).address()), names)
        };
        Self {
            reading,
            names,
            statuses: settings
                .statuses
                .iter()
                .map(|one| Shared::new(&StatusView::new(reading, one), names))
                .collect(),
            topics: settings.topics.iter().map(|one| topic(&one.id.value, &one.label)).collect(),
            concerns: settings.concerns.iter().map(|one| concern(&one.id.value, &one.label)).collect(),
            people: card.people.iter().map(|one| Shared::new(&PersonView::new(reading, one), names)).collect(),
            sources: empty(card.sources.len()),
            citations: empty(card.sources.len()),
            row_digests: empty(card.pledges.len()),
            pledges: OnceLock::new(),
        }
    }

    /// What costs much to make, if a template can read the field.
    pub fn read<V>(&self, field: &'static str, make: impl FnOnce() -> V) -> Option<V> {
        self.names.has(Name::of(field)).then(make)
    }

    /// The status at an index of the vocabulary: a [`StatusView`].
    pub fn status(&self, at: usize) -> Shared {
        self.statuses[at].clone()
    }

    /// The status with an id: a [`StatusView`].
    pub fn status_by_id(&self, id: &Id) -> Shared {
        self.status(self.reading.card.status_at(id))
    }

    /// The person or body with an id: a [`PersonView`].
    pub fn person(&self, id: &Id) -> Shared {
        self.people[self.reading.card.person_at(id)].clone()
    }

    /// The topic with an id: a [`Named`].
    pub fn topic(&self, id: &Id) -> Option<Shared> {
        Some(self.topics[self.reading.card.topic(id)?].clone())
    }

    /// The concern with an id: a [`Named`].
    pub fn concern(&self, id: &Id) -> Option<Shared> {
        Some(self.concerns[self.reading.card.concern(id)?].clone())
    }

    /// The source at an index of the scorecard: a [`SourceView`].
    pub fn source(&self, at: usize) -> Shared {
        let source = || Shared::new(&SourceView::new(self.reading, &self.reading.card.sources[at]), self.names);
        self.sources[at].get_or_init(source).clone()
    }

    /// The pledge at an index of the scorecard, as a row: a [`Ledger`].
    pub fn row(&self, at: usize) -> Shared {
        Shared::new(&Ledger::new(self, &self.reading.card.pledges[at]), self.names)
    }

    /// The digest of that row.
    pub fn row_digest(&self, at: usize) -> &Digest {
        self.row_digests[at].get_or_init(|| self.row(at).digest())
    }

    /// The title and address of the pledge at an index of the scorecard: a [`Named`].
    pub fn pledge(&self, at: usize) -> Shared {
        let pledge = || Shared::new(&self.reading.pledge(&self.reading.card.pledges[at].pledge), self.names);
        let all = || empty(self.reading.card.pledges.len());
        self.pledges.get_or_init(all)[at].get_or_init(pledge).clone()
    }

    /// Pledges as rows.
    pub fn rows(&self, pledges: &[usize]) -> Vec<Shared> {
        pledges.iter().map(|at| self.row(*at)).collect()
    }

    /// Citations, each a [`CitationView`].
    pub fn citations(&self, citations: &'a [Citation]) -> Vec<Shared> {
        let shared = |citation: &'a Citation| {
            let view = || Shared::new(&CitationView::new(self, citation), self.names);
            if citation.details.is_some() {
                return view();
            }
            self.citations[self.reading.card.source_at(&citation.source.value)].get_or_init(view).clone()
        };
        citations.iter().map(shared).collect()
    }

    /// A tally.
    pub fn tally(&self, tally: &Tally) -> TallyView {
        TallyView::new(self, tally)
    }
}

/// Places for what is made when it is first shown.
fn empty<T>(count: usize) -> Vec<OnceLock<T>> {
    (0..count).map(|_| OnceLock::new()).collect()
}
