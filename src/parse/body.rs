//! Markdown to a checked body: its headings, links and pictures with their places, and what is wrong in it.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::reader::Reader;
use super::values::clipped;
use crate::diagnostic::{Code, Diagnostic, Placed, Severity, Span};
use crate::record::{Body, Heading, HeadingIds, Id, Image, Target};

/// The Markdown that is understood: `CommonMark` with tables, footnotes, strikethrough, task lists, definition lists.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Reads the Markdown in a range of the file.
pub(super) fn parse(reader: &Reader<'_>, range: Range<usize>) -> Body {
    let mut seen = Seen { reader, offset: range.start, ..Seen::new(reader) };
    if !reader.is_listing() {
        let text = &reader.text[range.clone()];
        reader.look_for_hidden(text, Span::from(range.clone()));
        for (event, at) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
            seen.event(&event, at);
        }
        seen.end_html();
    }
    Body {
        file: reader.bytes.clone(),
        span: range.into(),
        headings: seen.headings.into(),
        links: seen.links.into(),
        images: seen.images.into(),
        tables: seen.tables.into(),
    }
}

/// What was seen of a body so far.
struct Seen<'r, 'a> {
    reader: &'r Reader<'a>,
    offset: usize,
    headings: Vec<Heading>,
    links: Vec<Placed<Box<str>>>,
    images: Vec<Image>,
    tables: Vec<Box<str>>,
    ids: HeadingIds,
    /// The texts of the headings, pictures and table heads that are open, the innermost last.
    open: Vec<String>,
    /// Raw HTML that is not reported yet: neighbours are one fault.
    html: Option<Range<usize>>,
    level: u8,
    /// Where the last bracket ends that closes no link.
    bracket: usize,
}

