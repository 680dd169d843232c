//! Entries of the indexes: topics, statuses, concerns, people, sources.

use std::collections::BTreeSet;

use super::{Audience, CritiqueView, Named, Shared, TallyView, view};
use crate::record::{Concern, Person, Status, Topic};
use crate::scorecard::Raised;
use crate::site::address;

view! {
    /// A topic with its tally.
    TopicEntry<'a> {
        /// The id.
        id: &'a str,
        /// Its name.
        label: &'a str,
        /// What belongs to it.
        description: Option<&'a str>,
        /// Its page's address.
        path: String,
        /// How its pledges stand.
        tally: TallyView,
    }
}

impl<'a> TopicEntry<'a> {
    /// A topic.
    pub fn new(audience: &Audience<'a>, topic: &'a Topic) -> Self {
        let pledges = audience.reading.card.pledges_of_topic(topic);
        Self {
            id: topic.id.value.as_str(),
            label: audience.reading.text(&topic.label),
            description: audience.reading.optional(topic.description.as_ref()),
            path: address::topic(&topic.id.value).address().to_owned(),
            tally: audience.tally(&audience.reading.card.tally_of(&pledges)),
        }
    }
}

view! {
    /// A status with how many pledges have it.
    StatusEntry<'a> includes status: Shared; {
        /// How many pledges have it.
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
            count: audience.reading.card.pledges_where(|standing| standing.status == at).len(),
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
        label: &'a str,
        /// What it means.
        meaning: Option<&'a str>,
        /// Its page's address.
        path: String,
        /// How many critiques raise it.
        critiques: usize,
        /// Against how many pledges.
        pledges: usize,
        /// How many of those critiques are open.
        open: usize,
    }
}

impl<'a> ConcernEntry<'a> {
    /// A concern.
    pub fn new(audience: &Audience<'a>, concern: &'a Concern) -> Self {
        let raised = audience.reading.card.critiques_of(concern);
        let pledges: BTreeSet<usize> = raised.iter().map(|one| one.pledge).collect();
        let open = raised.iter().filter(|one| one.critique.outcome == crate::record::Outcome::Open).count();
        Self {
            id: concern.id.value.as_str(),
            label: audience.reading.text(&concern.label),
            meaning: audience.reading.optional(concern.meaning.as_ref()),
            path: address::concern(&concern.id.value).address().to_owned(),
            critiques: raised.len(),
            pledges: pledges.len(),
            open,
        }
    }
}

view! {
    /// A critique with the pledge that it is raised against.
    Objection<'a> includes critique: CritiqueView<'a>; {
        /// The pledge: its title and address.
        pledge: Named<'a>,
    }
}

impl<'a> Objection<'a> {
    /// A critique that was raised.
    pub fn new(audience: &Audience<'a>, raised: Raised<'a>) -> Self {
        Self {
            pledge: audience.reading.pledge(&audience.reading.card.pledges[raised.pledge].pledge),
            critique: CritiqueView::new(audience, raised.critique),
        }
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
    /// A person or body.
    pub fn new(audience: &Audience<'_>, person: &Person) -> Self {
        let card = audience.reading.card;
        let changes = card.pledges.iter().flat_map(|standing| &standing.pledge.status);
        let by = |judge: &Option<crate::diagnostic::Placed<crate::record::Id>>| {
            judge.as_ref().is_some_and(|judge| judge.value == person.id)
        };
        Self {
            person: audience.person(&person.id),
            promised: card.pledges_where(|standing| standing.promiser == person.id).len(),
            raised: card.critiques_where(|critique| critique.expert.value == person.id).len(),
            judged: changes.filter(|change| by(&change.judged_by) || by(&change.reviewed_by)).count(),
        }
    }
}

view! {
    /// A source with the pledges that cite it.
    CitedSource<'a> includes source: Shared; {
        /// The pledges that cite it.
        cited_by: Vec<Named<'a>>,
    }
}

impl<'a> CitedSource<'a> {
    /// The source at an index of the scorecard.
    pub fn new(audience: &Audience<'a>, at: usize) -> Self {
        let pledges =
            audience.reading.card.cited_by(at).iter().map(|pledge| &audience.reading.card.pledges[*pledge].pledge);
        Self {
            source: audience.source(at),
            cited_by: pledges.map(|pledge| audience.reading.pledge(pledge)).collect(),
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
