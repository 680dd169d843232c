//! Faults for a browser: the same that a terminal shows, as data. Never: markup.

use serde::Serialize;

use super::human::{visible, window};
use super::{Diagnostic, Locator, Place};
use crate::inputs::Inputs;

/// A fault with its place and its source line.
#[derive(Debug, Clone, Serialize)]
pub struct Quoted {
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The remedy.
    pub help: String,
    /// Where.
    pub at: Spot,
    /// Other places that belong to it, each with what stands there.
    pub related: Vec<(String, Spot)>,
}

/// A place with its source line.
#[derive(Debug, Clone, Serialize)]
pub struct Spot {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The source line up to the mark, the marked part, and the rest.
    pub source: (String, String, String),
}

/// Faults with their source lines.
pub fn quoted<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, inputs: &'a Inputs) -> Vec<Quoted> {
    let mut locator = Locator::new(inputs);
    let quote = |one: &'a Diagnostic| Quoted {
        severity: one.severity.as_str(),
        code: one.code.as_str(),
        message: visible(&one.message).into_owned(),
        help: visible(&one.help).into_owned(),
        at: spot(&one.place, &mut locator),
        related: one
            .related
            .iter()
            .map(|other| (visible(&other.message).into_owned(), spot(&other.place, &mut locator)))
            .collect(),
    };
    diagnostics.map(quote).collect()
}

fn spot<'a>(place: &'a Place, locator: &mut Locator<'a>) -> Spot {
    let at = locator.locate(place);
    let (offset, bytes) = locator.lines(&place.path).line(at.start.line);
    let line = String::from_utf8_lossy(bytes);
    let span = place.span.range();
    let (text, marked) = window(&line, span.start.saturating_sub(offset)..span.end.saturating_sub(offset));
    let part = |range: std::ops::Range<usize>| visible(text.get(range).unwrap_or_default()).into_owned();
    Spot {
        file: at.path.to_owned(),
        line: at.start.line,
        column: at.start.column,
        source: (part(0..marked.start), part(marked.clone()), part(marked.end..text.len())),
    }
}
