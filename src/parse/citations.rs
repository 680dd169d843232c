//! Citations: a source id, or a table that says more.

use super::fields::Fields;
use super::reader::Reader;
use super::tree::{EMPTY, Value};
use super::values::{id, plain_text, string, word};
use crate::diagnostic::{Placed, Span};
use crate::record::{Citation, CitationDetails, Shows, TranslatedCitation};

const CITATION: &str = "a citation";
const TRANSLATED: &str = "a translated citation";

/// The citations of a key. What is there and cannot be read stands as a placeholder: something was cited.
pub(super) fn citations(fields: &mut Fields<'_, '_>, key: &'static str) -> Box<[Citation]> {
    let list = fields.list(key, |reader, value| Some(citation(reader, value)));
    let unread = list.is_empty() && (fields.has_tables(key) || fields.reader.is_broken_key(key));
    if unread { [Citation::bare(Placed::default())].into() } else { list.into() }
}

fn citation(reader: &Reader<'_>, value: Value<'_>) -> Citation {
    let Some(table) = value.value.as_table() else {
        return Citation::bare(id(reader, value).unwrap_or_default());
    };
    let mut fields = Fields::new(reader, table, value.span, CITATION);
    let citation = read(&mut fields);
    fields.finish();
    citation
}

fn read(fields: &mut Fields<'_, '_>) -> Citation {
    let source = fields.required("source", "\"source-id\"", id);
    let details = CitationDetails {
        at: fields.optional("at", plain_text),
        quote: fields.optional("quote", string).map(Box::new),
        shows: fields.optional("shows", word).map_or(Shows::Supports, |shows| shows.value),
        limits: fields.optional("limits", plain_text).map(Box::new),
    };
    Citation { source, details: Some(Box::new(details)) }
}

/// Asks for every key of a citation.
pub(super) fn list_keys(reader: &Reader<'_>) {
    read(&mut Fields::new(reader, &EMPTY, Span::default(), CITATION));
}

/// The citations of a key of a sidecar. A bare id is one without texts, so that a list can be taken over from the original.
pub(super) fn translated_citations(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<TranslatedCitation> {
    fields.list(key, |reader, value| {
        let Some(table) = value.value.as_table() else {
            return Some(TranslatedCitation { source: id(reader, value)?, at: None, limits: None });
        };
        let mut fields = Fields::new(reader, table, value.span, TRANSLATED);
        let citation = read_translated(&mut fields);
        fields.finish();
        Some(citation)
    })
}

fn read_translated(fields: &mut Fields<'_, '_>) -> TranslatedCitation {
    TranslatedCitation {
        source: fields.required("source", "\"source-id\"", id),
        at: fields.optional("at", plain_text),
        limits: fields.optional("limits", plain_text),
    }
}

/// Asks for every key of a translated citation.
pub(super) fn list_translated_keys(reader: &Reader<'_>) {
    read_translated(&mut Fields::new(reader, &EMPTY, Span::default(), TRANSLATED));
}
