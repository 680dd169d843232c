//! One file while it is read: its text, the faults found so far, and which of its bytes are already known to be broken.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;
use toml_spanner::Arena;

use super::syntax::is_header;
use super::tree::Table;
use super::{FileKind, syntax, unclosed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::inputs::InputPath;
use crate::record::invisible::{self, Harm};
use crate::record::{Language, TextWritten};

/// One file while it is read.
pub(super) struct Reader<'a> {
    pub(super) path: &'a InputPath,
    pub(super) bytes: &'a Arc<[u8]>,
    pub(super) text: &'a str,
    diagnostics: RefCell<Diagnostics>,
    broken: RefCell<Broken>,
    /// Where values are kept that are not written as they are read.
    arena: Arena,
    /// The text with the lines blanked that leave a bracket open.
    unclosed: OnceCell<String>,
    /// That text with the lines blanked that the parser cannot get past.
    mended: OnceCell<String>,
    /// After a fault that spoils the rest, what follows from it is not reported.
    muted: Cell<bool>,
    /// Whether a part of the file could not be read, so that what it would have said is unknown.
    lost: Cell<bool>,
    /// The texts that may be given by language.
    texts: RefCell<Vec<TextWritten>>,
    /// Where the keys that decoders ask for are noted, when the format is listed.
    listed: Option<RefCell<Vec<(&'static str, &'static str)>>>,
}

/// What stands twice is shown where it stands first for so many faults of a file at the most: each is looked for anew.
const SHOWN_TWICE: usize = 100;

/// Where syntax faults are: what touches one is not complained of a second time.
#[derive(Default)]
struct Broken {
    /// Starts, in order, each with the furthest end so far.
    spans: Vec<(usize, usize)>,
    /// The first words of the lines that hold a fault: keys that are not missing, but unreadable or misplaced.
    words: BTreeSet<String>,
}

