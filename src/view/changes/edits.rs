//! A change in a record, as a reader of one language sees it: what it is called, where it stands, and word by word.

use super::{EditView, PartView, StepView, WithdrawnView};
use crate::edition::changes::{Change, Facts, Part, Path, Step, What, shortened, wording};
use crate::record::{Date, Language, Pledge, Text};
use crate::scorecard::Scorecard;
use crate::site::address;
use crate::view::{Audience, Reading, Said};

/// The changes that a reader is shown: of a text that was changed in several languages the one in the reader's, else in
/// the default one. Those in other languages are shown to their readers.
pub(super) fn shown<'a>(changes: &[&'a Change], reading: Reading<'_>) -> Vec<&'a Change> {
    let key = |change: &'a Change| match &change.what {
        What::Altered { field, .. } => Some((&change.path, field.name, field.language.as_ref())),
        _ => None,
    };
    let is = |language: Option<&Language>| match language {
        Some(language) => language == reading.language,
        None => reading.is_default(),
    };
    // A new id is told with the old one: that the file says so too is no news.
    let is_told = |change: &Change| {
        let is_former = matches!(&change.what, What::Altered { field, .. } if field.name == "formerly");
        let renamed = |other: &&Change| other.path == change.path && matches!(other.what, What::Renamed { .. });
        is_former && changes.iter().any(renamed)
    };
    let mut all: Vec<&Change> = Vec::with_capacity(changes.len());
    for change in changes.iter().copied().filter(|change| !is_told(change)) {
        let same = all.last().is_some_and(|last| match (key(last), key(change)) {
            (Some(last), Some(this)) => (last.0, last.1) == (this.0, this.1),
            _ => false,
        });
        match key(change) {
            Some((_, _, language)) if same && is(language) => {
                *all.last_mut().expect("it was just looked at") = change;
            }
            _ if same => {}
            _ => all.push(change),
        }
    }
    all
}

/// Who reads, and the older of the two scorecards.
pub(super) struct Here<'r, 'a> {
    pub(super) audience: &'r Audience<'a>,
    pub(super) before: &'a Scorecard,
}

