//! The gate: reads rendered markup as a browser would and refuses whatever could run a script and is not on its list.
//! It fails closed: an element or attribute that it does not know is refused.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use ahash::{AHashMap, AHashSet};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::record::Target;

/// The first thing on a page that the gate refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    /// What is refused, as a template may have it: the first text in backticks.
    pub(super) fn quoted(&self) -> Option<&str> {
        self.0.split('`').nth(1).filter(|text| !text.is_empty())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Names of which it is only ever asked whether one is among them: no order is seen.
type NameSet = LazyLock<AHashSet<&'static str>>;

/// Elements of HTML that carry text, structure, figures or forms without a target.
#[rustfmt::skip]
static ELEMENTS: NameSet = NameSet::new(|| AHashSet::from_iter([
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "body", "br", "button", "caption",
    "circle", "cite", "clippath", "code", "col", "colgroup", "data", "datalist", "dd", "defs", "del", "desc",
    "details", "dfn", "dialog", "div", "dl", "dt", "ellipse", "em", "fieldset", "figcaption", "figure", "footer",
    "form", "g", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "img", "input",
    "ins", "kbd", "label", "legend", "li", "line", "lineargradient", "link", "main", "mark", "marker", "mask",
    "menu", "meta", "meter", "nav", "ol", "optgroup", "option", "output", "p", "path", "pattern", "picture",
    "polygon", "polyline", "pre", "progress", "q", "rect", "rp", "rt", "ruby", "s", "samp", "script", "search",
    "section", "select", "small", "source", "span", "stop", "strong", "sub", "summary", "sup", "svg", "symbol",
    "table", "tbody", "td", "template", "text", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "tspan",
    "u", "ul", "use", "var", "wbr",
]));

/// Attributes whose value is text, a number or a name, and never an address or a script.
#[rustfmt::skip]
static ATTRIBUTES: NameSet = NameSet::new(|| AHashSet::from_iter([
    "abbr", "accept-charset", "align", "alignment-baseline", "alt", "async", "autocapitalize", "autocomplete",
    "autofocus", "baseprofile", "charset", "checked", "class", "clip-path", "clip-rule", "color", "cols", "colspan",
    "content", "crossorigin", "cx", "cy", "d", "datetime", "decoding", "defer", "dir", "dirname", "disabled",
    "display", "dominant-baseline", "dx", "dy", "enable-background", "enterkeyhint", "fetchpriority", "fill",
    "fill-opacity", "fill-rule", "focusable", "font-family", "font-size", "font-style", "font-weight", "for",
    "form", "gradienttransform", "gradientunits", "headers", "height", "hidden", "high", "hreflang", "id", "inert",
    "inputmode", "integrity", "kind", "label", "lang", "letter-spacing", "list", "loading", "low", "marker-end",
    "marker-mid", "marker-start", "markerheight", "markerunits", "markerwidth", "mask", "max", "maxlength", "media",
    "method", "min", "minlength", "multiple", "name", "novalidate", "offset", "opacity", "open", "optimum",
    "orient", "overflow", "pathlength", "pattern", "patterntransform", "patternunits", "placeholder", "points",
    "popover", "preserveaspectratio", "property", "r", "readonly", "referrerpolicy", "refx", "refy", "rel",
    "required", "reversed", "role", "rows", "rowspan", "rx", "ry", "scope", "selected", "shape", "shape-rendering",
    "size", "sizes", "span", "spellcheck", "start", "step", "stop-color", "stop-opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width",
    "style", "tabindex", "text-anchor", "title", "transform", "translate", "type", "value", "vector-effect",
    "version", "viewbox", "visibility", "width", "wrap", "x", "x1", "x2", "xml:lang", "xml:space", "xmlns", "y",
    "y1", "y2",
]));

/// Attributes whose value is an address.
const ADDRESSES: &[&str] = &["href", "src", "cite", "poster", "xlink:href", "action", "formaction"];

/// `<link rel>` values that load nothing, or what the page's own policy allows.
#[rustfmt::skip]
const LINKS: &[&str] = &[
    "alternate", "author", "canonical", "help", "icon", "apple-touch-icon", "license", "manifest", "memento",
    "next", "original", "preload", "prev", "search", "stylesheet", "timegate", "timemap",
];

/// `<meta http-equiv>` values that cannot send the reader elsewhere.
const HTTP_EQUIV: &[&str] = &["content-security-policy", "content-language", "x-ua-compatible", "content-type"];

/// Reads pages for one thread. Markup repeats, so that the verdict on each distinct tag is kept.
///
/// A page is cut into text without `<`, and pieces from `<` to the `>` that closes them. Each distinct piece is read
/// once by the tokenizer, which must find exactly one tag in it that ends where the piece ends: then the page as a whole
/// is read by a browser as these tags in this order, since none of them leaves the tokenizer in another state; but for the
/// elements below, whose content is text: there the next piece must be the end tag.
#[derive(Default)]
pub(super) struct Gate {
    /// Sound tags, each with the element that it opens if the content of that is text. Only ever asked for one of them: no
    /// order is seen.
    sound: AHashMap<Box<[u8]>, Opened>,
}

/// The element that a tag opens, if its content is text.
type Opened = Option<&'static str>;

/// Elements whose content is text.
const TEXT_ELEMENTS: &[&str] = &["script", "style", "textarea", "title"];
/// Verdicts kept for one thread at the most: addresses differ from page to page.
const KEPT: usize = 25_000;

impl Gate {
    /// The first fault of a page; `scripts` are the theme's own scripts by their address below the root.
    pub(super) fn first_fault(&mut self, html: &[u8], scripts: &BTreeSet<String>) -> Option<Fault> {
        self.read(html, scripts).err()
    }

    fn read(&mut self, html: &[u8], scripts: &BTreeSet<String>) -> Result<(), Fault> {
        if simdutf8::basic::from_utf8(html).is_err() {
            return Err(Fault("bytes that are not UTF-8".to_owned()));
        }
        let (mut rest, mut inside) = (html, None);
        while let Some(start) = memchr::memchr(b'<', rest) {
            rest = &rest[start..];
            let known = plain_end(rest).map(|end| (end, None)).or_else(|| self.known(rest));
            let (end, opened) = known.map_or_else(|| self.judge(rest, scripts), Ok)?;
            if inside.is_some_and(|name| !closes(&rest[..end], name)) {
                return Err(Fault("markup in an element whose content is text".to_owned()));
            }
            inside = opened;
            rest = &rest[end..];
        }
        Ok(())
    }

    /// Where the piece that this begins with ends, if it was judged before: it ended there for its own sake.
    fn known(&self, html: &[u8]) -> Option<(usize, Opened)> {
        let end = memchr::memchr(b'>', html)? + 1;
        self.sound.get(&html[..end]).map(|opened| (end, *opened))
    }

    /// Where the piece that this begins with ends; keeps that it is sound.
    fn judge(&mut self, html: &[u8], scripts: &BTreeSet<String>) -> Result<(usize, Opened), Fault> {
        let end = piece_end(html).ok_or_else(|| Fault("a tag that is not closed".to_owned()))?;
        let piece = &html[..end];
        if declares(piece) {
            return Err(Fault("a declaration".to_owned()));
        }
        let is_plainly_sound = PlainTag::read(piece).is_some_and(|tag| tag.is_sound(scripts));
        if let Some(fault) = (!is_plainly_sound).then(|| piece_fault(piece, scripts)).flatten() {
            return Err(fault);
        }
        if self.sound.len() >= KEPT {
            self.sound.clear();
        }
        let opened = TEXT_ELEMENTS.iter().copied().find(|name| names(&piece[1..], name));
        self.sound.insert(piece.into(), opened);
        Ok((end, opened))
    }
}

/// A tag written so plainly that there is one way to read it: a name in small letters, attributes in double quotes with
/// one space before each, and nothing to decode. Any other is left to the tokenizer.
struct PlainTag<'p> {
    name: &'p str,
    attributes: [(&'p str, &'p str); MANY],
    count: usize,
}

