//! Where something stands in an input file: spans of bytes, and the lines and columns that people read.

use std::cell::Cell;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::inputs::InputPath;

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The same span, `offset` bytes further on: from a part of a file to the whole.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        let offset = saturated(offset);
        Self { start: self.start.saturating_add(offset), end: self.end.saturating_add(offset) }
    }

    /// The span as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: saturated(range.start), end: saturated(range.end) }
    }
}

/// Offsets are kept in 32 bits: `inputs::size_limit` keeps every file far below 4 GiB.
fn saturated(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A span in a named file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: InputPath,
    /// The bytes in it.
    pub span: Span,
}

impl Place {
    /// A place in a file.
    pub fn new(path: &InputPath, span: Span) -> Self {
        Self { path: path.clone(), span }
    }

    /// The file as a whole: its first character.
    pub fn start_of(path: &InputPath) -> Self {
        Self::new(path, Span::default())
    }
}

/// A value together with the place where it was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Placed<T> {
    /// A value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A position as people count it: from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode characters, from 1.
    pub column: usize,
}

/// The line starts of one file, for turning offsets into positions.
#[derive(Debug)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    starts: Vec<usize>,
    /// Offset and column that were counted last: many faults on one very long line stay linear.
    counted: Cell<(usize, usize)>,
}

impl<'a> Lines<'a> {
    /// Indexes a file; its bytes need not be UTF-8.
    pub fn new(bytes: &'a [u8]) -> Self {
        let newlines = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        Self { bytes, starts, counted: Cell::new((0, 1)) }
    }

    /// The position of a byte offset; past the end it is the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let start = self.text_start(line).min(offset);
        let (from, column) = match self.counted.get() {
            (at, column) if (start..=offset).contains(&at) => (at, column),
            _ => (start, 1),
        };
        let column = column + String::from_utf8_lossy(&self.bytes[from..offset]).chars().count();
        self.counted.set((offset, column));
        Position { line: line + 1, column }
    }

    /// The bytes of a line (from 1), without its line end and byte order mark, and the offset at which they start.
    pub fn line(&self, line: usize) -> (usize, &'a [u8]) {
        let start = self.text_start(line - 1);
        let end = self.starts.get(line).map_or(self.bytes.len(), |next| next - 1);
        let text = &self.bytes[start..end.max(start)];
        (start, text.strip_suffix(b"\r").unwrap_or(text))
    }

    /// A byte order mark is no character of the first line.
    fn text_start(&self, line: usize) -> usize {
        if line == 0 && self.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { self.starts[line] }
    }
}
