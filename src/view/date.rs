//! Dates as people read them.

use super::view;
use crate::record::Date;
use crate::words::Words;

view! {
    /// A date for machines and for people.
    DateView {
        /// `2025-06-07`, `2025-06` or `2025`: for `<time datetime>`.
        iso: String,
        /// `7 June 2025`, `June 2025` or `2025`.
        text: String,
    }
}

impl DateView {
    /// A date in the words of a language.
    pub fn new(date: Date, words: &Words) -> Self {
        Self { iso: date.to_string(), text: words.date(date) }
    }
}