impl<'r, 'a> Seen<'r, 'a> {
    fn new(reader: &'r Reader<'a>) -> Self {
        let (headings, links, images) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            reader,
            offset: 0,
            headings,
            links,
            images,
            tables: Vec::new(),
            ids: HeadingIds::default(),
            open: Vec::new(),
            html: None,
            level: 1,
            bracket: 0,
        }
    }

    fn span(&self, at: Range<usize>) -> Span {
        Span::from(at).shifted(self.offset)
    }

    fn event(&mut self, event: &Event<'_>, at: Range<usize>) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => self.html(at),
            Event::Text(text) => {
                self.text(text);
                match text.as_bytes() {
                    b"]" => self.bracket = at.end,
                    [b'(', ..] if self.bracket == at.start => self.no_link(at.start),
                    _ => {}
                }
            }
            Event::Code(text) => self.text(text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Start(Tag::Heading { .. } | Tag::TableHead) => self.open.push(String::new()),
            Event::End(TagEnd::Heading(level)) => self.heading(*level, at),
            Event::Start(Tag::Link { link_type, dest_url, .. }) if *link_type != LinkType::Email => {
                self.link(dest_url, at);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.open.push(String::new());
                let span = self.span(at);
                self.images.push(Image { target: dest_url.as_ref().into(), span });
            }
            Event::End(TagEnd::Image) => self.image_alt(at),
            Event::End(TagEnd::TableCell) => self.text("\n"),
            Event::End(TagEnd::TableHead) => self.table(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for open in &mut self.open {
            open.push_str(text);
        }
    }

    fn heading(&mut self, level: HeadingLevel, at: Range<usize>) {
        let text = self.open.pop().unwrap_or_default();
        let (written, span) = (level as u8, self.span(at));
        if written == 1 {
            let help = "the page's title is its first heading: begin with `##`";
            self.reader.fault(Code::HeadingLevel, span, "a heading of the first level in a body", help);
        } else if written > self.level.max(1) + 1 {
            let message = format!("a heading of level {written} after one of level {}", self.level);
            let help = format!("write {} `#`: a level is not skipped", self.level + 1);
            self.reader.fault(Code::HeadingLevel, span, message, help);
        }
        self.level = written;
        let id = self.ids.next(&text);
        self.headings.push(Heading { level: written.max(2), id: id.into() });
    }

    /// Names a table by the cells of its header.
    fn table(&mut self) {
        let header = self.open.pop().unwrap_or_default();
        let cells: Vec<&str> = header.lines().map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let name = cells.join(", ");
        let number = self.tables.len() + 1;
        let is_new = !name.is_empty() && self.tables.iter().all(|other| **other != *name);
        self.tables.push(if is_new { name.into() } else { format!("{name} ({number})").trim_start().into() });
    }

    fn image_alt(&mut self, at: Range<usize>) {
        if self.open.pop().is_none_or(|alt| alt.trim().is_empty()) {
            let help = "say between the brackets what the picture shows: `![A chart of …](images/…)`";
            self.reader.fault(Code::ImageWithoutAlt, self.span(at), "the picture has no text", help);
        }
    }

    fn link(&mut self, target: &str, at: Range<usize>) {
        let span = self.target_span(target, at);
        match Target::parse(target) {
            Ok(_) => self.links.push(Placed::new(target.into(), span)),
            Err(fault) => {
                let message = format!("`{}` {}", clipped(target), fault.reason);
                self.reader.fault(Code::UnsafeLink, span, message, fault.help);
            }
        }
    }

    /// Brackets and a target with a space in it, the `(` of which stands at `at`: readers see them as they are written.
    fn no_link(&self, at: usize) {
        let (before, after) = self.reader.text[self.offset..].split_at(at);
        let Some((open, target)) = opening(before).zip(bracketed(after)) else { return };
        let span = self.span(open..at + target.len() + 2);
        let target = target.split_once(" \"").map_or(target, |(target, _)| target).trim();
        if target.starts_with('<') || !target.contains(char::is_whitespace) {
            return;
        }
        let is_picture = before[..open].ends_with('!');
        let (code, span, what, help) = if is_picture {
            let help = format!("write the target between angle brackets: `<{target}>`");
            (Code::MissingImage, Span { start: span.start - 1, ..span }, "picture", help)
        } else {
            let target = match target.strip_prefix('@').and_then(Id::from_title) {
                Some(id) => format!("@{id}"),
                None => target.replace(char::is_whitespace, "%20"),
            };
            (
                Code::BrokenLink,
                span,
                "link",
                format!("write `{target}`; or, if no link is meant, a space before the `(`"),
            )
        };
        let message =
            format!("`{}` has a space in it, so that this is shown as text, not as a {what}", clipped(target));
        // Brackets may be meant as such, and what was sealed with them stays readable.
        let fault = Diagnostic::new(code, self.reader.place(span), message).help(help);
        self.reader.push(fault.severity(Severity::Warning));
    }

    /// The target inside a link's text, else the whole link (a reference's target stands elsewhere).
    fn target_span(&self, target: &str, at: Range<usize>) -> Span {
        let span = self.span(at);
        let written = self.reader.text.get(span.range()).unwrap_or("");
        match written.rfind(target) {
            Some(found) if !target.is_empty() => Span::from(found..found + target.len()).shifted(span.start as usize),
            _ => span,
        }
    }

    fn html(&mut self, at: Range<usize>) {
        match &mut self.html {
            Some(last) if last.end == at.start => last.end = at.end,
            _ => {
                self.end_html();
                self.html = Some(at);
            }
        }
    }

    fn end_html(&mut self) {
        if let Some(at) = self.html.take() {
            let text = self.reader.text.get(self.span(at.clone()).range()).unwrap_or("");
            let span = self.span(at.start..at.start + text.trim_end().len());
            let help = "write Markdown instead; what stands here is shown to readers as it is written";
            self.reader.fault(Code::RawHtml, span, "HTML is shown as text", help);
        }
    }
}

/// How far away the other bracket of a pair is looked for, in bytes.
const FAR: usize = 1_000;

/// Where the bracket opens that the `]` at the end of a text closes.
fn opening(text: &str) -> Option<usize> {
    let text = text.strip_suffix(']')?;
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate().rev().take(FAR) {
        match byte {
            b'[' | b']' if text[..at].ends_with('\\') => {}
            b']' => depth += 1,
            b'[' if depth == 1 => return Some(at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What stands between the `(` at the beginning of a text and the `)` that closes it in the same line.
fn bracketed(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(FAR) {
        match byte {
            b'\n' => return None,
            b'(' => depth += 1,
            b')' if depth == 1 => return text.get(1..at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}
