//! What was read of files before: a file whose bytes are the same is not read again, and what changed is named, so that
//! later stages can keep what they made of the rest. With an empty memory everything is new, which is the clean build.
//! Never: an answer that depends on what is remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use rayon::prelude::*;

use super::kind::FileKind;
use super::{FileRead, Parsed, file};
use crate::SHARE;
use crate::diagnostic::Diagnostics;
use crate::inputs::{Input, InputPath, Inputs};
use crate::record::{Pledge, Records, Translation};

/// Every file as it was read last, and the records that they gave.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<InputPath, Kept>,
    /// The files in which something is wrong.
    faulty: BTreeSet<InputPath>,
    records: Records,
    /// How many files another run read.
    recalled: usize,
    /// How many were parsed since of which there is nothing to say but their record: those that are worth keeping.
    parsed: usize,
    /// Whether the records are those of the files: of what another run read, nothing was put together yet.
    is_gathered: bool,
}

/// A file's bytes and what they gave. Within one run bytes are compared themselves; what another run read is known by their
/// digest (`cache`).
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) input: Input,
    pub(super) read: Arc<FileRead>,
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
    /// A memory of files without a fault that another run read.
    pub(super) fn of(files: impl IntoIterator<Item = (InputPath, Kept)>) -> Self {
        let files: BTreeMap<_, _> = files.into_iter().collect();
        Self { recalled: files.len(), files, ..Self::default() }
    }

    /// Every file as it was read last.
    pub(super) fn files(&self) -> impl Iterator<Item = (&InputPath, &Kept)> {
        self.files.iter()
    }

    /// How many files were recalled.
    pub fn recalled(&self) -> usize {
        self.recalled
    }

    /// How many were parsed since that can be recalled by another run.
    pub fn parsed(&self) -> usize {
        self.parsed
    }

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
            records.texts.extend(read.texts.iter().cloned());
            records.unread = records.unread.and(read.unread);
            match &read.parsed {
                Parsed::Settings(settings) => records.settings = Some(settings.clone()),
                Parsed::Pledge(pledge) => records.pledges.push(pledge.clone()),
                Parsed::People(people) => records.people.extend(people.iter().cloned()),
                Parsed::Sources(sources) => records.sources.extend(sources.iter().cloned()),
                Parsed::Page(page) => {
                    let mut page = page.clone();
                    let path = page.path.clone();
                    self.sidecars(&path).for_each(|one| one.onto_page(Arc::make_mut(&mut page)));
                    records.pages.push(page);
                }
                Parsed::Note(note) => {
                    let mut note = note.clone();
                    let path = note.path.clone();
                    self.sidecars(&path).for_each(|one| one.onto_page(Arc::make_mut(&mut note)));
                    records.notes.push(note);
                }
                Parsed::Correction(correction) => {
                    let mut correction = correction.clone();
                    let path = correction.place.path.clone();
                    self.sidecars(&path).for_each(|one| one.onto_correction(Arc::make_mut(&mut correction)));
                    records.corrections.push(correction);
                }
                Parsed::Translation(translation) => records.translations.push(translation.clone()),
                Parsed::Nothing => {}
            }
        }
        if !records.translations.is_empty() {
            records.pledges.par_iter_mut().for_each(|pledge| *pledge = self.translated(pledge));
        }
        self.records = records;
        self.is_gathered = true;
    }

    /// The sidecars of a file: they stand beside it, `<id>.<lang>.md`, which sorts before `<id>.md` or right after.
    fn sidecars<'a>(&'a self, path: &'a InputPath) -> impl Iterator<Item = &'a Arc<Translation>> {
        let stem = path.strip_suffix("md").unwrap_or(path);
        let beside = self.files.range::<str, _>((Bound::Included(stem), Bound::Unbounded));
        let beside = beside.take_while(move |(other, _)| other.starts_with(stem));
        beside.filter_map(|(_, kept)| match &kept.read.parsed {
            Parsed::Translation(translation) => Some(translation),
            _ => None,
        })
    }

    /// A pledge with the texts of its sidecars.
    fn translated(&self, pledge: &Arc<Pledge>) -> Arc<Pledge> {
        let mut pledge = pledge.clone();
        let path = pledge.path.clone();
        self.sidecars(&path).for_each(|one| one.onto_pledge(Arc::make_mut(&mut pledge)));
        pledge
    }
}

/// Whether a file that comes or goes changes what there is of pledges.
fn is_listed(kind: FileKind) -> bool {
    matches!(kind, FileKind::Pledge | FileKind::Translation)
}

/// Reads the files of a project that are not as the memory has them, and says what differs.
pub fn all(inputs: &Inputs, memory: &mut Memory) -> Changes {
    let (new, gone) = memory.differing(inputs);
    let mut changes = Changes::default();
    let read = new.par_iter().with_max_len(SHARE).map(|(path, input)| Arc::new(file(path, input)));
    let read: Vec<Arc<FileRead>> = read.collect();
    memory.parsed += read.iter().filter(|read| read.is_all_told()).count();
    let mut in_place = memory.is_gathered;
    if !memory.is_gathered {
        // Whatever was read before, nothing was asked of it.
        changes.kinds = inputs.iter().map(|(path, _)| FileKind::of(path)).collect();
        changes.listed = true;
    }
    for ((path, input), read) in new.into_iter().zip(read) {
        let kind = FileKind::of(&path);
        changes.kinds.insert(kind);
        let before = memory.keep(path.clone(), input, read.clone());
        changes.listed |= before.is_none() && is_listed(kind);
        in_place &= before.is_some_and(|before| memory.replaced(&path, &before.read, &read, &mut changes));
    }
    for path in gone {
        changes.kinds.insert(FileKind::of(&path));
        changes.listed |= is_listed(FileKind::of(&path));
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
    /// Puts a pledge that was read again, or a sidecar of which was, in its old place; `false` where more than that has
    /// changed.
    fn replaced(&mut self, path: &InputPath, before: &FileRead, now: &FileRead, changes: &mut Changes) -> bool {
        let pledge = match (&before.parsed, &now.parsed) {
            (Parsed::Pledge(_), Parsed::Pledge(_)) => path,
            (Parsed::Translation(_), Parsed::Translation(new)) => {
                let sidecar = self.records.translations.iter().position(|one| one.path == *path);
                let Some(sidecar) = sidecar.filter(|_| FileKind::of(&new.of) == FileKind::Pledge) else {
                    return false;
                };
                self.records.translations[sidecar] = new.clone();
                &new.of
            }
            both => {
                let is_nothing = matches!(both, (Parsed::Nothing, Parsed::Nothing));
                changes.listed |= !is_nothing && is_listed(FileKind::of(path));
                return is_nothing;
            }
        };
        if let Some(at) = self.records.pledge_of(pledge)
            && let Some(Parsed::Pledge(own)) = self.files.get(pledge).map(|kept| &kept.read.parsed)
        {
            let new = self.translated(own);
            let old = std::mem::replace(&mut self.records.pledges[at], new);
            changes.pledges.entry(at).or_insert(old);
        }
        let aside = |read: &FileRead| read.texts.is_empty() && read.unread == crate::record::Unread::default();
        aside(before) && aside(now)
    }
}
