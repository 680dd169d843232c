//! What a record says, as text: fields by name and language, and lists of entries that say something themselves. Two
//! records that say the same have the same facts. Never: where something was written, and what is derived from it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use crate::record::{Body, Id, Language, Text, Texts, Translation};

/// The name of a fact: a key of the format, and the language of its text where that is not the default one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Field {
    /// Its place in the order of the format.
    at: u8,
    /// The key.
    pub name: &'static str,
    /// The language; `None` for the default one, and for what has none.
    pub language: Option<Language>,
}

/// What a record, an entry or a whole scorecard says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// What it says of itself.
    pub fields: BTreeMap<Field, Box<str>>,
    /// Its lists, each of them even where it is empty.
    pub lists: Vec<List>,
}

/// A list of entries, by the key of the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The key.
    pub name: &'static str,
    /// Whether somebody chose the order. Where nobody did, entries stand by their keys.
    pub is_ordered: bool,
    /// The entries, no two with one key.
    pub entries: Vec<Entry>,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What tells it from the others: an id, a date with a status, a source.
    pub key: Box<str>,
    /// What it says.
    pub facts: Facts,
}

impl Facts {
    /// What a field says in the default language.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field.name == name && field.language.is_none());
        found.map(|(_, value)| &**value)
    }

    /// What a field says in a language, else in the default one, else in any; with its language as it is kept.
    pub fn text(&self, name: &str, wanted: &Language) -> Option<(&str, Option<&Language>)> {
        let said = || self.fields.iter().filter(|(field, _)| field.name == name);
        let found = said().find(|(field, _)| field.language.as_ref() == Some(wanted)).or_else(|| said().next());
        found.map(|(field, value)| (&**value, field.language.as_ref()))
    }

    /// What tells most of a record or an entry in a line, in a language if it is there in it.
    pub fn gist(&self, wanted: &Language) -> Option<(&str, Option<&Language>)> {
        const TELLING: &[&str] =
            &["now", "title", "claim", "text", "reason", "label", "name", "quote", "word", "at", "limits"];
        TELLING.iter().find_map(|name| self.text(name, wanted))
    }

    /// The list with a name.
    pub fn list(&self, name: &str) -> &[Entry] {
        self.lists.iter().find(|list| list.name == name).map_or(&[], |list| &list.entries)
    }
}

/// A record that says something under an id.
pub(super) trait Tells {
    /// What tells it from the others.
    fn id(&self) -> &Id;

    /// The ids that it had before.
    fn former(&self) -> Vec<&str> {
        Vec::new()
    }

    /// What it says, where `default` is the default language. Each record is taken apart whole, so that a new field has
    /// to be told, or said not to be a fact.
    fn facts(&self, default: &Language) -> Facts;
}

/// Facts while they are told, in the order of the format.
pub(super) struct Teller<'a> {
    facts: Facts,
    at: u8,
    default: &'a Language,
}

impl<'a> Teller<'a> {
    pub(super) fn new(default: &'a Language) -> Self {
        Self { facts: Facts::default(), at: 0, default }
    }

    pub(super) fn done(self) -> Facts {
        self.facts
    }

    /// A value that has no language.
    pub(super) fn value(self, name: &'static str, value: impl Display) -> Self {
        self.optional(name, Some(value))
    }

    /// The same, where it may be absent.
    pub(super) fn optional(mut self, name: &'static str, value: Option<impl Display>) -> Self {
        if let Some(value) = value {
            self.put(name, None, &value.to_string());
        }
        self.next()
    }

    /// Ids, dates or numbers: none of them has a comma in it.
    pub(super) fn several(self, name: &'static str, values: impl Iterator<Item = impl Display>) -> Self {
        let values: Vec<String> = values.map(|value| value.to_string()).collect();
        self.optional(name, (!values.is_empty()).then(|| values.join(", ")))
    }

    /// A text, in every language that it is there in.
    pub(super) fn text(self, name: &'static str, text: &Text) -> Self {
        self.optional_text(name, Some(text))
    }

    /// The same, where it may be absent.
    pub(super) fn optional_text(mut self, name: &'static str, text: Option<&Text>) -> Self {
        match text {
            None => {}
            Some(Text::Plain(text)) => self.put(name, None, text),
            Some(Text::ByLanguage(texts)) => self.put_all(name, texts),
            Some(Text::Translated(texts)) => {
                self.put(name, None, &texts.0);
                self.put_all(name, &texts.1);
            }
        }
        self.next()
    }

    /// The prose, in every language. The other texts of a sidecar stand with those that they translate.
    pub(super) fn prose(mut self, name: &'static str, body: &Body, translations: &[Arc<Translation>]) -> Self {
        self.put(name, None, body.text());
        for translation in translations {
            let Translation {
                path: _,
                of: _,
                language,
                opening: _,
                title: _,
                measure: _,
                promised_in: _,
                plan: _,
                status: _,
                critiques: _,
                replies: _,
                was: _,
                now: _,
                reported_by: _,
                body,
            } = &**translation;
            if let Some(body) = body {
                self.put(name, Some(language), body.text());
            }
        }
        self.next()
    }

    /// A list in the order that somebody chose. Entries with one key are numbered.
    pub(super) fn list(mut self, name: &'static str, entries: impl Iterator<Item = (String, Facts)>) -> Self {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let entries = entries.map(|(key, facts)| {
            let count = seen.entry(key.clone()).or_default();
            *count += 1;
            let key = if *count == 1 { key } else { format!("{key} #{count}") };
            Entry { key: key.into(), facts }
        });
        self.facts.lists.push(List { name, is_ordered: true, entries: entries.collect() });
        self
    }

    /// Records that nobody gave an order.
    pub(super) fn records<'r, T: Tells + 'r>(
        mut self,
        name: &'static str,
        records: impl Iterator<Item = &'r Arc<T>>,
    ) -> Self {
        let entry = |record: &Arc<T>| Entry { key: record.id().as_str().into(), facts: record.facts(self.default) };
        let mut entries: Vec<Entry> = records.map(entry).collect();
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        self.facts.lists.push(List { name, is_ordered: false, entries });
        self
    }

    fn put_all(&mut self, name: &'static str, texts: &Texts) {
        for (language, text) in texts.iter() {
            self.put(name, Some(language), text);
        }
    }

    fn put(&mut self, name: &'static str, language: Option<&Language>, value: &str) {
        let language = language.filter(|language| *language != self.default).cloned();
        self.facts.fields.insert(Field { at: self.at, name, language }, value.into());
    }

    /// Counts absent fields too, so that each has its place whatever the others say.
    fn next(mut self) -> Self {
        self.at += 1;
        self
    }
}
