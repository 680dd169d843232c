//! Which pages the sealed editions have: those that are followed, those that stay as they were, and what a stranger
//! needs to verify them.

use std::collections::BTreeSet;

use super::{Gone, Page, SitePath, Withdrawn, address};
use crate::edition::{Editions, Layout, renamed};
use crate::record::Id;
use crate::scorecard::Scorecard;

/// The pages that readers and search engines are to find: the list of editions, and what changed in each.
pub(super) fn followed(editions: &Editions) -> Vec<(SitePath, Page)> {
    let changes = editions.list.iter().filter(|edition| edition.changes.is_some());
    let changes = changes.map(|edition| (address::changes(edition.number), Page::Changes(edition.number)));
    std::iter::once((address::editions(), Page::Editions)).chain(changes).collect()
}

/// The pages that point to the present ones: each edition's scorecard, each version of a pledge, and what is gone.
pub(super) fn old(card: &Scorecard, editions: &Editions) -> Vec<(SitePath, Page)> {
    let mut pages = Vec::new();
    for edition in &editions.list {
        pages.push((address::edition(edition.number), Page::Edition(edition.number)));
        let introduced = edition.versions.iter().enumerate().filter(|(_, number)| **number == edition.number);
        pages.extend(introduced.map(|(at, number)| {
            let id = &edition.card.pledges[at].pledge.id;
            (address::pledge_version(id, *number), Page::PledgeVersion(*number, at))
        }));
    }
    pages.extend(gone(card, editions));
    pages
}

/// Pages of records, each by the way to its address.
type Listed<'a> = Vec<(SitePath, Gone)>;

/// Everything of a scorecard that has an address of its own.
fn listed(card: &Scorecard) -> Listed<'_> {
    let mut all: Listed<'_> = Vec::new();
    let settings = &card.settings;
    let mut add = |ids: &mut dyn Iterator<Item = &Id>, path: fn(&Id) -> SitePath, gone: fn(usize) -> Gone| {
        all.extend(ids.enumerate().map(|(at, id)| (path(id), gone(at))));
    };
    add(&mut card.pledges.iter().map(|one| &one.pledge.id), address::pledge, Gone::Pledge);
    add(&mut settings.topics.iter().map(|one| &one.id.value), address::topic, Gone::Topic);
    add(&mut settings.statuses.iter().map(|one| &one.id.value), address::status, Gone::Status);
    add(&mut settings.concerns.iter().map(|one| &one.id.value), address::concern, Gone::Concern);
    add(&mut card.people.iter().map(|one| &one.id), address::person, Gone::Person);
    add(&mut card.pages.iter().map(|one| &one.id), address::prose, Gone::Prose);
    all
}

/// What an edition had and the scorecard has not, each from the last edition that had it.
fn gone(card: &Scorecard, editions: &Editions) -> Vec<(SitePath, Page)> {
    let mut known: BTreeSet<SitePath> = listed(card).into_iter().map(|(path, _)| path).collect();
    // The page of the method is there without prose of the editors, too.
    known.insert(address::methodology());
    let names = renamed(card, editions);
    let mut pages = Vec::new();
    for edition in editions.list.iter().rev() {
        for (path, what) in listed(&edition.card) {
            if known.insert(path.clone()) {
                let now = match what {
                    Gone::Pledge(at) => names.get(edition.card.pledges[at].pledge.id.as_str()).copied(),
                    _ => None,
                };
                pages.push((path, Page::Withdrawn(Withdrawn { edition: edition.number, what, now })));
            }
        }
    }
    pages
}

/// Manifests, signatures, objects, the list for machines, and the files that editions show.
pub(super) fn files(editions: &Editions) -> Vec<(SitePath, Page)> {
    if editions.list.is_empty() {
        return Vec::new();
    }
    let mut pages = vec![(address::timemap(), Page::TimeMap)];
    let mut add = |path: String, bytes: &std::sync::Arc<[u8]>| {
        pages.extend(address::sealed(&path).map(|path| (path, Page::File(bytes.clone()))));
    };
    for edition in &editions.list {
        add(Layout::Site.manifest(edition.number), &edition.manifest);
        if let Some(signature) = &edition.signature {
            add(Layout::Site.signature(edition.number), signature);
        }
    }
    for (digest, bytes) in editions.objects.iter().filter(|(digest, _)| !editions.private.contains(digest)) {
        add(Layout::Site.object(digest), bytes);
    }
    for edition in &editions.list {
        let files = edition.files.iter();
        let kept =
            files.filter_map(|(path, digest)| Some((editions.kept(edition, path)?, editions.objects.get(digest)?)));
        pages.extend(kept.map(|(at, bytes)| (at, Page::File(bytes.clone()))));
    }
    pages
}
