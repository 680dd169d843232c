//! The assembled picture of one edition: every record complete, joined and counted. It exists only for records without
//! errors. Never: HTML, addresses.

mod assemble;
mod index;
mod joined;
mod tally;
mod timing;

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

pub use assemble::{Judging, Memory, assemble};
use index::Index;
pub use joined::Deeds;
use joined::Joined;
pub use tally::{Share, Tally};
pub use timing::{Timing, days, timing};

use crate::record::{Correction, Critique, Date, Id, Page, Person, Pledge, Settings, Source, StatusChange};

/// One edition of the scorecard.
#[derive(Debug)]
pub struct Scorecard {
    /// The day on which it judges.
    pub as_of: Date,
    /// The publication and its vocabulary.
    pub settings: Arc<Settings>,
    /// Every pledge that is shown: by main topic, then id. A draft is shown in the preview alone.
    pub pledges: Vec<Arc<Standing>>,
    /// How many of them are drafts.
    pub drafts: usize,
    /// Everyone named, by id.
    pub people: Arc<[Arc<Person>]>,
    /// Everything cited, by id.
    pub sources: Arc<[Arc<Source>]>,
    /// Prose pages, by id.
    pub pages: Arc<[Arc<Page>]>,
    /// Corrections, newest first.
    pub corrections: Arc<[Arc<Correction>]>,
    /// Counted when it is first asked for, and so are the next three.
    counted: OnceLock<Tally>,
    counted_by_topic: OnceLock<Vec<Tally>>,
    joined: OnceLock<Joined>,
    by_topic: OnceLock<Vec<Vec<usize>>>,
    pledge_index: Arc<Index>,
    people_index: Arc<Index>,
    source_index: Arc<Index>,
    status_index: Arc<Index>,
}

/// A pledge and how it stands on the scorecard's day.
#[derive(Debug)]
pub struct Standing {
    /// The pledge as its file states it.
    pub pledge: Arc<Pledge>,
    /// Its status: an index into the vocabulary.
    pub status: usize,
    /// From when on it has had that status without a break.
    pub since: Date,
    /// From when on it has counted as it does without a break, in whichever of the statuses that count so.
    pub counts_since: Date,
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
    /// Whether it enters tallies: a whole does not, since its parts do, nor does a draft.
    pub fn counts(&self) -> bool {
        self.parts.is_empty() && !self.pledge.draft
    }

    /// The last change of status.
    pub fn last_change(&self) -> &StatusChange {
        self.pledge.status.last().expect("a pledge without a status is an error")
    }
}

/// What a scorecard was made of, drafts aside.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    pub(crate) settings: &'a Arc<Settings>,
    pub(crate) pledges: Vec<&'a Arc<Pledge>>,
    pub(crate) people: Vec<&'a Arc<Person>>,
    pub(crate) sources: Vec<&'a Arc<Source>>,
    pub(crate) pages: Vec<&'a Arc<Page>>,
    pub(crate) corrections: Vec<&'a Arc<Correction>>,
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
    /// The tally of all pledges.
    pub fn tally(&self) -> &Tally {
        let count = || Tally::of(&self.settings.statuses, self.published(), self.settings.small_sample);
        self.counted.get_or_init(count)
    }

    /// The pledges that are no drafts.
    pub fn published(&self) -> impl Iterator<Item = &Standing> {
        self.pledges.iter().map(|standing| &**standing).filter(|standing| !standing.pledge.draft)
    }

    /// Whether two scorecards have the same pledges in the same order, and the same of everything else: what one of
    /// them says may differ.
    pub(crate) fn is_laid_out_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.pledge_index, &other.pledge_index) && self.has_deadlines() == other.has_deadlines()
    }

    /// Whether any pledge is due at all.
    pub fn has_deadlines(&self) -> bool {
        self.pledges.iter().any(|standing| standing.due.is_some())
    }

    /// Everything but the pledges, shared.
    fn shared(&self) -> Self {
        Self {
            as_of: self.as_of,
            settings: self.settings.clone(),
            pledges: Vec::new(),
            drafts: self.drafts,
            people: self.people.clone(),
            sources: self.sources.clone(),
            pages: self.pages.clone(),
            corrections: self.corrections.clone(),
            counted: OnceLock::new(),
            counted_by_topic: OnceLock::new(),
            joined: OnceLock::new(),
            by_topic: OnceLock::new(),
            pledge_index: self.pledge_index.clone(),
            people_index: self.people_index.clone(),
            source_index: self.source_index.clone(),
            status_index: self.status_index.clone(),
        }
    }

    /// The records that it was made of. It is taken apart whole, so that a new field has to be told, or said to be derived.
    pub(crate) fn told(&self) -> Told<'_> {
        let Self {
            as_of: _,
            settings,
            pledges,
            drafts: _,
            people,
            sources,
            pages,
            corrections,
            counted: _,
            counted_by_topic: _,
            joined: _,
            by_topic: _,
            pledge_index: _,
            people_index: _,
            source_index: _,
            status_index: _,
        } = self;
        Told {
            settings,
            pledges: pledges.iter().map(|standing| &standing.pledge).filter(|pledge| !pledge.draft).collect(),
            people: people.iter().collect(),
            sources: sources.iter().collect(),
            pages: pages.iter().collect(),
            corrections: corrections.iter().collect(),
        }
    }

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

    /// The pledges whose deadline stands so, by their indices, the earliest first.
    pub fn pledges_due(&self, timing: Timing) -> Vec<usize> {
        let mut pledges = self.pledges_where(|standing| standing.timing == timing);
        pledges.sort_by_key(|at| self.pledges[*at].due.map(Date::last_day));
        pledges
    }

    /// The tally of some of the pledges.
    pub fn tally_of(&self, pledges: &[usize]) -> Tally {
        let small_sample = self.settings.small_sample;
        Tally::of(&self.settings.statuses, pledges.iter().map(|at| &*self.pledges[*at]), small_sample)
    }

    /// The tally of each topic, in their order.
    pub fn tallies_of_topics(&self) -> &[Tally] {
        let count = |topic| self.tally_of(self.pledges_of_topic(topic));
        self.counted_by_topic.get_or_init(|| (0..self.settings.topics.len()).map(count).collect())
    }

    /// The newest moves from one status to another, `most` of them at the most, newest first, but those of drafts: of each
    /// its pledge's index and its own in the history.
    pub fn moves(&self, most: usize) -> Vec<(usize, usize)> {
        let published = self.pledges.iter().enumerate().filter(|(_, standing)| !standing.pledge.draft);
        let moves = published.flat_map(|(pledge, standing)| {
            let history = &standing.pledge.status;
            let is_move = |at: &usize| history[*at].to.value != history[at - 1].to.value;
            (1..history.len()).filter(is_move).map(move |at| (Reverse(history[at].on.value), pledge, at))
        });
        let mut moves: Vec<_> = moves.collect();
        if moves.len() > most {
            moves.select_nth_unstable(most);
            moves.truncate(most);
        }
        moves.sort_unstable();
        moves.into_iter().map(|(_, pledge, at)| (pledge, at)).collect()
    }
}
