//! Dates of full or reduced precision, ordered by their first day.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day, a month or a year. Ordered by its first day; printed as it was written.
/// The placeholder, year 0, stands where a date was missing or unreadable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    year: i16,
    /// 1 to 12; 0 where only the year is known.
    month: i8,
    /// 1 to 31; 0 where only the month is known.
    day: i8,
}

impl Date {
    /// A day of the Gregorian calendar, if there is such a day in the years 1 to 9999.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        let valid = (1..=9999).contains(&year) && jiff::civil::Date::new(year, month, day).is_ok();
        valid.then_some(Self { year, month, day })
    }

    /// Reads `2025-06-07`, `2025-06` or `2025`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, count: usize| {
            (part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<i16>().ok())?
        };
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|part| digits(part, 2).and_then(|month| i8::try_from(month).ok()));
        let day = parts.next().map(|part| digits(part, 2).and_then(|day| i8::try_from(day).ok()));
        match (month, day, parts.next()) {
            (None, None, None) => Self::day(year, 1, 1).map(|_| Self { year, month: 0, day: 0 }),
            (Some(Some(month)), None, None) => Self::day(year, month, 1).map(|_| Self { year, month, day: 0 }),
            (Some(Some(month)), Some(Some(day)), None) => Self::day(year, month, day),
            _ => None,
        }
    }

    /// Whether it stands for a date that was missing or unreadable.
    pub fn is_placeholder(self) -> bool {
        self.year == 0
    }

    /// The first day that it covers.
    pub fn first_day(self) -> jiff::civil::Date {
        jiff::civil::Date::new(self.year, self.month.max(1), self.day.max(1)).unwrap_or_default()
    }

    /// The last day that it covers.
    pub fn last_day(self) -> jiff::civil::Date {
        match (self.month, self.day) {
            (0, _) => self.first_day().last_of_year(),
            (_, 0) => self.first_day().last_of_month(),
            _ => self.first_day(),
        }
    }

    /// The days from this date's first day to another one's; negative where the other is earlier.
    pub fn days_to(self, other: Self) -> i64 {
        days_between(self.first_day(), other.first_day())
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, if it is known.
    pub fn month(self) -> Option<i8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month, if it is known.
    pub fn day_of_month(self) -> Option<i8> {
        (self.day > 0).then_some(self.day)
    }
}

/// The days from one day to another; negative where the other is earlier.
pub fn days_between(from: jiff::civil::Date, to: jiff::civil::Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year)?;
        if self.month > 0 {
            write!(out, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(out, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_and_printed_as_written() {
        for text in ["2025-06-07", "2025-06", "2025", "0001", "9999-12-31", "2024-02-29"] {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "0000", "2025-13", "2025-02-29", "25", "2025-6", "2025-06-07-01", "2025/06", "+025", "２０２５"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_ordered_by_their_first_day() {
        let date = |text| Date::parse(text).unwrap();
        assert!(date("2024-12-31") < date("2025"));
        assert!(date("2025") < date("2025-01-02"));
        assert!(date("2025-06") < date("2025-06-02"));
        assert_eq!(date("2025-02").last_day().to_string(), "2025-02-28");
    }
}
