//! What the last build into a folder was made of, and what it left there: while both are as they were, there is nothing to
//! do. It is kept in the project's folder `.pledgecard/`, which git passes over and which may be deleted at any time.
//! Never: an answer where anything is in doubt; the site is built then.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads and writes the memory of builds")]

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use ahash::AHashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::disk;
use super::opened::{OpenFolder, State};
use super::output::{Built, MARKER, is_at_or_below};
use crate::SHARE;
use crate::edition::Digest;
use crate::fingerprint::{Fingerprint, Key};
use crate::inputs::Inputs;
use crate::render::{Ingredients, MadeOf};

/// The folder of the project that holds what can be made again.
pub(super) const FOLDER: &str = ".pledgecard";

/// What is remembered of a build.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<Left> {
    /// The fingerprint of everything that the site was made of.
    made_of: Fingerprint,
    told: Told,
    /// Files and folders by their path below the site's, with what they were made of where that could be told.
    left: Left,
}

/// What stands at a path, its state, and what it was made of.
type LeftAt = (String, State, MadeOf);

/// A list that is written as it is gone through: that of a large site would be large.
struct Listed<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Listed<F> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// What a build said of the site.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Files of the site.
    pub files: usize,
    /// Warnings of the content.
    pub warnings: usize,
    /// What was said of them.
    pub remark: String,
}

/// The memory of builds of one project into one folder.
#[derive(Debug)]
pub struct Memory {
    place: PathBuf,
    target: PathBuf,
    /// What was kept of the last build. If another one comes between, the states of its files are others.
    last: Option<Kept<Vec<LeftAt>>>,
}

/// What would be built now, and the memory of what was.
#[derive(Debug)]
pub struct Stamp {
    memory: Memory,
    /// The fingerprint of what would be built.
    made_of: Fingerprint,
}

/// What the last build left, as far as it is still as it was.
#[derive(Debug)]
pub struct Left<'a> {
    /// The files that were not touched, with what they were made of.
    files: AHashMap<&'a str, MadeOf>,
    /// Whether nothing there was touched, and nothing added.
    is_whole: bool,
}

impl Left<'_> {
    /// What the file that stands at a path was made of; nothing of one that was touched.
    pub fn made_of(&self, path: &str) -> Option<MadeOf> {
        self.files.get(path).copied()
    }

    /// Whether what stands there is what the last build left, and nothing else.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// How many files were not touched.
    pub fn count(&self) -> usize {
        self.files.len()
    }
}

impl Memory {
    /// That of a project's builds into a folder.
    pub fn recall(root: &Path, target: &Path) -> Option<Self> {
        let name = Digest::of(std::path::absolute(target).ok()?.as_os_str().as_encoded_bytes());
        let place = root.join(FOLDER).join(format!("built-{}", name.short()));
        // Where nothing stands, nothing was left.
        let last = target.exists().then(|| postcard::from_bytes(&fs::read(&place).ok()?).ok()).flatten();
        Some(Self { place, target: target.to_owned(), last })
    }
}

impl Stamp {
    /// What would be built now of these inputs, under these settings of the command, by this program.
    pub fn new(memory: Memory, inputs: &Inputs, settings: &str) -> Option<(Self, Ingredients)> {
        let ingredients = Ingredients::of(inputs, settings, key()?);
        Some((Self { memory, made_of: ingredients.all }, ingredients))
    }

    /// What the last build said, if this one would leave every byte as it is.
    pub fn unchanged(&self) -> Option<&Told> {
        let kept = self.memory.last.as_ref().filter(|kept| kept.made_of == self.made_of)?;
        let site = OpenFolder::at(&self.memory.target).ok()?;
        kept.left.par_iter().all(|(path, before, ..)| site.state(path) == Some(*before)).then_some(&kept.told)
    }

