//! `pledgecard build`: the whole site into a folder.

use std::mem::ManuallyDrop;
use std::path::Path;

use super::End;
use super::args::{Build, Judging};
use super::project::{Project, counted, plural};
use crate::diagnostic::{self, Severity};
use crate::edge::output::{self, Failure, Written};
use crate::edge::stamp::{Memory, Stamp, Told};
use crate::edge::terminal::{Terminal, duration};
use crate::edge::{WorldError, clock, disk};
use crate::render::Renderer;

pub(super) fn run(args: &Build, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let watch = clock::Stopwatch::start();
    let root = disk::find_root(root)?;
    let target = root.join(&args.out);
    refuse_own_folders(&root, &target)?;
    let (project, memory) = rayon::join(|| Project::at(&root), || Memory::recall(&root, &target));
    let mut project = project?;
    let day = args.judging.today.unwrap_or_else(clock::today);
    let judging = Judging { today: Some(day), ..args.judging };
    let settings = format!("{day} {}", judging.strict);
    let (stamp, ingredients) = memory.and_then(|memory| Stamp::new(memory, &project.inputs, &settings)).unzip();
    if let Some(told) = stamp.as_ref().and_then(Stamp::unchanged) {
        terminal.remark(&told.remark);
        let written = Written { files: told.files, ..Written::default() };
        terminal.result(&said(&args.out, written, told.warnings, &duration(watch.elapsed())));
        return Ok(End::Done);
    }
    let outcome = match &ingredients {
        Some(ingredients) => project.compile_again(judging, ingredients),
        None => project.compile(judging),
    };
    let remark = project.complain(&outcome.diagnostics, terminal);
    let Some(publication) = outcome.publication else {
        terminal.complaint(&format!("nothing was built: {}\n", counted(&outcome.diagnostics)));
        return Ok(End::Faults);
    };
    // Where a page cannot be rendered the theme is at fault: what editors wrote is not shown again, and is much.
    let written = project.inputs.take_below("content/pledges/");
    rayon::spawn(|| drop(written));
    let bar = terminal.progress(publication.site.pages.len());
    // The process ends here: the system takes memory back at once, where we would free it piece by piece.
    let publication = ManuallyDrop::new(publication);
    let renderer = ManuallyDrop::new(Renderer::new(&publication.site, &publication.theme));
    match output::write(&renderer, &target, stamp.as_ref().zip(ingredients), &bar) {
        Ok(built) => {
            let warnings = outcome.diagnostics.count(Severity::Warning);
            if let Some(stamp) = stamp {
                stamp.keep(Told { files: built.written.files, warnings, remark }, &built);
            }
            terminal.result(&said(&args.out, built.written, warnings, &duration(watch.elapsed())));
            Ok(End::Done)
        }
        Err(Failure::Faults(faults)) => {
            terminal.complaint(&diagnostic::human(&faults, &project.inputs, terminal.paint_complaint()));
            terminal.complaint(&format!("nothing was built: {}\n", counted(&faults)));
            Ok(End::Faults)
        }
        Err(Failure::World(error)) => Err(error),
    }
}

/// What was built, in a line.
fn said(out: &Path, written: Written, warnings: usize, time: &str) -> String {
    let Written { files, changed, removed, .. } = written;
    let unchanged = files - changed;
    let mut parts = vec![format!("{changed} written")];
    if unchanged > 0 {
        parts.push(format!("{unchanged} unchanged"));
    }
    if removed > 0 {
        parts.push(format!("{removed} removed"));
    }
    let warnings = match warnings {
        0 => String::new(),
        count => format!("; {} (`pledgecard check` shows them)", plural(count, "warning")),
    };
    let (files, parts) = (plural(files, "file"), parts.join(", "));
    format!("built {files} into `{}` in {time}: {parts}{warnings}\n", out.display())
}

/// The project itself is never replaced by its site.
pub(super) fn refuse_own_folders(root: &Path, target: &Path) -> Result<(), WorldError> {
    let (root, target) = (output::resolved(root)?, output::resolved(target)?);
    let own = [output::resolved(&root.join("content"))?, output::resolved(&root.join("themes"))?];
    if root.starts_with(&target) || own.iter().any(|own| target.starts_with(own)) {
        return Err(WorldError::refused("build into", &target, "it holds the project's own files"));
    }
    Ok(())
}
