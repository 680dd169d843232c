//! Writes a site into a folder: beside it, then swapped in, so that the folder is at every moment the old site or the
//! new one, whole. Files that did not change are linked, not written again. Where everything that differs is in one folder
//! of the site, that folder alone is swapped.
#![expect(clippy::disallowed_methods, reason = "the edge: it writes the built site")]

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::ProgressBar;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::WorldError;
use super::opened::{OpenFolder, made};
use super::stamp::{Left, Stamp};
use super::swap::{remove_litter, staging_path, swap_in};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::render::{Ingredients, Look, MadeOf, PledgeFingerprints, Renderer, Scratch};
use crate::site::{Page, SitePath};

/// The file by which a folder is known to be ours to replace.
pub(super) const MARKER: &str = ".pledgecard";
pub(super) const MARKER_TEXT: &str = "pledgecard wrote this folder and replaces it whole at every build.\n";

/// The first line of that file in a folder that was published: no build replaces it.
pub(super) const RELEASE: &str = "pledgecard published this folder";

/// What a build did.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Of those, written because they are new or changed.
    pub changed: usize,
    /// Files of the earlier site that are gone.
    pub removed: usize,
}

/// A folder that was built. Until this is dropped, nobody else builds there.
#[derive(Debug)]
pub struct Built<'a> {
    /// What was done.
    pub written: Written,
    /// Every file of the site with what it was made of.
    pub pages: Vec<(&'a SitePath, MadeOf)>,
    /// The folder of the site outside of which everything is as the build before left it; empty where that is not known.
    pub within: String,
    _turn: Option<File>,
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

/// Writes the site into `target`, or leaves what stands there as it is. What is known to have been made of the same by the
/// last build is not made again.
pub fn write<'a>(
    renderer: &Renderer<'a>,
    target: &Path,
    known: Option<(&Stamp, Ingredients)>,
    bar: &ProgressBar,
) -> Result<Built<'a>, Failure> {
    let target = resolved(target)?;
    if let Some(release) = release_around(&target) {
        let reason = format!(
            "`{}` was put there by `pledgecard publish`, and readers see it: build into another folder: `--out FOLDER`",
            release.display()
        );
        return Err(WorldError::refused("build into", &target, reason).into());
    }
    let parent = target.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(parent).map_err(|error| WorldError::new("create", parent, error))?;
    // Held to the end: builds into one folder take turns, and what an earlier one left behind is litter.
    let turn = take_turn(parent);
    let old = existing(&target)?;
    remove_litter(&target)?;
    let staging = staging_path(&target);
    let (stamp, ingredients) = known.unzip();
    let site = renderer.site();
    let (pledges, left) = rayon::join(
        || ingredients.and_then(|all| PledgeFingerprints::of(&site.scorecard, all)),
        || stamp.and_then(Stamp::left),
    );
    let stage = Stage { renderer, pledges, left, old: old.as_deref(), staging: &staging };
    let result = stage.fill(bar).and_then(|(written, pages, scope)| {
        if let Some(scope) = &scope {
            swap_in(&inside(&staging, scope), &inside(&target, scope))?;
        }
        Ok(Built { written, pages, within: scope.unwrap_or_default(), _turn: turn })
    });
    remove_folder(&staging)?;
    result
}

/// A folder of the site, whose own path is empty.
fn inside(site: &Path, folder: &str) -> PathBuf {
    if folder.is_empty() { site.to_owned() } else { site.join(folder) }
}

/// Whether a path of the site is that of a folder, or below it.
pub(super) fn is_at_or_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// A folder of the site and those above it, up to the site's.
fn and_above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
        Some((above, _)) => Some(above),
        None => (!folder.is_empty()).then_some(""),
    })
}

/// A path with the links in it followed, as far as it exists, and without `.` and `..`.
pub fn resolved(path: &Path) -> Result<PathBuf, WorldError> {
    let whole = std::path::absolute(path).map_err(|error| WorldError::new("find", path, error))?;
    let mut real = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            Component::Normal(name) => {
                real.push(name);
                real = fs::canonicalize(&real).unwrap_or(real);
            }
            other => real.push(other),
        }
    }
    Ok(real)
}

/// The published site that a folder is, or is in.
pub(super) fn release_around(folder: &Path) -> Option<&Path> {
    let is_release =
        |folder: &&Path| fs::read(folder.join(MARKER)).is_ok_and(|text| text.starts_with(RELEASE.as_bytes()));
    folder.ancestors().find(is_release)
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
struct Stage<'s, 'a> {
    renderer: &'s Renderer<'a>,
    /// What the site is made of, where that is told.
    pledges: Option<PledgeFingerprints>,
    /// What the last build left.
    left: Option<Left<'s>>,
    old: Option<&'s Path>,
    staging: &'s Path,
}

/// A page that stands in the new folder, or can be linked there.
struct Done<'a> {
    path: &'a SitePath,
    made_of: MadeOf,
    is_changed: bool,
}

/// Bytes of pages that are written together.
const TOGETHER: usize = 64 * 1024;

