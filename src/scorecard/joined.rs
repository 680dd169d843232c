//! Which pledges name what: found in one look at all of them, when it is first asked for.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Raised, Scorecard};
use crate::record::Id;

/// What a person or body did. Numbers are indices into the scorecard, and within a pledge's own lists.
#[derive(Debug, Default)]
pub struct Deeds {
    /// The pledges that they made.
    pub promised: Vec<usize>,
    /// The pledges on which they replied.
    pub replied: Vec<usize>,
    /// The critiques that they raised, newest first, but those of drafts.
    pub(super) critiques: Vec<(usize, usize)>,
    /// Every change of status that they judged or reviewed, newest first, but those of drafts: its pledge and its own
    /// place in the history.
    pub judged: Vec<(usize, usize)>,
}

/// What names what.
#[derive(Debug)]
pub(super) struct Joined {
    /// Of everyone named, by their index.
    pub(super) people: Vec<Deeds>,
    /// Of every source, by its index, the pledges that cite it, but drafts.
    pub(super) cited_by: Vec<Vec<usize>>,
    /// Of every concern, by its index, the critiques that raise it, newest first, but those of drafts.
    pub(super) concerns: Vec<Vec<(usize, usize)>>,
}

impl Joined {
    pub(super) fn of(card: &Scorecard) -> Self {
        let mut people: Vec<Deeds> = card.people.iter().map(|_| Deeds::default()).collect();
        let mut cited_by = vec![Vec::new(); card.sources.len()];
        let mut concerns = vec![Vec::new(); card.settings.concerns.len()];
        let ids = card.settings.concerns.iter().enumerate().map(|(at, concern)| (&concern.id.value, at));
        let ids: BTreeMap<&Id, usize> = ids.collect();
        for (at, standing) in card.pledges.iter().enumerate() {
            let pledge = &standing.pledge;
            people[card.person_at(&standing.promiser)].promised.push(at);
            for reply in &pledge.replies {
                push_new(&mut people[card.person_at(&reply.by.value)].replied, at);
            }
            if pledge.draft {
                continue;
            }
            for (number, change) in pledge.status.iter().enumerate() {
                for judge in change.people() {
                    push_new(&mut people[card.person_at(&judge.value)].judged, (at, number));
                }
            }
            for (number, critique) in pledge.critiques.iter().enumerate() {
                people[card.person_at(&critique.expert.value)].critiques.push((at, number));
                if let Some(concern) = ids.get(&critique.concern.value) {
                    concerns[*concern].push((at, number));
                }
            }
            for citation in pledge.citations() {
                push_new(&mut cited_by[card.source_at(&citation.source.value)], at);
            }
        }
        for deeds in &mut people {
            deeds.judged.sort_by_key(|(pledge, at)| Reverse(card.pledges[*pledge].pledge.status[*at].on.value));
        }
        for critiques in people.iter_mut().map(|deeds| &mut deeds.critiques).chain(&mut concerns) {
            critiques.sort_by_key(|(pledge, at)| Reverse(card.pledges[*pledge].pledge.critiques[*at].on.value));
        }
        Self { people, cited_by, concerns }
    }
}

/// Adds what is not there yet; what is the same comes in a row.
fn push_new<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if list.last() != Some(&one) {
        list.push(one);
    }
}

impl Scorecard {
    /// What a person or body did, by its index.
    pub fn deeds(&self, person: usize) -> &Deeds {
        &self.joined().people[person]
    }

    /// The critiques that a person or body raised, newest first; those of drafts are not among them.
    pub fn critiques_by(&self, person: usize) -> impl ExactSizeIterator<Item = Raised<'_>> {
        self.raised(&self.joined().people[person].critiques)
    }

    /// The critiques that raise a concern, by its index, newest first; those of drafts are not among them.
    pub fn critiques_of(&self, concern: usize) -> impl ExactSizeIterator<Item = Raised<'_>> {
        self.raised(&self.joined().concerns[concern])
    }

    /// The pledges that cite a source, by its index; drafts are not among them.
    pub fn cited_by(&self, source: usize) -> &[usize] {
        &self.joined().cited_by[source]
    }

    /// The pledges under a topic, by its index.
    pub fn pledges_of_topic(&self, topic: usize) -> &[usize] {
        &self.by_topic.get_or_init(|| self.under_topics())[topic]
    }

    fn under_topics(&self) -> Vec<Vec<usize>> {
        let mut found = vec![Vec::new(); self.settings.topics.len()];
        for (at, standing) in self.pledges.iter().enumerate() {
            for topic in standing.pledge.topics.iter().filter_map(|id| self.topic(&id.value)) {
                push_new(&mut found[topic], at);
            }
        }
        found
    }

    fn joined(&self) -> &Joined {
        self.joined.get_or_init(|| Joined::of(self))
    }

    fn raised<'a>(&'a self, critiques: &'a [(usize, usize)]) -> impl ExactSizeIterator<Item = Raised<'a>> {
        let raised =
            |&(pledge, at): &(usize, usize)| Raised { pledge, critique: &self.pledges[pledge].pledge.critiques[at] };
        critiques.iter().map(raised)
    }
}
