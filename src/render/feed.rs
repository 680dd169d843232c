//! Atom feeds: changes of status and critiques, newest first. Source: RFC 4287.
//! Never: a moment of the clock; a feed is as new as its newest entry, an empty one as the day that is judged.

use std::cmp::Reverse;

use super::xml::Xml;
use crate::record::{Citation, Critique, Date, StatusChange};
use crate::scorecard::{Scorecard, Standing};
use crate::site::{Feed, SitePath, address};
use crate::view::Reading;

/// Entries of a feed that follows many pledges.
const MOST: usize = 100;

/// The feed at `path`. Its entries are named after the page and anchor where they stand.
pub(super) fn feed(reading: Reading<'_>, feed: Feed, path: &SitePath) -> String {
    let card = reading.card;
    let (title, home, pledges, most) = match feed {
        Feed::Site => {
            let all = (0..card.pledges.len()).collect();
            (reading.text(&card.settings.site.title).to_owned(), address::front(), all, MOST)
        }
        Feed::Topic(at) => {
            let topic = &card.settings.topics[at];
            (
                joined(reading, reading.text(&topic.label)),
                address::topic(&topic.id.value),
                card.pledges_of_topic(at).to_vec(),
                MOST,
            )
        }
        Feed::Pledge(at) => {
            let pledge = &card.pledges[at].pledge;
            (joined(reading, reading.text(&pledge.title)), address::pledge(&pledge.id), vec![at], usize::MAX)
        }
    };
    let head = Head { title, home: home.address(), own: path.as_str(), entries: newest(card, &pledges, most) };
    let mut xml = Xml::default();
    write(&mut xml, reading, &head);
    xml.finish()
}

/// `What it follows · The site`.
fn joined(reading: Reading<'_>, followed: &str) -> String {
    format!("{followed} · {}", reading.text(&reading.card.settings.site.title))
}

struct Head<'a> {
    title: String,
    home: &'a str,
    own: &'a str,
    entries: Vec<Entry<'a>>,
}

/// One thing that happened to a pledge.
struct Entry<'a> {
    standing: &'a Standing,
    on: Date,
    what: What<'a>,
}

enum What<'a> {
    /// The change at this index of the history.
    Change(usize),
    Critique(&'a Critique),
}

/// What happened to some pledges, newest first; of one day, in the order of the scorecard.
fn newest<'a>(card: &'a Scorecard, pledges: &[usize], most: usize) -> Vec<Entry<'a>> {
    let of = |standing: &'a Standing| {
        let history = standing.pledge.status.iter().enumerate();
        let changes =
            history.map(move |(at, change)| Entry { standing, on: change.on.value, what: What::Change(at) });
        let raised = standing.pledge.critiques.iter();
        let critiques =
            raised.map(move |critique| Entry { standing, on: critique.on.value, what: What::Critique(critique) });
        changes.chain(critiques)
    };
    // The day of the oldest that stays, where as many as may stay were found.
    let keep_newest = |entries: &mut Vec<Entry<'a>>| {
        entries.sort_by_key(|entry| Reverse(entry.on));
        entries.truncate(most);
        entries.last().filter(|_| entries.len() == most).map(|oldest| oldest.on)
    };
    let (mut entries, mut oldest) = (Vec::new(), None);
    for entry in pledges.iter().flat_map(|at| of(&card.pledges[*at])) {
        // Much happened to all pledges together: what is too old is let go on the way.
        if oldest.is_some_and(|oldest| entry.on <= oldest) {
            continue;
        }
        entries.push(entry);
        if entries.len() / 8 > most {
            oldest = keep_newest(&mut entries);
        }
    }
    keep_newest(&mut entries);
    entries
}

fn write(xml: &mut Xml, reading: Reading<'_>, head: &Head<'_>) {
    let site = &reading.card.settings.site;
    let url = |address: &str| reading.url(address);
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", reading.language.as_str())]);
    xml.text("id", &url(head.own));
    xml.text("title", &head.title);
    if let Some(edition) = reading.shown() {
        let number = reading.words.text("edition-number", "number", &edition.number.to_string());
        xml.text("subtitle", &format!("{number}, {}", edition.digest));
    }
    link(xml, "self", "application/atom+xml", &url(head.own));
    link(xml, "alternate", "text/html", &url(head.home));
    let newest = head.entries.first().map_or(reading.card.as_of, |entry| entry.on);
    xml.text("updated", &moment(newest));
    let publisher = site.publisher.as_ref();
    let name = reading.text(publisher.map_or(&site.title, |publisher| &publisher.name));
    author(xml, name, publisher.and_then(|publisher| publisher.url.as_deref()));
    xml.text("generator", "pledgecard");
    if let Some(licence) = &site.licence {
        xml.text("rights", reading.text(&licence.name));
    }
    head.entries.iter().for_each(|entry| entry.write(xml, reading));
    xml.close("feed");
}

