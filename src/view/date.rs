//! Dates as people read them.

use tera::Value;
use tera::value::Key;

use super::{Names, ToValue, view};
use crate::record::Date;
use crate::words::Words;

view! {
    /// What templates read of a date.
    Dated {
        /// `2025-06-07`, `2025-06` or `2025`.
        iso: String,
        /// `7 June 2025`, `June 2025` or `2025`.
        text: String,
        /// Both as markup: `<time datetime="2025-06-07">7 June 2025</time>`.
        time: Value,
    }
}

/// A date for machines and for people. It is made once for each language.
#[derive(Debug, Clone)]
pub struct DateView(Value);

impl DateView {
    /// The names of its fields.
    pub const FIELDS: &'static [&'static str] = Dated::FIELDS;

    /// A date in the words of a language.
    pub fn new(date: Date, words: &Words) -> Self {
        Self(words.kept(date, || {
            let (iso, text) = (date.to_string(), words.date(date));
            let time = marked_up(&iso, &text);
            Dated { iso, text, time }.to_value(&Names::all())
        }))
    }
}

impl DateView {
    /// One of its fields.
    pub fn part(&self, name: &'static str) -> &str {
        self.0.as_map().and_then(|fields| fields.get(&Key::Str(name))).and_then(Value::as_str).unwrap_or_default()
    }
}

impl ToValue for DateView {
    fn to_value(&self, _: &Names) -> Value {
        self.0.clone()
    }
}

fn marked_up(iso: &str, text: &str) -> Value {
    let mut html = format!("<time datetime=\"{iso}\">").into_bytes();
    tera::escape_html(text, &mut html).expect("writing into memory cannot fail");
    html.extend_from_slice(b"</time>");
    Value::safe_string(&String::from_utf8_lossy(&html))
}
