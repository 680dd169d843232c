//! A text as it is shown, with its language where that is not the reader's.

use tera::Value;

use super::{Names, ToValue};
use crate::record::Language;
use crate::words::Direction;

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

    /// The text as markup, with its language where that is not the reader's.
    pub fn markup(self) -> String {
        let mut html = Vec::with_capacity(self.text.len() + 40);
        tera::escape_html(self.text, &mut html).expect("writing into memory cannot fail");
        let text = String::from_utf8_lossy(&html);
        let mark = |language: &Language| {
            let direction = Direction::of(language).as_str();
            format!("<span lang=\"{language}\" dir=\"{direction}\">{text}</span>")
        };
        self.language.map_or_else(|| text.to_string(), mark)
    }
}

impl ToValue for Said<'_> {
    fn to_value(&self, _: &Names) -> Value {
        Value::normal_string(self.text)
    }

    fn foreign(&self) -> Option<(Said<'_>, &Language)> {
        self.language.map(|language| (*self, language))
    }
}
