//! Changes for a person at a terminal: the moves first, then all else by its cause.

use std::collections::BTreeMap;

use super::wording::marked;
use super::{Change, Changes, Facts, Move, Path, What};
use crate::diagnostic::visible;
use crate::record::{Cause, Language, Settings, Word as _};
use crate::scorecard::Scorecard;

/// Every change, a line or more each; nothing where there is none. The scorecards are those that were compared.
pub fn human(changes: &Changes, before: &Scorecard, after: &Scorecard) -> String {
    let labels = Labels::of(&before.settings, &after.settings);
    let moves: String = changes.moves().map(|one| labels.moved(&one)).collect();
    let groups = Cause::WORDS.iter().filter_map(|(_, cause)| {
        let rest = changes.under(*cause).filter(|change| change.as_move().is_none());
        let lines: String = rest.map(line).collect();
        let heading = because(*cause);
        (!lines.is_empty()).then(|| format!("{}{}:\n{lines}", heading[..1].to_uppercase(), &heading[1..]))
    });
    let parts: Vec<String> = Some(moves).filter(|moves| !moves.is_empty()).into_iter().chain(groups).collect();
    visible(&parts.join("\n")).into_owned()
}

/// The words for statuses, of both vocabularies; the newer one's where both have one.
struct Labels<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Labels<'a> {
    fn of(before: &'a Settings, after: &'a Settings) -> Self {
        let of = |settings: &'a Settings| {
            let language = &settings.site.language;
            settings.statuses.iter().map(move |one| (one.id.value.as_str(), one.label.get(language, language).0))
        };
        Self(of(before).chain(of(after)).collect())
    }

    fn label<'i>(&self, id: &'i str) -> &'i str
    where
        'a: 'i,
    {
        self.0.get(id).copied().unwrap_or(id)
    }

    fn moved(&self, one: &Move<'_>) -> String {
        let to = self.label(one.to);
        let step = match one.from.filter(|from| *from != one.to) {
            Some(from) => format!("{} → {to}", self.label(from)),
            None => format!("still {to}"),
        };
        let step = match one.instead_of {
            Some(gone) => format!("{step} (instead of {gone})"),
            None => step,
        };
        format!("{}: {step}, on {}, because {}: {}\n", one.pledge, one.on, because(one.cause), one.reason)
    }
}

fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::Event => "the world moved",
        Cause::Evidence => "there is a new source",
        Cause::Correction => "we corrected",
        Cause::Method => "our method changed",
    }
}

fn line(change: &Change) -> String {
    let place = place(&change.path);
    let text = match &change.what {
        What::Added { facts, .. } | What::Moved { facts, .. } => format!("+ {place}{}", gist(facts)),
        What::Removed { facts, .. } => format!("- {place}{}", gist(facts)),
        What::Renamed { from } => format!("  {place}: renamed, it was {from}"),
        What::Altered { field, before, after } => {
            let language = field.language.as_ref().map(|language| format!(" in {language}")).unwrap_or_default();
            format!("  {place}, {}{language}: {}", field.name, altered(before.as_deref(), after.as_deref()))
        }
        What::Reordered { list, before, after } => {
            format!("  {place}, order of {list}: {} → {}", before.join(", "), after.join(", "))
        }
    };
    format!("  {}\n", text.replace('\n', "\n      "))
}

fn place(path: &Path) -> String {
    if path.0.is_empty() {
        return "site.toml".to_owned();
    }
    let steps = path.0.iter().map(|step| format!("{} {}", singular(step.list), step.key));
    steps.collect::<Vec<_>>().join(", ")
}

/// An entry of a list by the name of the list.
fn singular(list: &str) -> &str {
    match list {
        "pledges" => "pledge",
        "corrections" => "correction",
        "sources" => "source",
        "people" => "person",
        "pages" => "page",
        "statuses" | "status" => "status",
        "topics" => "topic",
        "concerns" => "concern",
        "critiques" => "critique",
        "replies" => "reply",
        "evidence" => "citation",
        "promised_in" => "promised in",
        other => other,
    }
}

/// What tells most of a record in a line, behind its place.
fn gist(facts: &Facts) -> String {
    match (facts.get("was"), facts.get("now")) {
        (Some(was), Some(now)) => format!(": {}", marked(was, now)),
        _ => facts.gist(&Language::default()).map(|(text, _)| format!(": {text}")).unwrap_or_default(),
    }
}

fn altered(before: Option<&str>, after: Option<&str>) -> String {
    match (before, after) {
        (Some(before), Some(after))
            if before.trim() != after.trim() && (before.to_owned() + after).contains(char::is_whitespace) =>
        {
            marked(before.trim(), after.trim())
        }
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (Some(before), None) => format!("[-{before}-]"),
        (None, after) => format!("{{+{}+}}", after.unwrap_or_default()),
    }
}
