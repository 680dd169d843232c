//! What templates can read, as lists: the variables of each kind of page, and the fields of each view. The page renders
//! nothing that is not listed here, and docs/themes.md is held against it.

use super::{
    CauseView, ChangeView, ChangesView, CitationView, CitedSource, ConcernEntry, CorrectionView, CountsView,
    CritiqueView, Crumb, DateView, EditView, EditedView, EditionEntry, EditionView, FigureView, FilterView,
    FreshView, GoneView, Ledger, LicenceView, MementoView, MenuEntry, MoveView, Named, Objection, OutcomeEntry,
    PageView, PartView, PastCount, PastStatus, PastTally, PersonEntry, PersonView, PlanView, PledgeView, Promiser,
    PublisherView, QuoteView, ReplyView, RunView, ShareView, SiteView, SourceView, StatusEntry, StatusView, StepView,
    SubjectView, TallyEntry, TallyView, TopicEntry, TranslationView, VersionView, WithdrawnView, YearName,
};

/// The variables of every page.
pub const EVERY_PAGE: &[&str] = &["site", "page", "feed", "json_ld"];

/// The variables of each kind of page beside those, by its template.
pub const PAGES: &[(&str, &[&str])] = &[
    (
        "front.html",
        &["tally", "promisers", "moves", "concerns", "topics", "largest", "statuses", "filter", "pledges"],
    ),
    (
        "pledges.html",
        &["pledges", "filter", "topics", "largest", "statuses", "number", "numbers", "previous", "next"],
    ),
    ("pledge.html", &["pledge", "body", "parts", "parent", "related"]),
    ("topics.html", &["topics", "largest", "statuses"]),
    ("topic.html", &["topic", "pledges"]),
    ("statuses.html", &["statuses"]),
    ("status.html", &["status", "pledges"]),
    ("concerns.html", &["concerns"]),
    ("concern.html", &["concern", "objections"]),
    ("people.html", &["people"]),
    ("person.html", &["person", "pledges", "tally", "objections", "judgements", "replied_to"]),
    ("sources.html", &["sources"]),
    ("deadlines.html", &["overdue", "ahead", "late", "calendar"]),
    ("methodology.html", &["statuses", "concerns", "small_sample", "stale_after_days", "require_evidence", "body"]),
    ("corrections.html", &["corrections", "bodies"]),
    ("editions.html", &["editions", "statuses", "bodies"]),
    ("changes.html", &["changes"]),
    ("withdrawn.html", &["gone"]),
    ("page.html", &["body"]),
    ("404.html", &[]),
];

/// Whether a kind of page has a variable.
pub(crate) fn has(template: &str, variable: &str) -> bool {
    let own = PAGES.iter().find(|(name, _)| *name == template).is_some_and(|(_, own)| own.contains(&variable));
    own || EVERY_PAGE.contains(&variable)
}

macro_rules! views {
    ($($name:ident,)+) => {
        /// Every view with its fields, those of a view that it includes aside.
        pub const VIEWS: &[(&str, &[&str])] = &[$((stringify!($name), $name::FIELDS),)+];
    };
}

views! {
    SiteView,
    PublisherView,
    LicenceView,
    SubjectView,
    MenuEntry,
    PageView,
    TranslationView,
    Crumb,
    DateView,
    Named,
    StatusView,
    PersonView,
    SourceView,
    TallyView,
    TallyEntry,
    ShareView,
    Ledger,
    PledgeView,
    QuoteView,
    PlanView,
    FigureView,
    RunView,
    YearName,
    ChangeView,
    MoveView,
    CritiqueView,
    Objection,
    ReplyView,
    CitationView,
    TopicEntry,
    FilterView,
    StatusEntry,
    ConcernEntry,
    OutcomeEntry,
    PersonEntry,
    CitedSource,
    Promiser,
    CorrectionView,
    EditionView,
    EditionEntry,
    PastTally,
    PastCount,
    PastStatus,
    VersionView,
    MementoView,
    GoneView,
    ChangesView,
    CountsView,
    CauseView,
    FreshView,
    WithdrawnView,
    EditedView,
    EditView,
    StepView,
    PartView,
}
