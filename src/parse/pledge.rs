//! A pledge's file to a pledge.

use super::body;
use super::citations::{self, citations};
use super::fields::Fields;
use super::front_matter::{Cut, cut};
use super::reader::Reader;
use super::tree::{EMPTY, Item, Value};
use super::values::{boolean, date, id, integer, language, plain_text, string, word};
use crate::diagnostic::Span;
use crate::parse::page::stem_id;
use crate::record::{Cause, Control, Critique, Kind, Outcome, Pledge, PledgePlan, Reply, Severity, StatusChange};

/// Reads a pledge.
pub(super) fn parse(reader: &Reader<'_>) -> Pledge {
    let id = stem_id(reader);
    let cut = cut(reader);
    let table = reader.toml(cut.front.clone());
    let mut fields = Fields::new(reader, &table, cut.opening, "a pledge");
    let pledge = read(&mut fields, id, &cut);
    fields.finish();
    pledge
}

/// Asks for every key of a pledge.
pub(super) fn list_keys(reader: &Reader<'_>) {
    let mut fields = Fields::new(reader, &EMPTY, Span::default(), "a pledge");
    read(&mut fields, crate::record::Id::default(), &cut(reader));
    citations::list_keys(reader);
}

fn read(fields: &mut Fields<'_, '_>, id_of_file: crate::record::Id, cut: &Cut) -> Pledge {
    let reader = fields.reader;
    let promised_in = citations(fields, "promised_in");
    let topics = fields.list("topics", id);
    fields.at_least_one("topics", "[\"topic-id\"]");
    let status = fields.tables("status", "[[status]]", status_help, status_change);
    if status.is_empty() && !fields.has_tables("status") && !fields.reader.is_broken_key("status") {
        fields.lacks("status", "a pledge has no `[[status]]`".to_owned(), status_entry("…"));
    }
    Pledge {
        id: id_of_file,
        path: reader.path.clone(),
        opening: cut.opening,
        title: fields.required("title", "\"…\"", plain_text),
        topics: topics.into(),
        promised: fields.required("promised", "2025-06-07", date),
        promised_in,
        promiser: fields.optional("promiser", id),
        quote: fields.optional("quote", string),
        quote_language: fields.optional("quote_language", language).map(|language| language.value),
        kind: fields.optional("kind", word).map_or(Kind::Action, |kind| kind.value),
        deadline: fields.optional("deadline", date),
        measure: fields.optional("measure", plain_text),
        control: fields.optional("control", word).map_or(Control::Full, |control| control.value),
        weight: fields
            .optional("weight", |reader, value| integer(reader, value, 1..=5))
            .map_or(1, |weight| u8::try_from(weight.value).expect("the decoder keeps it between 1 and 5")),
        parent: fields.optional("parent", id),
        related: fields.list("related", id).into(),
        formerly: fields.list("formerly", id).into(),
        draft: fields.optional("draft", boolean).unwrap_or(false),
        plan: fields.table("plan", "[plan]", plan).map(Box::new),
        status: status.into(),
        critiques: fields.tables("critiques", "[[critiques]]", table_help, critique).into(),
        replies: fields.tables("replies", "[[replies]]", table_help, reply).into(),
        body: body::parse(reader, cut.body.clone()),
        translations: Vec::new(),
    }
}

/// The remedy for `status = "kept"`: the entry to write.
fn status_help(value: Value<'_>) -> String {
    let to = match &value.value {
        Item::Text(status) => status,
        _ => "…",
    };
    status_entry(to)
}

fn status_entry(to: &str) -> String {
    format!(
        "a status has a date, a reason and evidence: at the end of the front matter write\n\n[[status]]\n\
         on       = 2025-06-07\nto       = \"{to}\"\nreason   = \"why\"\nevidence = [\"source-id\"]"
    )
}

fn table_help(value: Value<'_>) -> String {
    format!("write each as a table of its own, under a header in double brackets, not as {}", value.value.type_name())
}

pub(super) fn plan(fields: &mut Fields<'_, '_>) -> PledgePlan {
    PledgePlan {
        goal: fields.optional("goal", plain_text),
        method: fields.optional("method", plain_text),
        period: fields.optional("period", plain_text),
        funding: fields.optional("funding", plain_text),
    }
}

fn status_change(fields: &mut Fields<'_, '_>) -> StatusChange {
    let cause = fields.optional("cause", word);
    StatusChange {
        span: fields.header,
        on: fields.required("on", "2025-06-07", date),
        to: fields.required("to", "\"status-id\"", id),
        reason: fields.required("reason", "\"why, in a sentence or two\"", plain_text),
        evidence: citations(fields, "evidence"),
        cause: cause.map_or(Cause::Event, |cause| cause.value),
        judged_by: fields.optional("judged_by", id),
        reviewed_by: fields.optional("reviewed_by", id).map(Box::new),
        confidence: fields.optional("confidence", word).map(|confidence| confidence.value),
        dissent: fields.optional("dissent", plain_text).map(Box::new),
    }
}

fn critique(fields: &mut Fields<'_, '_>) -> Critique {
    let concern = fields.required("concern", "\"concern-id\"", id);
    Critique {
        span: fields.header,
        id: fields.optional("id", id).unwrap_or_else(|| concern.clone()),
        concern,
        expert: fields.required("expert", "\"person-id\"", id),
        on: fields.required("on", "2025-06-07", date),
        claim: fields.required("claim", "\"what the expert says is wrong\"", plain_text),
        quote: fields.optional("quote", string).map(Box::new),
        severity: fields.optional("severity", word).map_or(Severity::Medium, |severity| severity.value),
        evidence: citations(fields, "evidence"),
        answer: fields.optional("answer", plain_text),
        outcome: fields.optional("outcome", word).map_or(Outcome::Open, |outcome| outcome.value),
    }
}

fn reply(fields: &mut Fields<'_, '_>) -> Reply {
    Reply {
        span: fields.header,
        by: fields.required("by", "\"person-id\"", id),
        on: fields.required("on", "2025-06-07", date),
        text: fields.required("text", "\"…\"", plain_text),
        evidence: citations(fields, "evidence"),
    }
}
