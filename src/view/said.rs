//! A text as it is shown, with its language where that is not the reader's.

use tera::Value;

use super::{Names, ToValue};
use crate::record::Language;

/// A text as it is shown. Templates read it as a plain string; its language stands in the field `lang` of its view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'a> {
    /// The text.
    pub text: &'a str,
    /// The language that it is in, where that is not the reader's.
    pub language: Option<&'a Language>,
}

impl<'a> Said<'a> {
    /// A text in the reader's language.
    pub fn plain(text: &'a str) -> Self {
        Self { text, language: None }
    }
}

impl ToValue for Said<'_> {
    fn to_value(&self, _: &Names) -> Value {
        Value::normal_string(self.text)
    }

    fn language(&self) -> Option<&str> {
        self.language.map(Language::as_str)
    }
}
