//! Reads a project's folder, and writes single files of it.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads and writes the project's files")]

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::WorldError;
use crate::inputs::{Inputs, Refusal, size_limit};

/// The folders and files of a project that are inputs.
const ROOTS: &[&str] = &["site.toml", "content", "themes"];

/// The project's folder: the one given, else the nearest in or above the current one that has a site.toml.
pub fn find_root(given: Option<&Path>) -> Result<PathBuf, WorldError> {
    let here = std::env::current_dir().map_err(|error| WorldError::new("find", Path::new("."), error))?;
    if let Some(given) = given {
        let root = here.join(given);
        let found = fs::metadata(&root).map_err(|error| WorldError::new("open the project", given, error))?;
        if !found.is_dir() {
            return Err(WorldError::refused("open the project", given, "it is not a folder"));
        }
        return Ok(root);
    }
    let found = here.ancestors().find(|folder| folder.join("site.toml").is_file());
    found.map(Path::to_owned).ok_or_else(|| {
        let reason = "there is no site.toml in this folder or above it; `pledgecard new site DIR` starts a project";
        WorldError::refused("find a project from", &here, reason)
    })
}

/// A path below the root, and whether it is UTF-8.
type Name = (String, bool);
/// A file's bytes, or why they are not read.
type Read = Result<Arc<[u8]>, Refusal>;

/// Reads every input of a project.
pub fn read(root: &Path) -> Result<Inputs, WorldError> {
    let home = fs::canonicalize(root).map_err(|error| WorldError::new("open the project", root, error))?;
    let mut found = Vec::new();
    for start in ROOTS.iter().map(|name| home.join(name)).filter(|path| fs::symlink_metadata(path).is_ok()) {
        let mut walk =
            WalkDir::new(&start).sort_by_file_name().into_iter().filter_entry(|entry| !is_passed_over(entry));
        while let Some(entry) = walk.next() {
            let entry = entry.map_err(|error| walk_error(&start, error))?;
            let file_type = entry.file_type();
            if file_type.is_dir()
                && !entry.path().extension().is_some_and(|ending| ending == "md" || ending == "toml")
            {
                continue;
            }
            if file_type.is_dir() {
                walk.skip_current_dir();
            }
            found.push(entry);
        }
    }
    let read = found
        .par_iter()
        .map_init(Vec::new, |buffer, entry| Ok((name_of(&home, entry.path()), read_entry(&home, entry, buffer)?)));
    let read: Vec<(Name, Read)> = read.collect::<Result<_, WorldError>>()?;
    let mut inputs = Inputs::default();
    for ((name, is_utf8), read) in read {
        match read {
            _ if !is_utf8 => inputs.refuse(name, Refusal::NameNotUtf8),
            Ok(bytes) => inputs.insert(name, bytes),
            Err(refusal) => inputs.refuse(name, refusal),
        }
    }
    Ok(inputs)
}

/// Files that editors and systems leave behind are no part of a project.
fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() > 0
        && (name.starts_with('.') || name.ends_with('~') || name.starts_with('#') || name == "Thumbs.db")
}

fn walk_error(start: &Path, error: walkdir::Error) -> WorldError {
    let path = error.path().unwrap_or(start).to_owned();
    WorldError { doing: "read", path, source: error.into() }
}

/// The path below the root with `/` between its parts, and whether it is UTF-8.
fn name_of(home: &Path, path: &Path) -> Name {
    let inside = path.strip_prefix(home).unwrap_or(path);
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    (parts.join("/"), inside.to_str().is_some())
}

/// What stands at an entry; `buffer` is the thread's own.
fn read_entry(home: &Path, entry: &DirEntry, buffer: &mut Vec<u8>) -> Result<Read, WorldError> {
    let path = entry.path();
    if entry.path_is_symlink() {
        let Ok(target) = fs::canonicalize(path) else { return Ok(Err(Refusal::NotAFile)) };
        if !target.starts_with(home) {
            return Ok(Err(Refusal::OutsideProject));
        }
    }
    let found = fs::metadata(path).map_err(|error| WorldError::new("read", path, error))?;
    if !found.is_file() {
        return Ok(Err(Refusal::NotAFile));
    }
    let limit = size_limit(&path.to_string_lossy());
    if found.len() > limit {
        return Ok(Err(Refusal::TooLarge(found.len())));
    }
    buffer.clear();
    // The file may be growing while it is read.
    let read = File::open(path).and_then(|file| file.take(limit + 1).read_to_end(buffer));
    let size = read.map_err(|error| WorldError::new("read", path, error))? as u64;
    Ok(if size > limit { Err(Refusal::TooLarge(size)) } else { Ok(Arc::from(&buffer[..])) })
}

/// Writes a new file and the folders above it; one that stands there already is left alone, and refused.
pub fn create(path: &Path, text: &str) -> Result<(), WorldError> {
    let failed = |error| WorldError::new("create", path, error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

/// Replaces a file's text at once: written beside it, then renamed over it, with the permissions that it had.
pub fn replace(path: &Path, text: &str) -> Result<(), WorldError> {
    let failed = |error| WorldError::new("write", path, error);
    let path = fs::canonicalize(path).map_err(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.pledgecard-{}", std::process::id()));
    let write = || {
        let permissions = fs::metadata(&path)?.permissions();
        let mut file = File::create_new(&beside)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        WorldError::new("write", &path, error)
    })
}

/// Whether a folder is there and holds anything.
pub fn is_empty_or_absent(folder: &Path) -> Result<bool, WorldError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(WorldError::new("open", folder, error)),
    }
}
