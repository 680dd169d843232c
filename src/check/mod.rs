//! Questions put to all records together. Each is a function in the table `CHECKS`; its manual page is
//! `docs/faults/<code>.md`. Never: changing a record, reading a file.

mod evidence;
mod identity;
mod known;
mod life;
mod references;
mod text;
mod time;

use std::sync::LazyLock;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::inputs::{InputPath, Inputs};
use crate::record::{Date, Records};
pub(crate) use known::Known;

/// What every check is asked about.
struct Question<'a> {
    records: &'a Records,
    inputs: &'a Inputs,
    known: &'a Known<'a>,
    today: Date,
}

/// One question: it yields a fault for each answer that is wrong.
type Check = fn(&Question<'_>) -> Vec<Diagnostic>;

/// Every question, by the code of the faults that it yields.
const CHECKS: &[(Code, Check)] = &[
    (Code::NoStatusVocabulary, references::no_status_vocabulary),
    (Code::UnknownTopic, references::unknown_topic),
    (Code::UnknownStatus, references::unknown_status),
    (Code::UnknownConcern, references::unknown_concern),
    (Code::UnknownPerson, references::unknown_person),
    (Code::UnknownSource, references::unknown_source),
    (Code::UnknownPledge, references::unknown_pledge),
    (Code::UnknownLanguage, references::unknown_language),
    (Code::ParentCircle, references::parent_circle),
    (Code::DuplicateId, identity::duplicate_id),
    (Code::NameCollision, identity::name_collision),
    (Code::StatusOutOfOrder, time::status_out_of_order),
    (Code::StatusBeforePromise, time::status_before_promise),
    (Code::DateInFuture, time::date_in_future),
    (Code::DeadlineBeforePromise, time::deadline_before_promise),
    (Code::OutsideTerm, time::outside_term),
    (Code::StatusWithoutEvidence, evidence::status_without_evidence),
    (Code::CritiqueWithoutEvidence, evidence::critique_without_evidence),
    (Code::SameReviewer, evidence::same_reviewer),
    (Code::SourceWithoutArchive, evidence::source_without_archive),
    (Code::SourceFileMissing, evidence::source_file_missing),
    (Code::QuoteNotInSource, evidence::quote_not_in_source),
    (Code::OverdueOpen, life::overdue_open),
    (Code::StaleStatus, life::stale_status),
    (Code::MovedAfterFinal, life::moved_after_final),
    (Code::UnusedSource, life::unused_source),
    (Code::UnusedPerson, life::unused_person),
    (Code::MissingImage, text::missing_image),
];

/// Puts every question; `today` is the day on which the scorecard judges.
pub fn all(records: &Records, inputs: &Inputs, today: Date) -> Diagnostics {
    let known = Known::new(records);
    let question = Question { records, inputs, known: &known, today };
    let answers: Vec<Vec<Diagnostic>> = CHECKS
        .par_iter()
        .map(|(code, check)| {
            let faults = check(&question);
            debug_assert!(faults.iter().all(|fault| fault.code == *code), "a check yields faults of its own code");
            faults
        })
        .collect();
    answers.into_iter().flatten().collect()
}

static SETTINGS: LazyLock<InputPath> = LazyLock::new(|| "site.toml".into());

/// Where something that site.toml says stands.
fn in_settings(span: crate::diagnostic::Span) -> Place {
    Place::new(&SETTINGS, span)
}
