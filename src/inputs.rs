//! Every input file as path and bytes, in order: all that a compilation knows of the world.
//! Never: reading a file.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// A path below the project's root, with `/` between its parts, as it stands on the disk.
pub type InputPath = Arc<str>;

/// What stands at a path: bytes, or the reason why they are not there.
#[derive(Debug, Clone)]
pub enum Input {
    /// The file's bytes.
    Bytes(Arc<[u8]>),
    /// Something stands there that is not read as a file.
    Refused(Refusal),
}

impl Input {
    /// Whether this is what another reading found: the same bytes, or the same refusal.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => Arc::ptr_eq(one, other) || one == other,
            (Self::Refused(one), Self::Refused(other)) => one == other,
            _ => false,
        }
    }
}

/// Why something that stands in the project is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A link that leads out of the project's folder.
    OutsideProject,
    /// A folder, pipe, socket or device where a file is expected.
    NotAFile,
    /// Its name is not UTF-8.
    NameNotUtf8,
    /// Larger than [`size_limit`] allows; its size in bytes.
    TooLarge(u64),
}

/// All input files of a project, ordered by path.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    files: BTreeMap<InputPath, Input>,
}

impl Inputs {
    /// Adds a file; one that stood at the same path is replaced.
    pub fn insert(&mut self, path: impl Into<InputPath>, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path.into(), Input::Bytes(bytes.into()));
    }

    /// Notes that what stands at `path` is not read, and why.
    pub fn refuse(&mut self, path: impl Into<InputPath>, refusal: Refusal) {
        self.files.insert(path.into(), Input::Refused(refusal));
    }

    /// Notes what stands at a path.
    pub fn put(&mut self, path: InputPath, input: Input) {
        self.files.insert(path, input);
    }

    /// Takes away what stood at a path.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// Those below a folder alone, such as `themes/`.
    #[must_use]
    pub fn only_below(&self, folder: &str) -> Self {
        Self { files: self.all_below(folder).map(|(path, input)| (path.clone(), input.clone())).collect() }
    }

    fn all_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a InputPath, &'a Input)> {
        let from = self.files.range::<str, _>((Bound::Included(folder), Bound::Unbounded));
        from.take_while(move |(path, _)| path.starts_with(folder))
    }

    /// Takes out what stands below a folder (`"content/pledges/"`).
    #[must_use]
    pub fn take_below(&mut self, folder: &str) -> Self {
        let mut taken = self.files.split_off(folder);
        if let Some(after) = taken.keys().find(|path| !path.starts_with(folder)).cloned() {
            self.files.append(&mut taken.split_off(&after));
        }
        Self { files: taken }
    }

    /// What stands at a path.
    pub fn get(&self, path: &str) -> Option<&Input> {
        self.files.get(path)
    }

    /// What stands at a path, with the path as it is shared.
    pub fn entry(&self, path: &str) -> Option<(&InputPath, &Input)> {
        self.files.get_key_value(path)
    }

    /// The bytes at a path, if a file was read there.
    pub fn bytes(&self, path: &str) -> Option<&Arc<[u8]>> {
        match self.files.get(path) {
            Some(Input::Bytes(bytes)) => Some(bytes),
            Some(Input::Refused(_)) | None => None,
        }
    }

    /// Whether anything stands at a path.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Every path with what stands there, bytewise sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&InputPath, &Input)> {
        self.files.iter()
    }

    /// The paths below a folder (`"content/pledges/"`), whatever stands there.
    pub fn paths_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a InputPath> {
        self.all_below(folder).map(|(path, _)| path)
    }

    /// The files below a folder (`"themes/civic/"`), with the folder cut off.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a InputPath, &'a Arc<[u8]>)> {
        self.all_below(folder).filter_map(move |(path, input)| match input {
            Input::Bytes(bytes) => Some((&path[folder.len()..], path, bytes)),
            Input::Refused(_) => None,
        })
    }
}

impl FromIterator<(InputPath, Input)> for Inputs {
    fn from_iter<I: IntoIterator<Item = (InputPath, Input)>>(files: I) -> Self {
        Self { files: files.into_iter().collect() }
    }
}

/// The largest file that is read, in bytes. A pledge of a mebibyte is a mistake; a list of sources may be long.
pub fn size_limit(path: &str) -> u64 {
    const MIB: u64 = 1024 * 1024;
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("md") => MIB,
        Some("toml" | "html" | "css" | "ftl") => 16 * MIB,
        _ => 64 * MIB,
    }
}
