//! people.toml: a table a person or body, under its id.

use super::fields::Fields;
use super::reader::Reader;
use super::tree::EMPTY;
use super::values::{bad_id, name, text, url, word};
use crate::diagnostic::{Code, Span};
use crate::record::{Id, Person, PersonKind};

const PERSON: &str = "a person or body";

/// Reads a file of people.
pub(super) fn parse(reader: &Reader<'_>) -> Vec<Person> {
    entries(reader, PERSON, read)
}

fn read(fields: &mut Fields<'_, '_>, id: Id) -> Person {
    Person {
        id,
        place: fields.reader.place(fields.header),
        name: fields.required("name", "\"…\"", name),
        kind: fields.optional("kind", word).map_or(PersonKind::Person, |kind| kind.value),
        role: fields.optional("role", text),
        affiliation: fields.optional("affiliation", name),
        interests: fields.optional("interests", text),
        url: fields.optional("url", url),
    }
}

/// Asks for every key of a person.
pub(super) fn list_keys(reader: &Reader<'_>) {
    read(&mut Fields::new(reader, &EMPTY, Span::default(), PERSON), Id::default());
}

/// Reads a file whose top-level tables are records under their ids, in the order of the file.
pub(super) fn entries<T>(
    reader: &Reader<'_>,
    whose: &'static str,
    read: impl Fn(&mut Fields<'_, '_>, Id) -> T,
) -> Vec<T> {
    let table = reader.toml(0..reader.text.len());
    let mut entries = Vec::new();
    for (key, value) in table.iter() {
        let id = Id::parse(key.value).unwrap_or_else(|fault| {
            if !reader.is_broken(key.span) {
                bad_id(reader, key.value, key.span, fault);
            }
            Id::default()
        });
        let Some(table) = value.value.as_table() else {
            if !reader.is_broken(value.span) {
                let message = format!("`{}` is {}, not {whose}", key.value, value.value.type_name());
                let help = format!("write `[{}]` and its keys below it", key.value);
                reader.fault(Code::WrongType, key.span, message, help);
            }
            continue;
        };
        let mut fields = Fields::new(reader, table, value.span, whose);
        entries.push((value.span, read(&mut fields, id)));
        fields.finish();
    }
    entries.sort_by_key(|(span, _)| *span);
    entries.into_iter().map(|(_, entry)| entry).collect()
}
