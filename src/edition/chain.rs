//! The chain of sealed editions: every manifest read, every object hashed, every link followed. Never: what the editions
//! say.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::store::{Layout, Store, Stored};
use super::{Digest, Manifest, signature};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Span};
use crate::inputs::{InputPath, Inputs};

/// An edition as it was sealed.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// What its manifest says.
    pub manifest: Manifest,
    /// The digest of the manifest's bytes: that of the edition.
    pub digest: Digest,
    /// The manifest's file.
    pub path: InputPath,
    /// The manifest as it stands.
    pub bytes: Arc<[u8]>,
    /// The signature as it stands.
    pub signature: Option<Arc<[u8]>>,
}

/// All editions, oldest first, with what they are made of.
#[derive(Debug, Default)]
pub struct Chain {
    /// The editions: number n stands at n - 1.
    pub sealed: Vec<Sealed>,
    /// The bytes of every input that is there, whole.
    pub objects: BTreeMap<Digest, Arc<[u8]>>,
    /// Local copies of sources that a published site keeps to itself: their paths, by edition.
    pub withheld: Vec<(u32, InputPath)>,
}

/// Reads the editions of a project or a published site, and says everything that is not as it was sealed. The chain is
/// whole only where there is no error.
pub fn read(inputs: &Inputs, layout: Layout) -> (Chain, Diagnostics) {
    let (store, mut faults) = Store::of(inputs, layout);
    let reading = Reading { store: &store };
    let last = store.manifests.keys().next_back().copied().unwrap_or(0);
    let read: Vec<_> = (1..=last).into_par_iter().map(|number| reading.manifest(number)).collect();
    let mut chain = Chain::default();
    for one in read {
        match one {
            Ok(sealed) => chain.sealed.push(sealed),
            Err(fault) => faults.push(*fault),
        }
    }
    let objects: Vec<_> =
        store.objects.par_iter().map(|(digest, one)| (*digest, *one, Digest::of(one.bytes))).collect();
    for (digest, stored, found) in objects {
        if digest == found {
            chain.objects.insert(digest, stored.bytes.clone());
        } else {
            faults.push(reading.altered(&chain, digest, stored));
        }
    }
    for at in 0..chain.sealed.len() {
        let before = at.checked_sub(1).map(|before| &chain.sealed[before]);
        reading.follows(before, &chain.sealed[at], &mut faults);
    }
    let mut withheld = Vec::new();
    for sealed in &chain.sealed {
        reading.whole(sealed, &mut withheld, &mut faults);
    }
    chain.withheld = withheld;
    faults.append(reading.lonely_signatures());
    (chain, faults)
}

/// Whether a history contains an edition: by its digest, or the first digits of it.
pub fn unpinned(chain: &Chain, layout: Layout, pin: &str) -> Diagnostics {
    let pinned = |sealed: &Sealed| pin.len() >= SHORTEST_PIN && sealed.digest.to_string().starts_with(pin);
    if chain.sealed.iter().any(pinned) {
        return Diagnostics::default();
    }
    let path: InputPath = layout.manifest(u32::try_from(chain.sealed.len()).unwrap_or(1).max(1)).into();
    let message = format!("no edition has the digest `{pin}`: this is not the history that contains it");
    let help =
        "a digest has 64 hexadecimal digits, of which 12 are enough; if it is right, the history was rewritten";
    [Diagnostic::new(Code::EditionTampered, Place::start_of(&path), message).help(help)].into_iter().collect()
}

/// The text of an edition as a project of its own, with every edition up to it, by path; `None` where there is no such
/// edition.
pub fn restored(chain: &Chain, number: u32) -> Option<BTreeMap<String, Arc<[u8]>>> {
    let until = chain.sealed.get(..number as usize).filter(|until| !until.is_empty())?;
    let layout = Layout::Project;
    let mut files = BTreeMap::new();
    for sealed in until {
        let number = sealed.manifest.edition;
        files.insert(layout.manifest(number), sealed.bytes.clone());
        files.insert(layout.object(&sealed.digest), sealed.bytes.clone());
        files.extend(sealed.signature.as_ref().map(|signature| (layout.signature(number), signature.clone())));
        let digests = sealed.manifest.files.values();
        files.extend(digests.filter_map(|digest| Some((layout.object(digest), chain.objects.get(digest)?.clone()))));
    }
    let own = until.last().map(|last| &last.manifest.files).into_iter().flatten();
    files.extend(own.filter_map(|(path, digest)| Some((path.to_string(), chain.objects.get(digest)?.clone()))));
    Some(files)
}

/// Digits of a digest that are enough to mean it.
const SHORTEST_PIN: usize = 12;

struct Reading<'s, 'i> {
    store: &'s Store<'i>,
}

impl Reading<'_, '_> {
    fn manifest(&self, number: u32) -> Result<Sealed, Box<Diagnostic>> {
        let Some(stored) = self.store.manifests.get(&number) else {
            let path: InputPath = self.store.layout.manifest(number).into();
            let message = format!("edition {number} is missing: there is no `{path}`");
            let fault = Diagnostic::new(Code::EditionMissing, Place::start_of(&path), message);
            return Err(Box::new(fault.help(RECOVER)));
        };
        let manifest = Manifest::parse(stored.bytes).map_err(|malformed| {
            let message = format!("this is no manifest of edition {number}: {}", malformed.reason);
            let place = Place::new(stored.path, malformed.span);
            Box::new(Diagnostic::new(Code::ManifestMalformed, place, message).help(RECOVER))
        })?;
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
    fn altered(&self, chain: &Chain, digest: Digest, stored: Stored<'_>) -> Diagnostic {
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
    fn follows(&self, before: Option<&Sealed>, sealed: &Sealed, faults: &mut Diagnostics) {
        let number = sealed.manifest.edition;
        let at = |key: &str| Place::new(&sealed.path, Manifest::line_of(&sealed.bytes, key));
        let mut fault = |code, key: &str, message: String| {
            faults.push(Diagnostic::new(code, at(key), message).help(RECOVER));
        };
        if *sealed.path != *self.store.layout.manifest(number) {
            let message = format!("`{}` says that it is edition {number}", sealed.path);
            fault(Code::EditionTampered, "edition", message);
        }
        if sealed.manifest.as_of > sealed.manifest.sealed.day() {
            let message = format!("edition {number} judges a day after the one on which it was sealed");
            fault(Code::AsOfInFuture, "as-of", message);
        }
        let Some(before) = before else {
            if sealed.manifest.edition == 1 && sealed.manifest.previous != Digest::NONE {
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
    fn whole(&self, sealed: &Sealed, withheld: &mut Vec<(u32, InputPath)>, faults: &mut Diagnostics) {
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

    fn lonely_signatures(&self) -> Diagnostics {
        let lonely = self.store.signatures.iter().filter(|(number, _)| !self.store.manifests.contains_key(number));
        let faults = lonely.map(|(number, stored)| {
            let message = format!("edition {number} is missing: its signature is here, and its manifest is not");
            let help = "if `seal` was interrupted, run it again; else bring the manifest back from a copy";
            let fault = Diagnostic::new(Code::EditionMissing, Place::start_of(stored.path), message).help(help);
            fault.severity(Severity::Warning)
        });
        faults.collect()
    }
}

/// Whether a published site may keep a file to itself: others' documents, which it has no right to print.
pub fn may_be_withheld(path: &str) -> bool {
    path.starts_with("content/archive/")
}

/// What helps against every loss of something sealed.
const RECOVER: &str = "what is sealed never changes: bring the file back from a copy, such as the repository's history \
                       or the published site";
