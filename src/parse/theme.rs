//! theme.toml.

use std::sync::Arc;

use super::fields::Fields;
use super::reader::Reader;
use super::tree::{EMPTY, Value};
use super::values::string;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::inputs::InputPath;

const THEME: &str = "theme.toml";

/// The theme that a theme extends, if any; only the built-in one can be.
pub(crate) fn theme(path: &InputPath, bytes: &Arc<[u8]>) -> (Option<Box<str>>, Diagnostics) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let fault = Diagnostic::new(Code::NotUtf8, Place::start_of(path), "the file is not UTF-8 text");
        return (None, Diagnostics::from_iter([fault.help("save it again as UTF-8")]));
    };
    let reader = Reader::new(path, bytes, text);
    let table = reader.toml(0..text.len());
    let mut fields = Fields::new(&reader, &table, Span::default(), THEME);
    let extends = read(&mut fields);
    fields.finish();
    (extends, reader.into_findings().diagnostics)
}

fn read(fields: &mut Fields<'_, '_>) -> Option<Box<str>> {
    fields.optional("extends", built_in)
}

fn built_in(reader: &Reader<'_>, value: Value<'_>) -> Option<Box<str>> {
    let name = string(reader, value)?;
    if &*name.value != "civic" {
        let message = format!("a theme can extend `civic` alone, not `{}`", name.value);
        reader.fault(Code::BadValue, name.span, message, "write `extends = \"civic\"`, or take it out");
        return None;
    }
    Some(name.value)
}

/// Asks for every key of theme.toml.
pub(super) fn list_keys(reader: &Reader<'_>) {
    read(&mut Fields::new(reader, &EMPTY, Span::default(), THEME));
}
