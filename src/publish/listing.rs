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
    /// What stands for a link, or for anything else that is no file: a site has none.
    pub const NO_FILE: Self = Self { digest: Digest::NONE, size: u64::MAX };

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
    /// Those among them that others put there; empty where it is not known who wrote what.
    pub foreign: BTreeSet<Box<str>>,
}

impl Listing {
    /// What stands there, with what others put there: all but the files that pledgecard is known to have written, and
    /// assets, which say by their names that they are ours.
    pub fn new(files: BTreeMap<Box<str>, Stamp>, left: BTreeSet<Box<str>>, own: Option<&BTreeSet<Box<str>>>) -> Self {
        let is_foreign = |path: &str, stamp: &Stamp| {
            *stamp == Stamp::NO_FILE || own.is_some_and(|own| !own.contains(path) && !is_asset(path, stamp))
        };
        let foreign = files.iter().filter(|(path, stamp)| is_foreign(path, stamp)).map(|(path, _)| path.clone());
        Self { foreign: foreign.collect(), files, left }
    }

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

/// Whether the name of a file is that of an asset with these bytes: `assets/civic.77ab01c2.css`.
fn is_asset(path: &str, stamp: &Stamp) -> bool {
    let mut parts = path.rsplit('.').skip(1);
    path.starts_with("assets/")
        && parts.next().is_some_and(|part| part.len() == 8 && stamp.digest.to_string().starts_with(part))
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

/// What precedes the path of a file of the site, in the file by which a folder is known.
const FILE: &str = "file ";
/// What precedes the path of an asset that was left for the readers of an earlier site.
const LEFT: &str = "left ";

/// The text of the file by which a folder is known: a line that says what the folder is, then what is in it.
pub fn marker<'a>(
    first: &str,
    files: impl Iterator<Item = &'a Box<str>>,
    left: impl Iterator<Item = &'a Box<str>>,
) -> String {
    let mut text = format!("{first}\n");
    files.for_each(|path| text.push_str(&format!("{FILE}{path}\n")));
    left.for_each(|path| text.push_str(&format!("{LEFT}{path}\n")));
    text
}

/// What was left there, and every file that pledgecard wrote, as such a text says it; `None` where it has no list.
pub fn read_marker(text: &str) -> (BTreeSet<Box<str>>, Option<BTreeSet<Box<str>>>) {
    let those = |prefix| text.lines().filter_map(move |line| line.strip_prefix(prefix)).map(Box::from);
    let (left, files) = (those(LEFT).collect::<BTreeSet<Box<str>>>(), those(FILE).collect::<BTreeSet<Box<str>>>());
    let own = (!files.is_empty()).then(|| files.union(&left).cloned().collect());
    (left, own)
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
