//! Plans the next edition: what is sealed, and the bytes of its manifest. Never: writing them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Digest, Editions, FOLDER, Layout, Manifest, Memory, Moment, is_sealed_path};
use crate::builtin::is_civic;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::inputs::{InputPath, Inputs};
use crate::parse::FileKind;
use crate::record::{Date, Records};

/// What an editor wants to seal.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// The day on which the edition judges.
    pub as_of: Date,
    /// The moment of sealing.
    pub sealed: Moment,
}

/// An edition that is ready to be written.
#[derive(Debug)]
pub struct NewEdition {
    /// Its number.
    pub number: u32,
    /// What its manifest says.
    pub manifest: Manifest,
    /// The bytes of the manifest.
    pub bytes: String,
    /// Its digest.
    pub digest: Digest,
    /// Every object that it needs: written before the manifest, each only if it is not there yet.
    pub objects: BTreeMap<Digest, Arc<[u8]>>,
}

/// The next edition of a project that has no errors, or why there can be none. Its note, if there is one, is among the
/// inputs.
pub fn seal(
    inputs: &Inputs,
    records: &Records,
    editions: &Editions,
    wish: Wish,
) -> Result<NewEdition, Box<Diagnostic>> {
    let settings: InputPath = "site.toml".into();
    let refuse = |code, message: String, help: &str| {
        Err(Box::new(Diagnostic::new(code, Place::start_of(&settings), message).help(help)))
    };
    let before = editions.list.last();
    let number = before.map_or(1, |before| before.number + 1);
    let site = records.settings.as_ref().map(|settings| settings.site.base_url.value.clone()).unwrap_or_default();
    if wish.as_of > wish.sealed.day() {
        let message = format!("an edition cannot judge on {}: it is {} now", wish.as_of, wish.sealed.day());
        return refuse(Code::AsOfInFuture, message, "give a day that has come: `--as-of DATE`");
    }
    if let Some(before) = before.filter(|before| before.as_of > wish.as_of) {
        let message =
            format!("edition {} judges on {}: the next cannot judge on {}", before.number, before.as_of, wish.as_of);
        return refuse(Code::AsOfBackwards, message, "give that day or a later one: `--as-of DATE`");
    }
    if let Some(before) = before.filter(|before| before.sealed > wish.sealed) {
        let message =
            format!("edition {} was sealed at {}, and it is {} now", before.number, before.sealed, wish.sealed);
        return refuse(Code::AsOfBackwards, message, "set the clock of this machine right");
    }
    let mut files = BTreeMap::new();
    let mut objects = BTreeMap::new();
    for (path, bytes) in sealed_inputs(inputs, records) {
        if !is_sealed_path(path) {
            let message =
                format!("`{path}` cannot be sealed: its name is not in the composed Unicode form, or has a \\ in it");
            return refuse(Code::NameCollision, message, "rename the file");
        }
        let digest = Digest::of(bytes);
        files.insert(path.clone(), digest);
        objects.insert(digest, bytes.clone());
    }
    if let Some(last) = &editions.last {
        let note = format!("{FOLDER}{number:04}.");
        let own = files.iter().filter(|(path, _)| !path.starts_with(&*note));
        if own.eq(last.files.iter()) {
            let message = format!("nothing has changed since edition {}", last.edition);
            return refuse(
                Code::NothingToSeal,
                message,
                "an edition is sealed when something is new: there is nothing to do",
            );
        }
    }
    let manifest = Manifest {
        site,
        edition: number,
        as_of: wish.as_of,
        sealed: wish.sealed,
        previous: before.map_or(Digest::NONE, |before| before.digest),
        generator: concat!("pledgecard ", env!("CARGO_PKG_VERSION")).into(),
        files,
    };
    let bytes = manifest.print();
    if let Err(malformed) = Manifest::parse(bytes.as_bytes()) {
        let message = format!("an edition cannot be made of these files: {}", malformed.reason);
        return refuse(Code::NameCollision, message, "rename the file");
    }
    let digest = Digest::of(bytes.as_bytes());
    // The manifest's own copy: no byte of the last one can change unseen.
    objects.insert(digest, bytes.as_bytes().into());
    objects.retain(|digest, _| !editions.objects.contains_key(digest));
    Ok(NewEdition { number, manifest, bytes, digest, objects })
}

