//! `pledgecard rollback`: the site that was there before.

use std::path::Path;

use super::End;
use super::args::Rollback;
use super::project::Project;
use super::publish::chosen;
use crate::edge::WorldError;
use crate::edge::publish::{Options, REMOTE, target};
use crate::edge::terminal::Terminal;
use crate::parse;
use crate::record::Destination;

pub(super) fn run(args: &Rollback, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let project = Project::read(root)?;
    let mut memory = parse::Memory::default();
    parse::all(&project.inputs, &mut memory);
    let Some(settings) = &memory.records().settings else {
        return Err(WorldError::refused("read", &project.root.join("site.toml"), "it is not there"));
    };
    let chosen = match chosen(args.target.as_deref(), settings) {
        Ok(chosen) => chosen,
        Err(reason) => {
            terminal.complaint(&format!("error: {reason}\n"));
            return Ok(End::World);
        }
    };
    if !args.yes && !terminal.ask(&format!("show the site again that was at {} before?", chosen.to)) {
        terminal.complaint("nothing was changed\n");
        return Ok(End::World);
    }
    let options = Options { push: args.push || chosen.push, gzip: chosen.gzip };
    let listing = target(&chosen.to, &project.root, options)?.roll_back()?;
    terminal.result(&match listing.edition() {
        Some((number, digest)) => format!("live again: edition {number}\n{digest}\n"),
        None => "live again: a site without editions\n".to_owned(),
    });
    if let (Destination::Branch(name), false) = (&chosen.to, options.push) {
        terminal.remark(&format!("it was not pushed: `git push {REMOTE} {name}` does it\n"));
    }
    Ok(End::Done)
}
