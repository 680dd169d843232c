//! The address of everything: one function for each kind of page.

use super::path::SitePath;
use crate::record::{Id, Language, StatusChange};

macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)+) => {
        $($(#[$doc])* pub fn $name() -> SitePath { SitePath::fixed($path) })+
    };
}

fixed! {
    /// The front page.
    front = "index.html";
    /// The index of topics.
    topics = "topics/index.html";
    /// The index of statuses.
    statuses = "statuses/index.html";
    /// The index of concerns.
    concerns = "concerns/index.html";
    /// The index of people.
    people = "people/index.html";
    /// Every source.
    sources = "sources/index.html";
    /// What is overdue and what is due next.
    deadlines = "deadlines/index.html";
    /// The deadlines as a calendar.
    calendar = "deadlines.ics";
    /// How the editors judge.
    methodology = "methodology/index.html";
    /// What was put right.
    corrections = "corrections/index.html";
    /// Every sealed edition.
    editions = "editions/index.html";
    /// Every sealed edition, for machines. Source: RFC 7089, section 5.
    timemap = "editions/timemap";
    /// The page for addresses that lead nowhere.
    not_found = "404.html";
    /// What a server is to say with the files: for hosts that read it.
    headers = "_headers";
    /// What robots may read.
    robots = "robots.txt";
    /// Every page, for search engines.
    sitemap = "sitemap.xml";
}

/// The same page in a language other than the default one: everything stands again below `/<language>/`.
pub fn translated(page: &SitePath, language: &Language) -> SitePath {
    page.below(language.as_str())
}

/// The language of what stands at a path, as an index into those of the site, the default one first; and the path below
/// the root of that language.
pub fn spoken<'a>(path: &SitePath, languages: impl Iterator<Item = &'a Language>) -> (usize, SitePath) {
    let mut others = languages.enumerate().skip(1);
    let found = others.find_map(|(at, language)| Some((at, path.inside(language.as_str())?)));
    found.unwrap_or_else(|| (0, path.clone()))
}

/// Every pledge; `number` counts from 1.
pub fn pledges(number: usize) -> SitePath {
    match number {
        0 | 1 => SitePath::fixed("pledges/index.html"),
        _ => numbered(["pledges", "page", &number.to_string(), "index.html"]),
    }
}

/// A part of a sitemap that is too long for one file; `number` counts from 1.
pub fn sitemap_part(number: usize) -> SitePath {
    numbered([&format!("sitemap-{number}.xml")])
}

fn numbered<const N: usize>(parts: [&str; N]) -> SitePath {
    SitePath::new(parts).expect("words and digits are sound parts of a path")
}

/// A pledge.
pub fn pledge(id: &Id) -> SitePath {
    SitePath::of("pledges", id)
}

/// The scorecard of an edition.
pub fn edition(number: u32) -> SitePath {
    numbered(["editions", &number.to_string(), "index.html"])
}

/// What changed in an edition.
pub fn changes(number: u32) -> SitePath {
    numbered(["editions", &number.to_string(), "changes", "index.html"])
}

/// A pledge as it stood from an edition on.
pub fn pledge_version(id: &Id, number: u32) -> SitePath {
    numbered(["pledges", id.as_str(), "editions", &number.to_string(), "index.html"])
}

/// A part of an edition as it was sealed, from its path in a published site.
pub fn sealed(path: &str) -> Option<SitePath> {
    SitePath::new(path.split('/'))
}

/// A picture or a published copy of a source as it was in an edition: `editions/2/images/a.png`.
pub fn content_of_edition(number: u32, input: &str) -> Option<SitePath> {
    Some(content(input)?.below(&format!("editions/{number}")))
}

/// A topic.
pub fn topic(id: &Id) -> SitePath {
    SitePath::of("topics", id)
}

/// A status.
pub fn status(id: &Id) -> SitePath {
    SitePath::of("statuses", id)
}

/// A concern.
pub fn concern(id: &Id) -> SitePath {
    SitePath::of("concerns", id)
}

/// A person or body.
pub fn person(id: &Id) -> SitePath {
    SitePath::of("people", id)
}

/// A source: its entry on the page of all sources.
pub fn source(id: &Id) -> String {
    format!("{}#{id}", sources().address())
}

/// The feed that follows what a page shows: it stands beside the page.
pub fn feed(page: &SitePath) -> SitePath {
    page.beside("feed.xml")
}

/// The anchor of an entry of a pledge's history: it stays where an earlier one is found out later. Like all anchors of the
/// program's own it has a `_`, which no heading of a body has.
pub fn change_anchor(history: &[StatusChange], at: usize) -> String {
    let change = &history[at];
    let is_same = |other: &&StatusChange| (other.on.value, &other.to.value) == (change.on.value, &change.to.value);
    let anchor = format!("_change_{}_{}", change.on.value, change.to.value);
    match history[..at].iter().filter(is_same).count() {
        0 => anchor,
        before => format!("{anchor}_{}", before + 1),
    }
}

/// The anchor of a critique on its pledge's page.
pub fn critique_anchor(id: &Id) -> String {
    format!("_critique_{id}")
}

/// A page of prose.
pub fn prose(id: &Id) -> SitePath {
    SitePath::new([id.as_str(), "index.html"]).expect("an id is a sound part of a path")
}

/// A picture or a published copy of a source: `content/images/a.png` stands at `images/a.png`.
pub fn content(input: &str) -> Option<SitePath> {
    SitePath::new(input.strip_prefix("content/")?.split('/'))
}

/// Whether what stands at an address is the same for readers of every language, and stands once.
pub fn is_shared(address: &str) -> bool {
    let folders = ["images/", "archive/", "assets/", "editions/objects/"];
    let is_file_of_edition = || {
        let part = address.strip_prefix("editions/").and_then(|rest| rest.split('/').nth(1));
        matches!(part, Some("images" | "archive" | "manifest.txt" | "manifest.txt.sig"))
    };
    folders.iter().any(|folder| address.starts_with(folder))
        || is_file_of_edition()
        || [sitemap(), robots(), timemap()].iter().any(|path| path.address() == address)
}

/// An asset of the theme, named by its content.
pub fn asset(name: &str, digest: &str) -> Option<SitePath> {
    let (folder, file) = name.rsplit_once('/').map_or((None, name), |(folder, file)| (Some(folder), file));
    let (stem, ending) = file.rsplit_once('.')?;
    let named = format!("{stem}.{digest}.{ending}");
    SitePath::new(
        std::iter::once("assets").chain(folder.into_iter().flat_map(|folder| folder.split('/'))).chain([&*named]),
    )
}
