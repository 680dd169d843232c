//! Linked data for search engines, as schema.org has it. A pledge is a `Claim`, not a `ClaimReview`: it is not a
//! statement of fact.

use serde_json::{Value as Json, json};
use tera::Value;

use crate::record::{Person, PersonKind, Source, Text};
use crate::scorecard::Standing;
use crate::view::{PageView, Reading};

/// What search engines read of a page: the thing that it is about, and the way to it. None where there is neither.
pub(super) fn page(reading: Reading<'_>, page: &PageView<'_>, thing: Option<Json>) -> Option<Value> {
    let things: Vec<Json> = thing.into_iter().chain(way(reading, page)).collect();
    (!things.is_empty()).then(|| script(&json!({ "@context": "https://schema.org", "@graph": things })))
}

/// The way from the front page to a page below it.
fn way(reading: Reading<'_>, page: &PageView<'_>) -> Option<Json> {
    let site = &reading.card.settings.site;
    let step = |position: usize, name: &str, path: &str| {
        let url = reading.url(path);
        json!({ "@type": "ListItem", "position": position, "name": name, "item": url })
    };
    let crumbs = page.crumbs.iter().map(|crumb| (crumb.title.text, &*crumb.path));
    let steps = std::iter::once((reading.text(&site.title), "")).chain(crumbs).chain([(page.title.text, page.path)]);
    let steps: Vec<Json> = steps.zip(1..).map(|((name, path), position)| step(position, name, path)).collect();
    (!page.crumbs.is_empty()).then(|| json!({ "@type": "BreadcrumbList", "itemListElement": steps }))
}

/// The site as a data set.
pub(super) fn dataset(reading: Reading<'_>) -> Json {
    let (card, site) = (reading.card, &reading.card.settings.site);
    let person = &card.people[card.person_at(&card.settings.subject.person.value)];
    let mut data = json!({
        "@type": "Dataset",
        "name": reading.text(&site.title),
        "description": reading.text(&site.description),
        "url": reading.url(""),
        "inLanguage": reading.language.as_str(),
        "isAccessibleForFree": true,
        "dateModified": card.as_of.to_string(),
        "about": someone(reading, person),
    });
    if let Some(term) = card.settings.subject.term {
        data["temporalCoverage"] = json!(format!("{}/{}", term.start.value, term.end.value));
    }
    if let Some(publisher) = &site.publisher {
        data["publisher"] = json!({ "@type": "Organization", "name": reading.text(&publisher.name) });
        if let Some(url) = &publisher.url {
            data["publisher"]["url"] = json!(url);
        }
        data["creator"] = data["publisher"].clone();
    }
    if let Some(url) = site.licence.as_ref().and_then(|licence| licence.url.as_ref()) {
        data["license"] = json!(url);
    }
    data
}

/// A pledge as a claim with its sources and dated reviews.
pub(super) fn claim(reading: Reading<'_>, standing: &Standing) -> Json {
    let card = reading.card;
    let pledge = &standing.pledge;
    let person = &card.people[card.person_at(&standing.promiser)];
    let appearances = pledge
        .promised_in
        .iter()
        .map(|citation| work(reading, &card.sources[card.source_at(&citation.source.value)]));
    let reviews = pledge.status.iter().map(|change| {
        json!({
            "@type": "Review",
            "datePublished": change.on.value.to_string(),
            "name": reading.text(&card.settings.statuses[card.status_at(&change.to.value)].label),
            "reviewBody": reading.text(&change.reason),
            "author": { "@type": "Organization", "name": publisher(reading) },
        })
    });
    json!({
        "@type": "Claim",
        "name": reading.text(&pledge.title),
        "text": pledge.quote.as_ref().map_or(reading.text(&pledge.title), |quote| &quote.value),
        "url": reading.url(reading.pledge_page(&pledge.id).address()),
        "datePublished": pledge.promised.value.to_string(),
        "author": someone(reading, person),
        "appearance": appearances.collect::<Vec<Json>>(),
        "review": reviews.collect::<Vec<Json>>(),
    })
}

fn someone(reading: Reading<'_>, person: &Person) -> Json {
    let kind = if person.kind == PersonKind::Body { "Organization" } else { "Person" };
    json!({ "@type": kind, "name": reading.text(&person.name) })
}

fn publisher(reading: Reading<'_>) -> &str {
    let site = &reading.card.settings.site;
    let name: &Text = site.publisher.as_ref().map_or(&site.title, |publisher| &publisher.name);
    reading.text(name)
}

fn work(reading: Reading<'_>, source: &Source) -> Json {
    let mut work = json!({ "@type": "CreativeWork", "name": reading.text(&source.title) });
    if let Some(url) = &source.url {
        work["url"] = json!(url);
    }
    if let Some(published) = source.published {
        work["datePublished"] = json!(published.value.to_string());
    }
    work
}

/// JSON that cannot end the script element it stands in, nor open a comment there: what could is escaped.
/// Source: HTML standard, "Restrictions for contents of script elements".
fn script(data: &Json) -> Value {
    let text = serde_json::to_string(data).expect("a JSON value always serialises");
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", c as u32)),
            _ => safe.push(c),
        }
    }
    Value::safe_string(&safe)
}