/// Attributes of a plain tag at the most.
const MANY: usize = 12;

impl<'p> PlainTag<'p> {
    fn read(piece: &'p [u8]) -> Option<Self> {
        let text = std::str::from_utf8(piece).ok()?.strip_prefix('<')?.strip_suffix('>')?;
        let text = text.strip_suffix('/').unwrap_or(text);
        let (name, mut rest) = text.split_at(plain_name(text.as_bytes())?);
        let mut tag = Self { name, attributes: [("", ""); MANY], count: 0 };
        while !rest.is_empty() {
            let attribute = rest.strip_prefix(' ')?;
            let (name, after) = attribute.split_at(plain_name(attribute.as_bytes())?);
            let after = after.strip_prefix("=\"")?;
            let end = after.bytes().position(|byte| matches!(byte, b'"' | b'&' | 0 | b'\r'))?;
            rest = after[end..].strip_prefix('"')?;
            *tag.attributes.get_mut(tag.count)? = (name, &after[..end]);
            tag.count += 1;
        }
        Some(tag)
    }

    fn attributes(&self) -> &[(&'p str, &'p str)] {
        &self.attributes[..self.count]
    }

    fn is_sound(&self, scripts: &BTreeSet<String>) -> bool {
        tag_fault(self.name, self.attributes(), scripts).is_none()
    }
}

