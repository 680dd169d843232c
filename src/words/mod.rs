//! The words of the interface in one language, and how that language writes dates, numbers and lists: what the files
//! `i18n/<language>.ftl` of a theme say, in Fluent, with the sorting and the digits of the Unicode CLDR.
//! Never: reading a file, HTML.

mod date;
mod faults;
mod message;
mod number;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use ahash::AHashMap;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use tera::Value;
use unic_langid::LanguageIdentifier;

use crate::record::{Date, Language};
use date::Dates;
pub(crate) use faults::missing;
pub use faults::{WordsFile, syntax_faults};
use message::fixed_messages;
use number::Numbers;

/// Words that pages need whatever their theme: titles, dates and lists.
#[rustfmt::skip]
pub const KEYS: &[&str] = &[
    "archived", "between", "concerns", "corrections", "date-day", "date-month", "date-year", "deadlines", "how-we-judge", "language-name", "month-1",
    "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10", "month-11",
    "month-12", "not-found", "original", "people", "pledges", "sources", "statuses", "topics",
];

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// The messages without arguments, made once. Asked by key alone: no order of it is ever seen.
    fixed: AHashMap<String, Value>,
    keys: BTreeSet<String>,
    numbers: Numbers,
    dates: Dates,
    collator: Option<CollatorBorrowed<'static>>,
    direction: Direction,
}

impl fmt::Debug for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the words in {}", self.language)
    }
}

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// The direction of a language. Source: CLDR, layout orientation of its default script.
    pub fn of(language: &Language) -> Self {
        const RIGHT_TO_LEFT: &[&str] =
            &["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
        const SCRIPTS: &[&str] = &["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"];
        let mut parts = language.as_str().split('-');
        let primary = parts.next().unwrap_or_default();
        let script = parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let right = script.map_or(RIGHT_TO_LEFT.contains(&primary), |script| SCRIPTS.contains(&script));
        if right { Self::RightToLeft } else { Self::LeftToRight }
    }

    /// As `dir` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl Words {
    /// The words of a language from the texts of its files: a message of a later file replaces one of an earlier.
    pub fn new(language: &Language, files: &[&str]) -> Self {
        let tag: LanguageIdentifier = language.as_str().parse().unwrap_or_default();
        let direction = Direction::of(language);
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(number::format));
        let mut keys = Vec::new();
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
            keys.extend(message::keys(&resource));
            bundle.add_resource_overriding(resource);
        }
        let locale = Locale::try_from_str(language.as_str()).unwrap_or(Locale::UNKNOWN);
        let numbers = Numbers::new(&locale);
        let fixed = fixed_messages(&bundle, &keys);
        let dates = Dates::new(&bundle, &fixed, &numbers);
        // Names and titles of another script must not turn the sentence around them; a date of the language cannot.
        bundle.set_use_isolating(direction == Direction::RightToLeft);
        let collator = Collator::try_new(locale.into(), icu_collator::options::CollatorOptions::default()).ok();
        Self {
            language: language.clone(),
            bundle,
            fixed,
            keys: keys.into_iter().collect(),
            numbers,
            dates,
            collator,
            direction,
        }
    }

    /// The language.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Which way it is written.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Whether there is a message with this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The keys of all messages.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// A message without arguments; its key where there is none.
    pub fn get<'w>(&'w self, key: &'w str) -> &'w str {
        self.fixed.get(key).and_then(Value::as_str).unwrap_or(key)
    }

    /// A message without arguments, as templates have it.
    pub fn fixed(&self, key: &str) -> Option<Value> {
        self.fixed.get(key).cloned()
    }

    /// A message with arguments. Markup among them stays markup, and then everything else in it is escaped.
    pub fn with(&self, key: &str, arguments: &BTreeMap<&str, &Value>) -> Option<Value> {
        let pattern = self.bundle.get_message(key)?.value()?;
        Some(message::format(&self.bundle, pattern, arguments))
    }

    /// Whether a message is nothing but text and its arguments as they are.
    pub fn is_plain(&self, key: &str) -> bool {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        pattern.is_some_and(message::is_plain)
    }

    /// A message with one text in it.
    pub fn text(&self, key: &str, name: &str, text: &str) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return text.to_owned();
        };
        let mut arguments = FluentArgs::new();
        arguments.set(name, text);
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// A whole number, with the digits and groups of the language.
    pub fn number(&self, number: i64, grouping: bool) -> String {
        self.numbers.format(number, grouping)
    }

    /// A date.
    pub fn date(&self, date: Date) -> String {
        self.dates.format(date, &self.numbers)
    }

    /// What was made of a date before, else what is made of it now.
    pub fn kept(&self, date: Date, make: impl FnOnce() -> Value) -> Value {
        self.dates.kept(date, make)
    }

    /// The order of two names for readers of the language.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        let order = self.collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(one, other));
        order.then_with(|| one.cmp(other))
    }
}
