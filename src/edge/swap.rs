//! Puts a finished folder in the place of another at once.
#![expect(clippy::disallowed_methods, reason = "the edge: it renames folders")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::WorldError;

/// Where a new folder is made ready: beside the target, so that it can be renamed.
pub(super) fn staging_path(target: &Path) -> PathBuf {
    beside(target, "new", std::process::id())
}

fn beside(target: &Path, what: &str, number: u32) -> PathBuf {
    target.with_file_name(format!("{}{what}-{number}", prefix(target)))
}

fn prefix(target: &Path) -> String {
    format!(".{}.pledgecard-", target.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes what a killed build left beside the target. The caller holds the turn, so that nobody else is at work.
pub(super) fn remove_litter(target: &Path) -> Result<(), WorldError> {
    let Some(parent) = target.parent() else { return Ok(()) };
    let entries = fs::read_dir(parent).map_err(|error| WorldError::new("open", parent, error))?;
    let prefix = prefix(target);
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)) {
        let path = entry.path();
        fs::remove_dir_all(&path).map_err(|error| WorldError::new("remove", &path, error))?;
    }
    Ok(())
}

/// Puts `new` where `target` is; what stood there is removed afterwards.
pub(super) fn swap_in(new: &Path, target: &Path) -> Result<(), WorldError> {
    let failed = |error| WorldError::new("replace", target, error);
    if target.symlink_metadata().is_err() {
        return fs::rename(new, target).map_err(failed);
    }
    match exchange(new, target) {
        // What `new` names now is the old folder, which the caller removes.
        Ok(()) => Ok(()),
        Err(error) if is_unsupported(&error) => rename_aside(new, target).map_err(failed),
        Err(error) => Err(failed(error)),
    }
}

/// Exchanges two names in one step: no reader ever misses either.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Old kernels and some file systems cannot exchange.
fn is_unsupported(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::INVAL.raw_os_error()) {
        return true;
    }
    error.kind() == io::ErrorKind::Unsupported
}

/// Two renames, where names cannot be exchanged: the old folder is put back if the second fails. Between the two there
/// is a moment without the site; `publish` to a folder avoids it with a link.
fn rename_aside(new: &Path, target: &Path) -> io::Result<()> {
    let aside = beside(target, "old", std::process::id());
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(new, target) {
        fs::rename(&aside, target)?;
        return Err(error);
    }
    fs::rename(&aside, new)
}
