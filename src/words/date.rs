//! Dates in words. Every day of a year is written once with a gap for the year, so that a page of dates costs little.

use std::sync::OnceLock;

use ahash::AHashMap;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use tera::Value;

use super::number::Numbers;
use crate::record::Date;

/// Where the year goes.
const GAP: &str = "\u{E000}";

/// A date with a gap for its year: what stands before and after.
type Around = (Box<str>, Box<str>);

/// The dates of one language.
pub(super) struct Dates {
    year: Around,
    months: Vec<Around>,
    days: Vec<Vec<Around>>,
    /// The years from [`FIRST_YEAR`] on that scorecards are about.
    years: Vec<Box<str>>,
    /// What was made of the dates of those years, for each year in [`PLACES`] places.
    kept: Vec<OnceLock<Box<[OnceLock<Value>]>>>,
}

const FIRST_YEAR: i16 = 1950;
const YEARS: i16 = 150;
/// For each day of each month, for each month, and for the year itself.
const PLACES: usize = 13 * 32;

impl Dates {
    /// Writes every day once, as the messages `date-day`, `date-month` and `date-year` say.
    pub(super) fn new(
        bundle: &FluentBundle<FluentResource>,
        fixed: &AHashMap<String, Value>,
        numbers: &Numbers,
    ) -> Self {
        let write = |key: &str, month: Option<usize>, day: Option<i64>| {
            let mut arguments = FluentArgs::new();
            arguments.set("year", GAP);
            if let Some(month) = month {
                let name = fixed.get(&format!("month-{month}")).and_then(Value::as_str).unwrap_or_default();
                arguments.set("month", name.to_owned());
            }
            if let Some(day) = day {
                arguments.set("day", FluentValue::from(day));
            }
            let message = bundle.get_message(key).and_then(|message| message.value());
            let text = message.map(|pattern| bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()));
            let text = text.as_deref().unwrap_or(GAP);
            let (before, after) = text.split_once(GAP).unwrap_or((text, ""));
            (before.into(), after.into())
        };
        Self {
            year: write("date-year", None, None),
            months: (1..=12).map(|month| write("date-month", Some(month), None)).collect(),
            days: (1..=12)
                .map(|month| (1..=31).map(|day| write("date-day", Some(month), Some(day))).collect())
                .collect(),
            kept: (0..YEARS).map(|_| OnceLock::new()).collect(),
            years: (FIRST_YEAR..FIRST_YEAR + YEARS).map(|year| numbers.format(year.into(), false).into()).collect(),
        }
    }

    /// What was made of a date, or is made now.
    pub(super) fn kept(&self, date: Date, make: impl FnOnce() -> Value) -> Value {
        let index = |number: Option<i8>| number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        let place = index(date.month()) * 32 + index(date.day_of_month());
        let year = usize::try_from(date.year() - FIRST_YEAR).ok().and_then(|at| self.kept.get(at));
        let Some(year) = year else { return make() };
        let year = year.get_or_init(|| (0..PLACES).map(|_| OnceLock::new()).collect());
        year[place].get_or_init(make).clone()
    }

    pub(super) fn format(&self, date: Date, numbers: &Numbers) -> String {
        let index = |number: Option<i8>| number.and_then(|number| usize::try_from(number - 1).ok());
        let (before, after) = match (index(date.month()), index(date.day_of_month())) {
            (Some(month), Some(day)) => &self.days[month][day],
            (Some(month), None) => &self.months[month],
            _ => &self.year,
        };
        let known = usize::try_from(date.year() - FIRST_YEAR).ok().and_then(|at| self.years.get(at));
        match known {
            Some(year) => [before, year, after].map(|part| &**part).concat(),
            None => format!("{before}{}{after}", numbers.format(date.year().into(), false)),
        }
    }
}
