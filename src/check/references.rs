//! Ids that point to nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::memory::SUGGESTING;
use super::{Known, Question, SETTINGS, in_settings};
use crate::diagnostic::{Code, Diagnostic, Place, Placed, Span, did_you_mean};
use crate::inputs::InputPath;
use crate::record::{Body, Id, Language, Pledge, Records, Target};

/// Words are compared for so many faults of a kind at the most: a site in which more are unknown has another problem.
const SUGGESTED: usize = 100;

/// Reports each id that is not among those known. The nearest known word is added at the end (`suggest`).
fn unknown<'a>(
    code: Code,
    what: &str,
    ids: impl IntoIterator<Item = Mention<'a>>,
    is_known: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let wrong = ids.into_iter().filter(|(_, _, id)| !id.is_empty() && !is_known(id));
    wrong
        .map(|(path, span, id)| Diagnostic::new(code, Place::new(path, span), format!("there is no {what} `{id}`")))
        .collect()
}

/// Adds the remedy to faults of unknown ids, of which each has its id at the end of its message.
pub(super) fn suggest(question: &Question<'_>, faults: &mut [Diagnostic]) {
    for code in SUGGESTING {
        let mut lists: Option<(Vec<&str>, BTreeMap<&str, &str>)> = None;
        for (count, fault) in faults.iter_mut().filter(|fault| fault.code == code).enumerate() {
            let (known, renamed) =
                lists.get_or_insert_with(|| (known(question.known, code), renamed(question.records, code)));
            let id = fault.message.trim_end_matches('`').rsplit('`').next().unwrap_or_default();
            fault.help = match (renamed.get(id), &known[..]) {
                (Some(now), _) => format!("it is now called `{now}`"),
                (None, []) => "none is there yet: add it".to_owned(),
                (None, known) if count < SUGGESTED => did_you_mean(id, known.iter().copied()),
                _ => String::new(),
            };
        }
    }
}

/// The ids that were given up, each with the one in its place. Pledges alone say what they were called.
fn renamed(records: &Records, code: Code) -> BTreeMap<&str, &str> {
    let pledges = records.pledges.iter().filter(|pledge| code == Code::UnknownPledge && !pledge.id.is_placeholder());
    pledges.flat_map(|pledge| pledge.former().map(|former| (former, pledge.id.as_str()))).collect()
}

/// The ids that could have been meant.
fn known(known: &Known, code: Code) -> Vec<&str> {
    match code {
        Code::UnknownTopic => known.topics().collect(),
        Code::UnknownStatus => known.statuses().collect(),
        Code::UnknownConcern => known.concerns().collect(),
        Code::UnknownPerson => sorted(known.people.iter()),
        Code::UnknownSource => sorted(known.sources.iter()),
        _ => sorted(known.pledges.keys()),
    }
}

fn sorted<'a>(ids: impl Iterator<Item = &'a Id>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = ids.map(Id::as_str).collect();
    ids.sort_unstable();
    ids
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

pub(super) fn unknown_topic(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let is_known = |id: &str| question.known.topics().any(|topic| topic == id);
    listed(question, (Code::UnknownTopic, "topic in site.toml called"), in_pledge(pledge, &pledge.topics), is_known)
}

pub(super) fn unknown_status(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    if question.known.statuses().next().is_none() {
        return Vec::new();
    }
    let ids = in_pledge(pledge, pledge.status.iter().map(|change| &change.to));
    let is_known = |id: &str| question.known.statuses().any(|status| status == id);
    listed(question, (Code::UnknownStatus, "status in site.toml called"), ids, is_known)
}

pub(super) fn unknown_concern(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let ids = in_pledge(pledge, pledge.critiques.iter().map(|one| &one.concern));
    let is_known = |id: &str| question.known.concerns().any(|concern| concern == id);
    listed(question, (Code::UnknownConcern, "concern in site.toml called"), ids, is_known)
}

