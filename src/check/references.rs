//! Ids that point to nothing.

use std::collections::BTreeSet;

use super::{Question, SETTINGS, in_settings};
use crate::diagnostic::{Code, Diagnostic, Place, Placed, Span, did_you_mean};
use crate::inputs::InputPath;
use crate::record::{Id, Language, Pledge, Target};

/// Words are compared for so many faults of a kind at the most: a site in which more are unknown has another problem.
const SUGGESTED: usize = 100;

/// Reports each id that is not among those known.
fn unknown<'a>(
    code: Code,
    what: &str,
    ids: impl IntoIterator<Item = Mention<'a>>,
    is_known: impl Fn(&str) -> bool,
    known: &[&str],
) -> Vec<Diagnostic> {
    let wrong = ids.into_iter().filter(|(_, _, id)| !id.is_empty() && !is_known(id));
    wrong
        .enumerate()
        .map(|(count, (path, span, id))| {
            let help = match known {
                [] => "none is there yet: add it".to_owned(),
                _ if count < SUGGESTED => did_you_mean(id, known.iter().copied()),
                _ => String::new(),
            };
            Diagnostic::new(code, Place::new(path, span), format!("there is no {what} `{id}`")).help(help)
        })
        .collect()
}

/// An id where it is mentioned: the file, the place in it, the id. The place is put together for a fault alone.
type Mention<'a> = (&'a InputPath, Span, &'a str);

fn in_pledge<'a>(
    pledge: &'a Pledge,
    ids: impl IntoIterator<Item = &'a Placed<Id>>,
) -> impl Iterator<Item = Mention<'a>> {
    ids.into_iter().map(|id| (&pledge.path, id.span, id.value.as_str()))
}

pub(super) fn no_status_vocabulary(question: &Question<'_>) -> Vec<Diagnostic> {
    let place = in_settings(Span::default());
    let fault = |message| vec![Diagnostic::new(Code::NoStatusVocabulary, place.clone(), message)];
    let example = "add an entry: `[[statuses]]` with id, label, meaning and counts_as";
    match &question.records.settings {
        None if question.inputs.contains("site.toml") => Vec::new(),
        None => fault("the project has no site.toml")
            .into_iter()
            .map(|one| one.help("`pledgecard new site DIR` writes a small complete project"))
            .collect(),
        Some(settings) if settings.statuses.is_empty() => {
            fault("site.toml lists no status").into_iter().map(|one| one.help(example)).collect()
        }
        Some(_) => Vec::new(),
    }
}

pub(super) fn unknown_topic(question: &Question<'_>) -> Vec<Diagnostic> {
    let ids = question.records.pledges.iter().flat_map(|pledge| in_pledge(pledge, &pledge.topics));
    listed(question, Code::UnknownTopic, "topic", ids, &question.known.topics)
}

pub(super) fn unknown_status(question: &Question<'_>) -> Vec<Diagnostic> {
    let pledges = question.records.pledges.iter();
    let ids = pledges.flat_map(|pledge| in_pledge(pledge, pledge.status.iter().map(|change| &change.to)));
    if question.known.statuses.is_empty() {
        return Vec::new();
    }
    listed(question, Code::UnknownStatus, "status", ids, &question.known.statuses)
}

pub(super) fn unknown_concern(question: &Question<'_>) -> Vec<Diagnostic> {
    let pledges = question.records.pledges.iter();
    let ids = pledges.flat_map(|pledge| in_pledge(pledge, pledge.critiques.iter().map(|one| &one.concern)));
    listed(question, Code::UnknownConcern, "concern", ids, &question.known.concerns)
}

/// Ids that site.toml lists; without site.toml nobody is blamed.
fn listed<'a>(
    question: &Question<'_>,
    code: Code,
    what: &str,
    ids: impl IntoIterator<Item = Mention<'a>>,
    known: &[&str],
) -> Vec<Diagnostic> {
    if question.records.settings.is_none() {
        return Vec::new();
    }
    unknown(code, &format!("{what} in site.toml called"), ids, |id| known.contains(&id), known)
}

