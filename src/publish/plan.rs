//! What has to be done so that one site stands where another does, and in which order.

use std::collections::BTreeMap;

use super::{Kind, Listing, Release};
use crate::edition::{Digest, Editions};

/// A path below the root of the site.
type Path = Box<str>;

/// What has to be done. Every path stands in one of the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// New files.
    pub add: Vec<Path>,
    /// Files with other bytes.
    pub replace: Vec<Path>,
    /// Files that are as they are to be.
    pub keep: Vec<Path>,
    /// Assets that the new site has no more, and that stay for those who still read the old one.
    pub leave: Vec<Path>,
    /// Files that go.
    pub remove: Vec<Path>,
    /// What each new or changed file is.
    kinds: BTreeMap<Path, Kind>,
    /// The bytes that have to be sent.
    pub bytes: u64,
    /// The digest of the whole site that is to be: of what `sha256sum` prints of its files.
    pub site: Digest,
}

/// Why a site cannot be published over what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// What is live is an edition that this project does not know.
    OtherHistory(u32, Digest),
    /// Files that others put there would be gone.
    Foreign(Vec<Path>),
    /// Pages that readers can cite would be gone.
    Gone(Vec<Path>),
}

/// A step of publishing: everything in it may be done at once, and nothing of the next before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// New assets.
    Assets,
    /// Pages at new addresses: no page that is live leads there yet.
    NewPages,
    /// Objects, manifests and signatures.
    Sealed,
    /// Feeds of new pages.
    NewFeeds,
    /// Pages that were there before.
    Pages,
    /// Feeds, sitemaps and what else machines follow.
    Feeds,
    /// Front pages.
    Fronts,
}

impl Phase {
    fn of(kind: Kind, is_new: bool) -> Self {
        match (kind, is_new) {
            (Kind::Asset, true) => Self::Assets,
            (Kind::Page, true) => Self::NewPages,
            (Kind::Sealed, _) => Self::Sealed,
            (Kind::Feed, true) => Self::NewFeeds,
            (Kind::Page | Kind::Asset, false) => Self::Pages,
            (Kind::Feed, false) => Self::Feeds,
            (Kind::Front, _) => Self::Fronts,
        }
    }
}

impl Plan {
    /// Whether nothing has to be done.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.replace.is_empty() && self.remove.is_empty()
    }

    /// Every file of the site that is to be.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.add.iter().chain(&self.replace).chain(&self.keep)
    }

    /// The files to be put in place, step by step.
    pub fn phases(&self) -> BTreeMap<Phase, Vec<&str>> {
        let mut phases: BTreeMap<Phase, Vec<&str>> = BTreeMap::new();
        let new = self.add.iter().map(|path| (path, true));
        for (path, is_new) in new.chain(self.replace.iter().map(|path| (path, false))) {
            let kind = self.kinds.get(path).copied().unwrap_or(Kind::Page);
            phases.entry(Phase::of(kind, is_new)).or_default().push(path);
        }
        phases
    }
}

/// Compares what is live with what is to be.
pub fn plan(live: &Listing, release: &Release, editions: &Editions) -> Result<Plan, Refusal> {
    if let Some((number, digest)) = live.edition()
        && editions.get(number).is_none_or(|known| known.digest != digest)
    {
        return Err(Refusal::OtherHistory(number, digest));
    }
    // At an address of the site stands what the site has there, whoever wrote what was there before.
    let foreign: Vec<Path> = live.foreign.iter().filter(|path| !release.files.contains_key(*path)).cloned().collect();
    if !foreign.is_empty() {
        return Err(Refusal::Foreign(foreign));
    }
    let mut plan = Plan { site: release.digest(), ..Plan::default() };
    for (path, (stamp, kind)) in &release.files {
        let list = match live.files.get(path) {
            Some(there) if there == stamp => &mut plan.keep,
            Some(_) => &mut plan.replace,
            None => &mut plan.add,
        };
        if live.files.get(path) != Some(stamp) {
            plan.bytes += stamp.size;
            plan.kinds.insert(path.clone(), *kind);
        }
        list.push(path.clone());
    }
    let stale = || live.files.keys().filter(|path| !release.files.contains_key(*path));
    let gone: Vec<Path> = stale().filter(|path| is_cited(path)).cloned().collect();
    if !gone.is_empty() {
        return Err(Refusal::Gone(gone));
    }
    // What changes nothing for readers waits for the next edition.
    let is_left = |path: &Path| path.starts_with("assets/") && (!live.left.contains(path) || plan.is_empty());
    let (leave, remove) = stale().cloned().partition(is_left);
    (plan.leave, plan.remove) = (leave, remove);
    Ok(plan)
}

/// Whether readers may have cited an address: every page but parts of a list, and what was sealed.
fn is_cited(path: &str) -> bool {
    let is_part = path.starts_with("pledges/page/") || path.contains("/pledges/page/");
    super::is_sealed(path) || super::is_page(path) && !is_part
}
