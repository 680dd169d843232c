//! What changed between two scorecards, as a reader asks for it: complete, in order, and each change under the one cause
//! that it is shown under. A scorecard is seen as facts ([`Facts`]); what differs between two of them is a change, and
//! nothing else is, so that no change can be forgotten. Pictures, copies of sources and themes are no part of it, nor
//! are drafts.

mod apply;
mod cause;
mod compare;
mod facts;
mod human;
mod json;
mod pledge;
mod settings;
mod wording;

pub use apply::apply;
pub use compare::{changes, facts};
pub use facts::{Entry, Facts, Field, List};
pub use human::human;
pub use json::json;
pub use wording::{Fate, Part, shortened, wording};

use crate::record::Cause;

/// Everything that changed between two scorecards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Every change once: what site.toml says, then pledges in the order of the newer scorecard and those withdrawn after
    /// them, then corrections, sources, people and pages.
    pub all: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Why it is shown: the one group that it belongs to.
    ///
    /// * `event`, the world moved: pledges added; critiques raised, answered for the first time, or with
    ///   another outcome; replies; people who are new.
    /// * `evidence`, new source: sources added, and copies and archives of one that had none; citations added to what
    ///   stood there before.
    /// * `method`, our method changed: all that site.toml says; the page `methodology`; and by what a pledge is judged
    ///   and counted (`topics`, `kind`, `measure`, `control`, `weight`, `parent`).
    /// * `correction`, we corrected: corrections, and every other change of what stood there before, such as its
    ///   wording or its id, and entries that are gone, pledges among them, or stand in another order.
    ///
    /// A new entry of a pledge's history has the cause that it names itself; but one that stands in the place of an entry
    /// that is gone is a correction.
    pub cause: Cause,
    /// Where.
    pub path: Path,
    /// What.
    pub what: What,
}

/// Where in a scorecard something stands: the entries that lead there, the outermost first. It is empty for what site.toml
/// says beside its lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

/// An entry of a list: `pledges` and a pledge’s id, `critiques` and that of a critique.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The list, by the key of the format.
    pub list: &'static str,
    /// The entry: an id; for an entry of a history its date and status, for a citation its source.
    pub key: Box<str>,
}

/// What changed at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A new entry of a pledge’s history: the pledge is older.
    Moved {
        /// Its index in the history.
        at: usize,
        /// The status before it.
        from: Option<Box<str>>,
        /// The key of the entry that stood at its index and is gone: the history was rewritten.
        instead_of: Option<Box<str>>,
        /// What it says.
        facts: Facts,
    },
    /// The entry at the path is new.
    Added {
        /// Its index in the newer list.
        at: usize,
        /// What it says.
        facts: Facts,
    },
    /// The entry at the path is gone.
    Removed {
        /// Its index in the older list.
        at: usize,
        /// What it said.
        facts: Facts,
    },
    /// The entry at the path had another key.
    Renamed {
        /// Which.
        from: Box<str>,
    },
    /// What stands at the path says something else.
    Altered {
        /// Which field, in which language.
        field: Field,
        /// What stood there; `None` where there was nothing.
        before: Option<Box<str>>,
        /// What stands there now.
        after: Option<Box<str>>,
    },
    /// A list at the path has another order, those added and removed aside.
    Reordered {
        /// The list.
        list: &'static str,
        /// The keys of the entries that it has now and had before, as they stood.
        before: Vec<Box<str>>,
        /// The same as they stand.
        after: Vec<Box<str>>,
    },
}

/// A new entry in the history of a pledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move<'a> {
    /// The pledge.
    pub pledge: &'a str,
    /// Its index in the history.
    pub at: usize,
    /// The status before it, which may be the same.
    pub from: Option<&'a str>,
    /// The status.
    pub to: &'a str,
    /// From when on.
    pub on: &'a str,
    /// What caused it.
    pub cause: Cause,
    /// The date and status of the entry that stood in its place and is gone.
    pub instead_of: Option<&'a str>,
    /// Why, in the default language.
    pub reason: &'a str,
}

/// How much changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New entries in histories.
    pub moves: usize,
    /// Pledges added.
    pub added: usize,
    /// Pledges withdrawn.
    pub withdrawn: usize,
    /// Pledges that have another id.
    pub renamed: usize,
    /// Critiques raised.
    pub critiques: usize,
    /// Replies.
    pub replies: usize,
    /// Citations added to what stood there before.
    pub citations: usize,
    /// Corrections added.
    pub corrections: usize,
    /// Changes of the method.
    pub method: usize,
    /// All changes: these, and the rest.
    pub all: usize,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// New entries in the histories of pledges that were there before, in order.
    pub fn moves(&self) -> impl Iterator<Item = Move<'_>> {
        self.all.iter().filter_map(Change::as_move)
    }

    /// The changes under one cause, in order.
    pub fn under(&self, cause: Cause) -> impl Iterator<Item = &Change> {
        self.all.iter().filter(move |change| change.cause == cause)
    }

    /// How much changed.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { all: self.all.len(), ..Counts::default() };
        for change in &self.all {
            counts.method += usize::from(change.cause == Cause::Method);
            match (&change.what, change.path.lists().as_slice()) {
                (What::Moved { .. }, _) => counts.moves += 1,
                (What::Added { .. }, ["pledges"]) => counts.added += 1,
                (What::Removed { .. }, ["pledges"]) => counts.withdrawn += 1,
                (What::Renamed { .. }, ["pledges"]) => counts.renamed += 1,
                (What::Added { .. }, ["pledges", "critiques"]) => counts.critiques += 1,
                (What::Added { .. }, ["pledges", "replies"]) => counts.replies += 1,
                (What::Added { .. }, ["pledges", .., "evidence" | "promised_in"]) => counts.citations += 1,
                (What::Added { .. }, ["corrections"]) => counts.corrections += 1,
                _ => {}
            }
        }
        counts
    }
}

impl Change {
    /// The change as a new entry in a history, if it is one.
    pub fn as_move(&self) -> Option<Move<'_>> {
        let What::Moved { at, from, instead_of, facts } = &self.what else { return None };
        let said = |name| facts.get(name).unwrap_or_default();
        Some(Move {
            pledge: self.path.0.first().map_or("", |step| &step.key),
            at: *at,
            from: from.as_deref(),
            to: said("to"),
            on: said("on"),
            cause: self.cause,
            instead_of: instead_of.as_deref(),
            reason: said("reason"),
        })
    }
}

impl Path {
    /// The names of the lists that lead there.
    pub fn lists(&self) -> Vec<&'static str> {
        self.0.iter().map(|step| step.list).collect()
    }

    /// The id of the record in which it stands, if it is in the list `list` of the scorecard.
    pub fn record(&self, list: &str) -> Option<&str> {
        self.0.first().filter(|step| step.list == list).map(|step| &*step.key)
    }
}
