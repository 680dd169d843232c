//! Opens the sealed editions: the chain is followed, then each edition's own text is read, checked and assembled on its
//! own day, one after the other, with what was made of the one before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::changes::{Changes, changes};
use super::{Chain, Digest, Layout, Manifest, Moment, Sealed};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::inputs::{InputPath, Inputs};
use crate::parse;
use crate::record::{Date, Id, Language, Page, Pledge, Records};
use crate::scorecard::{self, Judging, Scorecard};
use crate::site::{SitePath, address};

/// A sealed edition, assembled.
#[derive(Debug)]
pub struct Edition {
    /// Its number, from 1.
    pub number: u32,
    /// Its digest: that of its manifest.
    pub digest: Digest,
    /// The day on which it judges.
    pub as_of: Date,
    /// When it was sealed.
    pub sealed: Moment,
    /// The editors' note on it.
    pub note: Option<Arc<Page>>,
    /// The scorecard.
    pub card: Arc<Scorecard>,
    /// What changed since the edition before; against nothing for the first.
    pub changes: Option<Changes>,
    /// For each pledge of the scorecard, the edition that introduced it as it stands here.
    pub versions: Vec<u32>,
    /// The digest of each picture, and of each copy of a source that it publishes.
    pub files: BTreeMap<InputPath, Digest>,
    /// Its manifest as it stands.
    pub manifest: Arc<[u8]>,
    /// The manifest's signature as it stands.
    pub signature: Option<Arc<[u8]>>,
}

impl Edition {
    /// Whether it was sealed more than a week after the day on which it judges.
    pub fn is_reconstructed(&self) -> bool {
        crate::record::days_between(self.as_of.first_day(), self.sealed.day().first_day()) > 7
    }
}

/// All sealed editions of a project.
#[derive(Debug, Default)]
pub struct Editions {
    /// Oldest first: number n stands at n - 1.
    pub list: Vec<Edition>,
    /// What the last one was made of.
    pub last: Option<Manifest>,
    /// The bytes of everything sealed.
    pub objects: BTreeMap<Digest, Arc<[u8]>>,
    /// Digests of local copies that are not to be published.
    pub private: BTreeSet<Digest>,
}

impl Editions {
    /// The edition with a number.
    pub fn get(&self, number: u32) -> Option<&Edition> {
        self.list.get((number as usize).checked_sub(1)?)
    }

    /// Where a file of an edition is kept: below the first edition that had it so.
    pub fn kept(&self, edition: &Edition, path: &str) -> Option<SitePath> {
        let digest = edition.files.get(path)?;
        let first = self.list.iter().find(|one| one.files.get(path) == Some(digest))?;
        address::content_of_edition(first.number, path)
    }
}

/// The editions as they were opened last.
#[derive(Debug, Default)]
pub struct Memory {
    opened: Option<(Arc<Editions>, Diagnostics)>,
    /// A file that the last edition has otherwise: most likely it still has.
    pub(super) differs: Option<InputPath>,
}

/// Opens the editions of a project; those of the last time where no file of theirs changed.
pub fn open(inputs: &Inputs, changed: bool, memory: &mut Memory) -> (Arc<Editions>, Diagnostics) {
    if changed {
        memory.opened = None;
    }
    memory.opened.get_or_insert_with(|| open_all(inputs)).clone()
}

fn open_all(inputs: &Inputs) -> (Arc<Editions>, Diagnostics) {
    let (chain, mut faults) = super::read(inputs, Layout::Project);
    if faults.has_errors() {
        return (Arc::default(), faults);
    }
    let mut opening = Opening { answers: check::Memory::of_errors(), ..Opening::default() };
    let mut editions = Editions::default();
    for sealed in &chain.sealed {
        match opening.edition(sealed, &chain, editions.list.last()) {
            Ok((edition, private)) => {
                editions.list.push(edition);
                editions.private.extend(private);
            }
            Err(more) => {
                faults.append(more);
                return (Arc::default(), faults);
            }
        }
    }
    // What one edition publishes, none keeps to itself; nor can a text that is more than a copy of a source.
    for edition in &editions.list {
        for digest in edition.files.values() {
            editions.private.remove(digest);
        }
    }
    for (path, digest) in chain.sealed.iter().flat_map(|sealed| &sealed.manifest.files) {
        if !super::may_be_withheld(path) {
            editions.private.remove(digest);
        }
    }
    editions.last = chain.sealed.last().map(|sealed| sealed.manifest.clone());
    editions.objects = chain.objects;
    (Arc::new(editions), faults)
}

/// The text of an edition.
pub fn inputs_of(sealed: &Sealed, objects: &BTreeMap<Digest, Arc<[u8]>>) -> Inputs {
    let mut inputs = Inputs::default();
    for (path, digest) in &sealed.manifest.files {
        if let Some(bytes) = objects.get(digest) {
            inputs.insert(path.clone(), bytes.clone());
        }
    }
    inputs
}

