//! What the last build into a folder was made of, and what it left there: while both are as they were, there is nothing to
//! do. It is kept in the project's folder `.pledgecard/`, which git passes over and which may be deleted at any time.
//! Never: an answer where anything is in doubt; the site is built then.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads and writes the memory of builds")]

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::edition::Digest;
use crate::inputs::{Input, Inputs};

/// The folder of the project that holds what can be made again.
const FOLDER: &str = ".pledgecard";

/// What is remembered of a build.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    made_of: String,
    left: String,
    told: Told,
}

/// What a build said of the site.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Files of the site.
    pub files: usize,
    /// Warnings of the content.
    pub warnings: usize,
    /// What was said of them.
    pub remark: String,
}

/// The memory of builds of one project into one folder.
#[derive(Debug)]
pub struct Stamp {
    place: PathBuf,
    target: PathBuf,
    made_of: String,
}

impl Stamp {
    /// What would be built now: of these inputs, under these settings of the command, by this program.
    pub fn new(root: &Path, target: &Path, inputs: &Inputs, settings: &str) -> Option<Self> {
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let files: Vec<_> = inputs.iter().collect();
        let each: Vec<String> = files.par_iter().map(|(path, input)| line(path, input)).collect();
        let made_of = format!("{}\n{settings}\n{}", state(&program)?, each.concat());
        let name = Digest::of(std::path::absolute(target).ok()?.as_os_str().as_encoded_bytes());
        let place = root.join(FOLDER).join(format!("built-{}", name.short()));
        Some(Self { place, target: target.to_owned(), made_of: Digest::of(made_of.as_bytes()).to_string() })
    }

    /// What the last build said, if this one would leave every byte as it is.
    pub fn unchanged(&self) -> Option<Told> {
        let kept: Kept = serde_json::from_slice(&fs::read(&self.place).ok()?).ok()?;
        let same = kept.made_of == self.made_of && kept.left == left(&self.target)?;
        same.then_some(kept.told)
    }

    /// Remembers what a build left and said, if it can: without it, the next one builds.
    pub fn keep(&self, told: Told) -> Option<()> {
        let kept = Kept { made_of: self.made_of.clone(), left: left(&self.target)?, told };
        let folder = self.place.parent()?;
        fs::create_dir_all(folder).ok()?;
        fs::write(folder.join(".gitignore"), "*\n").ok()?;
        fs::write(&self.place, serde_json::to_vec(&kept).ok()?).ok()
    }
}

/// An input and what is in it.
fn line(path: &str, input: &Input) -> String {
    match input {
        Input::Bytes(bytes) => format!("{} {path:?}\n", Digest::of(bytes)),
        Input::Refused(refusal) => format!("{refusal:?} {path:?}\n"),
    }
}

/// A digest of everything below a folder: names, sizes, and when each file was written last.
fn left(folder: &Path) -> Option<String> {
    let mut lines = String::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.ok()?;
        if !entry.file_type().is_dir() {
            let inside = entry.path().strip_prefix(folder).ok()?;
            lines.push_str(&format!("{} {}\n", state(&entry.metadata().ok()?)?, inside.to_str()?));
        }
    }
    Some(Digest::of(lines.as_bytes()).to_string())
}

/// What tells whether a file was written since.
fn state(metadata: &Metadata) -> Option<String> {
    let written = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    #[cfg(unix)]
    let changed = {
        use std::os::unix::fs::MetadataExt as _;
        (metadata.ctime(), metadata.ctime_nsec())
    };
    #[cfg(not(unix))]
    let changed = ();
    Some(format!("{:?} {} {} {changed:?}", metadata.file_type(), metadata.len(), written.as_nanos()))
}
