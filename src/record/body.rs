//! The Markdown after the front matter: its text, and what other records need to know of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Placed, Span};

/// A Markdown text with the places of its headings, links and pictures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Body {
    /// The bytes of the whole file.
    #[serde(skip)]
    pub file: Arc<[u8]>,
    /// Where the text stands in it; the span holds UTF-8.
    pub span: Span,
    /// The headings, in order.
    pub headings: Box<[Heading]>,
    /// Link targets that may be followed, as written.
    pub links: Box<[Placed<Box<str>>]>,
    /// Pictures.
    pub images: Box<[Image]>,
    /// A name for each table, in order and unique in the body: what its header says.
    pub tables: Box<[Box<str>]>,
}

/// A heading of a body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6: a body stands below its page's own heading.
    pub level: u8,
    /// Unique in the body; keeps its script.
    pub id: Box<str>,
}

/// A picture in a body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Image {
    /// The path as written.
    pub target: Box<str>,
    /// Where it was written.
    pub span: Span,
}

impl Body {
    /// The Markdown text.
    pub fn text(&self) -> &str {
        let text = simdutf8::basic::from_utf8(&self.file[self.span.range()]);
        text.expect("only a file that was read as UTF-8 has a body")
    }
}

/// The input file that a picture's target names: a path below content/images/, however a body reaches it.
pub fn image_input(target: &str) -> Option<String> {
    let mut inside = target.strip_prefix('/').unwrap_or(target);
    while let Some(rest) = inside.strip_prefix("../").or_else(|| inside.strip_prefix("./")) {
        inside = rest;
    }
    let sound = inside.starts_with("images/")
        && inside.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
        && !inside.contains(['\\', '?', '#', '%']);
    sound.then(|| format!("content/{inside}"))
}

/// Gives out heading ids: letters and digits of any script in lower case, hyphens between, `-2` for the second.
#[derive(Debug, Default)]
pub struct HeadingIds {
    given: BTreeMap<String, usize>,
}

impl HeadingIds {
    /// The id for a heading's text.
    pub fn next(&mut self, text: &str) -> String {
        let mut id = String::new();
        for c in text.chars().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() {
                id.push(c);
            } else if !id.is_empty() && !id.ends_with('-') && (c.is_whitespace() || c.is_ascii_punctuation()) {
                id.push('-');
            }
        }
        let id = match id.trim_end_matches('-') {
            "" => "section".to_owned(),
            id => id.to_owned(),
        };
        let count = self.given.entry(id.clone()).or_default();
        *count += 1;
        if *count == 1 {
            return id;
        }
        let numbered = format!("{id}-{count}");
        self.next(&numbered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heading_ids_keep_their_script_and_are_unique() {
        let mut ids = HeadingIds::default();
        assert_eq!(ids.next("예산 현황"), "예산-현황");
        assert_eq!(ids.next("What’s next?"), "whats-next");
        assert_eq!(ids.next("A"), "a");
        assert_eq!(ids.next("A 2"), "a-2");
        assert_eq!(ids.next("a"), "a-2-2");
        assert_eq!(ids.next("…"), "section");
    }
}