impl<'a> Here<'_, 'a> {
    pub(super) fn reading(&self) -> Reading<'a> {
        self.audience.reading
    }

    /// A text of the facts, marked with its language where that is not the reader's. Facts keep no default language.
    fn language(&self, language: Option<&'a Language>) -> Option<&'a Language> {
        let language = language.unwrap_or(&self.reading().card.settings.site.language);
        Some(language).filter(|language| *language != self.reading().language)
    }

    /// A text of the older scorecard.
    fn said_before(&self, text: &'a Text) -> Said<'a> {
        let reading = self.reading();
        let (text, language) = text.get(reading.language, &self.before.settings.site.language);
        Said { text, language: Some(language).filter(|language| *language != reading.language) }
    }

    pub(super) fn withdrawn(&self, path: &'a Path) -> Option<WithdrawnView<'a>> {
        let id = path.record("pledges")?;
        let standing = &self.before.pledges[self.before.pledge(id)?];
        let status = &self.before.settings.statuses[standing.status];
        Some(WithdrawnView {
            id,
            title: self.said_before(&standing.pledge.title),
            status: Some(self.said_before(&status.label)),
        })
    }

    /// The name of a record, and its address where it is still there.
    pub(super) fn record(&self, list: &'a str, id: &'a str) -> (Said<'a>, Option<String>) {
        if let Some((text, path)) = named(self.reading().card, list, id) {
            return (self.reading().said(text), Some(path));
        }
        let gone = named(self.before, list, id).map(|(text, _)| self.said_before(text));
        (gone.unwrap_or(Said::plain(id)), None)
    }

    pub(super) fn edit(&self, change: &'a Change) -> EditView<'a> {
        let within: &[Step] = change.path.0.get(1..).unwrap_or_default();
        let mut view = EditView {
            what: "altered",
            within: (0..within.len()).map(|at| self.step(&change.path, &within[at])).collect(),
            field: None,
            before: None,
            after: None,
            parts: Vec::new(),
            language: None,
        };
        match &change.what {
            What::Added { facts, .. } | What::Moved { facts, .. } => {
                view.what = "added";
                view.after = self.gist(facts, within, &mut view.language);
            }
            What::Removed { facts, .. } => {
                view.what = "removed";
                view.before = self.gist(facts, within, &mut view.language);
            }
            What::Renamed { from } => {
                view.what = "renamed";
                (view.before, view.after) = (Some(&**from), change.path.0.last().map(|step| &*step.key));
            }
            What::Altered { field, before, after } => {
                view.field = Some(field.name);
                (view.before, view.after) = (before.as_deref(), after.as_deref());
                view.language = self.language(field.language.as_ref()).map(Language::as_str);
            }
            What::Reordered { list, .. } => (view.what, view.field) = ("reordered", Some(*list)),
        }
        let trimmed = |text: Option<&'a str>| text.unwrap_or_default().trim();
        let parts = shortened(wording(trimmed(view.before), trimmed(view.after)));
        view.parts = parts.into_iter().map(|Part { fate, text }| PartView { fate, text }).collect();
        view
    }

    /// What an entry says; the name of a whole record stands above it.
    fn gist(&self, facts: &'a Facts, within: &[Step], language: &mut Option<&'a str>) -> Option<&'a str> {
        let (text, written) = facts.gist(self.reading().language).filter(|_| !within.is_empty())?;
        *language = self.language(written).map(Language::as_str);
        Some(text)
    }

    fn step(&self, path: &Path, step: &'a Step) -> StepView<'a> {
        let (key, number) = step.key.split_once(" #").map_or((&*step.key, ""), |(key, number)| (key, number));
        let label = match (step.list, key.split_once(' ')) {
            ("status", Some((on, to))) => format!("{} · {}", self.date(on), self.record("statuses", to).0.text),
            ("replies", Some((on, by))) => format!("{} · {}", self.date(on), self.record("people", by).0.text),
            ("evidence" | "promised_in", _) => self.record("sources", key).0.text.to_owned(),
            ("critiques", _) => self.concern(path, key).unwrap_or(key).to_owned(),
            _ => key.to_owned(),
        };
        let label = if number.is_empty() { label } else { format!("{label} ({number})") };
        StepView { list: step.list, label }
    }

    fn date(&self, iso: &str) -> String {
        Date::parse(iso).map_or_else(|| iso.to_owned(), |date| self.reading().words.date(date))
    }

    /// The kind of a critique, in the newer scorecard, else in the older one.
    fn concern(&self, path: &Path, id: &str) -> Option<&'a str> {
        [self.reading().card, self.before].into_iter().find_map(|card| {
            let pledge: &Pledge = &card.pledges[card.pledge(path.record("pledges")?)?].pledge;
            let critique = pledge.critiques.iter().find(|critique| critique.id.value.as_str() == id)?;
            let concern = card.concern(&critique.concern.value)?;
            Some(self.reading().text(&card.settings.concerns[concern].label))
        })
    }
}

/// The name of a record of a scorecard, and its address.
fn named<'a>(card: &'a Scorecard, list: &str, id: &str) -> Option<(&'a Text, String)> {
    let page = |path: crate::site::SitePath| path.address().to_owned();
    let settings = &card.settings;
    Some(match list {
        "site" => (&settings.site.title, String::new()),
        "pledges" => {
            let pledge = &card.pledges[card.pledge(id)?].pledge;
            (&pledge.title, page(address::pledge(&pledge.id)))
        }
        "people" => {
            let person = card.people.iter().find(|one| one.id.as_str() == id)?;
            (&person.name, page(address::person(&person.id)))
        }
        "sources" => {
            let source = card.sources.iter().find(|one| one.id.as_str() == id)?;
            (&source.title, address::source(&source.id))
        }
        "pages" => {
            let prose = card.pages.iter().find(|one| one.id.as_str() == id)?;
            (&prose.title, page(address::prose(&prose.id)))
        }
        "corrections" => {
            let correction = card.corrections.iter().find(|one| one.id.as_str() == id)?;
            (&correction.now, format!("{}#_correction_{id}", address::corrections().address()))
        }
        "statuses" => {
            let status = settings.statuses.iter().find(|one| one.id.value.as_str() == id)?;
            (&status.label, page(address::status(&status.id.value)))
        }
        "topics" => {
            let topic = settings.topics.iter().find(|one| one.id.value.as_str() == id)?;
            (&topic.label, page(address::topic(&topic.id.value)))
        }
        "concerns" => {
            let concern = settings.concerns.iter().find(|one| one.id.value.as_str() == id)?;
            (&concern.label, page(address::concern(&concern.id.value)))
        }
        _ => return None,
    })
}
