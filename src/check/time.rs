//! Dates that cannot be.

use super::{Question, in_settings};
use crate::diagnostic::{Code, Diagnostic, Place, Placed};
use crate::inputs::InputPath;
use crate::record::{Date, Pledge};

/// Whether one date lies wholly before another; placeholders lie nowhere.
fn before(one: Date, other: Date) -> bool {
    !one.is_placeholder() && !other.is_placeholder() && one.last_day() < other.first_day()
}

pub(super) fn status_out_of_order(_: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut latest = Placed::<Date>::default();
    for change in &pledge.status {
        if before(change.on.value, latest.value) {
            let message = format!("the status of {} stands after that of {}", change.on.value, latest.value);
            let fault = Diagnostic::new(Code::StatusOutOfOrder, pledge.at(change.on.span), message)
                .help("entries stand oldest first: move this one up, or mend its date")
                .related(pledge.at(latest.span), "a later one before it");
            faults.push(fault);
        }
        if change.on.value > latest.value {
            latest = change.on;
        }
    }
    faults
}

pub(super) fn status_before_promise(_: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let all = pledge.status.iter();
    all.filter(|change| before(change.on.value, pledge.promised.value))
        .map(|change| {
            let message = format!("a status of {} before the promise of {}", change.on.value, pledge.promised.value);
            Diagnostic::new(Code::StatusBeforePromise, pledge.at(change.on.span), message)
                .help("a pledge is judged from the day on which it was made: mend one of the two dates")
                .related(pledge.at(pledge.promised.span), "promised here")
        })
        .collect()
}

pub(super) fn date_in_future(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    late(question, dates(pledge).map(|date| (&pledge.path, date)))
}

pub(super) fn date_in_future_elsewhere(question: &Question<'_>) -> Vec<Diagnostic> {
    let in_corrections = question.records.corrections.iter();
    let in_corrections = in_corrections.map(|one| (&one.place.path, one.on));
    late(question, in_corrections)
}

/// When a source was read may lie after the day on which a reconstructed scorecard judges; when it was published may not.
pub(super) fn source_after_as_of(question: &Question<'_>) -> Vec<Diagnostic> {
    let published = question.records.sources.iter().filter_map(|source| Some((source, source.published.as_ref()?)));
    let late = published.filter(|(_, date)| before(question.today, date.value));
    late.map(|(source, date)| {
        let message = format!("published on {}: this scorecard judges on {}", date.value, question.today);
        let place = Place::new(&source.place.path, date.span);
        Diagnostic::new(Code::SourceAfterAsOf, place, message)
            .help("nobody could know it by that day: mend the date, or take out the source and what rests on it")
    })
    .collect()
}

fn late<'a>(question: &Question<'_>, dates: impl Iterator<Item = (&'a InputPath, Placed<Date>)>) -> Vec<Diagnostic> {
    let late = dates.filter(|(_, date)| before(question.today, date.value));
    late.map(|(path, date)| {
        let message = format!("{} lies after {}, the day on which this scorecard judges", date.value, question.today);
        Diagnostic::new(Code::DateInFuture, Place::new(path, date.span), message).help(
            "only a deadline may lie ahead: mend the date, or judge on a later day (`--today`, and of `seal` \
             `--as-of`); without one it judges today, in UTC",
        )
    })
    .collect()
}

/// The dates of a pledge that must lie in the past.
fn dates(pledge: &Pledge) -> impl Iterator<Item = Placed<Date>> {
    let status = pledge.status.iter().map(|change| change.on);
    let critiques = pledge.critiques.iter().map(|critique| critique.on);
    let replies = pledge.replies.iter().map(|reply| reply.on);
    std::iter::once(pledge.promised).chain(status).chain(critiques).chain(replies)
}

pub(super) fn deadline_before_promise(_: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let all = pledge.deadline.iter();
    all.filter(|deadline| before(deadline.value, pledge.promised.value))
        .map(|deadline| {
            let message = format!("due on {}, before it was promised on {}", deadline.value, pledge.promised.value);
            Diagnostic::new(Code::DeadlineBeforePromise, pledge.at(deadline.span), message)
                .help("mend one of the two dates")
                .related(pledge.at(pledge.promised.span), "promised here")
        })
        .collect()
}

pub(super) fn outside_term(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let Some(term) = question.records.settings.as_ref().and_then(|settings| settings.subject.term) else {
        return Vec::new();
    };
    let outside =
        pledge.deadline.iter().filter(|due| before(term.end.value, due.value) || before(due.value, term.start.value));
    outside
        .map(|due| {
            let (start, end) = (term.start.value, term.end.value);
            let message = format!("due on {}, outside the term from {start} to {end}", due.value);
            Diagnostic::new(Code::OutsideTerm, pledge.at(due.span), message)
                .help("readers will ask who answers for it: say so in the text, or mend the date")
                .related(in_settings(term.end.span), "the term")
        })
        .collect()
}