/// What a file yields beside its record.
pub(super) struct Findings {
    pub(super) diagnostics: Diagnostics,
    pub(super) texts: Vec<TextWritten>,
    pub(super) lost: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &'a InputPath, bytes: &'a Arc<[u8]>, text: &'a str) -> Self {
        Self {
            path,
            bytes,
            text,
            diagnostics: RefCell::default(),
            broken: RefCell::default(),
            arena: Arena::new(),
            unclosed: OnceCell::new(),
            mended: OnceCell::new(),
            muted: Cell::new(false),
            lost: Cell::new(false),
            texts: RefCell::default(),
            listed: None,
        }
    }

    /// A reader of nothing that notes which keys are asked for.
    pub(super) fn listing(path: &'a InputPath, bytes: &'a Arc<[u8]>) -> Self {
        Self { listed: Some(RefCell::default()), ..Self::new(path, bytes, "") }
    }

    pub(super) fn is_listing(&self) -> bool {
        self.listed.is_some()
    }

    pub(super) fn note_key(&self, whose: &'static str, key: &'static str) {
        if let Some(listed) = &self.listed {
            listed.borrow_mut().push((whose, key));
        }
    }

    pub(super) fn listed(self) -> Vec<(&'static str, &'static str)> {
        let mut keys = self.listed.map(RefCell::into_inner).unwrap_or_default();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    pub(super) fn into_findings(self) -> Findings {
        Findings { texts: self.texts.into_inner(), diagnostics: self.diagnostics.into_inner(), lost: self.lost.get() }
    }

    /// Notes a text that may be given by language: where it stands, and in which languages it is given.
    pub(super) fn note_text(&self, span: Span, languages: Vec<(Span, Option<Language>)>) {
        self.texts.borrow_mut().push(TextWritten { place: self.place(span), languages });
    }

    /// Reports nothing more: what follows would only echo the fault before.
    pub(super) fn mute(&self) {
        self.muted.set(true);
        self.lost.set(true);
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place::new(self.path, span)
    }

    pub(super) fn push(&self, diagnostic: Diagnostic) {
        if !self.is_listing() && !self.muted.get() {
            self.diagnostics.borrow_mut().push(diagnostic);
        }
    }

    pub(super) fn fault(&self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic::new(code, self.place(span), message).help(help));
    }

    /// Reads the bytes `range` as TOML, reporting every syntax fault.
    pub(super) fn toml(&self, range: Range<usize>) -> Table<'_> {
        let (offset, text) = (range.start, &self.text[range]);
        if let Some(table) = Table::of(text, offset, &self.arena) {
            return table;
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        // The other reader also refuses what is deep, and numbers that are larger than any of its own.
        if errors.is_empty() {
            return Table::rest(table.get_ref(), offset, &self.arena);
        }
        // A list or table that is left open swallows every line below it: its own line is the fault, and is blanked
        // before the rest is read.
        let open = unclosed::lines(text);
        let text = self.unclosed.get_or_init(|| blanked(text, open.iter().map(|open| open.at)));
        for unclosed in &open {
            let place = Span::from(unclosed.at..unclosed.at + 1).shifted(offset);
            let message = format!("the `{}` that opens here is not closed", unclosed.bracket);
            self.fault(
                Code::TomlSyntax,
                place,
                message,
                format!("close it at the end of the line: `{}`", unclosed.closing()),
            );
            self.broken.borrow_mut().words.insert(unclosed.key.to_owned());
        }
        let errors = DeTable::parse_recoverable(text).1;
        self.report_syntax(&errors, offset, text);
        // The parser reports every fault, but what it reads ends at a key without a value: that line is blanked, and
        // the text read again, so that the keys below it are not called missing.
        let ends = errors.iter().filter(|error| ends_reading(error)).filter_map(toml::de::Error::span);
        let mended = self.mended.get_or_init(|| blanked(text, ends.map(|span| span.start)));
        Table::rest(DeTable::parse_recoverable(mended).0.get_ref(), offset, &self.arena)
    }

    fn report_syntax(&self, errors: &[toml::de::Error], offset: usize, text: &str) {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let mut broken = self.broken.borrow_mut();
        let mut last = None;
        let (mut doubled, mut reported) = (0..0, 0);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            let line = line_of(text, span.start);
            // One slip can yield many faults at one spot, such as 80 unclosed brackets at the end, or two in one word,
            // such as `01.01.2026`: the first says it.
            let is_new = last.is_none_or(|last: usize| {
                let between = text.get(last.min(span.start)..last.max(span.start)).unwrap_or(" ");
                !between.is_empty() && between.contains([' ', '\n', ',', '\t'])
            });
            last = Some(span.start);
            let is_double = syntax::is_double(error);
            // What stands below a header that stood before is double too.
            if is_new && !(is_double && doubled.contains(&span.start)) {
                let fault = self.syntax_fault(error, &span, (text, offset));
                let first = (is_double && reported < SHOWN_TWICE).then(|| syntax::first(text, &span)).flatten();
                self.push(match first {
                    Some(first) => {
                        let first = Span::from(first).shifted(offset);
                        fault.related(self.place(first), "the first stands here")
                    }
                    None => fault,
                });
                reported += 1;
            }
            if is_double && is_header(&text[line.clone()]) {
                doubled = line.start..syntax::end_of_table(text, line.end);
            }
            let word = text[line.clone()].trim_start_matches([' ', '\t', '"', '[']);
            let end = word.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(word.len());
            broken.words.insert(word[..end].to_owned());
            if is_header(&text[line]) {
                self.lost.set(true);
            }
            spans.push((offset + span.start, offset + span.end));
        }
        spans.sort_unstable();
        let mut furthest = 0;
        broken.spans = spans
            .into_iter()
            .map(|(start, end)| {
                furthest = furthest.max(end);
                (start, furthest)
            })
            .collect();
    }

    fn syntax_fault(
        &self,
        error: &toml::de::Error,
        span: &Range<usize>,
        (text, offset): (&str, usize),
    ) -> Diagnostic {
        let place = self.place(Span::from(span.clone()).shifted(offset));
        let fault = Diagnostic::new(Code::TomlSyntax, place, syntax::message(error));
        if syntax::is_double(error) {
            // The tables of people and sources are called as their editors like.
            let is_named_freely = matches!(FileKind::of(self.path), FileKind::People | FileKind::Sources);
            return fault.help(syntax::help_for_double(text, span, is_named_freely));
        }
        fault.help(syntax::help(error, text, span.start))
    }

    /// Notes that a key stands somewhere else than it should: it is not missing there.
    pub(super) fn misplaced(&self, key: &str) {
        self.broken.borrow_mut().words.insert(key.to_owned());
    }

    /// Whether a syntax fault was reported in or beside these bytes.
    pub(super) fn is_broken(&self, span: Span) -> bool {
        let (range, broken) = (span.range(), self.broken.borrow());
        let before = broken.spans.partition_point(|(start, _)| *start <= range.end);
        before > 0 && broken.spans[before - 1].1 >= range.start
    }

    /// Whether a syntax fault stands on a line that begins with this key: then the key is not missing, but unreadable.
    pub(super) fn is_broken_key(&self, key: &str) -> bool {
        self.broken.borrow().words.contains(key)
    }

    /// Reports hidden characters in a text that stands at `span`.
    pub(super) fn look_for_hidden(&self, text: &str, span: Span) {
        if invisible::is_all_plainly_seen(text) {
            return;
        }
        // The last two are no characters of XML: a feed with one of them could not be read.
        let is_refused = |c: char| c.is_control() && !"\n\r\t".contains(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
        for (at, c) in text.char_indices().filter(|(_, c)| is_refused(*c)) {
            let place = Span::from(at..at + c.len_utf8()).shifted(span.start as usize);
            let message = format!("there is a control character, U+{:04X}, in the text", c as u32);
            self.fault(Code::BadValue, if self.stands_at(c, place) { place } else { span }, message, "take it out");
        }
        for (at, c, harm) in invisible::find(text) {
            let place = Span::from(at..at + c.len_utf8()).shifted(span.start as usize);
            let found = || self.text.get(span.range())?.find(c);
            let place = match found() {
                _ if self.stands_at(c, place) => place,
                Some(at) => Span::from(at..at + c.len_utf8()).shifted(span.start as usize),
                None => span,
            };
            self.hidden(c, harm, place);
        }
    }

    /// Whether a character stands in the file where it would without escapes before it.
    fn stands_at(&self, c: char, place: Span) -> bool {
        self.text.get(place.range()).is_some_and(|written| written.starts_with(c))
    }

    fn hidden(&self, c: char, harm: Harm, span: Span) {
        let (severity, what) = match harm {
            Harm::Turns => (crate::diagnostic::Severity::Error, "can turn the text around it"),
            Harm::Hides => (crate::diagnostic::Severity::Warning, "cannot be seen"),
        };
        let message = format!("the character U+{:04X} here {what}", c as u32);
        let help = "delete it and type the text anew; where a script needs it, close what it opens on the same line";
        self.push(Diagnostic::new(Code::BidiControl, self.place(span), message).help(help).severity(severity));
    }
}

/// The line around an offset, without its line end.
pub(super) fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text.as_bytes()[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |before| before + 1);
    let end = text.as_bytes()[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |after| at + after);
    start..end
}

/// Whether the parser reads nothing after this fault.
fn ends_reading(error: &toml::de::Error) -> bool {
    error.message().starts_with("key with no value") || error.message().starts_with("missing value for key")
}

/// A text with the lines around these offsets turned into spaces: every offset stays.
fn blanked(text: &str, lines: impl Iterator<Item = usize>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for at in lines {
        bytes[line_of(text, at)].fill(b' ');
    }
    String::from_utf8(bytes).expect("whole lines were replaced by spaces")
}
