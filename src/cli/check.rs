//! `pledgecard check`: every fault in the content and the templates.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::End;
use super::args::{Check, Format};
use super::project::{Project, counted};
use crate::Publication;
use crate::diagnostic::{self, Diagnostic, Diagnostics};
use crate::edge::WorldError;
use crate::edge::terminal::Terminal;
use crate::render::{Renderer, Scratch};
use crate::site::{Page, SitePath};

pub(super) fn run(args: &Check, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let project = Project::read(root)?;
    let outcome = project.compile(args.judging);
    let mut diagnostics = outcome.diagnostics;
    if let Some(publication) = &outcome.publication {
        diagnostics.append(template_faults(publication));
    }
    let diagnostics = diagnostics.sorted();
    let inputs = &project.inputs;
    terminal.result(&match args.format {
        Format::Human => diagnostic::human(&diagnostics, inputs, terminal.paint_result()),
        Format::Json => diagnostic::json(&diagnostics, inputs),
        Format::Github => diagnostic::github(&diagnostics, inputs),
        Format::Sarif => diagnostic::sarif(&diagnostics, inputs),
    });
    if args.format == Format::Human {
        terminal.remark(&format!("{}\n", counted(&diagnostics)));
    }
    let end = if diagnostics.has_errors() { End::Faults } else { End::Done };
    // The process ends here: the system takes memory back at once, where we would free it piece by piece.
    std::mem::forget((outcome.publication, project));
    Ok(end)
}

/// Pledges that `check` renders, evenly spread, and pages of each other kind, which differ less; `build` renders all.
const PLEDGES_TRIED: usize = 50;
const OTHERS_TRIED: usize = 1;

/// What only shows when pages are rendered.
fn template_faults(publication: &Publication) -> Diagnostics {
    let renderer = Renderer::new(&publication.site, &publication.theme);
    let mut kinds: BTreeMap<&str, Vec<(&SitePath, &Page)>> = BTreeMap::new();
    for (path, page) in publication.site.pages.iter() {
        if let Some(kind) = page.template() {
            kinds.entry(kind).or_default().push((path, page));
        }
    }
    let tried = kinds.into_iter().flat_map(|(kind, pages)| {
        let tried = if kind == "pledge.html" { PLEDGES_TRIED } else { OTHERS_TRIED };
        let step = pages.len().div_ceil(tried);
        pages.into_iter().step_by(step)
    });
    let tried: Vec<(&SitePath, &Page)> = tried.collect();
    let faults =
        tried.par_iter().map_init(Scratch::default, |scratch, (path, page)| renderer.page(path, page, scratch).err());
    let faults: Vec<Vec<Diagnostic>> = faults.flatten().collect();
    faults.into_iter().flatten().collect()
}
