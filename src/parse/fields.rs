//! A small decoder over TOML tables: required and optional keys, unknown ones, each with its place. The keys that a
//! decoder asks for are the keys that exist: there is no second list.

use std::collections::BTreeMap;

use super::reader::Reader;
use super::syntax::double_brackets;
use super::tree::{EMPTY, Item, Table, Value};
use crate::diagnostic::{Code, Diagnostic, Span, did_you_mean, nearest};

/// A table while it is read.
pub(super) struct Fields<'r, 'v> {
    pub(super) reader: &'r Reader<'v>,
    table: &'v Table<'v>,
    /// Where the table begins: the place of what is missing.
    pub(super) header: Span,
    /// What the table is, as docs/format.md calls it: `a pledge`, `[[status]]`.
    whose: &'static str,
    /// What the table stands in, in the same words; nothing where it is a file's own.
    within: &'static str,
    asked: Vec<&'static str>,
    /// Keys that are missing, with their faults, until it is known that no unknown key was meant for them.
    missing: Vec<(&'static str, Diagnostic)>,
}

impl<'r, 'v> Fields<'r, 'v> {
    pub(super) fn new(reader: &'r Reader<'v>, table: &'v Table<'v>, header: Span, whose: &'static str) -> Self {
        // Most kinds of tables have fewer keys.
        let asked = Vec::with_capacity(16);
        Self { reader, table, header, whose, within: "", asked, missing: Vec::new() }
    }

    /// The value of a key; nothing where it is absent or a syntax fault was reported in it.
    pub(super) fn value(&mut self, key: &'static str) -> Option<Value<'v>> {
        self.asked.push(key);
        self.reader.note_key(self.whose, key);
        let value = self.table.get(key)?;
        let is_table = matches!(value.value, Item::Table(_) | Item::List(_));
        (is_table || !self.reader.is_broken(value.span)).then_some(value)
    }

    /// The value of a key that may be absent.
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        decode: impl FnOnce(&Reader<'v>, Value<'v>) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        decode(self.reader, value)
    }

    /// The value of a key that must be there; the placeholder where it is not.
    pub(super) fn required<T: Default>(
        &mut self,
        key: &'static str,
        example: &str,
        decode: impl FnOnce(&Reader<'v>, Value<'v>) -> Option<T>,
    ) -> T {
        let value = self.optional(key, decode);
        if value.is_none() {
            self.missing(key, example);
        }
        value.unwrap_or_default()
    }

    /// Reports a key as missing, unless something stands there.
    pub(super) fn missing(&mut self, key: &'static str, example: &str) {
        if !self.has(key) && !self.reader.is_broken_key(key) {
            let message = format!("{} has no `{key}`", self.whose);
            self.lacks(key, message, format!("add `{key} = {example}`"));
        }
    }

    /// Reports a table as missing, unless something stands there.
    pub(super) fn missing_table(&mut self, key: &'static str, keys: &str) {
        if !self.has(key) && !self.reader.is_broken_key(key) {
            let message = format!("{} has no `[{key}]`", self.whose);
            self.lacks(key, message, format!("add a table `[{key}]` with {keys}"));
        }
    }