/// Ids that site.toml lists; without site.toml nobody is blamed.
fn listed<'a>(
    question: &Question<'_>,
    (code, what): (Code, &str),
    ids: impl IntoIterator<Item = Mention<'a>>,
    is_known: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    if question.records.settings.is_none() {
        return Vec::new();
    }
    unknown(code, what, ids, is_known)
}

pub(super) fn unknown_person(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    nobody(question, in_pledge(pledge, pledge.people()))
}

pub(super) fn unknown_subject(question: &Question<'_>) -> Vec<Diagnostic> {
    let subject = question.records.settings.iter().map(|settings| &settings.subject.person);
    nobody(question, subject.map(|person| (&*SETTINGS, person.span, person.value.as_str())))
}

fn nobody<'a>(question: &Question<'_>, named: impl Iterator<Item = Mention<'a>>) -> Vec<Diagnostic> {
    if question.records.unread.people {
        return Vec::new();
    }
    let is_known = |id: &str| question.known.people.contains(id);
    unknown(Code::UnknownPerson, "person or body in people.toml called", named, is_known)
}

pub(super) fn unknown_source(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    if question.records.unread.sources {
        return Vec::new();
    }
    let cited = in_pledge(pledge, pledge.citations().map(|citation| &citation.source));
    let is_known = |id: &str| question.known.sources.contains(id);
    unknown(Code::UnknownSource, "source in sources.toml called", cited, is_known)
}

pub(super) fn unknown_pledge(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let named = in_pledge(pledge, pledge.parent.iter().chain(&pledge.related));
    no_pledge(question, named.chain(linked(&pledge.path, &pledge.body)))
}

pub(super) fn unknown_pledge_elsewhere(question: &Question<'_>) -> Vec<Diagnostic> {
    let corrected = question.records.corrections.iter().filter_map(|correction| {
        let pledge = correction.pledge.as_ref()?;
        Some((&correction.place.path, pledge.span, pledge.value.as_str()))
    });
    let bodies = question.records.other_bodies().flat_map(|(path, body)| linked(path, body));
    no_pledge(question, corrected.chain(bodies))
}

/// The pledges that a body links to.
fn linked<'a>(path: &'a InputPath, body: &'a Body) -> impl Iterator<Item = Mention<'a>> {
    body.links.iter().filter_map(move |link| match Target::parse(&link.value) {
        Ok(Target::Pledge(id, _)) => Some((path, link.span, id)),
        _ => None,
    })
}

fn no_pledge<'a>(question: &Question<'_>, named: impl Iterator<Item = Mention<'a>>) -> Vec<Diagnostic> {
    let is_known = |id: &str| question.known.pledges.contains_key(id);
    unknown(Code::UnknownPledge, "pledge called", named, is_known)
}

pub(super) fn unknown_language(question: &Question<'_>) -> Vec<Diagnostic> {
    let Some(settings) = &question.records.settings else { return Vec::new() };
    let known: Vec<&str> = settings.site.languages.iter().map(Language::as_str).collect();
    let used = question.records.texts.iter().flat_map(|text| {
        let tags = text.languages.iter();
        tags.filter_map(|(span, tag)| Some((&text.place.path, *span, tag.as_ref()?.as_str())))
    });
    let what = "language in site.toml's `languages` called";
    let faults = unknown(Code::UnknownLanguage, what, used.clone(), |tag| known.contains(&tag));
    let tags = used.map(|(_, _, tag)| tag).filter(|tag| !known.contains(tag));
    faults.into_iter().zip(tags).map(|(fault, tag)| fault.help(did_you_mean(tag, known.iter().copied()))).collect()
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
    while let Some(parent) = parent(question, at) {
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

fn parent<'a>(question: &Question<'a>, pledge: &Pledge) -> Option<&'a Pledge> {
    let at = question.known.pledges.get(pledge.parent.as_ref()?.value.as_str())?;
    question.records.pledges.get(*at).map(|parent| &**parent)
}

/// The question above sees parents, and where they are named.
pub(super) fn same_parent(one: &Pledge, other: &Pledge) -> bool {
    one.id == other.id && one.parent == other.parent
}