/// What an edition is made of: everything but drafts, the built-in theme, and what belongs to editions, whose notes are in
/// it.
pub fn sealed_inputs<'a>(
    inputs: &'a Inputs,
    records: &'a Records,
) -> impl Iterator<Item = (&'a InputPath, &'a Arc<[u8]>)> {
    let drafts = records.pledges.iter().filter(|pledge| pledge.draft);
    let drafts: std::collections::BTreeSet<&InputPath> = drafts
        .flat_map(|pledge| std::iter::once(&pledge.path).chain(pledge.translations.iter().map(|one| &one.path)))
        .collect();
    let files = inputs.below("").map(|(_, path, bytes)| (path, bytes));
    let is_sealed = |path: &str, bytes: &[u8]| FileKind::of(path) != FileKind::Edition && !is_civic(path, bytes);
    files.filter(move |(path, bytes)| is_sealed(path, bytes) && !drafts.contains(path))
}

/// Whether a project says what its last edition says.
pub fn is_sealed_as(inputs: &Inputs, records: &Records, editions: &Editions, memory: &mut Memory) -> bool {
    let Some(last) = &editions.last else { return false };
    let same = |path: &str, bytes: &Arc<[u8]>| {
        let sealed = last.files.get(path).and_then(|digest| editions.objects.get(digest));
        sealed.is_some_and(|sealed| Arc::ptr_eq(sealed, bytes) || sealed == bytes)
    };
    // A file that the edition has otherwise settles it, whatever else there is.
    let settles = |path: &InputPath| {
        last.files.contains_key(path) && inputs.bytes(path).is_some_and(|bytes| !same(path, bytes))
    };
    if memory.differs.as_ref().is_some_and(settles) {
        return false;
    }
    let mut count = 0;
    for (path, bytes) in sealed_inputs(inputs, records) {
        if !same(path, bytes) {
            memory.differs = Some(path.clone());
            return false;
        }
        count += 1;
    }
    count == last.files.len()
}

/// A project that goes by another address than its editions.
pub fn of_another_site(records: &Records, editions: &Editions) -> Diagnostics {
    let both = records.settings.as_ref().zip(editions.last.as_ref());
    let fault =
        both.map(|(settings, last)| (&settings.site.base_url, last)).filter(|(own, last)| own.value != last.site);
    fault
        .map(|(own, last)| {
            let message = format!("the editions that are here are of `{}`, and this is `{}`", last.site, own.value);
            let help = "`base_url` is the name of the chain of editions: bring it back, or begin a new project";
            Diagnostic::new(Code::EditionOfAnotherSite, Place::new(&"site.toml".into(), own.span), message).help(help)
        })
        .into_iter()
        .collect()
}

/// Corrections that concern editions which were never sealed.
pub fn unknown_editions(records: &Records, editions: &Editions) -> Diagnostics {
    let sealed = editions.list.len();
    let concerned = records.corrections.iter().flat_map(|one| one.editions.iter().map(move |edition| (one, edition)));
    let unknown = concerned.filter(|(_, edition)| usize::try_from(edition.value).is_ok_and(|number| number > sealed));
    unknown
        .map(|(one, edition)| {
            let message = format!("there is no edition {}", edition.value);
            let help = match sealed {
                0 => "nothing was sealed yet: take the number out".to_owned(),
                1 => "edition 1 alone was sealed: mend the number, or take it out".to_owned(),
                last => format!("the editions are 1 to {last}: mend the number, or take it out"),
            };
            let place = Place::new(&one.place.path, edition.span);
            Diagnostic::new(Code::CorrectionOfUnknownEdition, place, message).help(help)
        })
        .collect()
}

/// The number that the next edition of a project will have.
pub fn next_number(inputs: &Inputs) -> u32 {
    let is_free = |number: &u32| !inputs.contains(&Layout::Project.manifest(*number));
    (1..=u32::MAX).find(is_free).unwrap_or(u32::MAX)
}

/// The path of an edition's note.
pub fn note_path(number: u32) -> String {
    Layout::Project.manifest(number).replace(".manifest", ".md")
}
