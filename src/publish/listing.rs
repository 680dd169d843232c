//! Files as far as they can be compared: what stands at a target, and what an edition's site is made of.

use std::collections::{BTreeMap, BTreeSet};

use crate::edition::Digest;
use crate::site::{Page, SitePath};

/// The bytes of a file, without the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Their SHA-256.
    pub digest: Digest,
    /// How many they are.
    pub size: u64,
}

impl Stamp {
    /// The stamp of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { digest: Digest::of(bytes), size: bytes.len() as u64 }
    }
}

/// What stands at a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Every file, by its path below the root.
    pub files: BTreeMap<Box<str>, Stamp>,
    /// Those among them that were left there for the readers of an earlier edition.
    pub left: BTreeSet<Box<str>>,
}

impl Listing {
    /// The digest of the site, without what was left: of what `sha256sum` prints of its files.
    pub fn site(&self) -> Digest {
        digest(self.files.iter().filter(|(path, _)| !self.left.contains(*path)))
    }

    /// The number of the edition that is live there, and its digest: that of the last manifest.
    pub fn edition(&self) -> Option<(u32, Digest)> {
        let manifests = self.files.iter().filter_map(|(path, stamp)| Some((edition_of(path)?, stamp.digest)));
        manifests.max_by_key(|(number, _)| *number)
    }
}

/// The number of the edition whose manifest stands at a path.
fn edition_of(path: &str) -> Option<u32> {
    path.strip_prefix("editions/")?.strip_suffix("/manifest.txt")?.parse().ok()
}

/// Whether a page stands at a path.
pub(super) fn is_page(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "html")
}

/// Whether what stands at a path was sealed: a manifest, its signature, or an object. It never changes and never goes.
pub fn is_sealed(path: &str) -> bool {
    let manifest = path.strip_suffix(".sig").unwrap_or(path);
    path.starts_with("editions/objects/") || edition_of(manifest).is_some()
}

/// What a file is to its readers, in the order in which a site is put in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What pages are shown with: style, script, pictures, copies of sources.
    Asset,
    /// A page.
    Page,
    /// A part of an edition, as it was sealed.
    Sealed,
    /// What machines follow: feeds, sitemaps, calendars.
    Feed,
    /// A front page.
    Front,
}

impl Kind {
    /// What stands at a path.
    pub fn of(path: &SitePath, page: &Page) -> Self {
        match page {
            Page::Front => Self::Front,
            Page::File(_) if is_sealed(path.as_str()) => Self::Sealed,
            Page::File(_) => Self::Asset,
            _ if page.template().is_some() => Self::Page,
            _ => Self::Feed,
        }
    }
}

/// A site that is ready to be published.
#[derive(Debug, Clone, Default)]
pub struct Release {
    /// Every file, by its path below the root.
    pub files: BTreeMap<Box<str>, (Stamp, Kind)>,
}

impl Release {
    /// The bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|(stamp, _)| stamp.size).sum()
    }

    /// The digest of the whole: of what `sha256sum` prints of its files.
    pub fn digest(&self) -> Digest {
        digest(self.files.iter().map(|(path, (stamp, _))| (path, stamp)))
    }
}

/// What `sha256sum` of the lines of `sha256sum` prints.
fn digest<'a>(files: impl Iterator<Item = (&'a Box<str>, &'a Stamp)>) -> Digest {
    let mut lines = String::new();
    for (path, stamp) in files {
        lines.push_str(&format!("{}  {path}\n", stamp.digest));
    }
    Digest::of(lines.as_bytes())
}
