//! What the last build into a folder was made of, and what it left there: while both are as they were, there is nothing to
//! do. It is kept in the project's folder `.pledgecard/`, which git passes over and which may be deleted at any time.
//! Never: an answer where anything is in doubt; the site is built then.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads and writes the memory of builds")]

use std::fs::{self, File, Metadata};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ahash::AHashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::disk;
use super::output::{Built, MARKER, is_at_or_below};
use crate::edition::Digest;
use crate::inputs::Inputs;
use crate::render::{Ingredients, MadeOf};

/// The folder of the project that holds what can be made again.
pub(super) const FOLDER: &str = ".pledgecard";

/// What is remembered of a build.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<Left> {
    /// The digest of everything that the site was made of.
    made_of: Digest,
    told: Told,
    /// Files and folders by their path below the site's, with what they were made of where that could be told.
    left: Left,
}

/// What stands at a path: its state, and the digests of what it was made of.
type LeftAt = (String, State, Option<Digest>, Option<Digest>);

/// A list that is written as it is gone through: that of a large site would be large.
struct Listed<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Listed<F> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// What tells whether a file, or the list of names in a folder, was written since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    is_folder: bool,
    size: u64,
    /// When it was written, in seconds and nanoseconds, which anyone can set.
    written: (u64, u32),
    /// When it was changed, or where the system does not tell, made: nobody can set that.
    changed: (i64, i64),
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
pub struct Stamp {
    place: PathBuf,
    target: PathBuf,
    /// The digest of what would be built now.
    made_of: Digest,
    /// What was kept of the last build. If another one comes between, the states of its files are others.
    last: Option<Kept<Vec<LeftAt>>>,
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
        self.files.get(path).cloned()
    }

    /// Whether what stands there is what the last build left, and nothing else.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Every file that stands there, if that is known.
    pub fn files(&self) -> Option<impl Iterator<Item = &str>> {
        self.is_whole.then(|| self.files.keys().copied())
    }
}

impl Stamp {
    /// The memory of a folder, and what would be built there now: of these inputs, under these settings of the command, by
    /// this program.
    pub fn new(root: &Path, target: &Path, inputs: &Inputs, settings: &str) -> Option<(Self, Ingredients)> {
        let program = program()?;
        let name = Digest::of(std::path::absolute(target).ok()?.as_os_str().as_encoded_bytes());
        let place = root.join(FOLDER).join(format!("built-{}", name.short()));
        let (last, ingredients) = rayon::join(
            // Where nothing stands, nothing was left.
            || target.exists().then(|| postcard::from_bytes(&fs::read(&place).ok()?).ok()).flatten(),
            || Ingredients::of(inputs, &format!("{program} {settings}")),
        );
        Some((Self { place, target: target.to_owned(), made_of: ingredients.all, last }, ingredients))
    }

    /// What the last build said, if this one would leave every byte as it is.
    pub fn unchanged(&self) -> Option<&Told> {
        let kept = self.last.as_ref().filter(|kept| kept.made_of == self.made_of)?;
        kept.left
            .par_iter()
            .all(|(path, before, ..)| state_of(&self.target, path) == Some(*before))
            .then_some(&kept.told)
    }

    /// What the last build left. To be asked, and believed, while it is our turn to build there.
    pub fn left(&self) -> Option<Left<'_>> {
        let kept = self.last.as_ref()?;
        let is_same = |(path, before, ..): &LeftAt| state_of(&self.target, path) == Some(*before);
        let same: Vec<bool> = kept.left.par_iter().map(is_same).collect();
        let is_whole = same.iter().all(|same| *same);
        let left = kept.left.iter().zip(same).filter(|((_, state, ..), same)| *same && !state.is_folder);
        let made_of = |files, shown: Option<Digest>| MadeOf { files, shown: shown.map(Box::new) };
        let files = left.map(|((path, _, files, shown), _)| (&**path, made_of(*files, *shown)));
        Some(Left { files: files.collect(), is_whole })
    }

    /// The states of what stands around a folder, in which alone something was built: neither in it nor above it.
    fn around(&self, within: &str) -> AHashMap<&str, State> {
        let last = self.last.iter().filter(|_| !within.is_empty()).flat_map(|kept| &kept.left);
        let is_around = |path: &str| !is_at_or_below(path, within) && !is_at_or_below(within, path);
        last.filter(|(path, ..)| is_around(path)).map(|(path, state, ..)| (&**path, *state)).collect()
    }

    /// Remembers what a build left and said, if it can: without it, the next one builds. What was built still has its turn.
    pub fn keep(&self, told: Told, built: &Built<'_>) -> Option<()> {
        let untold = &MadeOf::default();
        let files = || built.pages.iter().map(|(path, made_of)| (path.as_str(), made_of)).chain([(MARKER, untold)]);
        let folders = folders(files().map(|(path, _)| path));
        let all = || files().chain(folders.iter().map(|path| (*path, untold)));
        let paths: Vec<&str> = all().map(|(path, _)| path).collect();
        let known = self.around(&built.within);
        let state = |path: &&str| known.get(*path).copied().or_else(|| state_of(&self.target, path));
        let states: Vec<_> = paths.par_iter().map(state).collect();
        let states: Vec<State> = states.into_iter().collect::<Option<_>>()?;
        let line = |path, state, of: &MadeOf| (path, state, of.files, of.shown.as_deref().copied());
        let left = Listed(|| all().zip(&states).map(|((path, made_of), state)| line(path, state, made_of)));
        let kept = Kept { made_of: self.made_of, told, left };
        remember(&self.place, |file| postcard::to_io(&kept, BufWriter::new(file)).ok()?.flush().ok())
    }
}

/// Writes what can be made again to a place in that folder, whole or not at all: beside it, then renamed over it.
pub(super) fn remember(place: &Path, write: impl FnOnce(&mut File) -> Option<()>) -> Option<()> {
    // No link is followed that came with the project; where a file stands already, it stays.
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

/// What tells this program from another one.
pub(super) fn program() -> Option<String> {
    Some(format!("{:?}", state(&fs::metadata(std::env::current_exe().ok()?).ok()?)?))
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

/// The state of what stands at a path of a site: a file, or a folder, whose times tell whether a name in it came or went.
fn state_of(site: &Path, path: &str) -> Option<State> {
    state(&fs::symlink_metadata(site.join(path)).ok()?)
}

fn state(found: &Metadata) -> Option<State> {
    let written = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    #[cfg(unix)]
    let changed = {
        use std::os::unix::fs::MetadataExt as _;
        (found.ctime(), found.ctime_nsec())
    };
    #[cfg(not(unix))]
    let changed = {
        let made = found.created().ok()?.duration_since(UNIX_EPOCH).ok()?;
        (i64::try_from(made.as_secs()).ok()?, i64::from(made.subsec_nanos()))
    };
    let is_folder = found.is_dir();
    // A folder's size says nothing, and a link is not ours.
    let size = if is_folder { 0 } else { found.len() };
    let known = is_folder || found.is_file();
    known.then_some(State { is_folder, size, written: (written.as_secs(), written.subsec_nanos()), changed })
}
