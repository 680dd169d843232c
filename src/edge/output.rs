//! Writes a site into a folder: beside it, then swapped in, so that the folder is at every moment the old site or the
//! new one, whole. Files that did not change are linked, not written again.
#![expect(clippy::disallowed_methods, reason = "the edge: it writes the built site")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::ProgressBar;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::WorldError;
use super::swap::{remove_litter, staging_path, swap_in};
use crate::Publication;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::render::{Renderer, Scratch};
use crate::site::{Page, SitePath};

/// The file by which a folder is known to be ours to replace.
pub(super) const MARKER: &str = ".pledgecard";
pub(super) const MARKER_TEXT: &str = "pledgecard wrote this folder and replaces it whole at every build.\n";

/// What a build did.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Of those, written because they are new or changed.
    pub changed: usize,
    /// Files of the earlier site that are gone.
    pub removed: usize,
    /// Bytes of all files.
    pub bytes: usize,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Failure {
    /// A page could not be rendered.
    Faults(Diagnostics),
    /// The world failed.
    World(WorldError),
}

impl From<WorldError> for Failure {
    fn from(error: WorldError) -> Self {
        Self::World(error)
    }
}

/// Writes the site into `target`, or leaves what stands there as it is.
pub fn write(publication: &Publication, target: &Path, bar: &ProgressBar) -> Result<Written, Failure> {
    let target = resolved(target)?;
    let parent = target.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(parent).map_err(|error| WorldError::new("create", parent, error))?;
    // Held to the end: builds into one folder take turns, and what an earlier one left behind is litter.
    let _turn = take_turn(parent);
    let old = existing(&target)?;
    remove_litter(&target)?;
    let staging = staging_path(&target);
    let result = stage(publication, old.as_deref(), &staging, bar).and_then(|written| {
        if written.changed > 0 || written.removed > 0 || old.is_none() {
            swap_in(&staging, &target)?;
        }
        Ok(written)
    });
    if staging.symlink_metadata().is_ok() {
        fs::remove_dir_all(&staging).map_err(|error| WorldError::new("remove", &staging, error))?;
    }
    result
}

/// The target with the links in its path followed, whether or not it exists.
fn resolved(target: &Path) -> Result<PathBuf, WorldError> {
    let failed = |error| WorldError::new("find", target, error);
    let whole = std::path::absolute(target).map_err(failed)?;
    match (fs::canonicalize(&whole), whole.parent(), whole.file_name()) {
        (Ok(real), _, _) => Ok(real),
        (Err(_), Some(parent), Some(name)) => match fs::canonicalize(parent) {
            Ok(parent) => Ok(parent.join(name)),
            Err(_) => Ok(whole),
        },
        (Err(error), _, _) => Err(failed(error)),
    }
}

/// Locks the folder above the target. Where that cannot be done, nobody waits for anybody.
fn take_turn(parent: &Path) -> Option<File> {
    let folder = File::open(parent).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// The folder that stands at the target, if it is ours to replace.
fn existing(target: &Path) -> Result<Option<PathBuf>, WorldError> {
    let refuse = |reason: &str| Err(WorldError::refused("replace", target, reason));
    match fs::metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WorldError::new("open", target, error)),
        Ok(found) if !found.is_dir() => refuse("it is not a folder"),
        Ok(_) if target.join(MARKER).is_file() || super::disk::is_empty_or_absent(target)? => {
            Ok(Some(target.to_owned()))
        }
        Ok(_) => refuse("it is not empty, and pledgecard did not write it: choose another folder, or empty this one"),
    }
}

/// Everything that the threads of one build share.
struct Stage<'a> {
    renderer: Renderer<'a>,
    old: Option<&'a Path>,
    staging: &'a Path,
    unchanged: Mutex<Vec<&'a SitePath>>,
    changed: AtomicUsize,
    bytes: AtomicUsize,
}

/// What stopped a page.
enum Stop {
    Faults(Vec<Diagnostic>),
    World(WorldError),
}

