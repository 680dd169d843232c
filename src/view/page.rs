//! The page itself, and what stands on one kind of page alone.

use super::{ChangeView, Crumb, DateView, Named, Shared, view};

view! {
    /// `page`: the page itself.
    PageView<'a> {
        /// The kind: the template's name without its ending.
        kind: &'a str,
        /// The title; on the front page the site's own.
        title: &'a str,
        /// What it shows, in a sentence or two.
        description: String,
        /// The address below the root.
        path: &'a str,
        /// The absolute address.
        url: String,
        /// The way to the root: `../../`.
        root: String,
        /// The language.
        language: &'a str,
        /// The way here, without the front page and the page itself.
        crumbs: Vec<Crumb<'a>>,
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
        was: &'a str,
        /// What stands there now.
        now: &'a str,
        /// Who noticed.
        reported_by: Option<&'a str>,
    }
}

view! {
    /// A change of status with its pledge, a [`super::Ledger`].
    MoveView<'a> includes change: ChangeView<'a>; {
        /// The pledge.
        pledge: Shared,
    }
}
