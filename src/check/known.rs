//! Every id that exists, for looking things up. Kept from one compilation to the next, so that it owns what it holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use ahash::{AHashMap, AHashSet};

use super::evidence::local_texts;
use crate::diagnostic::Placed;
use crate::inputs::Inputs;
use crate::record::{CountsAs, Id, Pledge, Records, Settings, Status, StatusChange};

/// The ids of all records. Asked by id: no order of them is ever seen.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Each pledge's place in the list.
    pub(super) pledges: AHashMap<Id, usize>,
    pub(super) sources: AHashSet<Id>,
    pub(super) people: AHashSet<Id>,
    /// The local copies of sources in normal form, by the source.
    pub(super) copies: BTreeMap<Box<str>, String>,
    settings: Option<Arc<Settings>>,
}

impl Known {
    /// What the records but for pledges say.
    pub(super) fn learn_the_rest(&mut self, records: &Records, inputs: &Inputs) {
        self.settings.clone_from(&records.settings);
        self.people = named(records.people.iter().map(|person| &person.id)).collect();
        self.sources = named(records.sources.iter().map(|source| &source.id)).collect();
        self.copies = local_texts(&records.sources, inputs);
    }

    /// Which pledges there are.
    pub(super) fn learn_pledges(&mut self, records: &Records) {
        let pledges = records.pledges.iter().enumerate().filter(|(_, pledge)| !pledge.id.is_placeholder());
        self.pledges = AHashMap::with_capacity(records.pledges.len());
        self.pledges.extend(pledges.map(|(at, pledge)| (pledge.id.clone(), at)));
    }

    pub(super) fn topics(&self) -> impl Iterator<Item = &str> {
        let topics = self.settings.iter().flat_map(|settings| &settings.topics);
        ids(topics.map(|one| &one.id))
    }

    pub(super) fn statuses(&self) -> impl Iterator<Item = &str> {
        let statuses = self.settings.iter().flat_map(|settings| &settings.statuses);
        ids(statuses.map(|one| &one.id))
    }

    pub(super) fn concerns(&self) -> impl Iterator<Item = &str> {
        let concerns = self.settings.iter().flat_map(|settings| &settings.concerns);
        ids(concerns.map(|one| &one.id))
    }

    /// The vocabulary's entry for a status: the last of those that are called alike, which are a fault.
    pub(super) fn status(&self, id: &Id) -> Option<&Status> {
        self.settings.as_ref()?.statuses.iter().rfind(|status| status.id.value == *id)
    }

    /// The last status of a pledge that can be read.
    pub(super) fn current<'p>(&self, pledge: &'p Pledge) -> Option<(&'p StatusChange, &Status)> {
        let change = pledge.status.last()?;
        Some((change, self.status(&change.to.value)?))
    }

    /// Whether a pledge is open: its last status counts as open.
    pub(super) fn is_open(&self, pledge: &Pledge) -> bool {
        self.current(pledge).is_some_and(|(_, status)| status.counts_as == CountsAs::Open)
    }
}

/// The ids that can be named: not the placeholders.
fn named<'a>(ids: impl Iterator<Item = &'a Id>) -> impl Iterator<Item = Id> {
    ids.filter(|id| !id.is_placeholder()).cloned()
}

/// The same, as they are written.
fn ids<'a>(ids: impl Iterator<Item = &'a Placed<Id>>) -> impl Iterator<Item = &'a str> {
    ids.map(|id| id.value.as_str()).filter(|id| !id.is_empty())
}
