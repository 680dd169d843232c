//! A project's folder as it was read last: what changed is found by size, time and number, and then by the bytes
//! themselves. Hints only say where to look first. Never: waiting for a change.
#![expect(clippy::disallowed_methods, reason = "the edge: it looks at the project's files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::WorldError;
use super::disk::{self, Found};
use crate::inputs::{Input, InputPath, Inputs};

/// How long a file that seems to be in the middle of being written is waited for.
const PATIENCE: Duration = Duration::from_millis(150);
/// How long to wait before it is looked at again.
const PAUSE: Duration = Duration::from_millis(15);
/// A file that was changed so shortly before it was read may have changed since within the same tick of its clock.
const RACY: Duration = Duration::from_secs(2);

/// A project's folder and what was read of it.
pub struct Tree {
    home: PathBuf,
    inputs: Inputs,
    stamps: BTreeMap<InputPath, Stamp>,
}

/// What tells a file from what it was, without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Device, number and change time where the system has them.
    identity: (u64, u64, i64, i64),
    /// Whether it was read too soon after it was changed.
    racy: bool,
}

/// Where to look for changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// At these paths, and below those that are folders.
    At(BTreeSet<PathBuf>),
    /// Everywhere.
    Everywhere,
}

impl Tree {
    /// Reads a project.
    pub fn read(root: &Path) -> Result<Self, WorldError> {
        let home = disk::home(root)?;
        let found = disk::walk(&home, &disk::starts(&home))?;
        let stamps: Vec<_> = found.par_iter().filter_map(|one| Some((one.name.clone(), stamp(&one.path)?))).collect();
        let stamps = stamps.into_iter().collect();
        let inputs = disk::read_all(&home, &found)?;
        Ok(Self { home, inputs, stamps })
    }

    /// What was read.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The project's folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Looks again, reads what is not as it was, and says which paths are not.
    pub fn rescan(&mut self, hint: &Hint) -> Result<BTreeSet<InputPath>, WorldError> {
        let starts = match hint {
            Hint::Everywhere => disk::starts(&self.home),
            Hint::At(paths) => paths.iter().filter(|path| disk::is_input(&self.home, path)).cloned().collect(),
        };
        let found = disk::walk(&self.home, &starts)?;
        let mut changed = self.gone(hint, &starts, &found);
        let again: Vec<Found> =
            found.into_iter().filter(|one| *hint != Hint::Everywhere || self.differs(one)).collect();
        changed.extend(self.take(&again)?);
        Ok(changed)
    }

    /// Takes away what is no longer found where was looked.
    fn gone(&mut self, hint: &Hint, starts: &[PathBuf], found: &[Found]) -> BTreeSet<InputPath> {
        let found: BTreeSet<&str> = found.iter().map(|one| &*one.name).collect();
        let gone: BTreeSet<InputPath> = match hint {
            Hint::Everywhere => {
                self.inputs.iter().map(|(path, _)| path).filter(|path| !found.contains(&***path)).cloned().collect()
            }
            Hint::At(_) => starts
                .iter()
                .flat_map(|start| self.at_or_below(start))
                .filter(|path| !found.contains(&**path))
                .collect(),
        };
        for path in &gone {
            self.inputs.remove(path);
            self.stamps.remove(path);
        }
        gone
    }

    /// The inputs at a path and below it.
    fn at_or_below(&self, start: &Path) -> Vec<InputPath> {
        let name = disk::name_of(&self.home, start).0;
        let below = format!("{name}/");
        let itself = self.inputs.get(&name).map(|_| InputPath::from(&*name));
        itself.into_iter().chain(self.inputs.paths_below(&below).cloned()).collect()
    }

    fn differs(&self, one: &Found) -> bool {
        let before = self.stamps.get(&*one.name);
        before.is_none_or(|before| {
            before.racy || stamp(&one.path).is_none_or(|now| Stamp { racy: false, ..now } != *before)
        })
    }

    /// Reads files, waiting for those that are being written, and says which have other bytes than before.
    fn take(&mut self, found: &[Found]) -> Result<BTreeSet<InputPath>, WorldError> {
        let started = SystemTime::now();
        let mut changed = BTreeSet::new();
        let mut waiting: Vec<&Found> = found.iter().collect();
        let mut looked: BTreeMap<&str, Option<Stamp>> = BTreeMap::new();
        loop {
            let patient = started.elapsed().is_ok_and(|waited| waited < PATIENCE);
            let mut unfinished = Vec::new();
            for one in waiting {
                let stamp = stamp(&one.path);
                let Some(input) = disk::read_one(&self.home, one)? else { continue };
                let is_still = looked.insert(&one.name, stamp) == Some(stamp);
                if patient && self.is_being_written(one, &input, stamp, is_still) {
                    unfinished.push(one);
                } else if self.put(one, input, stamp) {
                    changed.insert(one.name.clone());
                }
            }
            if unfinished.is_empty() {
                return Ok(changed);
            }
            std::thread::sleep(PAUSE);
            waiting = unfinished;
        }
    }

    /// Whether a file is likely to get more bytes in a moment: it is empty, or ends before its front matter is closed, or
    /// within what it said before and has just been touched. Another file in its place may be as unfinished, but need not
    /// be longer than the one before.
    fn is_being_written(&self, one: &Found, input: &Input, stamp: Option<Stamp>, is_still: bool) -> bool {
        let Input::Bytes(now) = input else { return false };
        let Some(before) = self.inputs.bytes(&one.name) else { return now.is_empty() };
        let file = |stamp: &Stamp| (stamp.identity.0, stamp.identity.1);
        let is_same_file = self.stamps.get(&*one.name).map(file) == stamp.as_ref().map(file);
        let cut_off = is_same_file && now.len() < before.len() && before.starts_with(now) && !is_still;
        let open =
            now.starts_with(b"+++") && before.starts_with(b"+++") && memchr::memmem::find(now, b"\n+++").is_none();
        now.is_empty() && !before.is_empty() || cut_off || (open && memchr::memmem::find(before, b"\n+++").is_some())
    }

    /// Keeps what was read; `false` where it is what was there.
    fn put(&mut self, one: &Found, input: Input, stamp: Option<Stamp>) -> bool {
        let path = one.name.clone();
        if let Some(stamp) = stamp {
            self.stamps.insert(path.clone(), stamp);
        }
        if self.inputs.get(&path).is_some_and(|before| before.same(&input)) {
            return false;
        }
        self.inputs.put(path, input);
        true
    }
}

/// The stamp of what stands at a path, links followed.
fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    let modified = found.modified().ok();
    let racy = modified.and_then(|at| at.elapsed().ok()).is_none_or(|age| age < RACY);
    Some(Stamp { size: found.len(), modified, identity: identity(&found), racy })
}

#[cfg(unix)]
fn identity(found: &fs::Metadata) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (found.dev(), found.ino(), found.ctime(), found.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> (u64, u64, i64, i64) {
    (0, 0, 0, 0)
}
