//! One release in a folder: what is in it, what it shares with another, and that it is on the disk.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads and writes releases")]

use std::fs::{self, File};
use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::super::WorldError;
use super::super::output::{MARKER, in_folder};
use crate::publish::{Listing, Stamp, read_marker};

/// Everything in a release.
pub(super) fn listing(root: &Path) -> Result<Listing, WorldError> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(root) {
        let entry = entry.map_err(|error| WorldError::new("read", root, error.into()))?;
        if !entry.file_type().is_dir() {
            paths.push((super::super::disk::name_of(root, entry.path()).0, entry.file_type().is_file()));
        }
    }
    let files = paths.par_iter().filter(|(path, _)| path != MARKER).filter_map(|(path, is_file)| {
        let stamp = if *is_file { stamp(&root.join(path)).transpose()? } else { Ok(Stamp::NO_FILE) };
        Some(stamp.map(|stamp| (Box::from(&**path), stamp)))
    });
    let files = files.collect::<Result<_, _>>()?;
    let (left, own) = read_marker(&fs::read_to_string(root.join(MARKER)).unwrap_or_default());
    Ok(Listing::new(files, left, own.as_ref()))
}

pub(super) fn stamp(path: &Path) -> Result<Option<Stamp>, WorldError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Stamp::of(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WorldError::new("read", path, error)),
    }
}

/// Gives a file its name in another release; where links cannot be made it is copied.
pub(super) fn link(from: &Path, to: &Path) -> Result<(), WorldError> {
    let linked = in_folder(to, || match fs::hard_link(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => fs::copy(from, to).map(|_| ()),
        result => result,
    });
    linked.map_err(|error| WorldError::new("write", to, error))
}

/// Gives the assets of one release to another: their names say what they are, and readers of the one may still ask.
pub(super) fn keep_assets(here: &Listing, from: &Path, to: &Path) -> Result<(), WorldError> {
    for path in here.files.keys().filter(|path| path.starts_with("assets/")) {
        let there = to.join(&**path);
        if fs::symlink_metadata(&there).is_err() {
            link(&from.join(&**path), &there)?;
        }
    }
    settle(to)
}

/// Waits until a release is on the disk.
pub(super) fn settle(release: &Path) -> Result<(), WorldError> {
    let failed = |error| WorldError::new("sync", release, error);
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        let folder = File::open(release).map_err(failed)?;
        rustix::fs::syncfs(&folder).map_err(|error| failed(error.into()))
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        for entry in WalkDir::new(release) {
            let entry = entry.map_err(|error| failed(error.into()))?;
            if cfg!(unix) || !entry.file_type().is_dir() {
                File::open(entry.path()).and_then(|file| file.sync_all()).map_err(failed)?;
            }
        }
        Ok(())
    }
}

pub(super) fn sync_folder(folder: &Path) -> Result<(), WorldError> {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| WorldError::new("sync", folder, error))?;
    }
    Ok(())
}

#[cfg(unix)]
pub(super) fn make_link(to: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, link)
}

#[cfg(not(unix))]
pub(super) fn make_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::other("publishing to a folder needs links, which this system does not have"))
}
