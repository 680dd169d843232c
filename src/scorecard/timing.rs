//! Deadlines: what is overdue, what was late.

use crate::record::{CountsAs, Date, words};

words! {
    /// How a pledge stands towards its deadline.
    Timing {
        /// Open, and its deadline has passed.
        Overdue = "overdue",
        /// Open, and its deadline lies ahead.
        Ahead = "ahead",
        /// Kept by its deadline.
        InTime = "in-time",
        /// Kept after its deadline.
        Late = "late",
        /// It has no deadline, or none matters any more.
        None = "none",
    }
}

/// The timing of a pledge: `since` is when its present status began. A deadline of reduced precision passes with its
/// last day.
pub fn timing(counts_as: CountsAs, since: Date, due: Option<Date>, today: Date) -> Timing {
    let Some(due) = due else { return Timing::None };
    match counts_as {
        CountsAs::Open if due.last_day() < today.first_day() => Timing::Overdue,
        CountsAs::Open => Timing::Ahead,
        CountsAs::Kept if due.last_day() < since.first_day() => Timing::Late,
        CountsAs::Kept => Timing::InTime,
        CountsAs::Partly | CountsAs::Broken | CountsAs::Unrated => Timing::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_passes_with_its_last_day() {
        let date = |text| Date::parse(text).unwrap();
        let at = |due, today| timing(CountsAs::Open, date("2025"), Some(date(due)), date(today));
        assert_eq!(at("2025-06", "2025-06-30"), Timing::Ahead);
        assert_eq!(at("2025-06", "2025-07-01"), Timing::Overdue);
        assert_eq!(timing(CountsAs::Kept, date("2026"), Some(date("2025")), date("2027")), Timing::Late);
        assert_eq!(timing(CountsAs::Kept, date("2025-12-31"), Some(date("2025")), date("2027")), Timing::InTime);
    }
}
