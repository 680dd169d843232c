//! Entries of the indexes: topics, statuses, concerns, people, sources.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Audience, CritiqueView, Named, PersonView, SourceView, StatusView, TallyView};
use crate::record::{Concern, Person, Status, Topic};
use crate::scorecard::Raised;
use crate::site::address;

/// A topic with its tally.
#[derive(Debug, Serialize)]
pub struct TopicEntry<'a> {
    /// The id.
    pub id: &'a str,
    /// Its name.
    pub label: &'a str,
    /// What belongs to it.
    pub description: Option<&'a str>,
    /// Its page's address.
    pub path: String,
    /// How its pledges stand.
    pub tally: TallyView<'a>,
}

impl<'a> TopicEntry<'a> {
    /// A topic.
    pub fn new(audience: Audience<'a>, topic: &'a Topic) -> Self {
        let pledges = audience.card.pledges_of_topic(topic);
        Self {
            id: topic.id.value.as_str(),
            label: audience.text(&topic.label),
            description: audience.optional(topic.description.as_ref()),
            path: address::topic(&topic.id.value).address().to_owned(),
            tally: audience.tally(&audience.card.tally_of(&pledges)),
        }
    }
}

/// A status with how many pledges have it.
#[derive(Debug, Serialize)]
pub struct StatusEntry<'a> {
    /// The status.
    #[serde(flatten)]
    pub status: StatusView<'a>,
    /// How many pledges have it.
    pub count: usize,
    /// What other trackers call it.
    pub same_as: Vec<(&'a str, &'a str)>,
}

impl<'a> StatusEntry<'a> {
    /// A status of the vocabulary, by its index.
    pub fn new(audience: Audience<'a>, at: usize) -> Self {
        let status: &Status = &audience.card.settings.statuses[at];
        Self {
            status: audience.status(status),
            count: audience.card.pledges_where(|standing| standing.status == at).len(),
            same_as: status.same_as.iter().map(|(tracker, word)| (&**tracker, &**word)).collect(),
        }
    }
}

/// A concern with how often it is raised.
#[derive(Debug, Serialize)]
pub struct ConcernEntry<'a> {
    /// The id.
    pub id: &'a str,
    /// Its name.
    pub label: &'a str,
    /// What it means.
    pub meaning: Option<&'a str>,
    /// Its page's address.
    pub path: String,
    /// How many critiques raise it.
    pub critiques: usize,
    /// Against how many pledges.
    pub pledges: usize,
    /// How many of those critiques are open.
    pub open: usize,
}

impl<'a> ConcernEntry<'a> {
    /// A concern.
    pub fn new(audience: Audience<'a>, concern: &'a Concern) -> Self {
        let raised = audience.card.critiques_of(concern);
        let pledges: BTreeSet<usize> = raised.iter().map(|one| one.pledge).collect();
        let open = raised.iter().filter(|one| one.critique.outcome == crate::record::Outcome::Open).count();
        Self {
            id: concern.id.value.as_str(),
            label: audience.text(&concern.label),
            meaning: audience.optional(concern.meaning.as_ref()),
            path: address::concern(&concern.id.value).address().to_owned(),
            critiques: raised.len(),
            pledges: pledges.len(),
            open,
        }
    }
}

/// A critique with the pledge that it is raised against.
#[derive(Debug, Serialize)]
pub struct Objection<'a> {
    /// The pledge: its title and address.
    pub pledge: Named<'a>,
    /// The critique.
    #[serde(flatten)]
    pub critique: CritiqueView<'a>,
}

impl<'a> Objection<'a> {
    /// A critique that was raised.
    pub fn new(audience: Audience<'a>, raised: Raised<'a>) -> Self {
        Self {
            pledge: audience.named_pledge(&audience.card.pledges[raised.pledge].pledge),
            critique: CritiqueView::new(audience, raised.critique),
        }
    }
}

/// A person or body with what they did.
#[derive(Debug, Serialize)]
pub struct PersonEntry<'a> {
    /// The person or body.
    #[serde(flatten)]
    pub person: PersonView<'a>,
    /// How many pledges they made.
    pub promised: usize,
    /// How many critiques they raised.
    pub raised: usize,
    /// How many statuses they judged or reviewed.
    pub judged: usize,
}

impl<'a> PersonEntry<'a> {
    /// A person or body.
    pub fn new(audience: Audience<'a>, person: &'a Person) -> Self {
        let card = audience.card;
        let changes = card.pledges.iter().flat_map(|standing| &standing.pledge.status);
        let by = |judge: &Option<crate::diagnostic::Placed<crate::record::Id>>| {
            judge.as_ref().is_some_and(|judge| judge.value == person.id)
        };
        Self {
            person: audience.person(person),
            promised: card.pledges_where(|standing| standing.promiser == person.id).len(),
            raised: card.critiques_where(|critique| critique.expert.value == person.id).len(),
            judged: changes.filter(|change| by(&change.judged_by) || by(&change.reviewed_by)).count(),
        }
    }
}

/// A source with the pledges that cite it.
#[derive(Debug, Serialize)]
pub struct CitedSource<'a> {
    /// The source.
    #[serde(flatten)]
    pub source: SourceView<'a>,
    /// The pledges that cite it.
    pub cited_by: Vec<Named<'a>>,
}

impl<'a> CitedSource<'a> {
    /// The source at an index of the scorecard.
    pub fn new(audience: Audience<'a>, at: usize) -> Self {
        let pledges = audience.card.cited_by[at].iter().map(|pledge| &audience.card.pledges[*pledge].pledge);
        Self {
            source: audience.source(&audience.card.sources[at]),
            cited_by: pledges.map(|pledge| audience.named_pledge(pledge)).collect(),
        }
    }
}

/// A promiser with the tally of their pledges, where there are several.
#[derive(Debug, Serialize)]
pub struct Promiser<'a> {
    /// Who promised.
    pub person: PersonView<'a>,
    /// How their pledges stand.
    pub tally: TallyView<'a>,
}

impl<'a> Promiser<'a> {
    /// Every promiser of a scorecard, the subject first; empty where there is one alone.
    pub fn all(audience: Audience<'a>) -> Vec<Self> {
        let card = audience.card;
        let subject = &card.settings.subject.person.value;
        let ids: BTreeSet<_> = card.pledges.iter().map(|standing| &standing.promiser).collect();
        if ids.len() < 2 {
            return Vec::new();
        }
        let mut ids: Vec<_> = ids.into_iter().collect();
        ids.sort_by_key(|id| (*id != subject, id.as_str()));
        let tally = |id: &crate::record::Id| card.tally_of(&card.pledges_where(|standing| standing.promiser == *id));
        ids.into_iter()
            .map(|id| Self { person: audience.person_by_id(id), tally: audience.tally(&tally(id)) })
            .collect()
    }
}