/// One past the end tag that this begins with, if that has nothing beside its name. It can open nothing that runs.
fn plain_end(html: &[u8]) -> Option<usize> {
    let end = plain_name(html.strip_prefix(b"</")?)? + "</".len();
    (html.get(end) == Some(&b'>')).then_some(end + 1)
}

/// How long the name is that this begins with, in small letters.
fn plain_name(html: &[u8]) -> Option<usize> {
    let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b':');
    let length = html.iter().position(|byte| !is_plain(byte)).unwrap_or(html.len());
    html.first().is_some_and(u8::is_ascii_lowercase).then_some(length)
}

/// One past the `>` that closes what this begins with: the first one outside quotes, or the end of a comment.
fn piece_end(html: &[u8]) -> Option<usize> {
    if html.starts_with(b"<!--") {
        return memchr::memmem::find(&html[4..], b"-->").map(|at| 4 + at + 3);
    }
    let mut at = 0;
    loop {
        at += memchr::memchr3(b'"', b'\'', b'>', &html[at..])?;
        match html[at] {
            b'>' => return Some(at + 1),
            quote => at += memchr::memchr(quote, &html[at + 1..])? + 2,
        }
    }
}

/// Whether a piece is neither tag nor comment nor a plain document type: in SVG, `<![CDATA[` makes text of markup, and what
/// stands in `[` of a document type gives elements attributes.
fn declares(piece: &[u8]) -> bool {
    let is_document_type = || piece.get(2..9).is_some_and(|name| name.eq_ignore_ascii_case(b"doctype"));
    piece.starts_with(b"<!") && !piece.starts_with(b"<!--") && (!is_document_type() || piece.contains(&b'['))
}

fn closes(piece: &[u8], name: &str) -> bool {
    piece.starts_with(b"</") && names(&piece[2..], name)
}

/// Whether a tag's text begins with this name, whole.
fn names(text: &[u8], name: &str) -> bool {
    let begins = text.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name.as_bytes()));
    begins && text.get(name.len()).is_some_and(|after| after.is_ascii_whitespace() || b"/>".contains(after))
}

/// What is wrong with one piece of markup.
fn piece_fault(piece: &[u8], scripts: &BTreeSet<String>) -> Option<Fault> {
    let text = std::str::from_utf8(piece).unwrap_or_default();
    let sink = Sink { scripts, fault: RefCell::default(), pieces: Cell::new(0) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let Sink { fault, pieces, .. } = tokenizer.sink;
    let misread = || (pieces.get() != 1).then(|| Fault(format!("markup that browsers may misread, `{text}`")));
    fault.into_inner().or_else(misread)
}

/// Endings of files that browsers read as documents that may run scripts, or as scripts: HTML, XML and what packs them.
/// Source: the HTML Standard, on the loading of HTML, XML and other documents.
#[rustfmt::skip]
const DOCUMENTS: &[&str] = &[
    "htm", "html", "js", "mht", "mhtml", "mjs", "rdf", "shtml", "svgz", "xht", "xhtml", "xml", "xsl", "xslt",
];

/// What is wrong with a file that is published as it is: whoever opens it by its address runs what is in it.
pub fn file_fault(path: &str, bytes: &[u8]) -> Option<Fault> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    if DOCUMENTS.contains(&ending.as_str()) {
        return Some(Fault("a page or a script to a browser".to_owned()));
    }
    if ending != "svg" {
        return None;
    }
    match svg_body(bytes) {
        Ok(body) => Gate::default().first_fault(body.as_bytes(), &BTreeSet::new()),
        Err(what) => Some(Fault(what.to_owned())),
    }
}

