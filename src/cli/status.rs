//! `pledgecard status`: a dated status at the end of a pledge's history.

use std::path::Path;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::End;
use super::args::{Judging, Status};
use super::project::Project;
use crate::diagnostic::{self, Diagnostics, Severity, did_you_mean};
use crate::edge::terminal::Terminal;
use crate::edge::{WorldError, clock, disk};
use crate::inputs::InputPath;
use crate::parse;

pub(super) fn run(args: &Status, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let mut project = Project::read(root)?;
    let mut memory = parse::Memory::default();
    parse::all(&project.inputs, &mut memory);
    let records = memory.records();
    let Some(pledge) = records.pledges.iter().find(|pledge| pledge.id.as_str() == args.pledge) else {
        let known = records.pledges.iter().map(|pledge| pledge.id.as_str());
        let near = did_you_mean(&args.pledge, known);
        terminal.complaint(&format!("error: there is no pledge `{}`; {near}\n", args.pledge));
        return Ok(End::World);
    };
    let path = pledge.path.clone();
    let judging = Judging { strict: false, today: None };
    let before = errors_in(&project.compile(judging).diagnostics, &path);
    let text = String::from_utf8_lossy(project.inputs.bytes(&path).map_or(&[], |bytes| &bytes[..])).into_owned();
    let Some(changed) = appended(&text, args) else {
        terminal.complaint(&diagnostic::human(&before, &project.inputs, terminal.paint_complaint()));
        terminal.complaint(&format!("nothing was written: mend `{path}` first\n"));
        return Ok(End::Faults);
    };
    project.inputs.insert(path.clone(), changed.as_bytes());
    let after = errors_in(&project.compile(judging).diagnostics, &path);
    if after.iter().count() > before.iter().count() {
        terminal.complaint(&diagnostic::human(&after, &project.inputs, terminal.paint_complaint()));
        terminal.complaint(&format!("nothing was written: `{path}` would have a fault that it does not have now\n"));
        return Ok(End::Faults);
    }
    disk::replace(&project.root.join(&*path), &changed)?;
    terminal.result(&format!("{path}: {} since {}\n", args.status, on(args)));
    Ok(End::Done)
}

/// The errors that stand in one file, and what would be one if the file were no draft; what is stale is no hindrance.
fn errors_in(diagnostics: &Diagnostics, path: &InputPath) -> Diagnostics {
    let here = diagnostics.iter().filter(|one| one.place.path == *path);
    here.filter(|one| one.severity != Severity::Warning && one.code.severity() == Severity::Error).cloned().collect()
}

fn on(args: &Status) -> crate::record::Date {
    args.on.unwrap_or_else(clock::today)
}

/// The file with a status more; `None` where its front matter cannot be read.
fn appended(text: &str, args: &Status) -> Option<String> {
    let (before, front, after) = parse::front_matter_of(text)?;
    let mut document: DocumentMut = front.parse().ok()?;
    let statuses = document.entry("status").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    match statuses {
        Item::ArrayOfTables(tables) => tables.push(entry(args)),
        Item::Value(toml_edit::Value::Array(array)) => array.push(entry(args).into_inline_table()),
        _ => return None,
    }
    let mut changed = document.to_string();
    if front.contains("\r\n") {
        changed = changed.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    Some(format!("{before}{changed}{after}"))
}

fn entry(args: &Status) -> Table {
    let mut table = Table::new();
    let on = on(args).to_string();
    let date = on.parse::<toml_edit::Datetime>().ok().filter(|_| on.len() == "2025-06-07".len());
    table["on"] = date.map_or_else(|| value(on.as_str()), value);
    table["to"] = value(args.status.as_str());
    table["reason"] = value(args.reason.as_str());
    if !args.evidence.is_empty() {
        table["evidence"] = value(args.evidence.iter().map(String::as_str).collect::<Array>());
    }
    if let Some(cause) = &args.cause {
        table["cause"] = value(cause.as_str());
    }
    table.decor_mut().set_prefix("\n");
    table
}
