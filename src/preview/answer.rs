//! What to answer to a request: a page of the site, looked up in the site's own map and nowhere else.

use super::door::{self, Ask, Door};
use super::dress::{Script, dressed};
use super::{Shown, hash, nearest, render};
use crate::site::{Page, SitePath};

/// An answer.
#[derive(Debug)]
pub enum Answer {
    /// A whole one.
    Whole {
        /// The status.
        status: u16,
        /// The type of the body.
        kind: &'static str,
        /// Where it stands instead, for a redirection.
        location: Option<String>,
        /// The body.
        body: Vec<u8>,
    },
    /// The stream of events for a page.
    Events {
        /// The page's path.
        page: String,
        /// What the browser has of it.
        has: String,
    },
}

impl Answer {
    /// A refusal, or another answer in words.
    pub fn said(status: u16, text: &str) -> Self {
        Self::Whole { status, kind: TEXT, location: None, body: format!("{text}\n").into_bytes() }
    }

    fn redirect(to: String) -> Self {
        Self::Whole { status: 307, kind: TEXT, location: Some(to), body: Vec::new() }
    }
}

const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// The answer to a request that the door lets in.
pub fn answer(shown: &Shown, door: &Door, script: &Script, ask: &Ask<'_>) -> Answer {
    if let Some((status, reason)) = door.refusal(ask) {
        return Answer::said(status, reason);
    }
    if door::is_events(ask.target) {
        return events(door, ask.target);
    }
    let Some(parts) = door::parts(ask.target) else { return Answer::said(400, "the address is not sound") };
    page(shown, script, &parts)
}

fn events(door: &Door, target: &str) -> Answer {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let value = |key: &str| {
        let found = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
        found.and_then(door::decoded).unwrap_or_default()
    };
    if !door.is_token(&value("token")) {
        return Answer::said(403, "the page is of another preview");
    }
    Answer::Events { page: value("page"), has: value("has") }
}

fn page(shown: &Shown, script: &Script, parts: &[String]) -> Answer {
    if shown.publication.is_none() {
        return notice(
            script,
            500,
            "Nothing can be shown yet",
            "The project has faults; the page appears when they are mended.",
            &[],
        );
    }
    let base = shown.base();
    let Some(inside) = inside(&base, parts) else {
        let at_root = parts.len() == 1 && parts[0].is_empty();
        let is_base = door::decoded(base.trim_matches('/')).is_some_and(|base| base == parts.join("/"));
        return if at_root || is_base { Answer::redirect(base) } else { missing(shown, script, &parts.join("/")) };
    };
    let found = door::site_path(inside).and_then(|path| Some((shown.find(&path)?, path)));
    if let Some(((publication, page), path)) = found {
        return match render(publication, &path, page) {
            Ok(bytes) => rendered(script, &path, page, bytes),
            Err(_) => stand_in(shown, script, &path),
        };
    }
    let folder = SitePath::new(inside.iter().map(String::as_str).chain(["index.html"]));
    match folder.filter(|path| shown.find(path).is_some()) {
        Some(path) => Answer::redirect(format!("{base}{}", path.address())),
        None => missing(shown, script, &parts.join("/")),
    }
}

/// The part of a path below the site's root.
pub(super) fn inside<'p>(base: &str, parts: &'p [String]) -> Option<&'p [String]> {
    let folders: Vec<String> = base.split('/').filter(|part| !part.is_empty()).filter_map(door::decoded).collect();
    let (first, rest) = parts.split_at_checked(folders.len())?;
    (first == folders && !rest.is_empty()).then_some(rest)
}

fn rendered(script: &Script, path: &SitePath, page: &Page, bytes: Vec<u8>) -> Answer {
    let kind = kind(path.as_str());
    let is_page = page.template().is_some() && kind == HTML;
    let body = if is_page { dressed(&bytes, script, &hash(&bytes), "page") } else { bytes };
    Answer::Whole { status: 200, kind, location: None, body }
}

/// The page as it was with the theme before, where a template of this one fails.
fn stand_in(shown: &Shown, script: &Script, path: &SitePath) -> Answer {
    shown.note_failure();
    let before = shown.before.as_deref();
    let last = before.and_then(|before| Some((before, before.site.pages.get(path)?)));
    match last.and_then(|(before, page)| Some((page, render(before, path, page).ok()?))) {
        Some((page, bytes)) => rendered(script, path, page, bytes),
        None => notice(script, 500, "This page cannot be shown", "A template of the theme fails on it.", &[]),
    }
}

fn missing(shown: &Shown, script: &Script, path: &str) -> Answer {
    let near = nearest(shown, path);
    notice(script, 404, "There is no page here", &format!("Nothing stands at /{path}."), &near)
}

/// A page of the preview's own.
fn notice(script: &Script, status: u16, title: &str, text: &str, near: &[String]) -> Answer {
    let link = |path: &String| format!("<li><a href=\"{0}\">{0}</a></li>", escaped(path));
    let links: String = near.iter().map(link).collect();
    let links = if near.is_empty() { links } else { format!("<p>Near to it are:</p><ul>{links}</ul>") };
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><title>{title}</title></head>\
         <body><h1>{title}</h1><p>{}</p>{links}</body></html>",
        escaped(text)
    );
    let body = dressed(page.as_bytes(), script, "", "notice");
    Answer::Whole { status, kind: HTML, location: None, body }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The type of a file by its ending.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" | "csv" | "md" => TEXT,
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
