//! The questions that are put to the files of sealed editions, each with its fault. Never: whose answer it is that all
//! is whole.

use std::collections::BTreeSet;

use super::chain::{Chain, Sealed, may_be_withheld};
use super::store::{Layout, Store, Stored, TIMEMAP};
use super::timemap::listed;
use super::{Digest, Manifest, signature};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Span};
use crate::inputs::{InputPath, Inputs};

/// The questions put to the files of editions.
pub(super) struct Reading<'s, 'i> {
    pub(super) store: &'s Store<'i>,
}

impl Reading<'_, '_> {
    /// Editions that are not there, though later ones are.
    pub(super) fn gaps(&self) -> Diagnostics {
        let mut expected = 1;
        let mut faults = Diagnostics::default();
        for number in self.store.manifests.keys() {
            if *number > expected {
                faults.push(self.missing(expected, number - 1, "later ones are here"));
            }
            expected = number.saturating_add(1);
        }
        faults
    }

    fn missing(&self, first: u32, last: u32, because: &str) -> Diagnostic {
        let path: InputPath = self.store.layout.manifest(first).into();
        let message = if first == last {
            format!("edition {first} is missing: there is no `{path}`, and {because}")
        } else {
            format!("editions {first} to {last} are missing: there is no `{path}`, and {because}")
        };
        Diagnostic::new(Code::EditionMissing, Place::start_of(&path), message).help(RECOVER)
    }

    /// The manifest of an edition, with its signature.
    pub(super) fn manifest(&self, number: u32) -> Result<Sealed, Box<Diagnostic>> {
        let stored = &self.store.manifests[&number];
        let manifest = Manifest::parse(stored.bytes).map_err(|malformed| {
            let message = format!("this is no manifest of edition {number}: {}", malformed.reason);
            let place = Place::new(stored.path, malformed.span);
            Box::new(Diagnostic::new(Code::ManifestMalformed, place, message).help(RECOVER))
        })?;
        if manifest.edition != number {
            let message = format!(
                "edition {number} was tampered with: its manifest says that it is edition {}",
                manifest.edition
            );
            let place = Place::new(stored.path, Manifest::line_of(stored.bytes, "edition"));
            return Err(Box::new(Diagnostic::new(Code::EditionTampered, place, message).help(RECOVER)));
        }
        let signature = self.store.signatures.get(&number);
        let broken = signature.and_then(|signature| Some((signature, signature::fault(signature.bytes)?)));
        if let Some((signature, fault)) = broken {
            let message = format!("the signature of edition {number} was tampered with: {fault}");
            let place = Place::start_of(signature.path);
            return Err(Box::new(Diagnostic::new(Code::EditionTampered, place, message).help(RECOVER)));
        }
        Ok(Sealed {
            manifest,
            digest: Digest::of(stored.bytes),
            path: stored.path.clone(),
            bytes: stored.bytes.clone(),
            signature: signature.map(|signature| signature.bytes.clone()),
        })
    }

    /// An object whose bytes are not those that were sealed.
    pub(super) fn altered(chain: &Chain, digest: Digest, stored: Stored<'_>) -> Diagnostic {
        let listed = chain.sealed.iter().find_map(|sealed| {
            let (path, _) = sealed.manifest.files.iter().find(|(_, listed)| **listed == digest)?;
            Some(format!("`{path}` of edition {} was tampered with", sealed.manifest.edition))
        });
        let manifest = chain.sealed.iter().find(|sealed| sealed.digest == digest).map(|sealed| {
            format!("the copy of the manifest of edition {} was tampered with", sealed.manifest.edition)
        });
        let what = listed.or(manifest).unwrap_or_else(|| "an object of no edition was tampered with".to_owned());
        let message = format!("{what}: these are not the bytes whose digest is the file's name");
        Diagnostic::new(Code::EditionTampered, Place::start_of(stored.path), message).help(RECOVER)
    }

    /// Whether an edition is the one after another.
    pub(super) fn follows(before: Option<&Sealed>, sealed: &Sealed, faults: &mut Diagnostics) {
        let number = sealed.manifest.edition;
        let at = |key: &str| Place::new(&sealed.path, Manifest::line_of(&sealed.bytes, key));
        let mut fault = |code, key: &str, message: String| {
            faults.push(Diagnostic::new(code, at(key), message).help(RECOVER));
        };
        if sealed.manifest.as_of > sealed.manifest.sealed.day() {
            let message = format!("edition {number} judges a day after the one on which it was sealed");
            fault(Code::AsOfInFuture, "as-of", message);
        }
        let Some(before) = before else {
            if number == 1 && sealed.manifest.previous != Digest::NONE {
                fault(Code::EditionChainBroken, "previous", "edition 1 follows an edition that is not here".into());
            }
            return;
        };
        if before.manifest.edition + 1 != number {
            return;
        }
        let earlier = before.manifest.edition;
        if sealed.manifest.previous != before.digest {
            let message = format!(
                "edition {number} follows an edition {earlier} with the digest {}, and the one that stands here has {}",
                sealed.manifest.previous.short(),
                before.digest.short()
            );
            fault(Code::EditionChainBroken, "previous", message);
        }
        if sealed.manifest.site != before.manifest.site {
            let message = format!("edition {number} is of another site than edition {earlier}");
            fault(Code::EditionOfAnotherSite, "site", message);
        }
        if sealed.manifest.as_of < before.manifest.as_of {
            let message = format!("edition {number} judges a day before that of edition {earlier}");
            fault(Code::AsOfBackwards, "as-of", message);
        }
        if sealed.manifest.sealed < before.manifest.sealed {
            let message = format!("edition {number} was sealed before edition {earlier}");
            fault(Code::AsOfBackwards, "sealed", message);
        }
    }

