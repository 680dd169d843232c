//! What changed from one scorecard to the next, as a page shows it: under each cause, moves first.

mod edits;

use edits::{Here, shown};

use super::{Audience, ChangeView, CorrectionView, MoveView, Objection, Said, Shared, view};
use crate::edition::changes::{Change, Changes, Fate, What};
use crate::record::{Cause, Word as _};
use crate::scorecard::{Raised, Scorecard};

view! {
    /// What changed.
    ChangesView<'a> {
        /// How much.
        counts: CountsView,
        /// The changes by their cause; causes without any are left out.
        causes: Vec<CauseView<'a>>,
    }
}

view! {
    /// How much changed.
    CountsView {
        /// New entries in histories.
        moves: usize,
        /// Pledges added.
        added: usize,
        /// Pledges withdrawn.
        withdrawn: usize,
        /// Pledges that have another id.
        renamed: usize,
        /// Critiques raised.
        critiques: usize,
        /// Replies.
        replies: usize,
        /// Citations added to what stood there before.
        citations: usize,
        /// Corrections added.
        corrections: usize,
        /// Changes of the method.
        method: usize,
        /// All changes.
        all: usize,
    }
}

view! {
    /// The changes under one cause. Each list may be empty.
    CauseView<'a> {
        /// `event`, `evidence`, `correction` or `method`.
        cause: Cause,
        /// New entries in histories.
        moves: Vec<MoveView<'a>>,
        /// Pledges added: a list of [`super::Ledger`].
        added: Vec<Shared>,
        /// Pledges withdrawn.
        withdrawn: Vec<WithdrawnView<'a>>,
        /// Critiques raised.
        objections: Vec<Objection<'a>>,
        /// Corrections added.
        corrections: Vec<CorrectionView<'a>>,
        /// Sources, people and pages that are new.
        fresh: Vec<FreshView<'a>>,
        /// All else, by what it is a change of.
        edited: Vec<EditedView<'a>>,
    }
}

view! {
    /// A source, a person or a page that is new.
    FreshView<'a> {
        /// `sources`, `people` or `pages`.
        list: &'a str,
        /// Its name.
        label: Said<'a>,
        /// Its page's address.
        path: Option<String>,
    }
}

view! {
    /// A pledge that was withdrawn, as it stood.
    WithdrawnView<'a> {
        /// The id.
        id: &'a str,
        /// The title.
        title: Said<'a>,
        /// The word for its last status.
        status: Option<Said<'a>>,
    }
}

view! {
    /// A record with what changed in it.
    EditedView<'a> {
        /// `pledges`, `corrections`, `sources`, `people`, `pages`, `statuses`, `topics`, `concerns`, or `site`.
        list: &'a str,
        /// The id; empty for the site.
        id: &'a str,
        /// Its name.
        label: Said<'a>,
        /// Its page's address; none where it is gone.
        path: Option<String>,
        /// What changed.
        edits: Vec<EditView<'a>>,
    }
}

view! {
    /// A change in a record.
    EditView<'a> {
        /// `added`, `removed`, `renamed`, `altered` or `reordered`.
        what: &'a str,
        /// The entries of the record that lead to it; empty for the record itself.
        within: Vec<StepView<'a>>,
        /// Which field was altered, or which list has another order: a key of the format.
        field: Option<&'a str>,
        /// What stood there, whole.
        before: Option<&'a str>,
        /// What stands there now, whole.
        after: Option<&'a str>,
        /// The same word by word, long stretches shortened; of an entry what it says.
        parts: Vec<PartView>,
        /// The language of these texts, where it is not the page's.
        language: Option<&'a str>,
    }
}

view! {
    /// An entry that leads to a change.
    StepView<'a> {
        /// The list: `status`, `critiques`, `replies`, `evidence`, `promised_in` or `same_as`.
        list: &'a str,
        /// What tells the entry from the others.
        label: String,
    }
}

