//! `pledgecard editions`: the sealed editions, a line each.

use std::path::Path;

use serde::Serialize;

use super::End;
use super::args::{Editions as Args, Plain};
use super::project::{Project, counted, plural};
use crate::edge::WorldError;
use crate::edge::terminal::Terminal;
use crate::edition::{self, Edition};

/// An edition as JSON, version 1.
#[derive(Serialize)]
struct Entry<'a> {
    number: u32,
    as_of: String,
    sealed: String,
    digest: String,
    note: Option<&'a str>,
    signed: bool,
    moves: usize,
    changes: usize,
}

pub(super) fn run(args: &Args, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let project = Project::read(root)?;
    let (editions, faults) = edition::open(&project.inputs, true, &mut edition::Memory::default());
    if faults.has_errors() {
        project.complain(&faults.sorted(), terminal);
        return Ok(End::Faults);
    }
    let entries: Vec<Entry<'_>> = editions.list.iter().map(entry).collect();
    terminal.result(&match args.format {
        Plain::Json => serde_json::to_string_pretty(&entries).expect("entries are plain data") + "\n",
        Plain::Human => entries.iter().map(line).collect(),
    });
    if args.format == Plain::Human && entries.is_empty() {
        terminal.remark("nothing was sealed yet: `pledgecard seal -m NOTE` seals the first edition\n");
    }
    if !faults.is_empty() {
        terminal.remark(&format!("{}\n", counted(&faults)));
    }
    Ok(End::Done)
}

fn entry(edition: &Edition) -> Entry<'_> {
    let counts = edition.changes.as_ref().map(|changes| (changes.counts().moves, changes.all.len()));
    let language = &edition.card.settings.site.language;
    Entry {
        number: edition.number,
        as_of: edition.as_of.to_string(),
        sealed: edition.sealed.to_string(),
        digest: edition.digest.to_string(),
        note: edition.note.as_ref().map(|note| note.title.get(language, language).0),
        signed: edition.signature.is_some(),
        moves: counts.map_or(0, |(moves, _)| moves),
        changes: counts.map_or(0, |(_, all)| all),
    }
}

/// `  2  2025-09-15  1f3a…  4 moves, 31 changes  The autumn`.
fn line(entry: &Entry<'_>) -> String {
    let Entry { number, as_of, digest, note, moves, changes, signed, .. } = entry;
    let counts = match number {
        1 => "the first".to_owned(),
        _ => format!("{}, {}", plural(*moves, "move"), plural(*changes, "change")),
    };
    let signed = if *signed { "  signed" } else { "" };
    let note = note.map_or_else(String::new, |note| format!("  {note}"));
    format!("{number:>4}  {as_of}  {}  {counts}{signed}{note}\n", &digest[..12])
}
