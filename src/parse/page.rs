//! Pages, the notes on editions, and corrections.

use super::body;
use super::fields::Fields;
use super::front_matter::{Cut, cut};
use super::reader::Reader;
use super::tree::EMPTY;
use super::values::{bad_id, date, id, integer, plain_text};
use crate::diagnostic::{Code, Diagnostic, Place, Placed, Span};
use crate::record::{Correction, Id, Page};

/// Words that are the first part of an address, so that no page can have them as its slug.
const TAKEN: &[&str] = &[
    "404",
    "archive",
    "cards",
    "concerns",
    "corrections",
    "data",
    "deadlines",
    "editions",
    "embed",
    "feed",
    "images",
    "people",
    "pledges",
    "search",
    "sources",
    "statuses",
    "topics",
];

/// The id that a file's name gives; the placeholder, and a fault, where it cannot be one.
pub(super) fn stem_id(reader: &Reader<'_>) -> Id {
    let name = reader.path.rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".md").unwrap_or(name);
    Id::parse(stem).unwrap_or_else(|fault| {
        bad_id(reader, stem, Span::default(), fault);
        Id::default()
    })
}

/// Reads a page.
pub(super) fn parse(reader: &Reader<'_>) -> Page {
    let slug = stem_id(reader);
    if TAKEN.contains(&slug.as_str()) {
        let message = format!("`{slug}` cannot be a page: the site has its own pages there");
        let place = Place::start_of(reader.path);
        reader.push(Diagnostic::new(Code::BadId, place, message).help("give the file another name"));
    }
    let cut = cut(reader);
    let table = reader.toml(cut.front.clone());
    let mut fields = Fields::new(reader, &table, cut.opening, "a page");
    let page = read(&mut fields, slug, &cut);
    fields.finish();
    page
}

fn read(fields: &mut Fields<'_, '_>, slug: Id, cut: &Cut) -> Page {
    let reader = fields.reader;
    Page {
        id: slug,
        path: reader.path.clone(),
        title: fields.required("title", "\"…\"", plain_text),
        menu: fields.optional("menu", |reader, value| integer(reader, value, 0..=999)).map(|menu| menu.value),
        body: body::parse(reader, cut.body.clone()),
        translations: Vec::new(),
    }
}

/// Reads the editors' note on an edition.
pub(super) fn parse_note(reader: &Reader<'_>) -> Page {
    let number = stem_id(reader);
    let cut = cut(reader);
    let table = reader.toml(cut.front.clone());
    let mut fields = Fields::new(reader, &table, cut.opening, "a note");
    let note = read_note(&mut fields, number, &cut);
    fields.finish();
    note
}

fn read_note(fields: &mut Fields<'_, '_>, number: Id, cut: &Cut) -> Page {
    let reader = fields.reader;
    Page {
        id: number,
        path: reader.path.clone(),
        title: fields.required("title", "\"…\"", plain_text),
        menu: None,
        body: body::parse(reader, cut.body.clone()),
        translations: Vec::new(),
    }
}

/// Reads a correction.
pub(super) fn parse_correction(reader: &Reader<'_>) -> Correction {
    let id = stem_id(reader);
    let cut = cut(reader);
    let table = reader.toml(cut.front.clone());
    let mut fields = Fields::new(reader, &table, cut.opening, "a correction");
    let correction = read_correction(&mut fields, id, &cut);
    fields.finish();
    correction
}

fn read_correction(fields: &mut Fields<'_, '_>, id_of_file: Id, cut: &Cut) -> Correction {
    let reader = fields.reader;
    let edition = |reader: &Reader<'_>, value| integer(reader, value, 1..=9999);
    Correction {
        id: id_of_file,
        place: reader.place(cut.opening),
        on: fields.required("on", "2025-06-07", date),
        pledge: fields.optional("pledge", id),
        editions: fields.list("editions", edition).into_iter().map(|at| Placed::new(at.value, at.span)).collect(),
        was: fields.required("was", "\"what stood there\"", plain_text),
        now: fields.required("now", "\"what stands there now\"", plain_text),
        reported_by: fields.optional("reported_by", plain_text),
        body: body::parse(reader, cut.body.clone()),
        translations: Vec::new(),
    }
}

/// Asks for every key of pages, notes and corrections.
pub(super) fn list_keys(reader: &Reader<'_>) {
    let nowhere = Span::default();
    let cut = cut(reader);
    read(&mut Fields::new(reader, &EMPTY, nowhere, "a page"), Id::default(), &cut);
    read_note(&mut Fields::new(reader, &EMPTY, nowhere, "a note"), Id::default(), &cut);
    read_correction(&mut Fields::new(reader, &EMPTY, nowhere, "a correction"), Id::default(), &cut);
}
