//! Which pages a lost address may have meant.

use std::ops::Bound;

use super::Shown;
use crate::site::{Page, SitePath};

/// How many are named.
const NAMED: usize = 5;
/// How many neighbours on either side are compared: a large site has too many pages to compare all.
const COMPARED: usize = 2_000;

/// The addresses of the pages nearest to a path below the root.
pub fn nearest(shown: &Shown, path: &str) -> Vec<String> {
    let Some(publication) = &shown.publication else { return Vec::new() };
    let pages = &publication.site.pages;
    let at = SitePath::new(path.split('/').filter(|part| !part.is_empty()));
    let (below, above) =
        at.as_ref().map_or((Bound::Unbounded, Bound::Unbounded), |at| (Bound::Excluded(at), Bound::Included(at)));
    let before = pages.range::<SitePath, _>((Bound::Unbounded, below)).rev().take(COMPARED);
    let after = pages.range::<SitePath, _>((above, Bound::Unbounded)).take(COMPARED);
    let is_page = |page: &Page| page.template().is_some() && !matches!(page, Page::NotFound);
    let wanted = path.trim_end_matches('/');
    let likeness = |other: &str| strsim::jaro_winkler(wanted, other.trim_end_matches('/'));
    let mut near: Vec<(f64, &str)> = before
        .chain(after)
        .filter(|(_, page)| is_page(page))
        .map(|(path, _)| (likeness(path.address()), path.address()))
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    let base = shown.base();
    near.into_iter().take(NAMED).map(|(_, address)| format!("{base}{address}")).collect()
}
