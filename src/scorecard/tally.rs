//! Counts first, and shares where there are enough pledges for one.

use super::{Standing, Timing};
use crate::record::{CountsAs, Status};

/// How many pledges stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pledges counted: parts count, and what they are parts of does not.
    pub total: usize,
    /// Pledges for each status, in the order of the vocabulary.
    pub by_status: Vec<usize>,
    /// Pledges whose status counts as kept, partly, broken or open.
    pub judged: usize,
    /// Pledges kept.
    pub kept: usize,
    /// Of those kept, the late ones.
    pub kept_late: usize,
    /// Pledges partly kept.
    pub partly: usize,
    /// Pledges broken.
    pub broken: usize,
    /// Pledges open.
    pub open: usize,
    /// Open pledges past their deadline.
    pub overdue: usize,
    /// Shares of the judged pledges; `None` below the small-sample limit.
    pub share: Option<Share>,
    /// The same shares by weight; `None` where all weights are equal, or below the limit.
    pub weighted: Option<Share>,
}

/// Shares of the judged pledges, in whole per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Kept.
    pub kept: usize,
    /// Kept or partly kept.
    pub kept_or_partly: usize,
}

impl Tally {
    /// Counts pledges; the shares need `small_sample` judged ones.
    pub fn of<'a>(vocabulary: &[Status], pledges: impl IntoIterator<Item = &'a Standing>, small_sample: u32) -> Self {
        let mut tally = Self { by_status: vec![0; vocabulary.len()], ..Self::default() };
        let mut weights = Weights::default();
        for standing in pledges.into_iter().filter(|standing| standing.counts()) {
            let counts_as = vocabulary[standing.status].counts_as;
            tally.total += 1;
            tally.by_status[standing.status] += 1;
            tally.overdue += usize::from(standing.timing == Timing::Overdue);
            tally.kept_late += usize::from(standing.timing == Timing::Late);
            match counts_as {
                CountsAs::Kept => tally.kept += 1,
                CountsAs::Partly => tally.partly += 1,
                CountsAs::Broken => tally.broken += 1,
                CountsAs::Open => tally.open += 1,
                CountsAs::Unrated => {}
            }
            weights.add(counts_as, standing.pledge.weight);
        }
        tally.judged = tally.kept + tally.partly + tally.broken + tally.open;
        let enough = tally.judged > 0 && tally.judged >= small_sample as usize;
        tally.share = enough.then(|| Share::of(tally.kept, tally.partly, tally.judged));
        tally.weighted = weights.differ().filter(|_| enough);
        tally
    }

    /// The statuses that any of the pledges has, by their indices.
    pub fn statuses_in_use(&self) -> impl Iterator<Item = usize> {
        self.by_status.iter().enumerate().filter(|(_, count)| **count > 0).map(|(at, _)| at)
    }
}

impl Share {
    /// Rounded, but for the two ends: 100 means all, and 0 none.
    fn of(kept: usize, partly: usize, judged: usize) -> Self {
        let per_cent = |part: usize| match (part * 200 + judged) / (judged * 2) {
            0 if part > 0 => 1,
            100 if part < judged => 99,
            rounded => rounded,
        };
        Self { kept: per_cent(kept), kept_or_partly: per_cent(kept + partly) }
    }
}

/// Sums of weights of the judged pledges.
#[derive(Default)]
struct Weights {
    kept: usize,
    partly: usize,
    judged: usize,
    lightest: Option<u8>,
    heaviest: Option<u8>,
}

impl Weights {
    fn add(&mut self, counts_as: CountsAs, weight: u8) {
        if counts_as == CountsAs::Unrated {
            return;
        }
        let sum = usize::from(weight);
        self.judged += sum;
        self.kept += if counts_as == CountsAs::Kept { sum } else { 0 };
        self.partly += if counts_as == CountsAs::Partly { sum } else { 0 };
        self.lightest = Some(self.lightest.map_or(weight, |other| other.min(weight)));
        self.heaviest = self.heaviest.max(Some(weight));
    }

    fn differ(&self) -> Option<Share> {
        (self.lightest != self.heaviest).then(|| Share::of(self.kept, self.partly, self.judged))
    }
}
