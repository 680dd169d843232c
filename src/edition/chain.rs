//! The chain of sealed editions, read whole: every manifest, every object hashed, every link followed. Never: what the
//! editions say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::follow::Reading;
use super::store::{Layout, Store};
use super::{Digest, Manifest};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
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
    faults.append(reading.gaps());
    let numbers: Vec<u32> = store.manifests.keys().copied().collect();
    let read: Vec<_> = numbers.into_par_iter().map(|number| reading.manifest(number)).collect();
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
            faults.push(Reading::altered(&chain, digest, stored));
        }
    }
    for at in 0..chain.sealed.len() {
        let before = at.checked_sub(1).map(|before| &chain.sealed[before]);
        Reading::follows(before, &chain.sealed[at], &mut faults);
    }
    for sealed in &chain.sealed {
        reading.whole(sealed, &mut chain.withheld, &mut faults);
    }
    faults.append(reading.taken_away(&chain));
    faults.append(reading.lonely_signatures());
    if layout == Layout::Site {
        faults.append(reading.unlisted(inputs));
    }
    keep_listed(&mut chain);
    (chain, faults)
}

/// What an interrupted `seal` left belongs to no edition, and is published with none.
fn keep_listed(chain: &mut Chain) {
    let own = chain.sealed.iter().map(|sealed| sealed.digest);
    let listed = chain.sealed.iter().flat_map(|sealed| sealed.manifest.files.values().copied());
    let listed: BTreeSet<Digest> = own.chain(listed).collect();
    chain.objects.retain(|digest, _| listed.contains(digest));
}

/// Whether a text can mean an edition by its digest: all of it, or enough of its first digits.
pub fn is_pin(text: &str) -> bool {
    const ENOUGH: usize = 12;
    (ENOUGH..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a history contains an edition: by its digest, or [enough](is_pin) of its first digits, in lower case.
pub fn unpinned(chain: &Chain, layout: Layout, pin: &str) -> Diagnostics {
    let pinned = |sealed: &Sealed| sealed.digest.to_string().starts_with(pin);
    if chain.sealed.iter().any(pinned) {
        return Diagnostics::default();
    }
    let path: InputPath = layout.manifest(u32::try_from(chain.sealed.len()).unwrap_or(1).max(1)).into();
    let message = format!("no edition has the digest `{pin}`: this is not the history that contains it");
    let help = "compare it with what you kept, digit for digit; if it is right, the history was rewritten";
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

/// Whether a published site may keep a file to itself: others' documents, which it has no right to print.
pub fn may_be_withheld(path: &str) -> bool {
    path.starts_with("content/archive/")
}
