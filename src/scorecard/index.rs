//! Where a record stands in its list, by its id.

use ahash::AHashMap;

use crate::record::Id;

/// Positions by id. Asked by id alone: no order of it is ever seen.
#[derive(Debug)]
pub(super) struct Index(AHashMap<Id, usize>);

impl Index {
    /// The positions of ids that are all different.
    pub(super) fn new<'a>(ids: impl Iterator<Item = &'a Id>) -> Self {
        Self(ids.enumerate().map(|(at, id)| (id.clone(), at)).collect())
    }

    /// The position of an id, if it is in the list.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.0.get(id).copied()
    }

    /// The position of an id that was checked to be in the list.
    pub(super) fn at(&self, id: &Id) -> usize {
        self.find(id.as_str()).expect("an id that points to nothing is an error, and nothing is assembled")
    }
}