/// What was made of the editions before.
#[derive(Default)]
struct Opening {
    read: parse::Memory,
    answers: check::Memory,
    card: scorecard::Memory,
    versions: Versions,
}

impl Opening {
    fn edition(
        &mut self,
        sealed: &Sealed,
        chain: &Chain,
        before: Option<&Edition>,
    ) -> Result<(Edition, Vec<Digest>), Diagnostics> {
        let manifest = &sealed.manifest;
        let inputs = inputs_of(sealed, &chain.objects);
        let changed = parse::all(&inputs, &mut self.read);
        self.card.note(&changed);
        let records = self.read.records();
        let mut faults = self.read.diagnostics();
        faults.append(check::all((records, &changed), &inputs, manifest.as_of, &mut self.answers));
        let errors: Vec<&Diagnostic> = faults.iter().filter(|one| one.severity == Severity::Error).collect();
        if !errors.is_empty() {
            return Err(errors.into_iter().map(|fault| unsound(sealed, fault)).collect());
        }
        let card = scorecard::assemble(records, Judging::on(manifest.as_of), BTreeSet::default(), &mut self.card);
        if *card.settings.site.base_url.value != *manifest.site {
            let place = Place::new(&sealed.path, Manifest::line_of(&sealed.bytes, "site"));
            let message = format!(
                "edition {} says that it is of `{}`, and its site.toml that it is of `{}`",
                manifest.edition, manifest.site, card.settings.site.base_url.value
            );
            return Err([Diagnostic::new(Code::EditionOfAnotherSite, place, message)].into_iter().collect());
        }
        let number = manifest.edition;
        let known = &mut self.versions;
        let versions = card.pledges.iter().map(|one| version(known, &one.pledge, manifest)).collect();
        let (files, private) = published(records, manifest);
        let note = format!("{number:04}");
        let edition = Edition {
            number,
            digest: sealed.digest,
            as_of: manifest.as_of,
            sealed: manifest.sealed,
            note: records.notes.iter().find(|page| page.id.as_str() == note).cloned(),
            changes: before.map(|before| changes(&before.card, &card)),
            card,
            versions,
            files,
            manifest: sealed.bytes.clone(),
            signature: sealed.signature.clone(),
        };
        Ok((edition, private))
    }
}

/// The digests of each pledge's files, each with its language where it is a sidecar, and the edition that introduced them.
type Versions = BTreeMap<Id, (Vec<(Option<Language>, Digest)>, u32)>;

/// The edition that introduced a pledge as it stands in this one: its file and its sidecars are the same since.
fn version(known: &mut Versions, pledge: &Pledge, manifest: &Manifest) -> u32 {
    let sidecars = pledge.translations.iter().map(|one| (Some(one.language.clone()), &one.path));
    let files = std::iter::once((None, &pledge.path)).chain(sidecars);
    let digest = |(language, path)| Some((language, *manifest.files.get(path)?));
    let digests: Vec<_> = files.filter_map(digest).collect();
    let last = known.get(&pledge.id).filter(|(before, _)| *before == digests);
    let introduced = last.map_or(manifest.edition, |(_, introduced)| *introduced);
    known.insert(pledge.id.clone(), (digests, introduced));
    introduced
}

/// The files that an edition publishes beside its pages, and the digests of copies that it does not.
fn published(records: &Records, manifest: &Manifest) -> (BTreeMap<InputPath, Digest>, Vec<Digest>) {
    let is_public = |path: &str| {
        let is_copy = |file: &str| path.strip_prefix("content/") == Some(file);
        path.starts_with("content/images/")
            || records
                .sources
                .iter()
                .any(|one| one.public && one.file.as_ref().is_some_and(|file| is_copy(&file.value)))
    };
    let files = manifest.files.iter().filter(|(path, _)| is_public(path));
    let private = manifest.files.iter().filter(|(path, _)| super::may_be_withheld(path) && !is_public(path));
    (files.map(|(path, digest)| (path.clone(), *digest)).collect(), private.map(|(_, digest)| *digest).collect())
}

/// An error in the text of a sealed edition, at the line that lists its file.
fn unsound(sealed: &Sealed, fault: &Diagnostic) -> Diagnostic {
    let path = &fault.place.path;
    let place = Place::new(&sealed.path, Manifest::line_of(&sealed.bytes, path));
    let message = format!(
        "edition {} cannot be read: in `{path}`, {} [{}]",
        sealed.manifest.edition,
        fault.message,
        fault.code.as_str()
    );
    let help = "what is sealed never changes: use the version of pledgecard that sealed it, and report this as a fault of the new one";
    Diagnostic::new(Code::EditionUnsound, place, message).help(help)
}
