//! Faults for a person at a terminal: message, place, source line, caret, remedy.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Locator, Place, Severity};
use crate::inputs::Inputs;

/// Whether to colour the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// With terminal colours.
    Colour,
    /// Text alone.
    Plain,
}

/// Every fault in full, a blank line between two.
pub fn human(diagnostics: &Diagnostics, inputs: &Inputs, paint: Paint) -> String {
    let renderer = match paint {
        Paint::Colour => Renderer::styled(),
        Paint::Plain => Renderer::plain(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut locator = Locator::new(inputs);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        text.push_str(&renderer.render(&report(diagnostic, &mut locator)));
        text.push_str("\n\n");
    }
    text
}

/// The warnings and notes of a run, a line for each code; errors are not in it.
pub fn summary(diagnostics: &Diagnostics, inputs: &Inputs) -> String {
    let mut by_code: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|one| one.severity != Severity::Error) {
        by_code.entry((diagnostic.severity, diagnostic.code)).or_default().push(diagnostic);
    }
    let mut locator = Locator::new(inputs);
    let mut text = String::new();
    for ((severity, code), all) in by_code {
        let at = locator.locate(&all[0].place);
        let also = if all.len() > 1 { format!(" (and {} more)", all.len() - 1) } else { String::new() };
        let place = format!("{}:{}:{}", at.path, at.start.line, at.start.column);
        text.push_str(&format!("{severity}[{}]: {place}: {}{also}\n", code.as_str(), visible(&all[0].message)));
    }
    text
}

fn report<'a>(diagnostic: &'a Diagnostic, locator: &mut Locator<'a>) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = quoted(Group::with_title(title), &diagnostic.place, locator);
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(visible(&diagnostic.help)));
    }
    let mut groups = vec![group];
    for related in &diagnostic.related {
        let title = Level::NOTE.secondary_title(visible(&related.message));
        groups.push(quoted(Group::with_title(title), &related.place, locator));
    }
    groups
}

/// Adds the place and its source line; a file that has no text there is named alone.
fn quoted<'a>(group: Group<'a>, place: &'a Place, locator: &mut Locator<'a>) -> Group<'a> {
    let at = locator.locate(place);
    let (offset, bytes) = locator.lines(&place.path).line(at.start.line);
    let origin = Origin::path(at.path).line(at.start.line).char_column(at.start.column);
    let line = String::from_utf8_lossy(bytes);
    let span = place.span.range();
    let marked = span.start.saturating_sub(offset)..span.end.saturating_sub(offset);
    let whole = line.len();
    let (text, marked) = window(&line, marked);
    if text.trim().is_empty() && marked.start == 0 {
        return group.element(origin);
    }
    let is_whole = text.len() == whole;
    let snippet = Snippet::source(text).line_start(at.start.line).fold(false);
    let snippet = snippet.annotation(AnnotationKind::Primary.span(marked));
    // A snippet knows its column only where it is the whole line.
    if is_whole { group.element(snippet.path(at.path)) } else { group.element(origin).element(snippet) }
}

/// The part of a line around the marked bytes: a line may be a megabyte long.
pub(super) fn window(line: &str, marked: Range<usize>) -> (String, Range<usize>) {
    const BEFORE: usize = 80;
    const AFTER: usize = 120;
    let clamp = |at: usize| floor(line, at.min(line.len()));
    let (start, end) = (clamp(marked.start), clamp(marked.end.max(marked.start)));
    let from = if start > 2 * BEFORE { floor(line, start - BEFORE) } else { 0 };
    let to = floor(line, line.len().min(start + AFTER + BEFORE));
    let (lead, trail) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
    let shift = |at: usize| at.min(to) - from + lead.len();
    (format!("{lead}{}{trail}", &line[from..to]), shift(start)..shift(end))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// A writer's text on a terminal: control characters are shown, not obeyed.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| (c.is_control() && c != '\n') || crate::record::invisible::is(c);
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if hidden(c) { format!("<U+{:04X}>", c as u32) } else { c.to_string() }).collect()
}