/// Renders every page, writes those that are new or changed, and completes the new folder if there are any.
fn stage(
    publication: &Publication,
    old: Option<&Path>,
    staging: &Path,
    bar: &ProgressBar,
) -> Result<Written, Failure> {
    let site = &publication.site;
    fs::create_dir(staging).map_err(|error| WorldError::new("create", staging, error))?;
    let stage = Stage {
        renderer: Renderer::new(site, &publication.theme),
        old,
        staging,
        unchanged: Mutex::default(),
        changed: AtomicUsize::new(0),
        bytes: AtomicUsize::new(0),
    };
    let stops: Vec<Stop> = site
        .pages
        .par_iter()
        .map_init(Scratch::default, |scratch, (path, page)| {
            bar.inc(1);
            stage.page(path, page, scratch).err()
        })
        .flatten()
        .collect();
    bar.finish_and_clear();
    sorted_out(stops)?;
    let removed = old.map_or(Ok(0), |old| removed(old, publication))?;
    let changed = stage.changed.load(Ordering::Relaxed);
    if changed > 0 || removed > 0 || old.is_none() {
        let unchanged = stage.unchanged.into_inner().unwrap_or_default();
        unchanged.par_iter().try_for_each(|path| link(old, staging, path))?;
        let marker = staging.join(MARKER);
        fs::write(&marker, MARKER_TEXT).map_err(|error| WorldError::new("write", &marker, error))?;
    }
    Ok(Written { files: site.pages.len(), changed, removed, bytes: stage.bytes.load(Ordering::Relaxed) })
}

/// The first failure of the world, else all faults.
fn sorted_out(stops: Vec<Stop>) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for stop in stops {
        match stop {
            Stop::World(error) => return Err(Failure::World(error)),
            Stop::Faults(mut more) => faults.append(&mut more),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Faults(Diagnostics::from_iter(faults).sorted())) }
}

impl<'a> Stage<'a> {
    /// Renders a page, and writes it if it is new or changed.
    fn page(&self, path: &'a SitePath, page: &'a Page, scratch: &mut Scratch) -> Result<(), Stop> {
        let bytes = self.renderer.page(path, page, scratch).map_err(Stop::Faults)?;
        self.bytes.fetch_add(bytes.len(), Ordering::Relaxed);
        if self.old.is_some_and(|old| is_same(&old.join(path.as_str()), bytes)) {
            self.unchanged.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(path);
            return Ok(());
        }
        self.changed.fetch_add(1, Ordering::Relaxed);
        write_file(&self.staging.join(path.as_str()), bytes).map_err(Stop::World)
    }
}

fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let same_size = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    same_size && fs::read(path).is_ok_and(|old| old == bytes)
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
    in_folder(path, || fs::write(path, bytes)).map_err(|error| WorldError::new("write", path, error))
}

/// Makes the folder of a file, if it is not there yet, then the file. Most files are the first of their folder.
pub(super) fn in_folder(path: &Path, make: impl Fn() -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder)?,
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    make()
}

/// Gives an unchanged file its name in the new folder; where links cannot be made it is copied.
fn link(old: Option<&Path>, staging: &Path, path: &SitePath) -> Result<(), WorldError> {
    let Some(old) = old else { return Ok(()) };
    let (from, to) = (old.join(path.as_str()), staging.join(path.as_str()));
    let linked = in_folder(&to, || fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(|_| ())));
    linked.map_err(|error| WorldError::new("write", &to, error))
}

/// How many files of the old folder are not in the site any more.
fn removed(old: &Path, publication: &Publication) -> Result<usize, WorldError> {
    let known: BTreeSet<&str> = publication.site.pages.keys().map(SitePath::as_str).collect();
    let mut removed = 0;
    for entry in WalkDir::new(old) {
        let entry = entry.map_err(|error| WorldError::new("read", old, error.into()))?;
        let inside = entry.path().strip_prefix(old).unwrap_or(entry.path()).to_string_lossy();
        let is_stale = !entry.file_type().is_dir() && inside != MARKER && !known.contains(&*inside);
        removed += usize::from(is_stale);
    }
    Ok(removed)
}
