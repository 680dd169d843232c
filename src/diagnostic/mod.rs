//! Faults as data with a place, gathered while the inputs are read and printed last. Never: deciding what is a fault.

mod code;
mod github;
mod human;
mod json;
mod place;
mod quoted;
mod sarif;

use std::collections::BTreeMap;
use std::fmt;

pub use code::Code;
pub use github::github;
pub(crate) use human::visible;
pub use human::{Paint, human, summary};
pub use json::json;
pub use place::{Lines, Place, Placed, Position, Span};
pub use quoted::{Quoted, Spot, quoted};
pub use sarif::sarif;

use crate::inputs::Inputs;

/// How grave a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is built, sealed or published.
    Error,
    /// Worth a look; an error under `--strict`.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Another place that a fault speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub message: String,
}

/// One fault: what is wrong, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of fault.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// Where it was written.
    pub place: Place,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The remedy; empty where the message says it all.
    pub help: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// A fault of the code's own severity, without a remedy yet.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            place,
            message: message.into(),
            help: String::new(),
            related: Vec::new(),
        }
    }

    /// The same fault with its remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same fault with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same fault with another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }
}

/// All faults of a run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a fault.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all faults of another gathering.
    pub fn append(&mut self, mut other: Self) {
        self.list.append(&mut other.list);
    }

    /// The same faults in the order in which they are printed: by file, place, severity, code; each once.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        fn key(one: &Diagnostic) -> impl Ord + '_ {
            (&one.place, one.severity, one.code, &one.message, &one.help)
        }
        self.list.sort_by(|a, b| key(a).cmp(&key(b)));
        self.list.dedup_by(|a, b| (&a.place, a.code, &a.message) == (&b.place, b.code, &b.message));
        self
    }

    /// The same faults with every warning as an error (`--strict`).
    #[must_use]
    pub fn strict(mut self) -> Self {
        for diagnostic in &mut self.list {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
        self
    }

    /// The same faults, where those that `excused` picks are notes.
    #[must_use]
    pub fn noted(mut self, excused: impl Fn(&Diagnostic) -> bool) -> Self {
        for diagnostic in self.list.iter_mut().filter(|diagnostic| excused(diagnostic)) {
            diagnostic.severity = Severity::Note;
        }
        self
    }

    /// Whether any fault is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many faults have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// The faults.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self { list: iter.into_iter().collect() }
    }
}

/// The nearest of the known words, if any is near enough to be a slip of the pen.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let near = |word: &str| strsim::damerau_levenshtein(&written, word);
    let limit = (written.chars().count() / 3).clamp(1, 4);
    let length = written.len();
    known
        .into_iter()
        .filter(|word| word.len().abs_diff(length) <= limit)
        .map(|word| (near(word), word))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, word)| word)
}

/// The remedy for an unknown word: the nearest known one, else the whole list where it is short.
pub fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    const LISTED: usize = 12;
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(written, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.is_empty() => String::new(),
        None if known.len() <= LISTED => format!("known here: `{}`", known.join("`, `")),
        None => format!("known here: `{}` and {} more", known[..LISTED].join("`, `"), known.len() - LISTED),
    }
}

/// A place in lines and columns, as every printer shows it.
struct Located<'a> {
    path: &'a str,
    start: Position,
    end: Position,
}

/// Finds lines and columns, keeping the line index of every file it has seen.
struct Locator<'a> {
    inputs: &'a Inputs,
    seen: BTreeMap<&'a str, Lines<'a>>,
}

impl<'a> Locator<'a> {
    fn new(inputs: &'a Inputs) -> Self {
        Self { inputs, seen: BTreeMap::new() }
    }

    fn lines(&mut self, path: &'a str) -> &Lines<'a> {
        let inputs = self.inputs;
        let index = || Lines::new(inputs.bytes(path).map_or(&[], |bytes| &bytes[..]));
        self.seen.entry(path).or_insert_with(index)
    }

    fn locate(&mut self, place: &'a Place) -> Located<'a> {
        let lines = self.lines(&place.path);
        Located {
            path: &place.path,
            start: lines.position(place.span.start as usize),
            end: lines.position(place.span.end.max(place.span.start) as usize),
        }
    }
}
