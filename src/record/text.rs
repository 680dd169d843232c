//! What a reader reads, in one language or several.

use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Text {
    /// In the default language of the site.
    Plain(Box<str>),
    /// A string for each language.
    ByLanguage(Box<Texts>),
    /// In the default language, and what sidecars say.
    Translated(Box<(Box<str>, Texts)>),
}

/// Strings by their language, in the order of the languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts(Vec<(Language, Box<str>)>);

impl Texts {
    /// What is said in a language.
    pub fn get(&self, language: &Language) -> Option<&str> {
        self.place(language).ok().map(|at| &*self.0[at].1)
    }

    /// Says something in a language, in place of what was said before.
    pub fn insert(&mut self, language: Language, text: Box<str>) {
        match self.place(&language) {
            Ok(at) => self.0[at].1 = text,
            Err(at) => self.0.insert(at, (language, text)),
        }
    }

    /// Every string with its language.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0.iter().map(|(language, text)| (language, &**text))
    }

    fn place(&self, language: &Language) -> Result<usize, usize> {
        self.0.binary_search_by(|(one, _)| one.cmp(language))
    }
}

impl Text {
    /// The text for a reader of `wanted`, and the language it is in: that one, else `default`, else any there is.
    pub fn get<'a>(&'a self, wanted: &'a Language, default: &'a Language) -> (&'a str, &'a Language) {
        match self {
            Self::Plain(text) => (text, default),
            Self::Translated(texts) if wanted != default => {
                texts.1.get(wanted).map_or((&texts.0, default), |translated| (translated, wanted))
            }
            Self::Translated(texts) => (&texts.0, default),
            Self::ByLanguage(texts) => [wanted, default]
                .into_iter()
                .find_map(|language| texts.get(language).map(|text| (text, language)))
                .or_else(|| texts.iter().next().map(|(language, text)| (text, language)))
                .unwrap_or(("", default)),
        }
    }

    /// Adds what a sidecar says, if it says anything.
    pub fn add(&mut self, language: &Language, translated: Option<&Self>) {
        let Some(Self::Plain(translated)) = translated else { return };
        let (language, translated) = (language.clone(), translated.clone());
        match self {
            Self::Plain(text) => {
                let others = Texts(vec![(language, translated)]);
                *self = Self::Translated(Box::new((std::mem::take(text), others)));
            }
            Self::ByLanguage(texts) => texts.insert(language, translated),
            Self::Translated(texts) => texts.1.insert(language, translated),
        }
    }

    /// Whether it is there in a language that is not the default one.
    pub fn has(&self, language: &Language) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::ByLanguage(texts) => texts.get(language).is_some(),
            Self::Translated(texts) => texts.1.get(language).is_some(),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain("".into())
    }
}
