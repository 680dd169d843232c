//! Publishes into a folder. Releases lie side by side in `<name>.releases/`, and the live name is a link to one of them:
//! it is exchanged at once, after everything that it leads to is on the disk. The last three releases stay.
#![expect(clippy::disallowed_methods, reason = "the edge: it writes releases and exchanges links")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use rayon::prelude::*;

use super::super::WorldError;
use super::super::output::{Failure, MARKER, RELEASE, in_folder, release_around};
use super::super::swap::swap_in;
use super::release::{keep_assets, link, listing, make_link, settle, stamp, sync_folder};
use super::room::{free, full, is_full, needed};
use super::{Source, Target};
use crate::publish::{Listing, Plan, Stamp, foreign, marker};
use crate::render::Scratch;

/// Releases that stay.
const KEPT: usize = 3;

/// A live name and its releases.
pub(super) struct Folder {
    live: PathBuf,
    releases: PathBuf,
}

/// What stands at the live name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Live {
    /// Nothing.
    Nothing,
    /// A link to the release with this number.
    Release(u64, PathBuf),
    /// A folder of ours, or an empty one.
    Folder,
}

impl Live {
    fn number(&self) -> u64 {
        if let Self::Release(number, _) = self { *number } else { 0 }
    }
}

impl Folder {
    /// The target at a path. A link that leads elsewhere is followed: what it names is the live name.
    pub(super) fn at(path: &Path) -> Result<Self, WorldError> {
        let failed = |error| WorldError::new("find", path, error);
        let absolute = std::path::absolute(path).map_err(failed)?;
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(WorldError::refused("publish to", path, "it is not the name of a folder"));
        };
        let mut beside = name.to_owned();
        beside.push(".releases");
        let parent = fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned());
        if let Some(release) = release_around(&parent) {
            let reason = format!("a site is published there, in `{}`: choose another folder", release.display());
            return Err(WorldError::refused("publish to", path, reason));
        }
        let (live, releases) = (parent.join(name), parent.join(&beside));
        match fs::read_link(&live) {
            Ok(to) if parent.join(&to).parent() != Some(&*releases) => {
                let real = fs::canonicalize(&live).map_err(failed)?;
                Self::at(&real)
            }
            _ => Ok(Self { live, releases }),
        }
    }

    fn state(&self) -> Result<Live, WorldError> {
        let refuse = |reason: &str| Err(WorldError::refused("replace", &self.live, reason));
        let found = match fs::symlink_metadata(&self.live) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Live::Nothing),
            Err(error) => return Err(WorldError::new("open", &self.live, error)),
        };
        if found.is_symlink() {
            let to = fs::read_link(&self.live).map_err(|error| WorldError::new("open", &self.live, error))?;
            let name = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let release = self.releases.join(&name);
            return match number_of(&name) {
                Some(number) if release.is_dir() => Ok(Live::Release(number, release)),
                _ => refuse("it is a link to a release that is not there"),
            };
        }
        if !found.is_dir() {
            return refuse("it is not a folder");
        }
        if self.live.join(MARKER).is_file() || super::super::disk::is_empty_or_absent(&self.live)? {
            return Ok(Live::Folder);
        }
        refuse("it is not empty, and pledgecard did not write it: choose another folder, or empty this one")
    }

    /// Everything that is live.
    fn now(&self) -> Result<Listing, WorldError> {
        let root = match self.state()? {
            Live::Nothing => return Ok(Listing::default()),
            Live::Release(_, release) => release,
            Live::Folder => self.live.clone(),
        };
        listing(&root)
    }

    /// Every complete release, the oldest first.
    fn kept(&self) -> Result<BTreeMap<u64, PathBuf>, WorldError> {
        let entries = match fs::read_dir(&self.releases) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
            Err(error) => return Err(WorldError::new("open", &self.releases, error)),
        };
        let mut kept = BTreeMap::new();
        for entry in entries {
            let entry = entry.map_err(|error| WorldError::new("open", &self.releases, error))?;
            if let Some(number) = number_of(&entry.file_name().to_string_lossy()) {
                kept.insert(number, entry.path());
            }
        }
        Ok(kept)
    }

    /// Locks the releases, so that publishers take turns.
    fn take_turn(&self) -> Result<File, WorldError> {
        let failed = |error| WorldError::new("lock", &self.releases, error);
        fs::create_dir_all(&self.releases).map_err(|error| WorldError::new("create", &self.releases, error))?;
        let folder = File::open(&self.releases).map_err(failed)?;
        folder.lock().map_err(failed)?;
        Ok(folder)
    }

    /// Removes what an interrupted run left, and the releases that are too old or were never shown.
    fn tidy(&self, live: &Live) -> Result<(), WorldError> {
        let kept = self.kept()?;
        let shown: Vec<u64> = kept.keys().copied().filter(|number| *number <= live.number()).collect();
        let stay: BTreeSet<u64> = shown.iter().rev().take(KEPT).copied().collect();
        for (number, path) in &kept {
            if !stay.contains(number) {
                let aside = self.releases.join(format!(".old-{number}"));
                fs::rename(path, aside).map_err(|error| WorldError::new("remove", path, error))?;
            }
        }
        let failed = |error| WorldError::new("open", &self.releases, error);
        for entry in fs::read_dir(&self.releases).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                let path = entry.path();
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                let removed = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                removed.map_err(|error| WorldError::new("remove", &path, error))?;
            }
        }
        Ok(())
    }

    /// Makes the new release ready under a name that nobody reads, and gives it its own when it is on the disk.
    fn stage(&self, number: u64, plan: &Plan, source: &Source<'_>, bar: &ProgressBar) -> Result<PathBuf, Failure> {
        let staging = self.releases.join(format!(".new-{}", std::process::id()));
        fs::create_dir(&staging).map_err(|error| WorldError::new("create", &staging, error))?;
        let old = fs::canonicalize(&self.live).unwrap_or_else(|_| self.live.clone());
        let sent: Vec<&Box<str>> = plan.add.iter().chain(&plan.replace).collect();
        sent.par_iter().try_for_each_init(Scratch::default, |scratch, path| -> Result<(), Failure> {
            bar.inc(1);
            let bytes = source.bytes(path, scratch)?;
            let to = staging.join(&***path);
            in_folder(&to, || fs::write(&to, bytes)).map_err(|error| WorldError::new("write", &to, error))?;
            Ok(())
        })?;
        let linked: Vec<&Box<str>> = plan.keep.iter().chain(&plan.leave).collect();
        linked.par_iter().try_for_each(|path| link(&old.join(&***path), &staging.join(&***path)))?;
        let text = marker(RELEASE, plan.files(), plan.leave.iter());
        let known_by = staging.join(MARKER);
        fs::write(&known_by, text).map_err(|error| WorldError::new("write", &known_by, error))?;
        settle(&staging)?;
        let (edition, digest) = source.edition();
        let release = self.releases.join(format!("{number:06}-edition-{edition}-{}", digest.short()));
        fs::rename(&staging, &release).map_err(|error| WorldError::new("create", &release, error))?;
        sync_folder(&self.releases)?;
        Ok(release)
    }

    /// Shows a release: the link to it takes the live name at once.
    fn show(&self, release: &Path, live: &Live) -> Result<(), WorldError> {
        let link = self.releases.join(format!(".live-{}", std::process::id()));
        let folder = self.releases.file_name().unwrap_or_default();
        let to = Path::new(folder).join(release.file_name().unwrap_or_default());
        make_link(&to, &link).map_err(|error| WorldError::new("create", &link, error))?;
        match live {
            // What `link` names afterwards is the earlier folder, which goes with the rest.
            Live::Folder => swap_in(&link, &self.live)?,
            _ => fs::rename(&link, &self.live).map_err(|error| WorldError::new("replace", &self.live, error))?,
        }
        sync_folder(self.live.parent().unwrap_or(Path::new("/")))
    }

    /// A release that is not live and is what a plan leads to: after a rollback, or where a run was interrupted.
    fn ready(&self, state: &Live, plan: &Plan, here: &Listing) -> Result<Option<(u64, PathBuf)>, WorldError> {
        let Live::Release(live, now) = state else { return Ok(None) };
        for (number, release) in self.kept()?.into_iter().filter(|(number, _)| number > live) {
            if listing(&release)?.site() == plan.site {
                keep_assets(here, now, &release)?;
                return Ok(Some((number, release)));
            }
        }
        Ok(None)
    }

    /// Makes the new release, shows it, and clears away what is not needed any more.
    fn put(&self, plan: &Plan, live: &Listing, source: &Source<'_>, bar: &ProgressBar) -> Result<(), Failure> {
        let _turn = self.take_turn()?;
        let state = self.state()?;
        // A folder that `build` wrote becomes a release though it is the same site: the next build would change it.
        if plan.is_empty() && state != Live::Folder {
            return Ok(self.tidy(&state)?);
        }
        if self.now()? != *live {
            let reason = "something else was published there meanwhile: run `pledgecard publish` again";
            return Err(WorldError::refused("replace", &self.live, reason).into());
        }
        if let Some((number, release)) = self.ready(&state, plan, live)? {
            self.show(&release, &state)?;
            return Ok(self.tidy(&Live::Release(number, release))?);
        }
        self.tidy(&state)?;
        self.find_room(plan)?;
        let number = state.number() + 1;
        let staged =
            self.stage(number, plan, source, bar).and_then(|release| Ok((self.show(&release, &state)?, release)));
        bar.finish_and_clear();
        match staged {
            Ok(((), release)) => Ok(self.tidy(&Live::Release(number, release))?),
            Err(failure) => {
                // What was begun is of no use to anybody; the next run removes what stays.
                let _ = self.state().and_then(|state| self.tidy(&state));
                Err(failure)
            }
        }
    }

    /// Whether there is room for the new files.
    fn find_room(&self, plan: &Plan) -> Result<(), WorldError> {
        let needed = needed(plan);
        match free(&self.releases) {
            Some(free) if free < needed => {
                Err(WorldError::refused("write into", &self.releases, full(needed, Some(free))))
            }
            _ => Ok(()),
        }
    }
}

