//! `pledgecard check`: every fault in the content and the templates.

use std::path::Path;

use super::End;
use super::args::{Check, Format};
use super::project::{Project, counted};
use crate::diagnostic;
use crate::edge::WorldError;
use crate::edge::terminal::Terminal;
use crate::render;

pub(super) fn run(args: &Check, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let project = Project::read(root)?;
    let outcome = project.compile(args.judging);
    let mut diagnostics = outcome.diagnostics;
    if let Some(publication) = &outcome.publication {
        let trial = render::trial(&publication.site, &publication.theme, &|| false);
        diagnostics.append(trial.expect("nothing overtakes it"));
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
