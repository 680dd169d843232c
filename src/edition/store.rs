//! Where the parts of editions stand: below `content/editions/` of a project, and below `editions/` of a published site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Digest;
use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::inputs::{Input, InputPath, Inputs, Refusal};
use crate::parse::FileKind;

/// In which of the two ways the parts of editions lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `content/editions/0001.manifest`, `content/editions/objects/<digest>`.
    Project,
    /// `editions/1/manifest.txt`, `editions/objects/<digest>`.
    Site,
}

/// The folder of editions in a project.
pub const FOLDER: &str = "content/editions/";
/// The folder of editions in a published site.
pub const PUBLISHED: &str = "editions/";
/// The list of all editions in a published site.
pub const TIMEMAP: &str = "editions/timemap";

impl Layout {
    /// The path of a manifest.
    pub fn manifest(self, number: u32) -> String {
        match self {
            Self::Project => format!("{FOLDER}{number:04}.manifest"),
            Self::Site => format!("{PUBLISHED}{number}/manifest.txt"),
        }
    }

    /// The path of a manifest's signature.
    pub fn signature(self, number: u32) -> String {
        format!("{}.sig", self.manifest(number))
    }

    /// The path of the bytes with a digest.
    pub fn object(self, digest: &Digest) -> String {
        match self {
            Self::Project => format!("{FOLDER}objects/{digest}"),
            Self::Site => format!("{PUBLISHED}objects/{digest}"),
        }
    }

    /// Whether nothing but a part of an edition may stand at a path: the pages of a site stand among its editions.
    fn owns(self, path: &str) -> bool {
        match self {
            Self::Project => FileKind::of(path) == FileKind::Edition,
            Self::Site => self.part(path).is_some() || path == TIMEMAP,
        }
    }

    /// What stands at a path.
    fn part(self, path: &str) -> Option<Part> {
        let folder = if self == Self::Project { FOLDER } else { PUBLISHED };
        let name = path.strip_prefix(folder)?;
        if let Some(digest) = name.strip_prefix("objects/") {
            return Digest::parse(digest).map(Part::Object);
        }
        let number = match self {
            Self::Project => name.split('.').next()?,
            Self::Site => name.split('/').next()?,
        };
        let number: u32 = number.parse().ok().filter(|number| *number > 0)?;
        if path == self.manifest(number) {
            Some(Part::Manifest(number))
        } else if path == self.signature(number) {
            Some(Part::Signature(number))
        } else {
            None
        }
    }
}

enum Part {
    Manifest(u32),
    Signature(u32),
    Object(Digest),
}

/// A file of an edition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored<'i> {
    pub(super) path: &'i InputPath,
    pub(super) bytes: &'i Arc<[u8]>,
}

/// The files of all editions, by what they are.
#[derive(Debug)]
pub(super) struct Store<'i> {
    /// How they lie.
    pub(super) layout: Layout,
    pub(super) manifests: BTreeMap<u32, Stored<'i>>,
    pub(super) signatures: BTreeMap<u32, Stored<'i>>,
    pub(super) objects: BTreeMap<Digest, Stored<'i>>,
}

impl<'i> Store<'i> {
    /// Finds the files of editions among inputs, and says what is none.
    pub(super) fn of(inputs: &'i Inputs, layout: Layout) -> (Self, Diagnostics) {
        let (manifests, signatures, objects) = Default::default();
        let mut store = Self { layout, manifests, signatures, objects };
        let mut faults = Diagnostics::default();
        for path in inputs.paths_below(if layout == Layout::Project { FOLDER } else { PUBLISHED }) {
            let bytes = match inputs.get(path) {
                Some(Input::Bytes(bytes)) => bytes,
                Some(Input::Refused(refusal)) if layout.owns(path) => {
                    faults.push(refused(path, *refusal));
                    continue;
                }
                Some(Input::Refused(_)) | None => continue,
            };
            let stored = Stored { path, bytes };
            match layout.part(path) {
                Some(Part::Manifest(number)) => drop(store.manifests.insert(number, stored)),
                Some(Part::Signature(number)) => drop(store.signatures.insert(number, stored)),
                Some(Part::Object(digest)) => drop(store.objects.insert(digest, stored)),
                None if layout == Layout::Project && layout.owns(path) => faults.push(stray(path)),
                None => {}
            }
        }
        (store, faults)
    }
}

/// What is no part of an edition. A name that is that of a part but for case, form or zeros hides a part.
fn stray(path: &InputPath) -> Diagnostic {
    let folded: String = path.nfkc().flat_map(char::to_lowercase).collect();
    let looks_like_a_part = [".manifest", ".manifest.sig"].iter().any(|ending| folded.ends_with(ending))
        || folded
            .strip_prefix(FOLDER)
            .and_then(|name| name.strip_prefix("objects/"))
            .and_then(Digest::parse)
            .is_some();
    if looks_like_a_part {
        let message = format!("`{path}` has nearly the name of a file of an edition: it was renamed");
        return Diagnostic::new(Code::EditionTampered, Place::start_of(path), message)
            .help("bring it back from a copy, such as the repository's history, under the name that `seal` gave it");
    }
    Diagnostic::new(Code::StrayFile, Place::start_of(path), format!("`{path}` is no part of an edition"))
        .help("`seal` writes this folder, and `NNNN.md` is the editors' note: move anything else away")
}

/// Something else than a file in the place of one.
fn refused(path: &InputPath, refusal: Refusal) -> Diagnostic {
    let what = match refusal {
        Refusal::NotAFile | Refusal::OutsideProject => "a link, a folder or a device stands in the place of a file",
        Refusal::NameNotUtf8 => "its name is not UTF-8",
        Refusal::TooLarge(_) => "it is larger than any file of an edition",
    };
    let message = format!("`{path}` is no file of an edition: {what}");
    Diagnostic::new(Code::EditionTampered, Place::start_of(path), message)
        .help("what is sealed stands there itself: bring it back from a copy, such as the repository's history")
}
