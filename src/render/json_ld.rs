//! Linked data for search engines, as schema.org has it. A pledge is a `Claim`, not a `ClaimReview`: it is not a
//! statement of fact.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use tera::Value;

use crate::record::{Person, PersonKind, Source, StatusChange};
use crate::scorecard::Standing;
use crate::view::{PageView, Reading};

/// What is said of a page.
#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    things: Vec<Thing<'a>>,
}

/// What a page is about, and the way to it.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
pub(super) enum Thing<'a> {
    Dataset {
        name: &'a str,
        description: &'a str,
        url: String,
        in_language: &'a str,
        is_accessible_for_free: bool,
        date_modified: String,
        about: Agent<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        temporal_coverage: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        publisher: Option<Agent<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        creator: Option<Agent<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        license: Option<&'a str>,
    },
    Claim {
        name: &'a str,
        text: &'a str,
        url: String,
        date_published: String,
        author: Agent<'a>,
        appearance: Vec<CreativeWork<'a>>,
        review: Vec<Review<'a>>,
    },
    BreadcrumbList {
        item_list_element: Vec<ListItem<'a>>,
    },
}

/// Who made or said something.
#[derive(Clone, Copy, Serialize)]
#[serde(tag = "@type")]
pub(super) enum Agent<'a> {
    Person {
        name: &'a str,
    },
    Organization {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<&'a str>,
    },
}

/// A source in which a pledge stands.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct CreativeWork<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
}

/// A change of status.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct Review<'a> {
    date_published: String,
    name: &'a str,
    #[serde(rename = "reviewBody")]
    body: &'a str,
    author: Agent<'a>,
}

/// A step on the way to a page.
#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct ListItem<'a> {
    position: usize,
    name: &'a str,
    item: String,
}

/// What search engines read of a page: the thing that it is about, and the way to it. None where there is neither.
pub(super) fn page<'a>(reading: Reading<'a>, page: &PageView<'a>, thing: Option<Thing<'a>>) -> Option<Value> {
    let things: Vec<Thing<'a>> = thing.into_iter().chain(way(reading, page)).collect();
    (!things.is_empty()).then(|| script(&Graph { context: "https://schema.org", things }))
}

/// The way from the front page to a page below it.
fn way<'a>(reading: Reading<'a>, page: &PageView<'a>) -> Option<Thing<'a>> {
    let front = (reading.text(&reading.card.settings.site.title), String::new());
    let crumbs = page.crumbs.iter().map(|crumb| (crumb.title.text, crumb.path.clone()));
    let steps = std::iter::once(front).chain(crumbs).chain([(page.title.text, page.path.to_owned())]);
    let item =
        |(position, (name, path)): (usize, (&'a str, String))| ListItem { position, name, item: reading.url(&path) };
    let item_list_element = (1..).zip(steps).map(item).collect();
    (!page.crumbs.is_empty()).then_some(Thing::BreadcrumbList { item_list_element })
}

/// The site as a data set.
pub(super) fn dataset(reading: Reading<'_>) -> Thing<'_> {
    let (card, site) = (reading.card, &reading.card.settings.site);
    let person = &card.people[card.person_at(&card.settings.subject.person.value)];
    let publisher = site.publisher.as_ref();
    let publisher = publisher
        .map(|publisher| Agent::Organization { name: reading.text(&publisher.name), url: publisher.url.as_deref() });
    Thing::Dataset {
        name: reading.text(&site.title),
        description: reading.text(&site.description),
        url: reading.url(""),
        in_language: reading.language.as_str(),
        is_accessible_for_free: true,
        date_modified: card.as_of.to_string(),
        about: someone(reading, person),
        temporal_coverage: card.settings.subject.term.map(|term| format!("{}/{}", term.start.value, term.end.value)),
        publisher,
        creator: publisher,
        license: site.licence.as_ref().and_then(|licence| licence.url.as_deref()),
    }
}

/// A pledge as a claim with its sources and dated reviews.
pub(super) fn claim<'a>(reading: Reading<'a>, standing: &'a Standing) -> Thing<'a> {
    let card = reading.card;
    let pledge = &standing.pledge;
    let appearances = pledge.promised_in.iter().map(|citation| &card.sources[card.source_at(&citation.source.value)]);
    let title = reading.text(&pledge.title);
    Thing::Claim {
        name: title,
        text: pledge.quote.as_ref().map_or(title, |quote| &quote.value),
        url: reading.url(reading.pledge_page(&pledge.id).address()),
        date_published: pledge.promised.value.to_string(),
        author: someone(reading, &card.people[card.person_at(&standing.promiser)]),
        appearance: appearances.map(|source| work(reading, source)).collect(),
        review: pledge.status.iter().map(|change| review(reading, change)).collect(),
    }
}

fn review<'a>(reading: Reading<'a>, change: &'a StatusChange) -> Review<'a> {
    let (card, site) = (reading.card, &reading.card.settings.site);
    let publisher = site.publisher.as_ref().map_or(&site.title, |publisher| &publisher.name);
    Review {
        date_published: change.on.value.to_string(),
        name: reading.text(&card.settings.statuses[card.status_at(&change.to.value)].label),
        body: reading.text(&change.reason),
        author: Agent::Organization { name: reading.text(publisher), url: None },
    }
}

fn someone<'a>(reading: Reading<'a>, person: &'a Person) -> Agent<'a> {
    let name = reading.text(&person.name);
    match person.kind {
        PersonKind::Body => Agent::Organization { name, url: None },
        PersonKind::Person => Agent::Person { name },
    }
}

fn work<'a>(reading: Reading<'a>, source: &'a Source) -> CreativeWork<'a> {
    CreativeWork {
        name: reading.text(&source.title),
        url: source.url.as_deref(),
        date_published: source.published.map(|published| published.value.to_string()),
    }
}

/// JSON for a script element.
fn script(data: &impl Serialize) -> Value {
    let mut json = Vec::with_capacity(1 << 12);
    data.serialize(&mut Serializer::with_formatter(&mut json, InScript)).expect("plain data always serialises");
    Value::safe_string(std::str::from_utf8(&json).expect("JSON is UTF-8"))
}

/// Writes JSON that cannot end the script element it stands in, nor open a comment there: what could is escaped.
/// Source: HTML standard, "Restrictions for contents of script elements".
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let mut rest = text.as_bytes();
        while let Some(at) = memchr::memchr3(b'<', b'>', b'&', rest) {
            out.write_all(&rest[..at])?;
            write!(out, "\\u{:04x}", rest[at])?;
            rest = &rest[at + 1..];
        }
        out.write_all(rest)
    }
}