impl Entry<'_> {
    fn write(&self, xml: &mut Xml, reading: Reading<'_>) {
        let pledge = &self.standing.pledge;
        let anchor = match &self.what {
            What::Change(at) => address::change_anchor(&pledge.status, *at),
            What::Critique(critique) => address::critique_anchor(&critique.id.value),
        };
        let url = reading.url(&[address::pledge(&pledge.id).address(), "#", &anchor].concat());
        let moment = moment(self.on);
        xml.open("entry", &[]);
        xml.text("id", &url);
        xml.text("title", &self.title(reading));
        link(xml, "alternate", "text/html", &url);
        xml.text("published", &moment);
        xml.text("updated", &moment);
        if let What::Critique(critique) = &self.what {
            let expert = &reading.card.people[reading.card.person_at(&critique.expert.value)];
            author(xml, reading.text(&expert.name), None);
        }
        for topic in &pledge.topics {
            xml.empty("category", &[("term", topic.value.as_str())]);
        }
        let (said, evidence) = self.said(reading);
        xml.text_with("content", &[("type", "text")], &content(reading, said, evidence));
        xml.close("entry");
    }

    /// `Title: Stalled → In progress`, or `Title: Concern (Expert)`.
    fn title(&self, reading: Reading<'_>) -> String {
        let card = reading.card;
        let label =
            |change: &StatusChange| reading.text(&card.settings.statuses[card.status_at(&change.to.value)].label);
        let history = &self.standing.pledge.status;
        let title = reading.text(&self.standing.pledge.title);
        match &self.what {
            What::Change(at) => {
                let now = label(&history[*at]);
                let before = at.checked_sub(1).map(|before| label(&history[before])).filter(|before| *before != now);
                before
                    .map_or_else(|| [title, ": ", now].concat(), |before| [title, ": ", before, " → ", now].concat())
            }
            What::Critique(critique) => {
                let concern = card.concern(&critique.concern.value).map(|at| &card.settings.concerns[at].label);
                let concern = concern.map_or(critique.id.value.as_str(), |label| reading.text(label));
                let expert = &card.people[card.person_at(&critique.expert.value)];
                [title, ": ", concern, " (", reading.text(&expert.name), ")"].concat()
            }
        }
    }

    fn said<'a>(&'a self, reading: Reading<'a>) -> (&'a str, &'a [Citation]) {
        match &self.what {
            What::Change(at) => {
                let change = &self.standing.pledge.status[*at];
                (reading.text(&change.reason), &change.evidence)
            }
            What::Critique(critique) => (reading.text(&critique.claim), &critique.evidence),
        }
    }
}

/// What was said, and below it a line for each source.
fn content(reading: Reading<'_>, said: &str, evidence: &[Citation]) -> String {
    let mut content = said.to_owned();
    for citation in evidence {
        let source = &reading.card.sources[reading.card.source_at(&citation.source.value)];
        content.push_str("\n— ");
        content.push_str(reading.text(&source.title));
        if let Some(publisher) = &source.publisher {
            content.push_str(", ");
            content.push_str(reading.text(publisher));
        }
        if let Some(url) = &source.url {
            content.push_str(", ");
            content.push_str(url);
        }
    }
    content
}

/// The first moment of a date: a feed knows no dates of reduced precision.
fn moment(date: Date) -> String {
    format!("{}T00:00:00Z", date.first_day())
}

fn link(xml: &mut Xml, rel: &str, kind: &str, href: &str) {
    xml.empty("link", &[("rel", rel), ("type", kind), ("href", href)]);
}

fn author(xml: &mut Xml, name: &str, uri: Option<&str>) {
    xml.open("author", &[]);
    xml.text("name", name);
    if let Some(uri) = uri {
        xml.text("uri", uri);
    }
    xml.close("author");
}
