//! `pledgecard restore`: the text of an edition as a project of its own, with the editions up to it.

use std::path::Path;

use super::End;
use super::project::{Project, counted, plural};
use crate::edge::terminal::Terminal;
use crate::edge::{WorldError, disk};
use crate::edition::{self, Layout};

pub(super) fn run(number: u32, dir: &Path, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let project = Project::read(root)?;
    let (chain, faults) = edition::read(&project.inputs, Layout::Project);
    if faults.has_errors() {
        project.complain(&faults.sorted(), terminal);
        return Ok(End::Faults);
    }
    if !faults.is_empty() {
        terminal.remark(&format!("{}\n", counted(&faults)));
    }
    let Some(files) = edition::restored(&chain, number) else {
        terminal.complaint(&format!("error: there is no edition {number}: the last is {}\n", chain.sealed.len()));
        return Ok(End::World);
    };
    if !disk::is_empty_or_absent(dir)? {
        return Err(WorldError::refused("restore into", dir, "it is not empty"));
    }
    for (path, bytes) in &files {
        disk::create(&dir.join(path), bytes)?;
    }
    terminal.result(&format!(
        "restored edition {number} into `{}`: {}\n",
        dir.display(),
        plural(files.len(), "file")
    ));
    Ok(End::Done)
}