view! {
    /// A stretch of two wordings.
    PartView {
        /// `kept`, `removed` or `added`.
        fate: Fate,
        /// Its text.
        text: String,
    }
}

impl<'a> ChangesView<'a> {
    /// What changed from `before` to the scorecard of the audience.
    pub fn new(audience: &Audience<'a>, before: &'a Scorecard, changes: &'a Changes) -> Self {
        let counts = changes.counts();
        let of = |(_, cause): &(_, Cause)| {
            CauseView::new(audience, before, &changes.under(*cause).collect::<Vec<_>>(), *cause)
        };
        Self {
            counts: CountsView {
                moves: counts.moves,
                added: counts.added,
                withdrawn: counts.withdrawn,
                renamed: counts.renamed,
                critiques: counts.critiques,
                replies: counts.replies,
                citations: counts.citations,
                corrections: counts.corrections,
                method: counts.method,
                all: counts.all,
            },
            causes: Cause::WORDS.iter().filter_map(of).collect(),
        }
    }
}

impl<'a> CauseView<'a> {
    fn new(audience: &Audience<'a>, before: &'a Scorecard, changes: &[&'a Change], cause: Cause) -> Option<Self> {
        let mut view = Self {
            cause,
            moves: Vec::new(),
            added: Vec::new(),
            withdrawn: Vec::new(),
            objections: Vec::new(),
            corrections: Vec::new(),
            fresh: Vec::new(),
            edited: Vec::new(),
        };
        let here = Here { audience, before };
        for change in shown(changes, here.reading()) {
            view.show(&here, change);
        }
        (!changes.is_empty()).then_some(view)
    }

    /// Puts a change where it is shown best.
    fn show(&mut self, here: &Here<'_, 'a>, change: &'a Change) {
        let card = here.reading().card;
        let pledge = || card.pledge(change.path.record("pledges")?);
        match (&change.what, change.path.lists().as_slice()) {
            (What::Moved { at, .. }, _) => self.moves.extend(pledge().map(|pledge| MoveView {
                pledge: here.audience.row(pledge),
                // An entry that was rewritten is a correction, whatever it says.
                change: ChangeView {
                    cause: change.cause,
                    ..ChangeView::new(here.audience, &card.pledges[pledge].pledge.status, *at)
                },
            })),
            (What::Added { .. }, ["pledges"]) => self.added.extend(pledge().map(|at| here.audience.row(at))),
            (What::Removed { .. }, ["pledges"]) => self.withdrawn.extend(here.withdrawn(&change.path)),
            (What::Added { at, .. }, ["pledges", "critiques"]) => self.objections.extend(pledge().map(|pledge| {
                let critique = &card.pledges[pledge].pledge.critiques[*at];
                Objection::new(here.audience, Raised { pledge, critique })
            })),
            (What::Added { .. }, ["corrections"]) => {
                let one =
                    card.corrections.iter().find(|one| change.path.record("corrections") == Some(one.id.as_str()));
                self.corrections.extend(one.map(|one| CorrectionView::new(here.reading(), one)));
            }
            (What::Added { .. }, [list @ ("sources" | "people" | "pages")]) => {
                let (label, path) = here.record(list, change.path.record(list).unwrap_or_default());
                self.fresh.push(FreshView { list, label, path });
            }
            _ => self.edit(here, change),
        }
    }

    fn edit(&mut self, here: &Here<'_, 'a>, change: &'a Change) {
        let record = change.path.0.first();
        let (list, id) = record.map_or(("site", ""), |step| (step.list, &*step.key));
        let known = self.edited.iter().position(|one| (one.list, one.id) == (list, id));
        let at = known.unwrap_or_else(|| {
            let (label, path) = here.record(list, id);
            self.edited.push(EditedView { list, id, label, path, edits: Vec::new() });
            self.edited.len() - 1
        });
        self.edited[at].edits.push(here.edit(change));
    }
}
