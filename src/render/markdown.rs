//! Markdown to HTML: the only place where HTML is trusted. What is not known to be safe is text.

use pulldown_cmark::{Alignment, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};
use tera::{Kwargs, State, Value};

use crate::parse::MARKDOWN;
use crate::record::{Body, Target, image_input};
use crate::site::{address, resolve};
use crate::view::Reading;

/// A body for a reader. Its links lead as they do from the page at `base`, an address below the root of its language;
/// `root` leads from the page that is rendered to that root, and `site` to that of the site, where pictures are. `prefix`
/// keeps the ids of several bodies on one page apart.
pub(super) fn html(body: &Body, base: &str, reading: Reading<'_>, (root, site): (&str, &str), prefix: &str) -> Value {
    let markdown = body.text();
    let mut headings = body.headings.iter();
    let table = Table { names: body.tables.iter(), ..Table::default() };
    let mut writer = Writer { base, root, site, reading, prefix, open_links: Vec::new(), table };
    let mut written = Parser::new_ext(markdown, MARKDOWN).peekable();
    let events = std::iter::from_fn(|| {
        let event = written.next()?;
        let is_empty_cell = matches!(written.peek(), Some(Event::End(TagEnd::TableCell)));
        Some(match event {
            Event::Start(Tag::Heading { .. }) => match headings.next() {
                Some(heading) => Event::Start(Tag::Heading {
                    level: level(heading.level),
                    id: Some(format!("{prefix}{}", heading.id).into()),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }),
                None => Event::Start(Tag::Paragraph),
            },
            Event::End(TagEnd::Heading(written)) => Event::End(TagEnd::Heading(level((written as u8).max(2)))),
            other => writer.table.event(&other, is_empty_cell).unwrap_or_else(|| writer.event(other)),
        })
    });
    let mut text = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut text, events);
    Value::safe_string(&text)
}

/// Characters of a body that say what its page shows.
const LEAD: usize = 200;

/// The text of a body's first paragraph, cut after a word.
pub(super) fn lead(body: &Body) -> String {
    let mut text = String::new();
    let (mut inside, mut pictures) = (false, 0);
    for event in Parser::new_ext(body.text(), MARKDOWN) {
        match event {
            Event::Start(Tag::Paragraph) => inside = true,
            Event::End(TagEnd::Paragraph) => break,
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            Event::Text(part) | Event::Code(part) if inside && pictures == 0 => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak if inside => text.push(' '),
            _ => {}
        }
    }
    let text = text.trim();
    match text.char_indices().nth(LEAD) {
        None => text.to_owned(),
        Some((end, _)) => format!("{} …", text[..end].rsplit_once(' ').map_or(&text[..end], |(words, _)| words)),
    }
}

/// The table that is open. Cells are written here: with a class for their side, since the pages' own policy allows no
/// style in an attribute, and a scope; a header without text is an ordinary cell.
#[derive(Default)]
struct Table<'b> {
    /// The names of the tables to come.
    names: std::slice::Iter<'b, Box<str>>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// What closes the open cell.
    close: &'static str,
}

impl Table<'_> {
    #[inline]
    fn event(&mut self, event: &Event<'_>, is_empty_cell: bool) -> Option<Event<'static>> {
        match event {
            Event::Start(Tag::Table(alignments)) => {
                self.alignments.clone_from(alignments);
                return Some(Event::Html(self.region().into()));
            }
            Event::End(TagEnd::Table) => return Some(Event::Html("</tbody></table>\n</div>\n".into())),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                self.column = 0;
                self.in_head = matches!(event, Event::Start(Tag::TableHead));
            }
            Event::Start(Tag::TableCell) => return Some(Event::InlineHtml(self.open(is_empty_cell).into())),
            Event::End(TagEnd::TableCell) => return Some(Event::InlineHtml(self.close.into())),
            _ => {}
        }
        None
    }

    /// A table may be wider than a narrow screen: it scrolls in a region of its own, which has a name and takes the focus.
    fn region(&mut self) -> String {
        let name = self.names.next().map_or("", |name| name);
        let mut escaped = Vec::new();
        tera::escape_html(name, &mut escaped).expect("writing into memory cannot fail");
        let name = String::from_utf8_lossy(&escaped);
        format!("<div class=\"scroll\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\"><table>")
    }

    fn open(&mut self, is_empty: bool) -> &'static str {
        let side = self.alignments.get(self.column);
        self.column += 1;
        let is_header = self.in_head && !is_empty;
        self.close = if is_header { "</th>" } else { "</td>" };
        match (is_header, side) {
            (false, Some(Alignment::Right)) => "<td class=\"end\">",
            (false, Some(Alignment::Center)) => "<td class=\"middle\">",
            (false, _) => "<td>",
            (true, Some(Alignment::Right)) => "<th scope=\"col\" class=\"end\">",
            (true, Some(Alignment::Center)) => "<th scope=\"col\" class=\"middle\">",
            (true, _) => "<th scope=\"col\">",
        }
    }
}