    /// A list, an element at a time; a single value is a fault with the list as its remedy.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        decode: impl Fn(&Reader<'v>, Value<'v>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Item::List(array) = &value.value else {
            let message = format!("`{key}` is a list, not {}", value.value.type_name());
            let written = self.reader.text.get(value.span.range()).unwrap_or("…");
            self.reader.fault(Code::WrongType, value.span, message, format!("write `{key} = [{written}]`"));
            return Vec::new();
        };
        let sound = array
            .iter()
            .filter(|element| matches!(element.value, Item::Table(_)) || !self.reader.is_broken(element.span));
        let mut read = Vec::with_capacity(array.len());
        read.extend(sound.filter_map(|element| decode(self.reader, element)));
        read
    }

    /// Reports a list that must have an element and has none, or is not there.
    pub(super) fn at_least_one(&mut self, key: &'static str, example: &str) {
        let empty = self.table.get(key).filter(|value| value.value.as_list().is_some_and(<[_]>::is_empty));
        match empty {
            Some(list) => {
                let message = format!("`{key}` is empty");
                self.reader.fault(
                    Code::BadValue,
                    list.span,
                    message,
                    format!("write at least one: `{key} = {example}`"),
                );
            }
            None => self.missing(key, example),
        }
    }

    /// A table below this one; in a listing an empty one, so that its keys are asked for.
    pub(super) fn table<T>(
        &mut self,
        key: &'static str,
        whose: &'static str,
        decode: impl FnOnce(&mut Fields<'r, 'v>) -> T,
    ) -> Option<T> {
        let value = self.value(key);
        if self.reader.is_listing() {
            return Some(self.inner(&EMPTY, self.header, whose, decode));
        }
        let value = value?;
        let Item::Table(table) = &value.value else {
            let message = format!("`{key}` is a table, not {}", value.value.type_name());
            let help = if whose.starts_with('[') {
                format!("write `{whose}` and its keys below it")
            } else {
                format!("write `{key} = {{ … }}` with its keys between the braces")
            };
            self.reader.fault(Code::WrongType, value.span, message, help);
            return None;
        };
        Some(self.inner(table, value.span, whose, decode))
    }

    /// A list of tables, `[[key]]`; `help` says what to write where something else stands.
    pub(super) fn tables<T>(
        &mut self,
        key: &'static str,
        whose: &'static str,
        help: impl Fn(Value<'v>) -> String,
        decode: impl Fn(&mut Fields<'r, 'v>) -> T,
    ) -> Vec<T> {
        let value = self.value(key);
        if self.reader.is_listing() {
            return vec![self.inner(&EMPTY, self.header, whose, decode)];
        }
        let Some(value) = value else { return Vec::new() };
        let wrong = |value: Value<'v>| {
            let message = format!("`{key}` is a list of tables, not {}", value.value.type_name());
            let is_header = self.reader.text.get(value.span.range()).is_some_and(|written| written.starts_with('['));
            let help = match &value.value {
                Item::Table(_) if is_header => double_brackets(key),
                _ => help(value),
            };
            // A second `[key]` was told of as such.
            if !self.reader.is_broken_key(key) {
                self.reader.fault(Code::WrongType, value.span, message, help);
            }
        };
        let Item::List(array) = &value.value else {
            wrong(value);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(array.len());
        for element in array {
            match &element.value {
                Item::Table(table) => read.push(self.inner(table, element.span, whose, &decode)),
                _ => wrong(element),
            }
        }
        read
    }

    /// A table of tables whose names are the editor's own.
    pub(super) fn named_tables<T>(
        &mut self,
        key: &'static str,
        whose: &'static str,
        decode: impl Fn(&mut Fields<'r, 'v>) -> T,
    ) -> BTreeMap<Box<str>, T> {
        let value = self.value(key);
        let mut read = BTreeMap::new();
        if self.reader.is_listing() {
            read.insert(key.into(), self.inner(&EMPTY, self.header, whose, decode));
            return read;
        }
        let Some(value) = value else { return read };
        let wrong = |value: Value<'v>| {
            let message = format!("`{key}` is a table of tables, not {}", value.value.type_name());
            self.reader.fault(Code::WrongType, value.span, message, format!("write `{whose}` and its keys below it"));
        };
        let Item::Table(table) = &value.value else {
            wrong(value);
            return read;
        };
        for (name, inner) in table.iter() {
            match &inner.value {
                Item::Table(table) => {
                    read.insert(name.value.into(), self.inner(table, inner.span, whose, &decode));
                }
                _ => wrong(inner),
            }
        }
        read
    }

    /// Reads a table with the keys of another kind, and complains of those that it does not know.
    fn inner<T>(
        &self,
        table: &'v Table<'v>,
        header: Span,
        whose: &'static str,
        decode: impl FnOnce(&mut Fields<'r, 'v>) -> T,
    ) -> T {
        let own = Fields::new(self.reader, table, header, whose);
        let mut fields = Fields { within: self.whose, ..own };
        let value = decode(&mut fields);
        fields.finish();
        value
    }

    /// Whether something stands at a key, readable or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Whether something other than an empty list stands at a key.
    pub(super) fn has_tables(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.value.as_list().is_none_or(|list| !list.is_empty()))
    }

    /// Notes a key as missing.
    pub(super) fn lacks(&mut self, key: &'static str, message: String, help: String) {
        let place = self.reader.place(self.header);
        self.missing.push((key, Diagnostic::new(Code::MissingKey, place, message).help(help)));
    }

    /// Whether a key that is unknown below this header is one of what the table stands in.
    fn is_below_its_place(&self, key: &str) -> bool {
        self.whose.ends_with(']') && super::has_key(self.within, key)
    }

    /// Reports every key that nobody asked for, and every missing one that none of those was meant for.
    pub(super) fn finish(mut self) {
        for (key, _) in self.table.iter() {
            let (name, span) = (key.value, key.span);
            if self.asked.contains(&name) || self.reader.is_broken(span) {
                continue;
            }
            let meant = nearest(name, self.asked.iter().copied());
            self.missing.retain(|(key, _)| Some(*key) != meant);
            let message = format!("`{name}` is not a key of {}", self.whose);
            let help = if self.is_below_its_place(name) {
                self.reader.misplaced(name);
                format!("`{name}` is a key of {}: write it above the first header, `[…]` or `[[…]]`", self.within)
            } else {
                did_you_mean(name, self.asked.iter().copied())
            };
            self.reader.fault(Code::UnknownKey, span, message, help);
        }
        for (_, fault) in self.missing.into_iter().filter(|(key, _)| !self.reader.is_broken_key(key)) {
            self.reader.push(fault);
        }
    }
}
