//! What a reader reads, in one language or several.

use std::collections::BTreeMap;

use super::Language;

/// A text in the default language, or one string a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// In the default language of the site.
    Plain(Box<str>),
    /// A string for each language.
    ByLanguage(BTreeMap<Language, Box<str>>),
}

impl Text {
    /// The text for a reader of `wanted`, and the language it is in: that one, else `default`, else any there is.
    pub fn get<'a>(&'a self, wanted: &'a Language, default: &'a Language) -> (&'a str, &'a Language) {
        match self {
            Self::Plain(text) => (text, default),
            Self::ByLanguage(texts) => [wanted, default]
                .into_iter()
                .find_map(|language| texts.get(language).map(|text| (&**text, language)))
                .or_else(|| texts.iter().next().map(|(language, text)| (&**text, language)))
                .unwrap_or(("", default)),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain("".into())
    }
}
