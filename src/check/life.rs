//! What time does to a scorecard: overdue, stale, reopened, unused.

use std::collections::BTreeSet;

use super::Question;
use crate::diagnostic::{Code, Diagnostic, Placed};
use crate::record::{Cause, CountsAs, Date, Id, Kind, Pledge, Status};

/// When a pledge is due: its own deadline, else the end of the term.
fn due(question: &Question<'_>, pledge: &Pledge) -> Option<Date> {
    let term = || question.records.settings.as_ref()?.subject.term;
    let deadline = pledge.deadline.map(|deadline| deadline.value);
    deadline.or_else(|| term().map(|term| term.end.value)).filter(|date| !date.is_placeholder())
}

pub(super) fn overdue_open(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let open = Some(pledge).filter(|pledge| question.known.is_open(pledge) && !pledge.draft);
    let fault = open.and_then(|pledge| {
        let due = due(question, pledge).filter(|due| due.last_day() < question.today.first_day())?;
        let (change, status) = question.known.current(pledge)?;
        let message = format!("due on {due}, and still `{}`", status.id.value);
        let fault = Diagnostic::new(Code::OverdueOpen, pledge.at(change.to.span), message)
            .help("judge it: add a `[[status]]` that says what became of it by its deadline");
        Some(match pledge.deadline {
            Some(deadline) => fault.related(pledge.at(deadline.span), "due here"),
            None => fault,
        })
    });
    fault.into_iter().collect()
}

pub(super) fn stale_status(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let Some(settings) = &question.records.settings else { return Vec::new() };
    let limit = settings.checks.stale_after_days;
    let open = Some(pledge).filter(|pledge| question.known.is_open(pledge) && !pledge.draft);
    let fault = open.and_then(|pledge| {
        let (change, _) = question.known.current(pledge)?;
        let age = (question.today.first_day() - change.on.value.last_day()).get_days();
        let stale = !change.on.value.is_placeholder() && i64::from(age) > i64::from(limit);
        stale.then(|| {
            let message = format!("nothing was added since {}, {age} days ago", change.on.value);
            Diagnostic::new(Code::StaleStatus, pledge.at(change.on.span), message)
                .help(format!("look again and add a `[[status]]`, even if nothing moved (limit: {limit} days)"))
        })
    });
    fault.into_iter().collect()
}

pub(super) fn moved_after_final(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    // What is to be kept so is kept for as long as it lasts.
    let is_upkeep = pledge.kind == Kind::Upkeep;
    let pairs = pledge.status.windows(2);
    pairs
        .filter(|two| {
            let ends = |status: &Status| status.r#final && !(is_upkeep && status.counts_as == CountsAs::Kept);
            let is_final = question.known.status(&two[0].to.value).is_some_and(ends);
            let excused = matches!(two[1].cause, Cause::Correction | Cause::Method);
            is_final && !excused && two[0].to.value != two[1].to.value
        })
        .map(|two| {
            let message = format!("`{}` is final, and moves to `{}`", two[0].to.value, two[1].to.value);
            Diagnostic::new(Code::MovedAfterFinal, pledge.at(two[1].to.span), message)
                .help("say why it could: `cause = \"correction\"` (we erred) or `cause = \"method\"` (our rules changed)")
                .related(pledge.at(two[0].to.span), "final here")
        })
        .collect()
}

/// The ids that nobody mentions. It stops at once where all are mentioned, which is soon in a large sound project.
fn left<'a>(ids: impl Iterator<Item = &'a str>, mentioned: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut left: BTreeSet<&str> = ids.collect();
    for id in mentioned {
        if left.remove(id) && left.is_empty() {
            break;
        }
    }
    left
}

pub(super) fn unused_source(question: &Question<'_>) -> Vec<Diagnostic> {
    if question.records.unread.pledges {
        return Vec::new();
    }
    let cited = question.records.pledges.iter().flat_map(|pledge| pledge.citations());
    let cited = cited.map(|citation| citation.source.value.as_str());
    let left = left(question.records.sources.iter().map(|source| source.id.as_str()), cited);
    let unused = question.records.sources.iter().filter(|source| left.contains(source.id.as_str()));
    unused
        .filter(|source| !source.id.is_placeholder())
        .map(|source| {
            let message = format!("nothing cites `{}`", source.id);
            Diagnostic::new(Code::UnusedSource, source.place.clone(), message).help("cite it, or take it out")
        })
        .collect()
}

/// The question above sees which sources are cited.
pub(super) fn same_sources(one: &Pledge, other: &Pledge) -> bool {
    one.citations()
        .map(|citation| &citation.source.value)
        .eq(other.citations().map(|citation| &citation.source.value))
}

pub(super) fn unused_person(question: &Question<'_>) -> Vec<Diagnostic> {
    let named = || question.records.pledges.iter().flat_map(|pledge| pledge.people());
    let settings = question.records.settings.as_ref();
    let subject = settings.map(|settings| &settings.subject.person);
    // Whoever was meant where a name cannot be read may be anyone.
    let is_unread = |person: Option<&Placed<Id>>| person.is_none_or(|person| person.value.is_placeholder());
    if question.records.unread.pledges || is_unread(subject) || named().any(|person| is_unread(Some(person))) {
        return Vec::new();
    }
    let left = left(
        question.records.people.iter().map(|person| person.id.as_str()),
        subject.into_iter().chain(named()).map(|person| person.value.as_str()),
    );
    let unused = question.records.people.iter().filter(|person| left.contains(person.id.as_str()));
    unused
        .filter(|person| !person.id.is_placeholder())
        .map(|person| {
            let message = format!("nothing names `{}`", person.id);
            Diagnostic::new(Code::UnusedPerson, person.place.clone(), message).help("name them, or take them out")
        })
        .collect()
}

/// The question above sees who is named.
pub(super) fn same_people(one: &Pledge, other: &Pledge) -> bool {
    one.people().map(|person| &person.value).eq(other.people().map(|person| &person.value))
}
