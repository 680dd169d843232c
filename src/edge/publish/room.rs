//! Whether a disk has room for a new site, and what is said where it has not.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::publish::Plan;

/// The bytes that the new files take up, in whole blocks, with a block for each folder.
pub(super) fn needed(plan: &Plan) -> u64 {
    const BLOCK: u64 = 4096;
    let folders: BTreeSet<&str> =
        plan.add.iter().chain(&plan.replace).chain(&plan.keep).map(|path| folder_of(path)).collect();
    let files = (plan.add.len() + plan.replace.len()) as u64;
    plan.bytes + (files + folders.len() as u64) * BLOCK
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

pub(super) fn full(needed: u64, free: Option<u64>) -> String {
    let free = free.map_or_else(String::new, |free| format!(", and {} are free", kilobytes(free)));
    format!("the disk is full: the new site needs {}{free}", kilobytes(needed))
}

fn kilobytes(bytes: u64) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}

#[cfg(unix)]
pub(super) fn free(folder: &Path) -> Option<u64> {
    rustix::fs::statvfs(folder).ok().map(|found| found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
pub(super) fn free(_: &Path) -> Option<u64> {
    None
}

pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