/// An SVG document without its XML declaration. Nothing may let a browser read other characters in it than are here, or
/// fetch what tells it how to.
fn svg_body(bytes: &[u8]) -> Result<&str, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "bytes that are not UTF-8")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let declared = text.strip_prefix("<?xml").filter(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace()));
    let (declaration, body) = declared.and_then(|rest| rest.split_once("?>")).unwrap_or(("", text));
    let encoding = declaration.split_once("encoding").map(|(_, after)| after.split(['"', '\'']).nth(1).unwrap_or(""));
    if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("utf-8")) {
        return Err("an encoding other than UTF-8");
    }
    if body.contains("<?") { Err("a processing instruction") } else { Ok(body) }
}

struct Sink<'a> {
    scripts: &'a BTreeSet<String>,
    fault: RefCell<Option<Fault>>,
    /// Tags, comments and document types seen; text counts as more than one piece.
    pieces: Cell<usize>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let found = match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let attributes = tag.attrs.iter().map(|one| (&*one.name.local, &*one.value));
                tag_fault(&tag.name, &attributes.collect::<Vec<_>>(), self.scripts)
            }
            Token::TagToken(_) | Token::CommentToken(_) | Token::DoctypeToken(_) => None,
            Token::CharacterTokens(_) | Token::NullCharacterToken => Some("stray text".to_owned()),
            Token::ParseError(_) | Token::EOFToken => return TokenSinkResult::Continue,
        };
        self.pieces.set(self.pieces.get() + 1);
        if let Some(fault) = found.filter(|_| self.fault.borrow().is_none()) {
            *self.fault.borrow_mut() = Some(Fault(fault));
        }
        TokenSinkResult::Continue
    }
}

/// What is wrong with a start tag.
fn tag_fault(name: &str, attributes: &[(&str, &str)], scripts: &BTreeSet<String>) -> Option<String> {
    let value = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    if !ELEMENTS.contains(name) {
        return Some(format!("an element `<{name}`"));
    }
    let refused = attributes.iter().find_map(|(attribute, value)| attribute_fault(name, attribute, value));
    let refused = refused.or_else(|| match name {
        "script" => script_fault(value("type"), value("src"), scripts),
        "meta" => {
            let equiv = value("http-equiv").map(str::to_ascii_lowercase);
            let equiv = equiv.filter(|equiv| !HTTP_EQUIV.contains(&equiv.as_str()));
            equiv.map(|equiv| format!("`http-equiv=\"{equiv}\"`"))
        }
        "link" => {
            let rels = value("rel").unwrap_or("").split_ascii_whitespace();
            let mut bad = rels.filter(|rel| !LINKS.contains(&rel.to_ascii_lowercase().as_str()));
            bad.next().map(|rel| format!("`rel=\"{rel}\"`"))
        }
        _ => None,
    });
    refused.map(|what| if name == "script" { what } else { format!("{what} in `<{name}>`") })
}

/// A script is data for search engines, or one that the theme ships.
fn script_fault(kind: Option<&str>, src: Option<&str>, scripts: &BTreeSet<String>) -> Option<String> {
    match (kind, src) {
        (Some("application/ld+json"), None) => None,
        (_, Some(src)) if ships(src, scripts) => None,
        _ => Some("a `<script` that is not on the list".to_owned()),
    }
}

fn ships(src: &str, scripts: &BTreeSet<String>) -> bool {
    let mut src = src.strip_prefix("./").unwrap_or(src);
    while let Some(rest) = src.strip_prefix("../") {
        src = rest;
    }
    scripts.contains(src)
}

