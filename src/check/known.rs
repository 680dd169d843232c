//! Every id that exists, for looking things up.

use std::collections::BTreeMap;

use crate::record::{CountsAs, Id, Pledge, Records, Source, Status, StatusChange};

/// The ids of all records.
pub(crate) struct Known<'a> {
    pub(crate) pledges: BTreeMap<&'a str, &'a Pledge>,
    pub(crate) sources: BTreeMap<&'a str, &'a Source>,
    pub(crate) people: Vec<&'a str>,
    pub(crate) topics: Vec<&'a str>,
    pub(crate) statuses: Vec<&'a str>,
    pub(crate) concerns: Vec<&'a str>,
    vocabulary: BTreeMap<&'a str, &'a Status>,
}

/// The ids that can be named: not the placeholders.
fn named<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    ids.filter(|id| !id.is_empty()).collect()
}

impl<'a> Known<'a> {
    pub(crate) fn new(records: &'a Records) -> Self {
        let settings = records.settings.as_ref();
        let statuses = || settings.into_iter().flat_map(|settings| &settings.statuses);
        let mut people = named(records.people.iter().map(|person| person.id.as_str()));
        people.sort_unstable();
        Self {
            pledges: records
                .pledges
                .iter()
                .filter(|pledge| !pledge.id.is_placeholder())
                .map(|pledge| (pledge.id.as_str(), &**pledge))
                .collect(),
            sources: records
                .sources
                .iter()
                .filter(|source| !source.id.is_placeholder())
                .map(|source| (source.id.as_str(), source))
                .collect(),
            people,
            topics: named(settings.into_iter().flat_map(|all| &all.topics).map(|one| one.id.value.as_str())),
            statuses: named(statuses().map(|one| one.id.value.as_str())),
            concerns: named(settings.into_iter().flat_map(|all| &all.concerns).map(|one| one.id.value.as_str())),
            vocabulary: statuses().map(|one| (one.id.value.as_str(), one)).collect(),
        }
    }

    pub(crate) fn has_person(&self, id: &str) -> bool {
        self.people.binary_search(&id).is_ok()
    }

    /// The vocabulary's entry for a status.
    pub(crate) fn status(&self, id: &Id) -> Option<&'a Status> {
        self.vocabulary.get(id.as_str()).copied()
    }

    /// The last status of a pledge that can be read.
    pub(crate) fn current(&self, pledge: &'a Pledge) -> Option<(&'a StatusChange, &'a Status)> {
        let change = pledge.status.last()?;
        Some((change, self.status(&change.to.value)?))
    }

    /// Whether a pledge is open: its last status counts as open.
    pub(crate) fn is_open(&self, pledge: &'a Pledge) -> bool {
        self.current(pledge).is_some_and(|(_, status)| status.counts_as == CountsAs::Open)
    }
}
