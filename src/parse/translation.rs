//! A sidecar's file to a translation.

use std::sync::Arc;

use super::body;
use super::citations::{self, translated_citations};
use super::fields::Fields;
use super::front_matter::{Cut, cut};
use super::kind::{FileKind, translated};
use super::pledge::plan;
use super::reader::Reader;
use super::tree::{EMPTY, Value};
use super::values::{date, id, plain_text};
use crate::diagnostic::Span;
use crate::record::{Language, TranslatedCritique, TranslatedReply, TranslatedStatus, Translation};

/// Reads a sidecar.
pub(super) fn parse(reader: &Reader<'_>) -> Translation {
    let cut = cut(reader);
    let table = reader.toml(cut.front.clone());
    let (of, language) = translated(reader.path).unwrap_or_default();
    let whose = match FileKind::of(&of) {
        FileKind::Page | FileKind::Note => "a page’s translation",
        FileKind::Correction => "a correction’s translation",
        _ => "a pledge’s translation",
    };
    let mut fields = Fields::new(reader, &table, cut.opening, whose);
    let translation = read(&mut fields, whose, (of.into(), language), &cut);
    fields.finish();
    translation
}

/// Asks for every key of translations.
pub(super) fn list_keys(reader: &Reader<'_>) {
    let cut = cut(reader);
    for whose in ["a pledge’s translation", "a page’s translation", "a correction’s translation"] {
        let mut fields = Fields::new(reader, &EMPTY, Span::default(), whose);
        read(&mut fields, whose, ("".into(), Language::default()), &cut);
    }
    citations::list_translated_keys(reader);
}

fn read(fields: &mut Fields<'_, '_>, whose: &str, (of, language): (Arc<str>, Language), cut: &Cut) -> Translation {
    let (is_page, is_correction) = (whose.contains("page"), whose.contains("correction"));
    let is_pledge = !is_page && !is_correction;
    let reader = fields.reader;
    let prose = !reader.is_listing() && !reader.text[cut.body.clone()].trim().is_empty();
    let mut text = |key, asked: bool| if asked { fields.optional(key, plain_text) } else { None };
    let (title, measure) = (text("title", !is_correction), text("measure", is_pledge));
    let (was, now, reported_by) =
        (text("was", is_correction), text("now", is_correction), text("reported_by", is_correction));
    Translation {
        path: reader.path.clone(),
        of,
        language,
        opening: cut.opening,
        title,
        measure,
        promised_in: if is_pledge { translated_citations(fields, "promised_in") } else { Vec::new() },
        plan: if is_pledge { fields.table("plan", "[plan]", plan) } else { None }.unwrap_or_default(),
        status: if is_pledge { fields.tables("status", "a translated [[status]]", help, status) } else { Vec::new() },
        critiques: if is_pledge {
            fields.tables("critiques", "a translated [[critiques]]", help, critique)
        } else {
            Vec::new()
        },
        replies: if is_pledge {
            fields.tables("replies", "a translated [[replies]]", help, reply)
        } else {
            Vec::new()
        },
        was,
        now,
        reported_by,
        body: prose.then(|| body::parse(reader, cut.body.clone())),
    }
}

fn help(value: Value<'_>) -> String {
    format!("write each as a table of its own, under a header in double brackets, not as {}", value.value.type_name())
}

fn status(fields: &mut Fields<'_, '_>) -> TranslatedStatus {
    TranslatedStatus {
        span: fields.header,
        on: fields.required("on", "2025-06-07", date),
        reason: fields.optional("reason", plain_text),
        dissent: fields.optional("dissent", plain_text),
        evidence: translated_citations(fields, "evidence"),
    }
}

fn critique(fields: &mut Fields<'_, '_>) -> TranslatedCritique {
    TranslatedCritique {
        id: fields.required("id", "\"the critique’s id\"", id),
        claim: fields.optional("claim", plain_text),
        answer: fields.optional("answer", plain_text),
        evidence: translated_citations(fields, "evidence"),
    }
}

fn reply(fields: &mut Fields<'_, '_>) -> TranslatedReply {
    TranslatedReply {
        span: fields.header,
        text: fields.optional("text", plain_text),
        evidence: translated_citations(fields, "evidence"),
    }
}
