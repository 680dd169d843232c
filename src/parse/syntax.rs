//! What is wrong where TOML cannot be read, in an editor's words: the parser knows the rules of TOML, not what was meant.

use std::ops::Range;

use toml::de::Error;

use super::reader::line_of;

/// What the parser says, as the text of a fault is written.
pub(super) fn message(error: &Error) -> String {
    let mut chars = error.message().chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The remedy for a fault that begins at `at`.
pub(super) fn help(error: &Error, text: &str, at: usize) -> &'static str {
    let message = error.message();
    let line = &text[line_of(text, at)];
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let is_open = ["unclosed", "missing closing", "invalid basic string"].iter().any(|words| message.contains(words));
    if text.get(at..).is_some_and(|written| written.starts_with(CURLY)) || (is_open && value.ends_with(CURLY)) {
        "these are curly quotes, as word processors write them: write straight ones, `\"`"
    } else if message.contains("must be quoted") {
        "text stands between double quotes: `key = \"text\"`"
    } else if message.contains("date") || looks_like_date(value) {
        "a day is written 2025-06-07, a month \"2025-06\", a year \"2025\""
    } else if is_open {
        "close what was opened; a text over several lines stands between \"\"\" and \"\"\""
    } else if message.contains("recursion") || message.contains("recurse") {
        "the format never nests this deep: look for brackets that were not closed"
    } else if message.contains("unexpected key or value") && value.starts_with('"') {
        "a quotation mark ends the text: within it write `\\\"`, or put the whole text between '…' or \"\"\"…\"\"\""
    } else {
        "a line is `key = value`, `[table]` or `[[list]]`; text stands between double quotes"
    }
}

const CURLY: &[char] = &['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// Whether a value is one such as `7.6.2025`, `2025/06/07` or `06/07/2025`.
fn looks_like_date(value: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = value.split(['.', '/', '-']).collect();
    parts.len() == 3 && parts.iter().all(|part| is_digits(part))
}

/// Whether the fault is that something stands twice.
pub(super) fn is_double(error: &Error) -> bool {
    error.message().contains("duplicate key")
}

/// The remedy for a key or a header that stands twice.
pub(super) fn help_for_double(text: &str, span: &Range<usize>, is_named_freely: bool) -> String {
    let name = &text[span.clone()];
    if !is_header(&text[line_of(text, span.start)]) {
        "a key may stand once in its table: keep one of the two".to_owned()
    } else if !is_named_freely && super::has_list(name) {
        double_brackets(name)
    } else {
        "a table may stand once in its file: put the two together, or give this one another name".to_owned()
    }
}

/// The remedy for a `[list]` in single brackets.
pub(super) fn double_brackets(name: &str) -> String {
    format!("write `[[{name}]]`, with double brackets, above each of its entries")
}

/// Where what stands twice stands first, if it is written there as it is here.
pub(super) fn first(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let (name, line) = (&text[span.clone()], line_of(text, span.start));
    let is_same: &dyn Fn(&str) -> bool = if is_header(&text[line.clone()]) {
        &|other| is_header(other) && other.trim_matches(OF_HEADERS) == name
    } else {
        &|other| other.split_once('=').is_some_and(|(key, _)| key.trim() == name)
    };
    let from = if is_header(&text[line.clone()]) { 0 } else { begin_of_table(text, line.start) };
    let mut at = from;
    for other in text[from..line.start].split_inclusive('\n') {
        if is_same(other) {
            let found = at + other.find(name)?;
            return Some(found..found + name.len());
        }
        at += other.len();
    }
    None
}

const OF_HEADERS: &[char] = &['[', ']', ' ', '\t', '\r', '\n'];

/// Whether a line begins a table.
pub(super) fn is_header(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

/// Where the table begins that the line at `at` is in.
fn begin_of_table(text: &str, at: usize) -> usize {
    text[..at].rfind("\n[").unwrap_or(0)
}

/// Where the table ends whose header ends at `at`.
pub(super) fn end_of_table(text: &str, at: usize) -> usize {
    text[at..].find("\n[").map_or(text.len(), |end| at + end)
}