    /// Whether everything that an edition lists is there, and the manifest's own copy with it.
    pub(super) fn whole(&self, sealed: &Sealed, withheld: &mut Vec<(u32, InputPath)>, faults: &mut Diagnostics) {
        let number = sealed.manifest.edition;
        if !self.store.objects.contains_key(&sealed.digest) {
            let message =
                format!("the manifest of edition {number} was tampered with, or its copy below objects/ is gone");
            let fault = Diagnostic::new(Code::EditionTampered, Place::start_of(&sealed.path), message);
            faults.push(fault.help(RECOVER));
        }
        for (path, digest) in &sealed.manifest.files {
            if self.store.objects.contains_key(digest) {
                continue;
            }
            if self.store.layout == Layout::Site && may_be_withheld(path) {
                withheld.push((number, path.clone()));
                continue;
            }
            let message = format!("`{path}` of edition {number} is missing: there is no object {}", digest.short());
            let span: Span = Manifest::line_of(&sealed.bytes, path);
            faults.push(Diagnostic::new(Code::ObjectMissing, Place::new(&sealed.path, span), message).help(RECOVER));
        }
    }

    /// Editions whose manifests are gone, and whose manifests' own copies are still here.
    pub(super) fn taken_away(&self, chain: &Chain) -> Diagnostics {
        let last = self.last();
        let listed: BTreeSet<&Digest> =
            chain.sealed.iter().flat_map(|sealed| sealed.manifest.files.values()).collect();
        let unlisted = self.store.objects.iter().filter(|(digest, _)| !listed.contains(digest));
        let manifests = unlisted.filter_map(|(_, stored)| Some((stored, Manifest::parse(stored.bytes).ok()?)));
        let gone = manifests.filter(|(_, manifest)| manifest.edition > last);
        gone.map(|(stored, manifest)| {
            let number = manifest.edition;
            let message = format!("edition {number} is missing: a copy of its manifest is here, and it is not");
            self.left(Place::start_of(stored.path), number, message)
        })
        .collect()
    }

    /// Signatures of editions that are not there.
    pub(super) fn lonely_signatures(&self) -> Diagnostics {
        let lonely = self.store.signatures.iter().filter(|(number, _)| !self.store.manifests.contains_key(number));
        lonely
            .map(|(number, stored)| {
                let message = format!("edition {number} is missing: its signature is here, and its manifest is not");
                self.left(Place::start_of(stored.path), *number, message)
            })
            .collect()
    }

    /// Something of an edition that is not there: in a project, and of the next edition, an interrupted `seal` left it.
    fn left(&self, place: Place, number: u32, message: String) -> Diagnostic {
        let fault = Diagnostic::new(Code::EditionMissing, place, message);
        if self.store.layout == Layout::Project && number == self.last().saturating_add(1) {
            let help = "if `seal` was interrupted, run it again; else bring the manifest back from a copy";
            return fault.help(help).severity(Severity::Warning);
        }
        fault.help(RECOVER)
    }

    fn last(&self) -> u32 {
        self.store.manifests.keys().next_back().copied().unwrap_or(0)
    }

    /// Whether a published site lists the editions that it has, and no other.
    pub(super) fn unlisted(&self, inputs: &Inputs) -> Diagnostics {
        let (path, last) = (InputPath::from(TIMEMAP), self.last());
        let fault = |code, message: String| Diagnostic::new(code, Place::start_of(&path), message).help(RECOVER);
        let Some(timemap) = inputs.bytes(TIMEMAP) else {
            let message = format!("there is no `{TIMEMAP}`, which lists the editions");
            return Diagnostics::from_iter((last > 0).then(|| fault(Code::EditionMissing, message)));
        };
        let listed = listed(timemap);
        let mut faults = Diagnostics::default();
        if let Some(highest) = listed.last().filter(|highest| **highest > last) {
            faults.push(self.missing(last + 1, *highest, "the list of editions has it"));
        }
        for number in self.store.manifests.keys().filter(|number| !listed.contains(number)) {
            faults.push(fault(Code::EditionTampered, format!("`{TIMEMAP}` does not list edition {number}")));
        }
        faults
    }
}

/// What helps against every loss of something sealed.
const RECOVER: &str = "what is sealed never changes: bring the file back from a copy, such as the repository's history \
                       or the published site";
