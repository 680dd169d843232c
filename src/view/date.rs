//! Dates as people read them.

use super::view;
use crate::record::{Date, Language};

view! {
    /// A date for machines and for people.
    DateView {
        /// `2025-06-07`, `2025-06` or `2025`: for `<time datetime>`.
        iso: String,
        /// `7 June 2025`, `June 2025` or `2025`.
        text: String,
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl DateView {
    /// A date for readers of a language.
    pub fn new(date: Date, language: &Language) -> Self {
        Self { iso: date.to_string(), text: date_text(date, language) }
    }
}

/// A date in words.
pub fn date_text(date: Date, _language: &Language) -> String {
    let month = date.month().and_then(|month| MONTHS.get(usize::try_from(month).ok()? - 1));
    match (month, date.day_of_month()) {
        (Some(month), Some(day)) => format!("{day} {month} {}", date.year()),
        (Some(month), None) => format!("{month} {}", date.year()),
        _ => date.year().to_string(),
    }
}
