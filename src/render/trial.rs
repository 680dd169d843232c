//! A trial of a theme: some pages of each kind are rendered, to see whether its templates hold. `build` renders all.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Renderer, Scratch, Theme};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::site::{Page, Site, SitePath, address};

/// Pledges that are rendered, evenly spread, and pages of each other kind, which differ less.
const PLEDGES_TRIED: usize = 50;
const OTHERS_TRIED: usize = 1;

/// Whether a trial is not waited for any more. It is asked before every page.
pub type Overtaken<'a> = &'a (dyn Fn() -> bool + Sync);

/// What only shows when pages are rendered; `None` where the trial was overtaken.
pub fn trial(site: &Site, theme: &Theme, overtaken: Overtaken<'_>) -> Option<Diagnostics> {
    let mut kinds: BTreeMap<&str, Vec<(&SitePath, &Page)>> = BTreeMap::new();
    for (path, page) in site.pages.iter() {
        if let Some(kind) = page.template() {
            kinds.entry(kind).or_default().push((path, page));
        }
    }
    let tried = kinds.into_iter().flat_map(|(kind, pages)| {
        let tried = if kind == "pledge.html" { PLEDGES_TRIED } else { OTHERS_TRIED };
        let step = pages.len().div_ceil(tried);
        pages.into_iter().step_by(step)
    });
    render_all(site, theme, &tried.collect::<Vec<_>>(), overtaken)
}

/// What only shows when the pages of these pledges are rendered; `None` where the trial was overtaken.
pub fn trial_of(site: &Site, theme: &Theme, pledges: &[usize], overtaken: Overtaken<'_>) -> Option<Diagnostics> {
    let paths = pledges.iter().map(|at| address::pledge(&site.scorecard.pledges[*at].pledge.id));
    let paths: Vec<SitePath> = paths.collect();
    let pages: Vec<_> = paths.iter().filter_map(|path| site.pages.get_key_value(path)).collect();
    render_all(site, theme, &pages, overtaken)
}

fn render_all(
    site: &Site,
    theme: &Theme,
    tried: &[(&SitePath, &Page)],
    overtaken: Overtaken<'_>,
) -> Option<Diagnostics> {
    let renderer = Renderer::new(site, theme);
    let faults = tried.par_iter().map_init(Scratch::default, |scratch, (path, page)| {
        (!overtaken()).then(|| renderer.page(path, page, scratch).err().unwrap_or_default())
    });
    let faults: Vec<Vec<Diagnostic>> = faults.collect::<Option<_>>()?;
    Some(faults.into_iter().flatten().collect())
}
