//! `pledgecard check`: every fault in the content and the templates.

use std::path::Path;

use rayon::prelude::*;

use super::End;
use super::args::{Check, Format};
use super::project::{Project, counted};
use crate::Publication;
use crate::diagnostic::{self, Diagnostic, Diagnostics};
use crate::edge::WorldError;
use crate::edge::terminal::Terminal;
use crate::render::Renderer;

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
    Ok(if diagnostics.has_errors() { End::Faults } else { End::Done })
}

/// What only shows when pages are rendered.
fn template_faults(publication: &Publication) -> Diagnostics {
    let renderer = Renderer::new(&publication.site, &publication.theme);
    let faults: Vec<Vec<Diagnostic>> =
        publication.site.pages.par_iter().filter_map(|(path, page)| renderer.page(path, page).err()).collect();
    faults.into_iter().flatten().collect()
}