pub(super) fn unknown_person(question: &Question<'_>) -> Vec<Diagnostic> {
    if question.records.unread.people {
        return Vec::new();
    }
    let pledges = question.records.pledges.iter();
    let named = pledges.flat_map(|pledge| in_pledge(pledge, pledge.people()));
    let subject = question.records.settings.iter().map(|settings| &settings.subject.person);
    let subject = subject.map(|person| (&*SETTINGS, person.span, person.value.as_str()));
    let is_known = |id: &str| question.known.has_person(id);
    unknown(
        Code::UnknownPerson,
        "person or body in people.toml called",
        named.chain(subject),
        is_known,
        &question.known.people,
    )
}

pub(super) fn unknown_source(question: &Question<'_>) -> Vec<Diagnostic> {
    if question.records.unread.sources {
        return Vec::new();
    }
    let pledges = question.records.pledges.iter();
    let cited = pledges.flat_map(|pledge| in_pledge(pledge, pledge.citations().map(|citation| &citation.source)));
    let known: Vec<&str> = question.known.sources.keys().copied().collect();
    let is_known = |id: &str| question.known.sources.contains_key(id);
    unknown(Code::UnknownSource, "source in sources.toml called", cited, is_known, &known)
}

pub(super) fn unknown_pledge(question: &Question<'_>) -> Vec<Diagnostic> {
    let records = question.records;
    let pledges = records.pledges.iter();
    let named = pledges.flat_map(|pledge| in_pledge(pledge, pledge.parent.iter().chain(&pledge.related)));
    let corrected = records.corrections.iter().filter_map(|correction| {
        let pledge = correction.pledge.as_ref()?;
        Some((&correction.place.path, pledge.span, pledge.value.as_str()))
    });
    let bodies = records.bodies().flat_map(|(path, body)| {
        body.links.iter().filter_map(move |link| match Target::parse(&link.value) {
            Ok(Target::Pledge(id, _)) => Some((path, link.span, id)),
            _ => None,
        })
    });
    let known: Vec<&str> = question.known.pledges.keys().copied().collect();
    let is_known = |id: &str| question.known.pledges.contains_key(id);
    unknown(Code::UnknownPledge, "pledge called", named.chain(corrected).chain(bodies), is_known, &known)
}

pub(super) fn unknown_language(question: &Question<'_>) -> Vec<Diagnostic> {
    let Some(settings) = &question.records.settings else { return Vec::new() };
    let known: Vec<&str> = settings.site.languages.iter().map(Language::as_str).collect();
    let used = question.records.languages.iter().map(|(place, tag)| (&place.path, place.span, tag.as_str()));
    unknown(
        Code::UnknownLanguage,
        "language in site.toml's `languages` called",
        used,
        |tag| known.contains(&tag),
        &known,
    )
}

pub(super) fn parent_circle(question: &Question<'_>) -> Vec<Diagnostic> {
    let circles = question.records.pledges.iter().filter(|pledge| is_in_circle(question, pledge));
    circles
        .map(|pledge| {
            let parent = pledge.parent.as_ref().expect("a pledge in a circle has a parent");
            let message = format!("`{}` is, through its parents, a part of itself", pledge.id);
            Diagnostic::new(Code::ParentCircle, pledge.at(parent.span), message)
                .help("take out one `parent` of the circle")
        })
        .collect()
}

/// Whether the chain of parents of a pledge comes back to it.
fn is_in_circle(question: &Question<'_>, pledge: &Pledge) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = pledge;
    while let Some(parent) = at.parent.as_ref().and_then(|id| question.known.pledges.get(id.value.as_str())) {
        if parent.id == pledge.id {
            return true;
        }
        if !seen.insert(&parent.id) {
            return false;
        }
        at = parent;
    }
    false
}
