//! Linked data for search engines, as schema.org has it. A pledge is a `Claim`, not a `ClaimReview`: it is not a
//! statement of fact.

use serde_json::{Value as Json, json};
use tera::Value;

use crate::record::{Source, Text};
use crate::scorecard::Standing;
use crate::site::address;
use crate::view::Reading;

/// The site as a data set.
pub(super) fn dataset(reading: Reading<'_>) -> Value {
    let site = &reading.card.settings.site;
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": reading.text(&site.title),
        "description": reading.text(&site.description),
        "url": site.base_url.value,
        "inLanguage": site.language.as_str(),
        "dateModified": reading.card.as_of.to_string(),
    });
    if let Some(publisher) = &site.publisher {
        data["publisher"] = json!({ "@type": "Organization", "name": reading.text(&publisher.name) });
        if let Some(url) = &publisher.url {
            data["publisher"]["url"] = json!(url);
        }
    }
    if let Some(url) = site.licence.as_ref().and_then(|licence| licence.url.as_ref()) {
        data["license"] = json!(url);
    }
    script(&data)
}

/// A pledge as a claim with its sources and dated reviews, and the way to it.
pub(super) fn pledge(reading: Reading<'_>, standing: &Standing) -> Value {
    let base_url = &reading.card.settings.site.base_url.value;
    let pledge = &standing.pledge;
    let person = &reading.card.people[reading.card.person_at(&standing.promiser)];
    let url = format!("{base_url}{}", address::pledge(&pledge.id).address());
    let appearances = pledge
        .promised_in
        .iter()
        .map(|citation| work(reading, &reading.card.sources[reading.card.source_at(&citation.source.value)]));
    let reviews = pledge.status.iter().map(|change| {
        json!({
            "@type": "Review",
            "datePublished": change.on.value.to_string(),
            "name": reading.text(&reading.card.settings.statuses[reading.card.status_at(&change.to.value)].label),
            "reviewBody": reading.text(&change.reason),
            "author": { "@type": "Organization", "name": publisher(reading) },
        })
    });
    let claim = json!({
        "@type": "Claim",
        "name": reading.text(&pledge.title),
        "text": pledge.quote.as_ref().map_or(reading.text(&pledge.title), |quote| &quote.value),
        "url": url,
        "datePublished": pledge.promised.value.to_string(),
        "author": { "@type": "Person", "name": reading.text(&person.name) },
        "appearance": appearances.collect::<Vec<Json>>(),
        "review": reviews.collect::<Vec<Json>>(),
    });
    let crumb = |position: usize, name: &str, item: &str| json!({ "@type": "ListItem", "position": position, "name": name, "item": item });
    let pledges = format!("{base_url}{}", address::pledges(1).address());
    let way = json!({
        "@type": "BreadcrumbList",
        "itemListElement": [
            crumb(1, reading.text(&reading.card.settings.site.title), base_url),
            crumb(2, "Pledges", &pledges),
            crumb(3, reading.text(&pledge.title), &url),
        ],
    });
    script(&json!({ "@context": "https://schema.org", "@graph": [claim, way] }))
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