impl Target for Folder {
    fn live(&mut self) -> Result<Listing, WorldError> {
        self.now()
    }

    fn apply(&mut self, plan: &Plan, live: &Listing, source: &Source<'_>, bar: &ProgressBar) -> Result<(), Failure> {
        self.put(plan, live, source, bar).map_err(|failure| match failure {
            Failure::World(error) if is_full(&error.source) => {
                let source = io::Error::new(error.source.kind(), full(needed(plan), None));
                Failure::World(WorldError { source, ..error })
            }
            other => other,
        })
    }

    fn read_back(&self, paths: &[&str]) -> Result<Vec<Option<Stamp>>, WorldError> {
        let root = fs::canonicalize(&self.live).map_err(|error| WorldError::new("open", &self.live, error))?;
        paths.par_iter().map(|path| stamp(&root.join(path))).collect()
    }

    fn roll_back(&mut self) -> Result<Listing, WorldError> {
        let refuse = |reason: &str| Err(WorldError::refused("roll back", &self.live, reason));
        if !self.releases.is_dir() {
            return refuse("nothing was published there");
        }
        let _turn = self.take_turn()?;
        let Live::Release(number, now) = self.state()? else { return refuse("no release is live there") };
        let Some((_, before)) = self.kept()?.into_iter().rev().find(|(earlier, _)| *earlier < number) else {
            return refuse("there is no earlier release");
        };
        let here = listing(&now)?;
        if !here.foreign.is_empty() {
            return refuse(&foreign(here.foreign.iter()));
        }
        keep_assets(&here, &now, &before)?;
        self.show(&before, &Live::Release(number, now))?;
        listing(&before)
    }
}

/// The number of a release, from its name: `000007-edition-2-77ab01c2d3e4`.
fn number_of(name: &str) -> Option<u64> {
    name.split_once("-edition-")?.0.parse().ok()
}
