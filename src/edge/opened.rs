//! A folder that is held open. Where the system can, what is in it is found from there, not from the root of the file system
//! each time: asking for the state of a file takes a quarter less, and so does linking it.
//! Never: what is in a file.
#![expect(clippy::disallowed_methods, reason = "the edge: it asks for the state of files, and links them")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A folder, by which what is in it is named: by its path from there with `/` between the parts, the folder itself by none.
#[derive(Debug)]
pub(super) struct OpenFolder {
    path: PathBuf,
    /// Elsewhere nothing is found from a folder, and not everywhere can one be opened.
    #[cfg(unix)]
    handle: fs::File,
}

/// What tells whether a file, or the list of names in a folder, was written since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) is_folder: bool,
    size: u64,
    /// When it was written, in seconds and nanoseconds, which anyone can set.
    written: (i64, i64),
    /// When it was changed, or where the system does not tell, made: nobody can set that.
    changed: (i64, i64),
}

/// What came of making one folder: it may be there already, or those above it may not.
pub(super) fn made(one: io::Result<()>, all: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    match one {
        Err(error) if error.kind() == io::ErrorKind::NotFound => all(),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        one => one,
    }
}

impl OpenFolder {
    /// Opens a folder.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            #[cfg(unix)]
            handle: fs::File::open(path)?,
        })
    }

    /// Makes a folder in it and those above, where they are not there yet.
    pub(super) fn make_folder(&self, inside: &str) -> io::Result<()> {
        made(self.make_one(inside), || fs::create_dir_all(self.path_of(inside)))
    }

    /// The path of what is in it.
    pub(super) fn path_of(&self, inside: &str) -> PathBuf {
        self.path.join(inside)
    }
}

#[cfg(unix)]
impl OpenFolder {
    /// The state of a file or folder in it; nothing of a link, which is not ours.
    pub(super) fn state(&self, inside: &str) -> Option<State> {
        use rustix::fs::{AtFlags, FileType, statat};
        // How wide these numbers are depends on the system.
        fn number(number: impl TryInto<i64>) -> Option<i64> {
            number.try_into().ok()
        }
        let inside = if inside.is_empty() { "." } else { inside };
        let found = statat(&self.handle, inside, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let kind = FileType::from_raw_mode(found.st_mode);
        let is_folder = kind.is_dir();
        (is_folder || kind.is_file()).then_some(State {
            is_folder,
            // A folder's says nothing.
            size: if is_folder { 0 } else { found.st_size.try_into().ok()? },
            written: (number(found.st_mtime)?, number(found.st_mtime_nsec)?),
            changed: (number(found.st_ctime)?, number(found.st_ctime_nsec)?),
        })
    }

    /// Gives a file in it the same name in another folder.
    pub(super) fn link(&self, inside: &str, other: &Self) -> io::Result<()> {
        use rustix::fs::{AtFlags, linkat};
        Ok(linkat(&self.handle, inside, &other.handle, inside, AtFlags::empty())?)
    }

    /// Makes a folder in it, in one that is there.
    fn make_one(&self, inside: &str) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(&self.handle, inside, rustix::fs::Mode::from_raw_mode(0o777))?)
    }
}

#[cfg(not(unix))]
impl OpenFolder {
    pub(super) fn state(&self, inside: &str) -> Option<State> {
        let number = |time: std::time::SystemTime| {
            let since = time.duration_since(std::time::UNIX_EPOCH).ok()?;
            Some((i64::try_from(since.as_secs()).ok()?, i64::from(since.subsec_nanos())))
        };
        let found = fs::symlink_metadata(self.path_of(inside)).ok()?;
        let is_folder = found.is_dir();
        (is_folder || found.is_file()).then_some(State {
            is_folder,
            size: if is_folder { 0 } else { found.len() },
            written: number(found.modified().ok()?)?,
            changed: number(found.created().ok()?)?,
        })
    }

    pub(super) fn link(&self, inside: &str, other: &Self) -> io::Result<()> {
        fs::hard_link(self.path_of(inside), other.path_of(inside))
    }

    fn make_one(&self, inside: &str) -> io::Result<()> {
        fs::create_dir(self.path_of(inside))
    }
}