/// What is wrong with an attribute.
fn attribute_fault(element: &str, name: &str, value: &str) -> Option<String> {
    if ATTRIBUTES.contains(name) || name.starts_with("data-") || name.starts_with("aria-") {
        let loads = ["style", "fill", "stroke", "mask", "clip-path", "marker-start", "marker-mid", "marker-end"];
        let runs = loads.contains(&name) && leads_outside(value);
        return runs.then(|| format!("`{name}=\"{value}\"`"));
    }
    if name == "http-equiv" && element == "meta" {
        return None;
    }
    if name == "srcset" || name == "imagesrcset" {
        let bad = value.split(',').filter_map(|one| one.split_ascii_whitespace().next()).find(|url| !is_safe(url));
        return bad.map(|url| format!("`{name}` with `{url}`"));
    }
    if name == "target" {
        return None;
    }
    if !ADDRESSES.contains(&name) {
        return Some(format!("an attribute `{name}`"));
    }
    let own = ["use", "image", "pattern", "lineargradient"].contains(&element);
    let safe = if own { value.starts_with('#') } else { is_safe(value) };
    (!safe).then(|| format!("`{name}=\"{value}\"`"))
}

/// Whether a style or paint refers to anything but a place on the same page.
fn leads_outside(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    lower.contains('\\')
        || lower.contains("expression")
        || lower.contains("@import")
        || lower.split("url(").skip(1).any(|rest| !rest.trim_start_matches(['"', '\'', ' ']).starts_with('#'))
}

fn is_safe(url: &str) -> bool {
    matches!(Target::parse(url), Ok(Target::Outside(_) | Target::Inside(_) | Target::Fragment(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A verdict that is kept says too that what follows is text.
    #[test]
    fn what_is_text_is_known_of_a_tag_that_was_judged_before() {
        let mut gate = Gate::default();
        let scripts = BTreeSet::new();
        for _ in 0..2 {
            assert_eq!(gate.first_fault(b"<title>a</title><TextArea rows=\"2\">b</textarea >", &scripts), None);
            for bad in ["<title><b>a</b></title>", "<TextArea rows=\"2\"></p></textarea>", "<title><title>"] {
                assert!(gate.first_fault(bad.as_bytes(), &scripts).is_some(), "{bad}");
            }
        }
    }

    /// What is read without the tokenizer gets the verdict that the tokenizer would give.
    #[test]
    fn a_plain_tag_is_judged_as_the_tokenizer_judges_it() {
        let names =
            ELEMENTS.iter().copied().chain(["iframe", "object", "base", "image", "plaintext", "style", "A", "xmp"]);
        let attributes =
            ["href", "src", "style", "onclick", "http-equiv", "rel", "type", "xlink:href", "srcset", "data-a"];
        let values = [
            "a.js",
            "javascript:x",
            " javascript:x",
            "java\tscript:x",
            "#a",
            "data:text/html,x",
            "refresh",
            "preload",
            "url(//x)",
            "&#106;avascript:x",
            "a>b",
            "a<b",
            "a'b",
            "\0",
            "\r",
            "\u{a0}",
            "application/ld+json",
            "",
        ];
        let scripts = BTreeSet::from(["a.js".to_owned()]);
        let mut read = (0, 0);
        for name in names {
            for attribute in attributes {
                for value in values {
                    let shapes = [
                        format!("<{name} {attribute}=\"{value}\">"),
                        format!("<{name} {attribute}=\"{value}\" src=\"a.js\" {attribute}=\"x\">"),
                        format!("<{name} class=\"x\" {attribute}=\"{value}\"/>"),
                        format!("<{name} {attribute}='{value}'>"),
                        format!("<{name}\n{attribute}=\"{value}\">"),
                        format!("<{name}/{attribute}=\"{value}\">"),
                        format!("</{name} {attribute}=\"{value}\">"),
                    ];
                    for piece in shapes.iter().filter(|piece| piece_end(piece.as_bytes()) == Some(piece.len())) {
                        let Some(tag) = PlainTag::read(piece.as_bytes()) else { continue };
                        let is_sound = tag.is_sound(&scripts);
                        read = (read.0 + 1, read.1 + usize::from(is_sound));
                        // Browsers take the first of two attributes with one name; here both have to be sound.
                        let twice = piece.matches(&format!(" {attribute}=")).count() > 1;
                        let fault = piece_fault(piece.as_bytes(), &scripts);
                        assert!(fault.is_none() == is_sound || (twice && !is_sound), "{piece:?}: {fault:?}");
                    }
                }
            }
        }
        assert!(read.0 > 10_000 && read.1 > 1_000, "{read:?}");
    }
}
