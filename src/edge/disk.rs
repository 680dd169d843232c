//! Reads a project's folder, and writes single files of it.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads and writes the project's files")]

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::WorldError;
use crate::SHARE;
use crate::edition::{FOLDER, PUBLISHED};
use crate::inputs::{Input, InputPath, Inputs, Refusal, size_limit};

/// The folders and files of a project that are inputs.
const ROOTS: &[&str] = &["site.toml", "content", "themes"];

/// What ends like this is meant as a file, whatever stands there.
const FILE_ENDINGS: &[&str] = &["md", "toml", "manifest", "sig"];

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

/// Something that stands in the project.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where.
    pub path: PathBuf,
    /// Its path below the root.
    pub name: InputPath,
    is_utf8: bool,
    is_link: bool,
    /// Whether it is known to be a file, and no link to one.
    is_file: bool,
}

impl Found {
    fn new(home: &Path, entry: DirEntry) -> Self {
        let (name, is_utf8) = name_of(home, entry.path());
        let (is_link, is_file) = (entry.path_is_symlink(), entry.file_type().is_file());
        Self { name: name.into(), is_utf8, is_link, is_file, path: entry.into_path() }
    }
}

/// Reads every input of a project.
pub fn read(root: &Path) -> Result<Inputs, WorldError> {
    let home = home(root)?;
    read_all(&home, &walk(&home, &starts(&home))?)
}

/// A project's folder without links in its path, which is how changes in it are reported.
pub fn home(root: &Path) -> Result<PathBuf, WorldError> {
    fs::canonicalize(root).map_err(|error| WorldError::new("open the project", root, error))
}

/// Whether a folder holds a project.
pub fn is_project(folder: &Path) -> bool {
    folder.join("site.toml").is_file()
}

/// Reads the editions of a published site in a folder.
pub fn read_published(folder: &Path) -> Result<Inputs, WorldError> {
    let home = fs::canonicalize(folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            WorldError::refused("open", folder, "there is no such folder; the address of a site begins with https://")
        }
        _ => WorldError::new("open", folder, error),
    })?;
    read_all(&home, &walk(&home, &[home.join("editions")])?)
}

/// Where inputs can stand, below a root.
pub fn all_starts(home: &Path) -> Vec<PathBuf> {
    ROOTS.iter().map(|name| home.join(name)).collect()
}

/// Where inputs stand.
pub fn starts(home: &Path) -> Vec<PathBuf> {
    all_starts(home).into_iter().filter(|path| fs::symlink_metadata(path).is_ok()).collect()
}

/// Whether what stands at a path can be an input or hold one.
pub fn is_input(home: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(home) else { return false };
    let mut parts = inside.iter();
    let below = parts.next().is_some_and(|first| ROOTS.iter().any(|root| first == *root));
    below && !parts.any(|part| is_passed_over(&part.to_string_lossy()))
}

/// Everything that stands at or below some paths; what is not there is not found.
pub fn walk(home: &Path, starts: &[PathBuf]) -> Result<Vec<Found>, WorldError> {
    let mut found = Vec::new();
    for start in starts.iter().filter(|start| fs::symlink_metadata(start).is_ok()) {
        let passed_over =
            |entry: &DirEntry| entry.depth() > 0 && is_passed_over(&entry.file_name().to_string_lossy());
        let mut walk = WalkDir::new(start).sort_by_file_name().into_iter().filter_entry(|entry| !passed_over(entry));
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                // It went away while it was walked.
                Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {
                    continue;
                }
                Err(error) => return Err(walk_error(start, error)),
            };
            let file_type = entry.file_type();
            if file_type.is_dir()
                && !entry.path().extension().is_some_and(|ending| FILE_ENDINGS.iter().any(|one| ending == *one))
            {
                continue;
            }
            if file_type.is_dir() {
                walk.skip_current_dir();
            }
            found.push(entry);
        }
    }
    Ok(found.into_par_iter().map(|entry| Found::new(home, entry)).collect())
}

/// Reads what was found.
pub fn read_all(home: &Path, found: &[Found]) -> Result<Inputs, WorldError> {
    let read = found.par_iter().with_max_len(SHARE).map_init(Vec::new, |buffer, one| read_into(home, one, buffer));
    let read: Vec<Input> = read.collect::<Result<_, WorldError>>()?;
    Ok(found.iter().map(|one| one.name.clone()).zip(read).collect())
}

/// Reads one of those found; `None` where it has gone since.
pub fn read_one(home: &Path, one: &Found) -> Result<Option<Input>, WorldError> {
    match read_into(home, one, &mut Vec::new()) {
        Ok(input) => Ok(Some(input)),
        Err(error) if error.source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn read_into(home: &Path, one: &Found, buffer: &mut Vec<u8>) -> Result<Input, WorldError> {
    Ok(match read_entry(home, one, buffer)? {
        _ if !one.is_utf8 => Input::Refused(Refusal::NameNotUtf8),
        Ok(bytes) => Input::Bytes(bytes),
        Err(refusal) => Input::Refused(refusal),
    })
}

/// Files that editors and systems leave behind are no part of a project.
fn is_passed_over(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#') || name == "Thumbs.db"
}

fn walk_error(start: &Path, error: walkdir::Error) -> WorldError {
    let path = error.path().unwrap_or(start).to_owned();
    WorldError { doing: "read", path, source: error.into() }
}

/// The path below the root with `/` between its parts, and whether it is UTF-8.
pub fn name_of(home: &Path, path: &Path) -> Name {
    let inside = path.strip_prefix(home).unwrap_or(path);
    if let Some(name) = inside.to_str().filter(|_| MAIN_SEPARATOR == '/') {
        return (name.to_owned(), true);
    }
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    (parts.join("/"), inside.to_str().is_some())
}

/// What stands at an entry; `buffer` is the thread's own.
fn read_entry(home: &Path, one: &Found, buffer: &mut Vec<u8>) -> Result<Read, WorldError> {
    let path = &*one.path;
    if one.is_link {
        let Ok(target) = fs::canonicalize(path) else { return Ok(Err(Refusal::NotAFile)) };
        if !target.starts_with(home) {
            return Ok(Err(Refusal::OutsideProject));
        }
        // What is sealed stands there itself, in a project and in a published site.
        if one.name.starts_with(FOLDER) || one.name.starts_with(PUBLISHED) {
            return Ok(Err(Refusal::NotAFile));
        }
    }
    let failed = |error| WorldError::new("read", path, error);
    // A pipe would have us wait where it is opened.
    if !one.is_file && !fs::metadata(path).map_err(failed)?.is_file() {
        return Ok(Err(Refusal::NotAFile));
    }
    let file = File::open(path).map_err(failed)?;
    let found = file.metadata().map_err(failed)?;
    if !found.is_file() {
        return Ok(Err(Refusal::NotAFile));
    }
    let limit = size_limit(&one.name);
    if found.len() > limit {
        return Ok(Err(Refusal::TooLarge(found.len())));
    }
    buffer.clear();
    // It may be growing: what it was when it was opened is read, which also spares the question whether that was all. Some
    // file systems do not tell.
    let most = if found.len() > 0 { found.len() } else { limit + 1 };
    let size = file.take(most).read_to_end(buffer).map_err(failed)? as u64;
    Ok(if size > limit { Err(Refusal::TooLarge(size)) } else { Ok(Arc::from(&buffer[..])) })
}

/// Writes a new file and the folders above it; one that stands there already is left alone, and refused.
pub fn create(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), WorldError> {
    let failed = |error| WorldError::new("create", path, error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(bytes.as_ref()).map_err(failed)
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
