//! The assembled picture of one edition: every record complete, joined and counted. It exists only for records without
//! errors. Never: HTML, addresses.

mod assemble;
mod index;
mod tally;
mod timing;

use std::cmp::Reverse;

pub use assemble::assemble;
use index::Index;
pub use tally::{Share, Tally};
pub use timing::{Timing, days, timing};

use crate::record::{
    Concern, Correction, Critique, Date, Id, Page, Person, Pledge, Settings, Source, StatusChange, Topic,
};

/// One edition of the scorecard.
#[derive(Debug)]
pub struct Scorecard {
    /// The day on which it judges.
    pub as_of: Date,
    /// The publication and its vocabulary.
    pub settings: Settings,
    /// Every pledge that is not a draft: by main topic, then id.
    pub pledges: Vec<Standing>,
    /// Everyone named, by id.
    pub people: Vec<Person>,
    /// Everything cited, by id.
    pub sources: Vec<Source>,
    /// Prose pages, by id.
    pub pages: Vec<Page>,
    /// Corrections, newest first.
    pub corrections: Vec<Correction>,
    /// The tally of all pledges.
    pub tally: Tally,
    /// For each source, in the order of `sources`, the pledges that cite it.
    pub cited_by: Vec<Vec<usize>>,
    pledge_index: Index,
    people_index: Index,
    source_index: Index,
    status_index: Index,
}

/// A pledge and how it stands on the scorecard's day.
#[derive(Debug)]
pub struct Standing {
    /// The pledge as its file states it.
    pub pledge: Box<Pledge>,
    /// Its status: an index into the vocabulary.
    pub status: usize,
    /// From when on it has had that status without a break.
    pub since: Date,
    /// When its history was last added to.
    pub moved: Date,
    /// When it is due: its deadline, else the end of the term.
    pub due: Option<Date>,
    /// Whether it is overdue, or was kept late.
    pub timing: Timing,
    /// Who promised it.
    pub promiser: Id,
    /// The pledges that are parts of it. A pledge with parts is not counted: its parts are.
    pub parts: Vec<usize>,
}

impl Standing {
    /// Whether it enters tallies.
    pub fn counts(&self) -> bool {
        self.parts.is_empty()
    }

    /// The last change of status.
    pub fn last_change(&self) -> &StatusChange {
        self.pledge.status.last().expect("a pledge without a status is an error")
    }
}

/// A critique with the pledge that it is raised against.
#[derive(Debug, Clone, Copy)]
pub struct Raised<'a> {
    /// The pledge's index.
    pub pledge: usize,
    /// The critique.
    pub critique: &'a Critique,
}

impl Scorecard {
    /// The index of a pledge that is shown.
    pub fn pledge(&self, id: &str) -> Option<usize> {
        self.pledge_index.find(id)
    }

    /// The index of a person or body that a record names.
    pub fn person_at(&self, id: &Id) -> usize {
        self.people_index.at(id)
    }

    /// The index of a source that a citation names.
    pub fn source_at(&self, id: &Id) -> usize {
        self.source_index.at(id)
    }

    /// The index of a status that a record names.
    pub fn status_at(&self, id: &Id) -> usize {
        self.status_index.at(id)
    }

    /// The index of a topic by its id.
    pub fn topic(&self, id: &Id) -> Option<usize> {
        self.settings.topics.iter().position(|topic| topic.id.value == *id)
    }

    /// The index of a concern by its id.
    pub fn concern(&self, id: &Id) -> Option<usize> {
        self.settings.concerns.iter().position(|concern| concern.id.value == *id)
    }

    /// The pledges for which a question is answered with yes, in order.
    pub fn pledges_where(&self, wanted: impl Fn(&Standing) -> bool) -> Vec<usize> {
        (0..self.pledges.len()).filter(|at| wanted(&self.pledges[*at])).collect()
    }

    /// The pledges under a topic.
    pub fn pledges_of_topic(&self, topic: &Topic) -> Vec<usize> {
        self.pledges_where(|standing| standing.pledge.topics.iter().any(|id| id.value == topic.id.value))
    }

    /// The critiques for which a question is answered with yes, newest first.
    pub fn critiques_where(&self, wanted: impl Fn(&Critique) -> bool) -> Vec<Raised<'_>> {
        let all = self.pledges.iter().enumerate().flat_map(|(pledge, standing)| {
            standing.pledge.critiques.iter().map(move |critique| Raised { pledge, critique })
        });
        let mut raised: Vec<Raised<'_>> = all.filter(|raised| wanted(raised.critique)).collect();
        raised.sort_by_key(|raised| Reverse(raised.critique.on.value));
        raised
    }

    /// The critiques that raise a concern, newest first.
    pub fn critiques_of(&self, concern: &Concern) -> Vec<Raised<'_>> {
        self.critiques_where(|critique| critique.concern.value == concern.id.value)
    }

    /// The tally of some of the pledges.
    pub fn tally_of(&self, pledges: &[usize]) -> Tally {
        let small_sample = self.settings.small_sample;
        Tally::of(&self.settings.statuses, pledges.iter().map(|at| &self.pledges[*at]), small_sample)
    }

    /// Every change of status that somebody judged or reviewed: its pledge's index and its own in the history, newest
    /// first.
    pub fn judged_by(&self, person: &Id) -> Vec<(usize, usize)> {
        self.changes_where(|history, at| history[at].people().any(|judge| judge.value == *person))
    }

    /// Every move from one status to another: its pledge's index and its own in the history, newest first.
    pub fn moves(&self) -> Vec<(usize, usize)> {
        self.changes_where(|history, at| at > 0 && history[at].to.value != history[at - 1].to.value)
    }

    fn changes_where(&self, wanted: impl Fn(&[StatusChange], usize) -> bool) -> Vec<(usize, usize)> {
        let all = self.pledges.iter().enumerate().flat_map(|(pledge, standing)| {
            let history = &standing.pledge.status;
            let wanted = &wanted;
            (0..history.len()).filter(move |at| wanted(history, *at)).map(move |at| (pledge, at))
        });
        let mut changes: Vec<(usize, usize)> = all.collect();
        changes.sort_by_key(|(pledge, at)| (Reverse(self.pledges[*pledge].pledge.status[*at].on.value), *pledge));
        changes
    }
}
