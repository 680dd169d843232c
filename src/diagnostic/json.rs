//! Faults as one JSON array, in the shape that docs/commands.md fixes.

use serde::Serialize;

use super::{Diagnostics, Located, Locator};
use crate::inputs::Inputs;

#[derive(Serialize)]
struct Fault<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: &'a str,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

/// One JSON array, empty where there is no fault, with a final newline.
pub fn json(diagnostics: &Diagnostics, inputs: &Inputs) -> String {
    let mut locator = Locator::new(inputs);
    let faults: Vec<Fault<'_>> = diagnostics
        .iter()
        .map(|one| {
            let Located { path, start, end } = locator.locate(&one.place);
            let related = one.related.iter().map(|other| {
                let at = locator.locate(&other.place);
                let (line, column) = (at.start.line, at.start.column);
                Related { file: at.path, line, column, message: &other.message }
            });
            Fault {
                code: one.code.as_str(),
                severity: one.severity.as_str(),
                file: path,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                message: &one.message,
                help: &one.help,
                related: related.collect(),
            }
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&faults).expect("strings and numbers always serialise");
    text.push('\n');
    text
}
