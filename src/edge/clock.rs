//! The clock. `SOURCE_DATE_EPOCH` stands in for it where a build must be repeatable.
#![expect(clippy::disallowed_methods, reason = "the edge: it reads the clock and one variable of the environment")]

use std::time::{Duration, Instant};

use crate::record::Date;

/// Today in UTC, so that a project compiles alike in every time zone.
/// Source: reproducible-builds.org, the specification of `SOURCE_DATE_EPOCH`.
pub fn today() -> Date {
    Date::from(now().to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The present moment.
pub fn now() -> jiff::Timestamp {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse::<i64>().ok());
    epoch.and_then(|second| jiff::Timestamp::from_second(second).ok()).unwrap_or_else(jiff::Timestamp::now)
}

/// How long something takes.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
