//! Entries of the indexes: topics, statuses, concerns, people, sources.

use std::collections::BTreeSet;

use super::{Audience, CritiqueView, Said, Shared, TallyView, view};
use crate::record::{Outcome, Status, Word as _};
use crate::scorecard::Raised;
use crate::site::address;

view! {
    /// A topic with its tally.
    TopicEntry<'a> {
        /// The id.
        id: &'a str,
        /// Its name.
        label: Said<'a>,
        /// What belongs to it.
        description: Option<Said<'a>>,
        /// Its page's address.
        path: String,
        /// How its pledges stand.
        tally: TallyView,
    }
}

impl<'a> TopicEntry<'a> {
    /// The topic at an index of the settings.
    pub fn new(audience: &Audience<'a>, at: usize) -> Self {
        let topic = &audience.reading.card.settings.topics[at];
        Self {
            id: topic.id.value.as_str(),
            label: audience.reading.said(&topic.label),
            description: audience.reading.optional(topic.description.as_ref()),
            path: address::topic(&topic.id.value).address().to_owned(),
            tally: audience.tally(&audience.reading.card.tallies_of_topics()[at]),
        }
    }
}

view! {
    /// What readers can choose pledges by.
    FilterView {
        /// Every topic: each a [`super::Named`].
        topics: Vec<Shared>,
        /// The statuses that any counted pledge has: each a [`super::StatusView`].
        statuses: Vec<Shared>,
    }
}

impl FilterView {
    /// The topics and statuses of a scorecard.
    pub fn new(audience: &Audience<'_>) -> Self {
        let card = audience.reading.card;
        Self {
            topics: card.settings.topics.iter().filter_map(|topic| audience.topic(&topic.id.value)).collect(),
            statuses: card.tally().statuses_in_use().map(|at| audience.status(at)).collect(),
        }
    }
}

view! {
    /// A status with how many pledges have it.
    StatusEntry<'a> includes status: Shared; {
        /// How many pledges have it, of those that are counted.
        count: usize,
        /// What other trackers call it.
        same_as: Vec<(&'a str, &'a str)>,
    }
}

impl<'a> StatusEntry<'a> {
    /// A status of the vocabulary, by its index.
    pub fn new(audience: &Audience<'a>, at: usize) -> Self {
        let status: &Status = &audience.reading.card.settings.statuses[at];
        Self {
            status: audience.status(at),
            count: audience.reading.card.tally().by_status[at],
            same_as: status.same_as.iter().map(|(tracker, word)| (&**tracker, &**word)).collect(),
        }
    }
}

view! {
    /// A concern with how often it is raised.
    ConcernEntry<'a> {
        /// The id.
        id: &'a str,
        /// Its name.
        label: Said<'a>,
        /// What it means.
        meaning: Option<Said<'a>>,
        /// Its page's address.
        path: String,
        /// How many critiques raise it.
        critiques: usize,
        /// Against how many pledges.
        pledges: usize,
        /// How many of those critiques are open.
        open: usize,
        /// What became of them: each outcome that there is.
        outcomes: Vec<OutcomeEntry>,
    }
}

view! {
    /// An outcome and how many critiques had it.
    OutcomeEntry {
        /// `open`, `answered`, `borne-out` or `overtaken`.
        outcome: Outcome,
        /// How many.
        count: usize,
    }
}

impl<'a> ConcernEntry<'a> {
    /// The concern at an index of the settings.
    pub fn new(audience: &Audience<'a>, at: usize) -> Self {
        let concern = &audience.reading.card.settings.concerns[at];
        let raised: Vec<Raised<'_>> = audience.reading.card.critiques_of(at).collect();
        let pledges: BTreeSet<usize> = raised.iter().map(|one| one.pledge).collect();
        let count = |outcome| raised.iter().filter(|one| one.critique.outcome == outcome).count();
        let outcomes =
            Outcome::WORDS.iter().map(|(_, outcome)| OutcomeEntry { outcome: *outcome, count: count(*outcome) });
        let outcomes: Vec<OutcomeEntry> = outcomes.filter(|entry| entry.count > 0).collect();
        Self {
            id: concern.id.value.as_str(),
            label: audience.reading.said(&concern.label),
            meaning: audience.reading.optional(concern.meaning.as_ref()),
            path: address::concern(&concern.id.value).address().to_owned(),
            critiques: raised.len(),
            pledges: pledges.len(),
            open: outcomes.iter().find(|one| one.outcome == Outcome::Open).map_or(0, |one| one.count),
            outcomes,
        }
    }
}

view! {
    /// A critique with the pledge that it is raised against.
    Objection<'a> includes critique: CritiqueView<'a>; {
        /// The pledge: a [`super::Named`].
        pledge: Shared,
    }
}

impl<'a> Objection<'a> {
    /// A critique that was raised.
    pub fn new(audience: &Audience<'a>, raised: Raised<'a>) -> Self {
        Self { pledge: audience.pledge(raised.pledge), critique: CritiqueView::new(audience, raised.critique) }
    }
}

view! {
    /// A person or body with what they did.
    PersonEntry includes person: Shared; {
        /// How many pledges they made.
        promised: usize,
        /// How many critiques they raised.
        raised: usize,
        /// How many statuses they judged or reviewed.
        judged: usize,
    }
}

impl PersonEntry {
    /// The person or body at an index of the scorecard.
    pub fn new(audience: &Audience<'_>, at: usize) -> Self {
        let card = audience.reading.card;
        let deeds = card.deeds(at);
        Self {
            person: audience.person(&card.people[at].id),
            promised: deeds.promised.len(),
            raised: card.critiques_by(at).len(),
            judged: deeds.judged.len(),
        }
    }
}

view! {
    /// A source with the pledges that cite it.
    CitedSource includes source: Shared; {
        /// The pledges that cite it, each a [`super::Named`].
        cited_by: Vec<Shared>,
    }
}

impl CitedSource {
    /// The source at an index of the scorecard.
    pub fn new(audience: &Audience<'_>, at: usize) -> Self {
        let pledges = audience.reading.card.cited_by(at);
        Self {
            source: audience.source(at),
            cited_by: pledges.iter().map(|pledge| audience.pledge(*pledge)).collect(),
        }
    }
}

view! {
    /// A promiser with the tally of their pledges, where there are several.
    Promiser {
        /// Who promised.
        person: Shared,
        /// How their pledges stand.
        tally: TallyView,
    }
}

impl Promiser {
    /// Every promiser of a scorecard, the subject first; empty where there is one alone.
    pub fn all(audience: &Audience<'_>) -> Vec<Self> {
        let card = audience.reading.card;
        let subject = &card.settings.subject.person.value;
        let ids: BTreeSet<_> = card.pledges.iter().map(|standing| &standing.promiser).collect();
        if ids.len() < 2 {
            return Vec::new();
        }
        let mut ids: Vec<_> = ids.into_iter().collect();
        ids.sort_by_key(|id| (*id != subject, id.as_str()));
        let tally = |id: &crate::record::Id| card.tally_of(&card.pledges_where(|standing| standing.promiser == *id));
        ids.into_iter().map(|id| Self { person: audience.person(id), tally: audience.tally(&tally(id)) }).collect()
    }
}
