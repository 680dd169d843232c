//! Questions put to all records together. Each is a row of the table `CHECKS`; its manual page is
//! `docs/faults/<code>.md`. Never: changing a record, reading a file.

mod evidence;
mod identity;
mod known;
mod life;
mod memory;
mod references;
mod text;
mod time;
mod translations;

use std::sync::LazyLock;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::inputs::{InputPath, Inputs};
use crate::record::{Date, Pledge, Records};
use known::Known;
pub(crate) use memory::Each;
pub use memory::{Memory, all};

/// What every check is asked about.
struct Question<'a> {
    records: &'a Records,
    inputs: &'a Inputs,
    known: &'a Known,
    today: Date,
}

/// A question about one pledge. It may look at that pledge, the ids of the others, and every other record: its answer
/// is kept while those are the same.
type EachPledge = fn(&Question<'_>, &Pledge) -> Vec<Diagnostic>;
/// A question about everything that is no pledge.
type TheRest = fn(&Question<'_>) -> Vec<Diagnostic>;
/// Whether two readings of a pledge are the same to a question about all of them.
type Same = fn(&Pledge, &Pledge) -> bool;

/// How a question is put.
enum Check {
    /// To one pledge after the other.
    Each(EachPledge),
    /// To what is no pledge.
    Rest(TheRest),
    /// To each pledge, and to what is no pledge.
    Both(EachPledge, TheRest),
    /// To all pledges together, of which it sees a part: its answer is kept while that part is the same.
    All(TheRest, Same),
}
use Check::{All, Both, Each as Of, Rest};

/// Every question, by the code of the faults that it yields.
const CHECKS: &[(Code, Check)] = &[
    (Code::NoStatusVocabulary, Rest(references::no_status_vocabulary)),
    (Code::UnknownTopic, Of(references::unknown_topic)),
    (Code::UnknownStatus, Of(references::unknown_status)),
    (Code::UnknownConcern, Of(references::unknown_concern)),
    (Code::UnknownPerson, Both(references::unknown_person, references::unknown_subject)),
    (Code::UnknownSource, Of(references::unknown_source)),
    (Code::UnknownPledge, Both(references::unknown_pledge, references::unknown_pledge_elsewhere)),
    (Code::UnknownLanguage, Rest(references::unknown_language)),
    (Code::UnknownLanguage, Rest(translations::language)),
    (Code::BadId, Rest(translations::page_called_like_a_language)),
    (Code::MissingTranslation, Both(translations::missing, translations::missing_elsewhere)),
    (Code::OrphanTranslation, Rest(translations::orphan)),
    (Code::TranslationMismatch, Of(translations::mismatch)),
    (Code::ParentCircle, All(references::parent_circle, references::same_parent)),
    (Code::DuplicateId, Both(identity::duplicate_critique, identity::duplicate_elsewhere)),
    (Code::DuplicateId, All(identity::duplicate_pledge, identity::same_opening)),
    (Code::DuplicateId, All(identity::duplicate_former, identity::same_names)),
    (Code::NameCollision, Rest(identity::name_collision)),
    (Code::StatusOutOfOrder, Of(time::status_out_of_order)),
    (Code::StatusBeforePromise, Of(time::status_before_promise)),
    (Code::DateInFuture, Both(time::date_in_future, time::date_in_future_elsewhere)),
    (Code::SourceAfterAsOf, Rest(time::source_after_as_of)),
    (Code::DeadlineBeforePromise, Of(time::deadline_before_promise)),
    (Code::OutsideTerm, Of(time::outside_term)),
    (Code::StatusWithoutEvidence, Of(evidence::status_without_evidence)),
    (Code::CritiqueWithoutEvidence, Of(evidence::critique_without_evidence)),
    (Code::SameReviewer, Of(evidence::same_reviewer)),
    (Code::SourceWithoutArchive, Rest(evidence::source_without_archive)),
    (Code::SourceFileMissing, Rest(evidence::source_file_missing)),
    (Code::QuoteNotInSource, Of(evidence::quote_not_in_source)),
    (Code::OverdueOpen, Of(life::overdue_open)),
    (Code::StaleStatus, Of(life::stale_status)),
    (Code::MovedAfterFinal, Of(life::moved_after_final)),
    (Code::UnusedSource, All(life::unused_source, life::same_sources)),
    (Code::UnusedPerson, All(life::unused_person, life::same_people)),
    (Code::MissingImage, Both(text::missing_image, text::missing_image_elsewhere)),
];

static SETTINGS: LazyLock<InputPath> = LazyLock::new(|| "site.toml".into());

/// Where something that site.toml says stands.
fn in_settings(span: crate::diagnostic::Span) -> Place {
    Place::new(&SETTINGS, span)
}
