//! `pledgecard seal`: the project as the next edition.

use std::path::Path;

use super::End;
use super::args::Seal;
use super::project::{Project, counted};
use crate::diagnostic;
use crate::edge::sealing::Turn;
use crate::edge::terminal::Terminal;
use crate::edge::{WorldError, clock, disk, ssh};
use crate::edition::{self, Moment, Wish, changes};

pub(super) fn run(args: &Seal, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let folder = disk::find_root(root)?;
    if !disk::is_project(&folder) {
        return Err(WorldError::refused("seal", &folder, "there is no site.toml in it"));
    }
    let turn = Turn::take(&folder)?;
    let mut project = Project::read(root)?;
    let number = edition::next_number(&project.inputs);
    let note = args.message.as_ref().map(|message| note(message));
    if let Some(note) = &note {
        let path = edition::note_path(number);
        if project.inputs.bytes(&path).is_some_and(|there| **there != *note.as_bytes()) {
            let reason = "the note of this edition is there already: leave out `-m`, or take the file away";
            return Err(WorldError::refused("write", &project.root.join(path), reason));
        }
        project.inputs.insert(path, note.as_bytes());
    }
    let sealed = Moment::at(clock::now()).ok_or_else(|| {
        WorldError::refused("read", Path::new("SOURCE_DATE_EPOCH"), "it is no moment of the years 1 to 9999")
    })?;
    let wish = Wish { as_of: args.as_of.unwrap_or_else(|| sealed.day()), sealed };
    let planned = match crate::seal(&project.inputs, wish, args.strict) {
        Ok(planned) => planned,
        Err(faults) => {
            project.complain(&faults, terminal);
            terminal.complaint(&format!("nothing was sealed: {}\n", counted(&faults)));
            return Ok(End::Faults);
        }
    };
    terminal.remark(&diagnostic::summary(&planned.diagnostics, &project.inputs));
    if let Some(before) = &planned.before {
        terminal.remark(&changes::human(&planned.changes, before, &planned.scorecard));
    }
    let new = &planned.edition;
    let signature = args.sign.as_ref().map(|key| ssh::sign(key, new.bytes.as_bytes())).transpose()?;
    turn.write(new, note.as_ref().map(String::as_bytes), signature.as_deref())?;
    terminal.result(&format!("sealed edition {number}, as of {}: {}\n", new.manifest.as_of, new.digest));
    Ok(End::Done)
}

/// A note as its file has it: the first line of a message is the title, and the rest the text.
fn note(message: &str) -> String {
    let (title, text) = message.trim().split_once('\n').unwrap_or((message.trim(), ""));
    let title = toml_edit::value(title.trim());
    let text = text.trim();
    if text.is_empty() {
        format!("+++\ntitle = {title}\n+++\n")
    } else {
        format!("+++\ntitle = {title}\n+++\n\n{text}\n")
    }
}