/// What one thread works at. It writes some pages at a time: on the way through the system the processor forgets what it
/// knows of the way through a page, so that the first page after each writing takes longer than the others.
#[derive(Default)]
struct Desk<'a> {
    scratch: Scratch,
    /// The pages that wait to be written, and where the bytes of each stand in those of all.
    waiting: Vec<(&'a SitePath, MadeOf, Range<usize>)>,
    bytes: Vec<u8>,
    results: Vec<Result<Done<'a>, Stop>>,
}

/// What stopped a page.
enum Stop {
    Faults(Vec<Diagnostic>),
    World(WorldError),
}

/// The first failure of the world, else all faults.
fn sorted_out(results: Vec<Vec<Result<Done<'_>, Stop>>>) -> Result<Vec<Done<'_>>, Failure> {
    let (mut done, mut faults) = (Vec::with_capacity(results.iter().map(Vec::len).sum()), Vec::new());
    for result in results.into_iter().flatten() {
        match result {
            Ok(page) => done.push(page),
            Err(Stop::World(error)) => return Err(Failure::World(error)),
            Err(Stop::Faults(mut more)) => faults.append(&mut more),
        }
    }
    // Each thread's are nearly in order, which this sort makes use of.
    done.sort_by_key(|page| page.path);
    if faults.is_empty() { Ok(done) } else { Err(Failure::Faults(Diagnostics::from_iter(faults).sorted())) }
}

type Pages<'a> = Vec<(&'a SitePath, MadeOf)>;

