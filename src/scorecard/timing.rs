//! Deadlines: what is overdue, what was late.

use crate::record::{CountsAs, Date, days_between, words};

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

/// The timing of a pledge: `since` is when it began to count as it does. A deadline of reduced precision passes with its
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

/// How many days lie between a deadline and the day that it is held against: for an open pledge today, before or after
/// it, and for one kept late the day when it was kept, if that is known to the day.
pub fn days(timing: Timing, since: Date, due: Option<Date>, today: Date) -> Option<usize> {
    let due = due?.last_day();
    if timing == Timing::Late && since.day_of_month().is_none() {
        return None;
    }
    let days = match timing {
        Timing::Overdue => days_between(due, today.first_day()),
        Timing::Ahead => days_between(today.first_day(), due),
        Timing::Late => days_between(due, since.first_day()),
        Timing::InTime | Timing::None => return None,
    };
    usize::try_from(days).ok()
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
        assert_eq!(days(Timing::Overdue, date("2025"), Some(date("2025-06")), date("2025-07-02")), Some(2));
        assert_eq!(days(Timing::Ahead, date("2025"), Some(date("2025-06")), date("2025-06-29")), Some(1));
        assert_eq!(days(Timing::Late, date("2026-01-01"), Some(date("2025")), date("2027")), Some(1));
        assert_eq!(days(Timing::Late, date("2026-01"), Some(date("2025")), date("2027")), None);
        assert_eq!(days(Timing::InTime, date("2025"), Some(date("2026")), date("2027")), None);
        assert_eq!(timing(CountsAs::Kept, date("2026"), Some(date("2025")), date("2027")), Timing::Late);
        assert_eq!(timing(CountsAs::Kept, date("2025-12-31"), Some(date("2025")), date("2027")), Timing::InTime);
    }
}
