//! sources.toml: a table a source, under its id.

use super::fields::Fields;
use super::people::entries;
use super::reader::Reader;
use super::tree::{EMPTY, Value};
use super::values::{boolean, clipped, date, language, name, string, url as web, word};
use crate::diagnostic::{Code, Placed, Span};
use crate::record::{Id, Source};

const SOURCE: &str = "a source";

/// Reads a file of sources.
pub(super) fn parse(reader: &Reader<'_>) -> Vec<Source> {
    entries(reader, SOURCE, read)
}

fn read(fields: &mut Fields<'_, '_>, id: Id) -> Source {
    let file = fields.optional("file", |reader, value| Some(local_file(reader, value).unwrap_or_default()));
    let url = fields.optional("url", web);
    if !fields.has("file") {
        fields.missing("url", "\"https://…\"` or `file = \"archive/…\"");
    }
    Source {
        id,
        place: fields.reader.place(fields.header),
        title: fields.required("title", "\"…\"", name),
        publisher: fields.optional("publisher", name),
        author: fields.optional("author", name),
        url,
        archive: fields.optional("archive", |reader, value| Some(web(reader, value).unwrap_or_default())),
        file,
        public: fields.optional("public", boolean).unwrap_or(false),
        published: fields.optional("published", date),
        accessed: fields.optional("accessed", date),
        language: fields.optional("language", language).map(|language| language.value),
        kind: fields.optional("kind", word).map(|kind| kind.value),
    }
}

/// A path below content/archive/.
fn local_file(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<Box<str>>> {
    let path = string(reader, value)?;
    let inside = path.value.starts_with("archive/")
        && path.value.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
        && !path.value.contains('\\');
    if !inside {
        let message = format!("`{}` is not a path below archive/", clipped(&path.value));
        reader.fault(Code::BadValue, path.span, message, "put the copy below content/archive/: `archive/name.txt`");
        return None;
    }
    Some(path)
}

/// Asks for every key of a source.
pub(super) fn list_keys(reader: &Reader<'_>) {
    read(&mut Fields::new(reader, &EMPTY, Span::default(), SOURCE), Id::default());
}
