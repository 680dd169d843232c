//! The gate: reads rendered markup as a browser would and refuses whatever could run a script and is not on its list.
//! It fails closed: an element or attribute that it does not know is refused.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::record::Target;

/// The first thing on a page that the gate refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Elements of HTML that carry text, structure, figures or forms without a target.
const ELEMENTS: &[&str] = &[
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "body", "br", "button", "caption",
    "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt",
    "em", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hgroup", "hr", "html", "i", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "mark", "menu",
    "meta", "meter", "nav", "ol", "optgroup", "option", "output", "p", "picture", "pre", "progress", "q", "rp", "rt",
    "ruby", "s", "samp", "script", "search", "section", "select", "small", "source", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr",
    "u", "ul", "var", "wbr", "circle", "clippath", "defs", "desc", "ellipse", "g", "line", "lineargradient", "marker",
    "mask", "path", "pattern", "polygon", "polyline", "rect", "stop", "svg", "symbol", "text", "tspan", "use",
];

/// Attributes whose value is text, a number or a name, and never an address or a script.
const ATTRIBUTES: &[&str] = &[
    "abbr", "accept-charset", "align", "alt", "autocapitalize", "autocomplete", "autofocus", "charset", "checked",
    "class", "cols", "colspan", "content", "crossorigin", "datetime", "decoding", "dir", "disabled", "dirname",
    "enterkeyhint", "fetchpriority", "for", "form", "headers", "height", "hidden", "high", "hreflang", "id", "inert",
    "inputmode", "integrity", "kind", "label", "lang", "list", "loading", "low", "max", "maxlength", "media", "method",
    "min", "minlength", "multiple", "name", "novalidate", "open", "optimum", "pattern", "placeholder", "popover",
    "property", "readonly", "referrerpolicy", "rel", "required", "reversed", "role", "rows", "rowspan", "scope",
    "selected", "shape", "size", "sizes", "span", "spellcheck", "start", "step", "style", "tabindex", "title",
    "translate", "type", "value", "width", "wrap", "defer", "async", "xml:lang", "xmlns", "viewbox", "d", "cx", "cy",
    "r", "rx", "ry", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "points", "fill", "fill-rule", "fill-opacity",
    "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset",
    "stroke-opacity", "opacity", "transform", "text-anchor", "dominant-baseline", "alignment-baseline", "font-size",
    "font-family", "font-weight", "font-style", "letter-spacing", "preserveaspectratio", "focusable", "version",
    "clip-path", "clip-rule", "mask", "marker-start", "marker-mid", "marker-end", "markerwidth", "markerheight",
    "refx", "refy", "orient", "markerunits", "offset", "stop-color", "stop-opacity", "gradientunits",
    "gradienttransform", "patternunits", "patterntransform", "vector-effect", "shape-rendering", "pathlength",
    "color", "visibility", "display", "overflow", "xml:space", "baseprofile", "enable-background",
];

/// Attributes whose value is an address.
const ADDRESSES: &[&str] = &["href", "src", "cite", "poster", "xlink:href", "action", "formaction"];

/// `<link rel>` values that load nothing, or what the page's own policy allows.
const LINKS: &[&str] = &[
    "alternate", "author", "canonical", "help", "icon", "apple-touch-icon", "license", "manifest", "memento", "next",
    "original", "preload", "prev", "search", "stylesheet", "timegate", "timemap",
];

/// `<meta http-equiv>` values that cannot send the reader elsewhere.
const HTTP_EQUIV: &[&str] = &["content-security-policy", "content-language", "x-ua-compatible", "content-type"];

/// The first fault of a page; `scripts` are the theme's own scripts by their address below the root.
pub(super) fn first_fault(html: &[u8], scripts: &BTreeSet<String>) -> Option<Fault> {
    let Ok(html) = std::str::from_utf8(html) else { return Some(Fault("bytes that are not UTF-8".to_owned())) };
    let sink = Sink { scripts, fault: RefCell::new(None) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.fault.into_inner()
}

/// What is wrong with an SVG picture: it is a document of its own when it is opened by its address.
pub fn svg_faults(bytes: &[u8]) -> Option<Fault> {
    if bytes.windows(2).any(|two| two == b"<!") && contains_ignoring_case(bytes, b"<!entity") {
        return Some(Fault("an entity declaration".to_owned()));
    }
    first_fault(bytes, &BTreeSet::new())
}

fn contains_ignoring_case(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
}

struct Sink<'a> {
    scripts: &'a BTreeSet<String>,
    fault: RefCell<Option<Fault>>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        if tag.kind == TagKind::EndTag || self.fault.borrow().is_some() {
            return TokenSinkResult::Continue;
        }
        if let Some(fault) = self.tag(&tag) {
            *self.fault.borrow_mut() = Some(Fault(fault));
        }
        // The tokenizer alone does not know in which elements markup is text; the tree builder would tell it.
        match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Sink<'_> {
    fn tag(&self, tag: &Tag) -> Option<String> {
        let name = &*tag.name;
        let value = |wanted: &str| tag.attrs.iter().find(|one| &*one.name.local == wanted).map(|one| &*one.value);
        if !ELEMENTS.contains(&name) {
            return Some(format!("an element `{name}`"));
        }
        let refused = tag.attrs.iter().find_map(|one| attribute(name, &one.name.local, &one.value));
        let refused = refused.or_else(|| match name {
            "script" => self.script(value("type"), value("src")),
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
        refused.map(|what| format!("{what} in `<{name}>`"))
    }

    /// A script is data for search engines, or one that the theme ships.
    fn script(&self, kind: Option<&str>, src: Option<&str>) -> Option<String> {
        match (kind, src) {
            (Some("application/ld+json"), None) => None,
            (_, Some(src)) if self.ships(src) => None,
            _ => Some("a script that the theme does not ship".to_owned()),
        }
    }

    fn ships(&self, src: &str) -> bool {
        let src = src.trim_start_matches("./").trim_start_matches("../");
        let mut src = src;
        while let Some(rest) = src.strip_prefix("../") {
            src = rest;
        }
        self.scripts.contains(src)
    }
}

/// What is wrong with an attribute.
fn attribute(element: &str, name: &str, value: &str) -> Option<String> {
    if ATTRIBUTES.contains(&name) || name.starts_with("data-") || name.starts_with("aria-") {
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
