//! Changes as JSON, version 1: the published shape, apart from the inner one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Change, Changes, Counts, Facts, Path, What};
use crate::record::{Language, Word as _};

#[derive(Serialize)]
struct V1<'a> {
    version: u8,
    counts: CountsV1,
    changes: Vec<ChangeV1<'a>>,
}

#[derive(Serialize)]
struct CountsV1 {
    moves: usize,
    added: usize,
    withdrawn: usize,
    renamed: usize,
    critiques: usize,
    replies: usize,
    citations: usize,
    corrections: usize,
    method: usize,
    all: usize,
}

#[derive(Serialize)]
struct ChangeV1<'a> {
    cause: &'static str,
    path: Vec<StepV1<'a>>,
    #[serde(flatten)]
    what: WhatV1<'a>,
}

#[derive(Serialize)]
struct StepV1<'a> {
    list: &'static str,
    key: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "what", rename_all = "lowercase")]
enum WhatV1<'a> {
    Moved {
        at: usize,
        from: Option<&'a str>,
        to: &'a str,
        on: &'a str,
        reason: &'a str,
        instead_of: Option<&'a str>,
        facts: FactsV1<'a>,
    },
    Added {
        at: usize,
        facts: FactsV1<'a>,
    },
    Removed {
        at: usize,
        facts: FactsV1<'a>,
    },
    Renamed {
        from: &'a str,
    },
    Altered {
        field: &'static str,
        language: Option<&'a str>,
        before: Option<&'a str>,
        after: Option<&'a str>,
    },
    Reordered {
        list: &'static str,
        before: Vec<&'a str>,
        after: Vec<&'a str>,
    },
}

#[derive(Serialize)]
struct FactsV1<'a> {
    fields: Vec<FieldV1<'a>>,
    lists: BTreeMap<&'static str, Vec<EntryV1<'a>>>,
}

#[derive(Serialize)]
struct FieldV1<'a> {
    field: &'static str,
    language: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct EntryV1<'a> {
    key: &'a str,
    facts: FactsV1<'a>,
}

/// One JSON object with a final newline, in the shape that docs/changes.md fixes.
pub fn json(changes: &Changes) -> String {
    let all = changes.all.iter().map(ChangeV1::from);
    let shape = V1 { version: 1, counts: changes.counts().into(), changes: all.collect() };
    let mut text = serde_json::to_string_pretty(&shape).expect("strings and numbers always serialise");
    text.push('\n');
    text
}

impl From<Counts> for CountsV1 {
    fn from(counts: Counts) -> Self {
        let Counts { moves, added, withdrawn, renamed, critiques, replies, citations, corrections, method, all } =
            counts;
        Self { moves, added, withdrawn, renamed, critiques, replies, citations, corrections, method, all }
    }
}

impl<'a> From<&'a Change> for ChangeV1<'a> {
    fn from(change: &'a Change) -> Self {
        Self { cause: change.cause.word(), path: steps(&change.path), what: what(change) }
    }
}

fn steps(path: &Path) -> Vec<StepV1<'_>> {
    path.0.iter().map(|step| StepV1 { list: step.list, key: &step.key }).collect()
}

fn plain(keys: &[Box<str>]) -> Vec<&str> {
    keys.iter().map(|key| &**key).collect()
}

fn what(change: &Change) -> WhatV1<'_> {
    match &change.what {
        What::Moved { at, from, instead_of, facts } => {
            let said = |name| facts.get(name).unwrap_or_default();
            let (to, on, reason) = (said("to"), said("on"), said("reason"));
            WhatV1::Moved {
                at: *at,
                from: from.as_deref(),
                to,
                on,
                reason,
                instead_of: instead_of.as_deref(),
                facts: facts.into(),
            }
        }
        What::Added { at, facts } => WhatV1::Added { at: *at, facts: facts.into() },
        What::Removed { at, facts } => WhatV1::Removed { at: *at, facts: facts.into() },
        What::Renamed { from } => WhatV1::Renamed { from },
        What::Altered { field, before, after } => WhatV1::Altered {
            field: field.name,
            language: field.language.as_ref().map(Language::as_str),
            before: before.as_deref(),
            after: after.as_deref(),
        },
        What::Reordered { list, before, after } => {
            WhatV1::Reordered { list, before: plain(before), after: plain(after) }
        }
    }
}

impl<'a> From<&'a Facts> for FactsV1<'a> {
    fn from(facts: &'a Facts) -> Self {
        let fields = facts.fields.iter().map(|(field, text)| FieldV1 {
            field: field.name,
            language: field.language.as_ref().map(Language::as_str),
            text,
        });
        let lists = facts.lists.iter().filter(|list| !list.entries.is_empty()).map(|list| {
            let entries = list.entries.iter().map(|entry| EntryV1 { key: &entry.key, facts: (&entry.facts).into() });
            (list.name, entries.collect())
        });
        Self { fields: fields.collect(), lists: lists.collect() }
    }
}
