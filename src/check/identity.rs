//! Things that are called alike.

use ahash::AHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{Question, in_settings};
use crate::diagnostic::{Code, Diagnostic, Place, Placed};
use crate::inputs::{InputPath, Inputs};
use crate::record::{Id, Pledge, Settings};

pub(super) fn duplicate_pledge(question: &Question<'_>) -> Vec<Diagnostic> {
    twice("pledge", question.records.pledges.iter().map(|one| (one.id.as_str(), one.place())))
}

/// The question above sees ids, which are the names of files, and where the front matter begins.
pub(super) fn same_opening(one: &Pledge, other: &Pledge) -> bool {
    one.id == other.id && one.opening == other.opening
}

/// An id under which a pledge stood leads to that pledge alone.
pub(super) fn duplicate_former(question: &Question<'_>) -> Vec<Diagnostic> {
    let pledges = &question.records.pledges;
    let mut first: AHashMap<&str, Place> = AHashMap::new();
    let mut faults = Vec::new();
    for (pledge, former) in pledges.iter().flat_map(|pledge| pledge.formerly.iter().map(move |id| (pledge, id))) {
        let id = former.value.as_str();
        let place = pledge.at(former.span);
        let fault = |message: String, help: &str, other: Place, where_: String| {
            Diagnostic::new(Code::DuplicateId, place.clone(), message).help(help).related(other, where_)
        };
        if let Some(at) = question.known.pledges.get(&former.value) {
            let message = format!("`{id}` is the id of a pledge that is there");
            let help =
                "`formerly` names ids that no pledge has any more: take it out, or give the other pledge another id";
            faults.push(fault(message, help, pledges[*at].place(), format!("the pledge `{id}` stands here")));
        } else if let Some(other) = first.get(id) {
            let message = format!("there is already a pledge that was called `{id}`");
            let help = "its address can lead to one pledge alone: take it out of one of them";
            faults.push(fault(message, help, other.clone(), format!("the first `{id}` stands here")));
        } else if !id.is_empty() {
            first.insert(id, place);
        }
    }
    faults
}

/// The question above sees ids, those of before too, and where they stand.
pub(super) fn same_names(one: &Pledge, other: &Pledge) -> bool {
    let former = |pledge: &Pledge| pledge.formerly.iter().map(|id| (id.value.clone(), id.span)).collect::<Vec<_>>();
    same_opening(one, other) && former(one) == former(other)
}

pub(super) fn duplicate_elsewhere(question: &Question<'_>) -> Vec<Diagnostic> {
    let records = question.records;
    let mut faults = Vec::new();
    faults.extend(twice("person or body", records.people.iter().map(|one| (one.id.as_str(), one.place.clone()))));
    faults.extend(twice("source", records.sources.iter().map(|one| (one.id.as_str(), one.place.clone()))));
    faults.extend(twice("page", records.pages.iter().map(|one| (one.id.as_str(), Place::start_of(&one.path)))));
    faults.extend(twice("correction", records.corrections.iter().map(|one| (one.id.as_str(), one.place.clone()))));
    if let Some(settings) = &records.settings {
        faults.extend(vocabulary(settings));
    }
    faults
}

pub(super) fn duplicate_critique(_: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let critiques = pledge.critiques.iter().map(|one| (one.id.value.as_str(), pledge.at(one.id.span)));
    let help = "give one of them an `id` of its own";
    twice("critique of this pledge", critiques).into_iter().map(|fault| fault.help(help)).collect()
}

fn vocabulary(settings: &Settings) -> Vec<Diagnostic> {
    fn ids<'a>(ids: impl Iterator<Item = &'a Placed<Id>>) -> impl Iterator<Item = (&'a str, Place)> {
        ids.map(|id| (id.value.as_str(), in_settings(id.span)))
    }
    let mut faults = twice("status", ids(settings.statuses.iter().map(|one| &one.id)));
    faults.extend(twice("topic", ids(settings.topics.iter().map(|one| &one.id))));
    faults.extend(twice("concern", ids(settings.concerns.iter().map(|one| &one.id))));
    faults
}

/// Reports every id after its first.
fn twice<'a>(what: &str, ids: impl Iterator<Item = (&'a str, Place)>) -> Vec<Diagnostic> {
    let mut first: AHashMap<&str, Place> = AHashMap::with_capacity(ids.size_hint().1.unwrap_or(0));
    let mut faults = Vec::new();
    for (id, place) in ids.filter(|(id, _)| !id.is_empty()) {
        if let Some(other) = first.get(id) {
            let fault = Diagnostic::new(Code::DuplicateId, place, format!("there is already a {what} called `{id}`"));
            let fault = fault.help("an id stands for one thing for ever: give this one another");
            faults.push(fault.related(other.clone(), format!("the first `{id}` stands here")));
        } else {
            first.insert(id, place);
        }
    }
    faults
}

pub(super) fn name_collision(question: &Question<'_>) -> Vec<Diagnostic> {
    let paths = question.inputs.iter().map(|(path, _)| path);
    let mut first: AHashMap<String, &InputPath> = AHashMap::with_capacity(paths.size_hint().0);
    let mut faults = Vec::new();
    for path in paths {
        let folded = folded(path);
        if let Some(other) = first.get(&folded) {
            let message = format!("`{path}` and `{other}` are one name on many systems");
            let fault = Diagnostic::new(Code::NameCollision, Place::start_of(path), message);
            let fault = fault.help("rename one: names must differ by more than case or the form of a letter");
            faults.push(fault.related(Place::start_of(other), "the other file"));
        } else {
            first.insert(folded, path);
        }
    }
    faults
}

/// The file that is called as `path` is but for case or the form of a letter.
pub(super) fn nearly_called<'a>(inputs: &'a Inputs, path: &str) -> Option<&'a str> {
    let name = folded(path);
    let is_alike =
        |other: &str| if other.is_ascii() { other.eq_ignore_ascii_case(&name) } else { folded(other) == name };
    inputs.paths_below("content/").map(|other| &**other).find(|other| is_alike(other))
}

/// A path as a careless file system sees it: composed, compatible, lower case, with the letters that fold together.
/// Source: Unicode, `NFKC_Casefold`, approximated by upper then lower case.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let upper: String = path.nfkc().flat_map(char::to_uppercase).collect();
    upper.nfkd().flat_map(char::to_lowercase).nfkc().collect::<String>().replace('ς', "σ")
}
