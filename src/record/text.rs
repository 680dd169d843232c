//! What a reader reads, in one language or several.

use std::collections::BTreeMap;

use super::Language;
use crate::diagnostic::{Place, Span};

/// Where a text was written that may be given by language, whose ever it is.
#[derive(Debug, Clone)]
pub struct TextWritten {
    /// The whole of it.
    pub place: Place,
    /// Its languages, `None` where one cannot be read; none at all where it is one string.
    pub languages: Vec<(Span, Option<Language>)>,
}

/// A text in the default language, or one string a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// In the default language of the site.
    Plain(Box<str>),
    /// A string for each language.
    ByLanguage(BTreeMap<Language, Box<str>>),
    /// In the default language, and what sidecars say.
    Translated(Box<str>, BTreeMap<Language, Box<str>>),
}

impl Text {
    /// The text for a reader of `wanted`, and the language it is in: that one, else `default`, else any there is.
    pub fn get<'a>(&'a self, wanted: &'a Language, default: &'a Language) -> (&'a str, &'a Language) {
        match self {
            Self::Plain(text) => (text, default),
            Self::Translated(text, others) => match others.get(wanted) {
                Some(translated) if wanted != default => (translated, wanted),
                _ => (text, default),
            },
            Self::ByLanguage(texts) => [wanted, default]
                .into_iter()
                .find_map(|language| texts.get(language).map(|text| (&**text, language)))
                .or_else(|| texts.iter().next().map(|(language, text)| (&**text, language)))
                .unwrap_or(("", default)),
        }
    }
}

impl Text {
    /// Adds what a sidecar says, if it says anything.
    pub fn add(&mut self, language: &Language, translated: Option<&Self>) {
        let Some(Self::Plain(translated)) = translated else { return };
        match self {
            Self::Plain(text) => {
                let others = BTreeMap::from([(language.clone(), translated.clone())]);
                *self = Self::Translated(std::mem::take(text), others);
            }
            Self::ByLanguage(texts) | Self::Translated(_, texts) => {
                texts.insert(language.clone(), translated.clone());
            }
        }
    }

    /// Whether it is there in a language that is not the default one.
    pub fn has(&self, language: &Language) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::ByLanguage(texts) | Self::Translated(_, texts) => texts.contains_key(language),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain("".into())
    }
}
