//! What was read of files before: a file whose bytes are the same is not read again, and what changed is named, so that
//! later stages can keep what they made of the rest. With an empty memory everything is new, which is the clean build.
//! Never: an answer that depends on what is remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::kind::FileKind;
use super::{FileRead, Parsed, file};
use crate::diagnostic::Diagnostics;
use crate::inputs::{Input, InputPath, Inputs};
use crate::record::{Pledge, Records};

/// Every file as it was read last, and the records that they gave.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<InputPath, Kept>,
    /// The files in which something is wrong.
    faulty: BTreeSet<InputPath>,
    records: Records,
}

/// A file's bytes and what they gave: bytes are compared themselves, so that no digest can mistake them.
#[derive(Debug)]
struct Kept {
    input: Input,
    read: Arc<FileRead>,
}

/// What differs between two readings.
#[derive(Debug, Default)]
pub struct Changes {
    /// Whether files of pledges came or went, or everything is new: then no position below means anything.
    pub listed: bool,
    /// The pledges whose text changed: their places in the list, and what stood there before.
    pub pledges: BTreeMap<usize, Arc<Pledge>>,
    /// Whether anything else changed: another file, or what a pledge's file says beside its pledge.
    pub rest: bool,
    /// The kinds of the files that changed.
    pub(crate) kinds: BTreeSet<FileKind>,
}

impl Changes {
    /// Both changes, one after the other.
    pub fn merge(&mut self, later: &Self) {
        self.listed |= later.listed;
        self.rest |= later.rest;
        for (at, before) in &later.pledges {
            self.pledges.entry(*at).or_insert_with(|| before.clone());
        }
        self.kinds.extend(&later.kinds);
    }

    /// Whether files of one of these kinds changed.
    pub(crate) fn touch(&self, kinds: &[FileKind]) -> bool {
        kinds.iter().any(|kind| self.kinds.contains(kind))
    }

    /// Whether an answer that looks at all pledges must be found anew: the list is another, or one of those that changed
    /// is not the same to it.
    pub fn concern(&self, records: &Records, same: impl Fn(&Pledge, &Pledge) -> bool) -> bool {
        self.listed || self.pledges.iter().any(|(at, before)| !same(before, &records.pledges[*at]))
    }
}

impl Memory {
    /// The records of the last reading.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Every fault of the last reading.
    pub fn diagnostics(&self) -> Diagnostics {
        let faults = self.faulty.iter().filter_map(|path| self.files.get(path));
        faults.flat_map(|kept| kept.read.diagnostics.iter().cloned()).collect()
    }

    /// The paths that are not as they were, those gone among them.
    fn differing(&self, inputs: &Inputs) -> (Vec<(InputPath, Input)>, Vec<InputPath>) {
        let (mut new, mut gone) = (Vec::new(), Vec::new());
        let mut before = self.files.iter().peekable();
        for (path, input) in inputs.iter() {
            while let Some((passed, _)) = before.next_if(|(other, _)| *other < path) {
                gone.push(passed.clone());
            }
            let kept = before.next_if(|(other, _)| *other == path);
            if kept.is_none_or(|(_, kept)| !kept.input.same(input)) {
                new.push((path.clone(), input.clone()));
            }
        }
        gone.extend(before.map(|(path, _)| path.clone()));
        (new, gone)
    }

    fn keep(&mut self, path: InputPath, input: Input, read: Arc<FileRead>) -> Option<Kept> {
        if read.diagnostics.is_empty() {
            self.faulty.remove(&path);
        } else {
            self.faulty.insert(path.clone());
        }
        self.files.insert(path, Kept { input, read })
    }

    /// Puts the records of all files together.
    fn gather(&mut self) {
        let mut records = Records::default();
        for Kept { read, .. } in self.files.values() {
            records.languages.extend(read.languages.iter().cloned());
            records.unread = records.unread.and(read.unread);
            match &read.parsed {
                Parsed::Settings(settings) => records.settings = Some(settings.clone()),
                Parsed::Pledge(pledge) => records.pledges.push(pledge.clone()),
                Parsed::People(people) => records.people.extend(people.iter().cloned()),
                Parsed::Sources(sources) => records.sources.extend(sources.iter().cloned()),
                Parsed::Page(page) => records.pages.push(page.clone()),
                Parsed::Correction(correction) => records.corrections.push(correction.clone()),
                Parsed::Nothing => {}
            }
        }
        self.records = records;
    }
}

/// Reads the files of a project that are not as the memory has them, and says what differs.
pub fn all(inputs: &Inputs, memory: &mut Memory) -> Changes {
    let (new, gone) = memory.differing(inputs);
    let mut changes = Changes::default();
    let read: Vec<Arc<FileRead>> = new.par_iter().map(|(path, input)| Arc::new(file(path, input))).collect();
    let mut in_place = true;
    for ((path, input), read) in new.into_iter().zip(read) {
        let kind = FileKind::of(&path);
        changes.kinds.insert(kind);
        let before = memory.keep(path.clone(), input, read.clone());
        changes.listed |= before.is_none() && kind == FileKind::Pledge;
        in_place &= before.is_some_and(|before| memory.replaced(&path, &before.read, &read, &mut changes));
    }
    for path in gone {
        changes.kinds.insert(FileKind::of(&path));
        changes.listed |= FileKind::of(&path) == FileKind::Pledge;
        memory.files.remove(&path);
        memory.faulty.remove(&path);
        in_place = false;
    }
    if !in_place {
        // Whatever came, went or is no pledge changes lists: they are put together again, from what was kept.
        memory.gather();
    }
    changes.rest = !in_place || changes.kinds.iter().any(|kind| *kind != FileKind::Pledge);
    changes
}

impl Memory {
    /// Puts a pledge that was read again in its old place; `false` where more than that has changed.
    fn replaced(&mut self, path: &InputPath, before: &FileRead, now: &FileRead, changes: &mut Changes) -> bool {
        let (Parsed::Pledge(old), Parsed::Pledge(new)) = (&before.parsed, &now.parsed) else {
            return matches!((&before.parsed, &now.parsed), (Parsed::Nothing, Parsed::Nothing));
        };
        if let Some(at) = self.records.pledge_of(path) {
            changes.pledges.insert(at, old.clone());
            self.records.pledges[at] = new.clone();
        }
        let aside = |read: &FileRead| read.languages.is_empty() && read.unread == crate::record::Unread::default();
        aside(before) && aside(now)
    }
}