fn level(level: u8) -> pulldown_cmark::HeadingLevel {
    use pulldown_cmark::HeadingLevel::{H2, H3, H4, H5, H6};
    [H2, H3, H4, H5, H6][usize::from(level.clamp(2, 6) - 2)]
}

/// Turns events into those that may be shown from one page.
struct Writer<'p> {
    base: &'p str,
    root: &'p str,
    site: &'p str,
    reading: Reading<'p>,
    prefix: &'p str,
    /// For each open link, whether it is shown as one.
    open_links: Vec<bool>,
    table: Table<'p>,
}

impl Writer<'_> {
    #[inline]
    fn event<'e>(&mut self, event: Event<'e>) -> Event<'e> {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => self.link(link_type, &dest_url, title),
            Event::End(TagEnd::Link) if self.open_links.pop() == Some(false) => Event::Text("".into()),
            Event::Start(Tag::Image { dest_url, title, .. }) => self.image(&dest_url, title),
            Event::FootnoteReference(label) => Event::FootnoteReference(self.footnote(&label)),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                Event::Start(Tag::FootnoteDefinition(self.footnote(&label)))
            }
            other => other,
        }
    }

    fn link<'e>(&mut self, link_type: LinkType, written: &str, title: CowStr<'e>) -> Event<'e> {
        let target = if link_type == LinkType::Email { Some(written.to_owned()) } else { self.target(written) };
        self.open_links.push(target.is_some());
        match target {
            Some(target) => Event::Start(Tag::Link { link_type, dest_url: target.into(), title, id: "".into() }),
            None => Event::Text("".into()),
        }
    }

    /// Where a link leads from this page; `None` for one that may not be followed.
    fn target(&self, written: &str) -> Option<String> {
        Some(match Target::parse(written).ok()? {
            Target::Outside(url) => url.to_owned(),
            Target::Fragment(fragment) => format!("#{}{fragment}", self.prefix),
            Target::Pledge(id, fragment) => {
                let hash = if fragment.is_empty() { "" } else { "#" };
                let path = self.reading.pledge_page(&crate::record::Id::parse(id).ok()?);
                format!("{}{}{hash}{fragment}", self.root, path.address())
            }
            Target::Inside(path) => {
                let leads = resolve(self.base, path)?;
                let root = if address::is_shared(&leads) { self.site } else { self.root };
                format!("{root}{leads}{}", &written[path.len()..])
            }
        })
    }

    /// The id of a footnote: its own corner of the page's ids, and another one for each label. Labels are the same whatever
    /// the case of their letters.
    fn footnote(&self, label: &str) -> CowStr<'static> {
        let mut id = format!("{}note_", self.prefix);
        for c in label.chars().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() || c == '-' {
                id.push(c);
            } else {
                id.push_str(&format!("_{:x}_", u32::from(c)));
            }
        }
        id.into()
    }

    fn image<'e>(&self, written: &str, title: CowStr<'e>) -> Event<'e> {
        let input = image_input(written);
        let path = input.as_deref().and_then(|input| self.reading.file(input));
        let target = path.map_or_else(String::new, |path| format!("{}{path}", self.site));
        Event::Start(Tag::Image { link_type: LinkType::Inline, dest_url: target.into(), title, id: "".into() })
    }
}

/// `inline_markdown`: emphasis and code in a single line of text; everything else is shown as written.
pub(super) fn inline_filter(text: &str, _: Kwargs, _: &State<'_>) -> Value {
    let events = Parser::new_ext(text, Options::empty()).filter_map(|event| match event {
        Event::Start(Tag::Emphasis | Tag::Strong)
        | Event::End(TagEnd::Emphasis | TagEnd::Strong)
        | Event::Text(_)
        | Event::Code(_) => Some(event),
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::SoftBreak | Event::HardBreak => Some(Event::Text(" ".into())),
        _ => None,
    });
    let mut html = String::new();
    html::push_html(&mut html, events);
    Value::safe_string(&html)
}
