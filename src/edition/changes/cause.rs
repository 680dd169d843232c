//! Under which cause a change is shown: see [`super::Change::cause`].

use super::{Path, What};
use crate::record::{Cause, Word as _};

/// By what a pledge is judged and counted.
const JUDGED_BY: &[&str] = &["topics", "kind", "measure", "control", "weight", "parent"];
/// Where a source can be read again.
const COPIES: &[&str] = &["archive", "file", "accessed"];

pub(super) fn of(path: &Path, what: &What) -> Cause {
    match (path.lists().as_slice(), what) {
        (_, What::Moved { instead_of: Some(_), .. }) => Cause::Correction,
        (_, What::Moved { facts, .. }) => named(facts.get("cause").unwrap_or_default()),
        (["pledges", part @ ..], _) => of_pledge(part, what),
        (["sources"], What::Added { .. }) => Cause::Evidence,
        (["sources"], What::Altered { field, before: None, .. }) if COPIES.contains(&field.name) => Cause::Evidence,
        (["people"], What::Added { .. }) => Cause::Event,
        (["pages", ..], _) if path.record("pages") == Some("methodology") => Cause::Method,
        (["corrections" | "sources" | "people" | "pages", ..], _) => Cause::Correction,
        _ => Cause::Method,
    }
}

fn of_pledge(part: &[&str], what: &What) -> Cause {
    match (part, what) {
        ([] | ["critiques" | "replies"], What::Added { .. }) => Cause::Event,
        ([], What::Altered { field, .. }) if JUDGED_BY.contains(&field.name) => Cause::Method,
        (["critiques"], What::Altered { field, before, .. })
            if field.name == "outcome" || (field.name == "answer" && before.is_none()) =>
        {
            Cause::Event
        }
        ([.., "evidence" | "promised_in"], What::Added { .. }) => Cause::Evidence,
        _ => Cause::Correction,
    }
}

fn named(word: &str) -> Cause {
    Cause::WORDS.iter().find(|(name, _)| *name == word).map_or(Cause::Event, |(_, cause)| *cause)
}