    /// What the last build left. To be asked, and believed, while it is our turn to build there.
    pub fn left(&self) -> Option<Left<'_>> {
        let kept = self.memory.last.as_ref()?;
        let site = OpenFolder::at(&self.memory.target).ok()?;
        let is_same = |(path, before, ..): &LeftAt| site.state(path) == Some(*before);
        let same: Vec<bool> = kept.left.par_iter().with_max_len(SHARE).map(is_same).collect();
        let is_whole = same.iter().all(|same| *same);
        let left = kept.left.iter().zip(same).filter(|((_, state, ..), same)| *same && !state.is_folder);
        let mut files = AHashMap::with_capacity(kept.left.len());
        files.extend(left.map(|((path, _, made_of), _)| (&**path, *made_of)));
        Some(Left { files, is_whole })
    }

    /// The state of a path that stands around a folder, in which alone something was built, neither in it nor above it: if it
    /// has the same place in the list of the last build.
    fn around(&self, within: &str, at: usize, path: &str) -> Option<State> {
        let (last, state, ..) = self.memory.last.as_ref()?.left.get(at)?;
        (last == path && !is_at_or_below(path, within) && !is_at_or_below(within, path)).then_some(*state)
    }

    /// Remembers what a build left and said, if it can: without it, the next one builds. What was built still has its turn.
    pub fn keep(&self, told: Told, built: &Built<'_>) -> Option<()> {
        let untold = &MadeOf::default();
        let files = || built.pages.iter().map(|(path, made_of)| (path.as_str(), made_of)).chain([(MARKER, untold)]);
        let folders = folders(files().map(|(path, _)| path));
        let all = || files().chain(folders.iter().map(|path| (*path, untold)));
        let paths: Vec<&str> = all().map(|(path, _)| path).collect();
        let site = OpenFolder::at(&self.memory.target).ok()?;
        let state = |(at, path): (usize, &&str)| self.around(&built.within, at, path).or_else(|| site.state(path));
        let states: Vec<_> = paths.par_iter().with_max_len(SHARE).enumerate().map(state).collect();
        let states: Vec<State> = states.into_iter().collect::<Option<_>>()?;
        let left = Listed(|| all().zip(&states).map(|((path, made_of), state)| (path, state, made_of)));
        let kept = Kept { made_of: self.made_of, told, left };
        remember(&self.memory.place, |file| postcard::to_io(&kept, BufWriter::new(file)).ok()?.flush().ok())
    }
}

/// Writes what can be made again to a place in that folder, whole or not at all: beside it, then renamed over it.
pub(super) fn remember(place: &Path, write: impl FnOnce(&mut File) -> Option<()>) -> Option<()> {
    // No link is followed that came with the project; where a file stands already, it stays.
    if fs::symlink_metadata(place.parent()?).is_ok_and(|folder| folder.is_symlink()) {
        return None;
    }
    let _ = disk::create(&place.with_file_name(".gitignore"), "*\n");
    let beside = place.with_extension(std::process::id().to_string());
    // One that was killed may have left its own.
    let _ = fs::remove_file(&beside);
    let written = write(&mut File::create_new(&beside).ok()?).and_then(|()| fs::rename(&beside, place).ok());
    if written.is_none() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// What files are known by to this program alone, on this machine alone.
pub fn key() -> Option<Key> {
    Some(Key::of(&program()?))
}

/// What tells this program from another one.
pub(super) fn program() -> Option<String> {
    let place = fs::canonicalize(std::env::current_exe().ok()?).ok()?;
    let folder = OpenFolder::at(place.parent()?).ok()?;
    Some(format!("{:?}", folder.state(place.file_name()?.to_str()?)?))
}

/// The folders above some paths of the site, that of the site itself among them. In the order of paths, all that is below
/// a folder comes together, so that the path before tells whether a folder is known.
fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut folders = vec![""];
    let mut last = "";
    for path in paths {
        let above = std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'));
        let is_new = |folder: &&str| last.strip_prefix(folder).is_none_or(|rest| !rest.starts_with('/'));
        folders.extend(above.map(|(folder, _)| folder).take_while(is_new));
        last = path;
    }
    folders
}