impl<'a> Stage<'_, 'a> {
    /// Renders every page, writes those that are new or changed, and completes the new folder if there are any.
    fn fill(&self, bar: &ProgressBar) -> Result<(Written, Pages<'a>, Option<String>), Failure> {
        fs::create_dir(self.staging).map_err(|error| WorldError::new("create", self.staging, error))?;
        let mut pages: Vec<_> = self.renderer.site().pages.iter().collect();
        // The pages that take long come first, and each thread takes the next one when it is free: none waits for another.
        pages.sort_by_key(|(_, page)| matches!(page, Page::Pledge(_) | Page::Feed(_) | Page::File(_)));
        let next = AtomicUsize::new(0);
        let results = rayon::broadcast(|_| {
            let mut desk = Desk::default();
            while let Some((path, page)) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                bar.inc(1);
                self.page(path, page, &mut desk);
            }
            self.clear(&mut desk);
            desk.results
        });
        let done = sorted_out(results)?;
        bar.finish_and_clear();
        let removed = self.removed(&done)?;
        let changed = done.iter().filter(|page| page.is_changed).count();
        // What is no file of ours goes too, where anybody put it there.
        let is_other = changed > 0 || removed > 0 || !self.is_untouched();
        let scope = is_other.then(|| self.scope(&done, removed));
        if let Some(scope) = &scope {
            self.link(done.par_iter().filter(|page| !page.is_changed).map(|page| page.path), scope)?;
            let marker = self.staging.join(MARKER);
            fs::write(&marker, MARKER_TEXT).map_err(|error| WorldError::new("write", &marker, error))?;
        }
        let written = Written { files: done.len(), changed, removed };
        Ok((written, done.into_iter().map(|page| (page.path, page.made_of)).collect(), scope))
    }

    /// Whether what stands there is known to be what the last build left.
    fn is_untouched(&self) -> bool {
        self.left.as_ref().is_some_and(Left::is_whole)
    }

    /// The innermost folder of the site that holds everything that differs, if nobody but the last build touched what
    /// stands there; else the site.
    fn scope(&self, done: &[Done<'_>], removed: usize) -> String {
        let is_known = removed == 0 && self.is_untouched();
        let Some(old) = self.old.filter(|_| is_known) else { return String::new() };
        let changed = done.iter().filter(|page| page.is_changed).map(|page| page.path.folder());
        let both = |one, other| and_above(one).find(|above| is_at_or_below(other, above)).unwrap_or_default();
        let mut folders = and_above(changed.reduce(both).unwrap_or_default());
        folders.find(|folder| old.join(folder).is_dir()).unwrap_or_default().to_owned()
    }

    /// Renders a page that may not be the same, and lays it on the desk to be written.
    fn page(&self, path: &'a SitePath, page: &Page, desk: &mut Desk<'a>) {
        match self.rendered(path, page, &mut desk.scratch) {
            Ok((made_of, None)) => desk.results.push(Ok(Done { path, made_of, is_changed: false })),
            // A large one need not be copied.
            Ok((made_of, Some(bytes))) if bytes.len() >= TOGETHER => {
                desk.results.push(self.put(path, made_of, bytes));
            }
            Ok((made_of, Some(bytes))) => {
                let start = desk.bytes.len();
                desk.bytes.extend_from_slice(bytes);
                desk.waiting.push((path, made_of, start..desk.bytes.len()));
                if desk.bytes.len() >= TOGETHER {
                    self.clear(desk);
                }
            }
            Err(faults) => desk.results.push(Err(Stop::Faults(faults))),
        }
    }

    /// What a page is made of, and its bytes, where it is not known to be made of the same as before.
    fn rendered<'w>(
        &self,
        path: &SitePath,
        page: &Page,
        scratch: &'w mut Scratch,
    ) -> Result<(MadeOf, Option<&'w [u8]>), Vec<Diagnostic>> {
        let told = |look| self.renderer.made_of(path, page, self.pledges.as_ref()?, look);
        let before = self.left.as_ref().and_then(|left| left.made_of(path.as_str())).unwrap_or_default();
        let files = told(Look::Files);
        if files.is_some() && files == before.files {
            return Ok((before, None));
        }
        let shown = told(Look::Shown);
        if shown.is_some() && shown == before.shown {
            return Ok((MadeOf { files, shown }, None));
        }
        self.renderer.page(path, page, scratch)?;
        let shown = shown.filter(|_| scratch.is_told());
        Ok((MadeOf { files, shown }, Some(scratch.bytes())))
    }

    /// Writes what waits on a desk.
    fn clear(&self, desk: &mut Desk<'a>) {
        let Desk { bytes, waiting, results, .. } = desk;
        results.extend(waiting.drain(..).map(|(path, made_of, range)| self.put(path, made_of, &bytes[range])));
        bytes.clear();
    }

    /// Writes a page if it is new or changed.
    fn put(&self, path: &'a SitePath, made_of: MadeOf, bytes: &[u8]) -> Result<Done<'a>, Stop> {
        let is_changed = !self.old.is_some_and(|old| is_same(&old.join(path.as_str()), bytes));
        if is_changed {
            write_file(&self.staging.join(path.as_str()), bytes).map_err(Stop::World)?;
        }
        Ok(Done { path, made_of, is_changed })
    }

    /// Gives the unchanged files of a folder their names in the new one. They are copied where links cannot be made, and
    /// where somebody put a link in the place of a folder: what stands behind it is not ours, and does not become ours.
    fn link<'p>(&self, unchanged: impl ParallelIterator<Item = &'p SitePath>, scope: &str) -> Result<(), WorldError> {
        let Some(old) = self.old else { return Ok(()) };
        let open = |path: &Path| OpenFolder::at(path).map_err(|error| WorldError::new("open", path, error));
        let (old, new) = (open(old)?, open(self.staging)?);
        let is_folder = |path: &str| old.state(path).is_some_and(|found| found.is_folder);
        let is_whole = self.is_untouched();
        unchanged.filter(|path| is_at_or_below(path.folder(), scope)).try_for_each(|path| {
            let is_ours = is_whole || and_above(path.folder()).all(is_folder);
            let link = |path: &str| if is_ours { old.link(path, &new) } else { Err(io::Error::other("not ours")) };
            let copy = |path: &str| fs::copy(old.path_of(path), new.path_of(path)).map(|_| ());
            let folder = new.make_folder(path.folder());
            let linked = folder.and_then(|()| link(path.as_str()).or_else(|_| copy(path.as_str())));
            linked.map_err(|error| WorldError::new("write", &new.path_of(path.as_str()), error))
        })
    }

    /// How many files of the old folder are not in the site any more.
    fn removed(&self, done: &[Done<'_>]) -> Result<usize, WorldError> {
        let Some(old) = self.old else { return Ok(0) };
        if let Some(left) = self.left.as_ref().filter(|left| left.is_whole()) {
            let is_left = |path: &str| left.made_of(path).is_some();
            let ours = done.par_iter().filter(|page| is_left(page.path.as_str())).count();
            return Ok(left.count() - ours - usize::from(is_left(MARKER)));
        }
        let pages = &self.renderer.site().pages;
        let is_stale = |inside: &str| inside != MARKER && !pages.contains_key(inside);
        let mut removed = 0;
        for entry in WalkDir::new(old) {
            let entry = entry.map_err(|error| WorldError::new("read", old, error.into()))?;
            let inside = entry.path().strip_prefix(old).unwrap_or(entry.path()).to_string_lossy();
            removed += usize::from(!entry.file_type().is_dir() && is_stale(&inside));
        }
        Ok(removed)
    }
}

fn is_same(path: &Path, bytes: &[u8]) -> bool {
    // A link to the same bytes is not ours.
    let same_size =
        fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    same_size && fs::read(path).is_ok_and(|old| old == bytes)
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
    in_folder(path, || fs::write(path, bytes)).map_err(|error| WorldError::new("write", path, error))
}

/// Makes the folder of a file, if it is not there yet, then the file. Most files are the first of their folder.
pub(super) fn in_folder(path: &Path, make: impl Fn() -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    made(fs::create_dir(folder), || fs::create_dir_all(folder))?;
    make()
}

/// Removes a folder and everything below it, if it is there.
fn remove_folder(folder: &Path) -> Result<(), WorldError> {
    match empty(folder).and_then(|()| fs::remove_dir(folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WorldError::new("remove", folder, error)),
        _ => Ok(()),
    }
}

/// Removes everything below a folder: most of it is in the folders of the pledges, so that several threads do it.
fn empty(folder: &Path) -> io::Result<()> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    folders.par_iter().try_for_each(|folder| empty(folder).and_then(|()| fs::remove_dir(folder)))
}
