//! Cuts a Markdown file at its `+++` fences, keeping offsets.

use std::ops::Range;

use super::reader::Reader;
use crate::diagnostic::{Code, Span};

/// The parts of a file with front matter, as byte ranges.
pub(super) struct Cut {
    /// The opening fence: the place of what the front matter does not say.
    pub(super) opening: Span,
    /// The TOML between the fences.
    pub(super) front: Range<usize>,
    /// The Markdown after them.
    pub(super) body: Range<usize>,
}

/// Cuts a file. Without front matter the whole file is body, the fault is reported, and the reader is muted: every
/// key would be missing.
pub(super) fn cut(reader: &Reader<'_>) -> Cut {
    let text = reader.text;
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = line_end(text.as_bytes(), start);
    let opening = Span::from(start..start + text[start..first].trim_end().len());
    if text[start..first].trim_end() != "+++" {
        let help = match text[start..first].trim_end() {
            "---" => "this looks like YAML: the front matter is TOML, between two lines `+++`",
            _ if text.contains('\r') && !text.contains('\n') => {
                "the file has old line ends (CR alone): save it with LF or CRLF, and begin it with a line `+++`"
            }
            _ => "begin the file with a line `+++`, the keys, and another line `+++`",
        };
        reader.fault(Code::NoFrontMatter, opening, "the file does not begin with front matter", help);
        return nothing(reader, opening);
    }
    if let Some((front, body)) = fenced(text.as_bytes(), first) {
        return Cut { opening, front, body };
    }
    let help = "write a line `+++` between the keys and the text";
    reader.fault(Code::NoFrontMatter, opening, "the front matter that begins here is not closed", help);
    nothing(reader, opening)
}

/// The keys and the text of a file whose opening fence ends at `first`, if there is a closing one.
fn fenced(bytes: &[u8], first: usize) -> Option<(Range<usize>, Range<usize>)> {
    // The end of that line stands before the first line that can close.
    let from = first.checked_sub(1)?;
    let starts = memchr::memmem::find_iter(&bytes[from..], "\n+++").map(|found| from + found + 1);
    let mut lines = starts.map(|start| start..line_end(bytes, start));
    let closing =
        lines.find(|line| str::from_utf8(&bytes[line.clone()]).is_ok_and(|line| line.trim_end() == "+++"))?;
    Some((first..closing.start, closing.end..bytes.len()))
}

/// Where the keys of a file stand: after the opening fence, and before the closing one.
pub(crate) fn keys_in(bytes: &[u8]) -> Option<Range<usize>> {
    fenced(bytes, line_end(bytes, 0)).map(|(keys, _)| keys)
}

/// A file in three parts: the opening fence, the keys, and the rest with the closing fence.
pub(crate) fn front_matter_of(text: &str) -> Option<(&str, &str, &str)> {
    let keys = keys_in(text.as_bytes())?;
    Some((&text[..keys.start], &text[keys.clone()], &text[keys.end..]))
}

fn nothing(reader: &Reader<'_>, opening: Span) -> Cut {
    reader.mute();
    let end = reader.text.len();
    Cut { opening, front: end..end, body: end..end }
}

/// The offset just after the line that begins at `from`.
fn line_end(bytes: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at + 1)
}
