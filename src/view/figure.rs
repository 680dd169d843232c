//! A pledge's history as a figure to scale: places on a line, from its start in the order of time.

use jiff::civil::Date as Day;

use tera::Value;

use super::{Audience, DateView, Names, Shared, ToValue, view};
use crate::record::{Date, days_between};
use crate::scorecard::Standing;
use crate::words::Words;

/// A place on a line, or a part of it, in hundredths of a per cent. Templates have it as SVG and CSS do: `4.2%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub usize);

impl ToValue for Percent {
    fn to_value(&self, _: &Names) -> Value {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        let digits = if part % 10 == 0 { part / 10 } else { part };
        let width = if part % 10 == 0 { 1 } else { 2 };
        Value::normal_string(&format!("{whole}.{digits:0width$}%"))
    }
}

view! {
    /// A pledge's history on a line.
    FigureView {
        /// The first day of the line.
        start: DateView,
        /// The last day of the line.
        end: DateView,
        /// Where it was promised.
        promised: Percent,
        /// Every unbroken run of one status, oldest first.
        runs: Vec<RunView>,
        /// Where it is due.
        due: Option<Percent>,
        /// Where the day stands on which the scorecard judges.
        now: Percent,
        /// Where years begin on the line.
        years: Vec<Percent>,
        /// The names of those years for which there is room.
        year_names: Vec<YearName>,
    }
}

view! {
    /// A run of one status in a figure.
    RunView {
        /// The status: a [`super::StatusView`].
        status: Shared,
        /// Its first day.
        from: DateView,
        /// The first day of the next one; absent for the present one.
        until: Option<DateView>,
        /// How many days it has lasted.
        days: usize,
        /// Whether both its ends are known to the day.
        is_exact: bool,
        /// Where it begins.
        start: Percent,
        /// How wide it is.
        width: Percent,
        /// Where its middle is, if there is room for a mark.
        middle: Option<Percent>,
        /// Where its entries stand.
        entries: Vec<Percent>,
    }
}

view! {
    /// The name of a year in a figure.
    YearName {
        /// Where the year begins.
        at: Percent,
        /// Its name.
        name: String,
        /// Which part of the name stands there, so that it ends on the line: its `start`, `middle` or `end`.
        anchor: &'static str,
    }
}

/// At most this many years are marked on a line.
const MARKED: usize = 60;
/// At most this many are named: as many as stand side by side on a narrow screen, at twice the size of text.
const NAMED: usize = 4;

/// The least width of a run with a mark.
const MARKED_RUN: Percent = Percent(300);
/// A name stands before, around or behind its year: up to which place, and from which on.
const NAME_ENDS: [Percent; 2] = [Percent(500), Percent(9500)];

/// The line of a figure.
struct Line {
    start: Day,
    end: Day,
}

impl Line {
    /// The place of a day, to a thousandth of the line.
    fn at(&self, day: Day) -> Percent {
        let whole = days_between(self.start, self.end).max(1);
        let part = days_between(self.start, day).clamp(0, whole);
        Percent(usize::try_from(part * 1000 / whole).expect("a part of a line is never negative") * 10)
    }

    /// Where years begin, and the names of some of them.
    fn years(&self, words: &Words) -> (Vec<Percent>, Vec<YearName>) {
        let first = self.start.year() + i16::from(self.start.day_of_year() > 1);
        let years: Vec<i16> = (first..=self.end.year()).collect();
        let step = |most: usize| years.len().div_ceil(most).max(1);
        let at = |year: &i16| self.at(Day::constant(*year, 1, 1));
        let [before, behind] = NAME_ENDS;
        let name = |year: &i16| {
            let at = at(year);
            let anchor = if at > behind {
                "end"
            } else if at > before {
                "middle"
            } else {
                "start"
            };
            YearName { at, name: words.number((*year).into(), false), anchor }
        };
        let marked = step(MARKED);
        let named = step(NAMED).next_multiple_of(marked);
        (years.iter().step_by(marked).map(at).collect(), years.iter().step_by(named).map(name).collect())
    }
}

impl FigureView {
    /// The history of a pledge up to the day on which the scorecard judges.
    pub fn new(audience: &Audience<'_>, standing: &Standing) -> Self {
        let reading = audience.reading;
        let (as_of, pledge) = (reading.card.as_of, &standing.pledge);
        let (first, last) = (pledge.status[0].on.value, standing.moved);
        let line = Line {
            start: pledge.promised.value.first_day().min(first.first_day()),
            end: [Some(as_of), Some(last), standing.due]
                .iter()
                .flatten()
                .map(|date| date.last_day())
                .max()
                .unwrap_or_default(),
        };
        let (years, year_names) = line.years(reading.words);
        Self {
            start: reading.date(line.start.into()),
            end: reading.date(line.end.into()),
            promised: line.at(pledge.promised.value.first_day()),
            runs: runs(audience, standing, &line),
            due: standing.due.map(|due| line.at(due.last_day())),
            now: line.at(as_of.first_day()),
            years,
            year_names,
        }
    }
}

fn runs(audience: &Audience<'_>, standing: &Standing, line: &Line) -> Vec<RunView> {
    let reading = audience.reading;
    let chunks: Vec<_> = standing.pledge.status.chunk_by(|one, next| one.to.value == next.to.value).collect();
    let begins = |at: usize| -> Option<Date> { chunks.get(at).map(|run| run[0].on.value) };
    let run = |(at, run): (usize, &&[crate::record::StatusChange])| {
        let from = run[0].on.value;
        let until = begins(at + 1);
        let end = until.unwrap_or(reading.card.as_of).first_day().max(from.first_day());
        let start = line.at(from.first_day());
        let width = Percent(line.at(end).0 - start.0);
        RunView {
            status: audience.status_by_id(&run[0].to.value),
            from: reading.date(from),
            until: until.map(|until| reading.date(until)),
            days: usize::try_from(days_between(from.first_day(), end)).unwrap_or(0),
            is_exact: from.day_of_month().is_some() && until.is_none_or(|until| until.day_of_month().is_some()),
            start,
            width,
            middle: (width > MARKED_RUN).then_some(Percent(start.0 + width.0 / 2)),
            entries: run.iter().map(|entry| line.at(entry.on.value.first_day())).collect(),
        }
    };
    chunks.iter().enumerate().map(run).collect()
}
