//! The files of the site that is published, rendered when they are asked for: once to compare, and once more to send
//! those that are not there. Never: keeping their bytes.

use std::collections::BTreeMap;

use indicatif::ProgressBar;
use rayon::prelude::*;

use super::super::output::Failure;
use crate::Publication;
use crate::diagnostic::Diagnostics;
use crate::edition::Digest;
use crate::publish::{Kind, Release, Stamp};
use crate::render::{Renderer, Scratch};
use crate::site::{Page, SitePath};

/// A site to be published.
pub struct Source<'p> {
    renderer: Renderer<'p>,
    pages: BTreeMap<&'p str, (&'p SitePath, &'p Page)>,
    /// The number, the digest and the note of the edition.
    edition: (u32, Digest),
    note: String,
}

impl<'p> Source<'p> {
    /// Prepares to render the site of an edition. `note` is what the editors say of it.
    pub fn new(publication: &'p Publication, edition: (u32, Digest), note: String) -> Self {
        let site = &publication.site;
        let pages = site.pages.iter().map(|(path, page)| (path.as_str(), (path, page))).collect();
        Self { renderer: Renderer::new(site, &publication.theme), pages, edition, note }
    }

    /// The number of the edition, and its digest.
    pub fn edition(&self) -> (u32, Digest) {
        self.edition
    }

    /// What the editors say of the edition.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Renders everything once, and keeps no more than what can be compared.
    pub fn release(&self, bar: &ProgressBar) -> Result<Release, Failure> {
        let stamped = self.pages.par_iter().map_init(Scratch::default, |scratch, (name, (path, page))| {
            bar.inc(1);
            let bytes = self.renderer.page(path, page, scratch)?;
            Ok((Box::from(*name), (Stamp::of(bytes), Kind::of(path, page))))
        });
        let stamped: Vec<Result<_, Vec<crate::diagnostic::Diagnostic>>> = stamped.collect();
        bar.finish_and_clear();
        let mut files = BTreeMap::new();
        let mut faults = Vec::new();
        for one in stamped {
            match one {
                Ok((path, stamp)) => drop(files.insert(path, stamp)),
                Err(mut more) => faults.append(&mut more),
            }
        }
        if faults.is_empty() {
            Ok(Release { files })
        } else {
            Err(Failure::Faults(Diagnostics::from_iter(faults).sorted()))
        }
    }

    /// The bytes of a file. They stand in the scratch until its next use.
    pub fn bytes<'w>(&self, path: &str, scratch: &'w mut Scratch) -> Result<&'w [u8], Failure> {
        let (at, page) = self.pages.get(path).expect("a plan names files of its site alone");
        self.renderer
            .page(at, page, scratch)
            .map_err(|faults| Failure::Faults(Diagnostics::from_iter(faults).sorted()))
    }
}
