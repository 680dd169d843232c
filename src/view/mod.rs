//! What templates rely on: one struct an idea, made for one audience. Every text is in the audience's language or, where
//! that is missing, in another. `path` fields are addresses below the root: a template writes
//! `{{ page.root }}{{ pledge.path }}`. Never: HTML.

mod audience;
mod catalogue;
mod changes;
mod date;
mod edition;
mod figure;
mod index;
mod names;
mod page;
mod pledge;
mod said;
mod site;
mod value;

pub use audience::{Audience, Reading};
pub(crate) use catalogue::has;
pub use catalogue::{EVERY_PAGE, PAGES, VIEWS};
pub use changes::{
    CauseView, ChangesView, CountsView, EditView, EditedView, FreshView, PartView, StepView, WithdrawnView,
};
pub use date::{DateView, Dated};
pub use edition::{EditionEntry, EditionView, GoneView, MementoView, PastCount, PastStatus, PastTally, VersionView};
pub use figure::{FigureView, Percent, RunView, YearName};
pub use index::{
    CitedSource, ConcernEntry, FilterView, Objection, OutcomeEntry, PersonEntry, Promiser, StatusEntry, TopicEntry,
};
pub use names::{Name, Names};
pub use page::{CorrectionView, MoveView, PageView, TranslationView};
pub use pledge::{ChangeView, CitationView, CritiqueView, Ledger, PlanView, PledgeView, QuoteView, ReplyView};
pub use said::Said;
pub use site::{
    Crumb, LicenceView, MenuEntry, Named, PersonView, PublisherView, ShareView, SiteView, SourceView, StatusView,
    SubjectView, TallyEntry, TallyView,
};
pub(crate) use value::{Fields, view};
pub use value::{Shared, ToValue};
