//! The page itself, and what stands on one kind of page alone.

use super::{ChangeView, Crumb, DateView, MementoView, Named, Reading, Said, Shared, view};
use crate::record::Correction;

view! {
    /// `page`: the page itself.
    PageView<'a> {
        /// The kind: the template's name without its ending.
        kind: &'a str,
        /// The title; on the front page the site's own.
        title: Said<'a>,
        /// What it shows, in a sentence or two.
        description: String,
        /// The address below the root.
        path: &'a str,
        /// The absolute address.
        url: String,
        /// The way to the root: `../../`.
        root: String,
        /// The way to what all languages share: assets, copies, the page in another language.
        base: String,
        /// The language.
        language: &'a str,
        /// Which way it is written: `ltr` or `rtl`.
        direction: &'static str,
        /// The page in every language of the site, the default one first; empty where there is one alone.
        translations: Vec<TranslationView<'a>>,
        /// Whether something that the page is about is not in its language.
        untranslated: bool,
        /// The way here, without the front page and the page itself.
        crumbs: Vec<Crumb<'a>>,
        /// What the page of an old edition says of itself; absent on every other.
        memento: Option<MementoView>,
        /// On a page of an edition, the corrections that concern it, on that of a pledge its own and those of no pledge.
        corrections: Vec<CorrectionView<'a>>,
    }
}

view! {
    /// The page in a language of the site: an entry of `page.translations`.
    TranslationView<'a> {
        /// The language.
        language: &'a str,
        /// Its own name for itself.
        name: &'a str,
        /// Which way it is written.
        direction: &'static str,
        /// The page's address in it, below `page.base`.
        path: String,
        /// The absolute address.
        url: String,
        /// Whether it is the language of this page.
        current: bool,
    }
}

view! {
    /// A correction; its explanation is in `bodies`, in the same order.
    CorrectionView<'a> {
        /// The id.
        id: &'a str,
        /// When it was corrected.
        on: DateView,
        /// The pledge that it concerns.
        pledge: Option<Named<'a>>,
        /// The numbers of the editions that it concerns.
        editions: Vec<i64>,
        /// What stood there.
        was: Said<'a>,
        /// What stands there now.
        now: Said<'a>,
        /// Who noticed.
        reported_by: Option<Said<'a>>,
    }
}

impl<'a> CorrectionView<'a> {
    /// A correction.
    pub fn new(reading: Reading<'a>, correction: &'a Correction) -> Self {
        let pledge = correction.pledge.as_ref().and_then(|id| reading.card.pledge(id.value.as_str()));
        Self {
            id: correction.id.as_str(),
            on: reading.date(correction.on.value),
            pledge: pledge.map(|at| reading.pledge(&reading.card.pledges[at].pledge)),
            editions: correction.editions.iter().map(|edition| edition.value).collect(),
            was: reading.said(&correction.was),
            now: reading.said(&correction.now),
            reported_by: reading.optional(correction.reported_by.as_ref()),
        }
    }
}

view! {
    /// A change of status with its pledge, a [`super::Ledger`].
    MoveView<'a> includes change: ChangeView<'a>; {
        /// The pledge.
        pledge: Shared,
    }
}
