//! Records to a scorecard.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::{Index, Scorecard, Standing, timing};
use crate::inputs::InputPath;
use crate::parse::{Changes, FileKind};
use crate::record::{Date, Pledge, Records, Settings, StatusChange};

/// How to judge: the day, and whether drafts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judging {
    /// The day on which the scorecard judges.
    pub today: Date,
    /// Whether drafts are shown, in the preview alone: on their own pages and in lists of pledges, and never counted.
    pub drafts: bool,
}

impl Judging {
    /// As a build judges: drafts are left out, as if they had no file.
    pub fn on(today: Date) -> Self {
        Self { today, drafts: false }
    }
}

/// The scorecard that was assembled last, and what has changed since.
#[derive(Debug, Default)]
pub struct Memory {
    last: Option<(Judging, Arc<Scorecard>)>,
    /// Drafts that are left out, for what is wrong with them.
    left_out: BTreeSet<InputPath>,
    since: Changes,
}

impl Memory {
    /// Notes what changed, whether or not a scorecard can be assembled from it.
    pub fn note(&mut self, changes: &Changes) {
        self.since.merge(changes);
    }
}

/// Joins records without errors to a scorecard. Drafts are left out unless they are to be shown; those in `left_out`
/// are left out all the same. Where only what single pledges say has changed, all others stay as they were joined.
pub fn assemble(
    records: &Records,
    judging: Judging,
    left_out: BTreeSet<InputPath>,
    memory: &mut Memory,
) -> Arc<Scorecard> {
    let same = memory.left_out == left_out;
    let since = std::mem::take(&mut memory.since);
    let last = memory.last.take().filter(|(before, _)| same && *before == judging);
    let card = last.and_then(|(_, last)| patched(&last, records, &since));
    let card = Arc::new(card.unwrap_or_else(|| joined(records, judging, &left_out)));
    memory.left_out = left_out;
    memory.last = Some((judging, card.clone()));
    card
}

/// The last scorecard with the pledges that changed; `None` where more than what they say of themselves has.
fn patched(last: &Scorecard, records: &Records, since: &Changes) -> Option<Scorecard> {
    let joined = [
        FileKind::Settings,
        FileKind::People,
        FileKind::Sources,
        FileKind::Page,
        FileKind::Correction,
        FileKind::Translation,
    ];
    if since.listed || since.touch(&joined) || since.concern(records, same_place) {
        return None;
    }
    let mut pledges = last.pledges.clone();
    let changed = since.pledges.keys().map(|at| &records.pledges[*at]);
    for pledge in changed.filter(|pledge| !pledge.draft) {
        let at = last.pledge(pledge.id.as_str())?;
        let mut standing = standing(pledge, &last.settings, &last.status_index, last.as_of);
        standing.parts.clone_from(&pledges[at].parts);
        pledges[at] = Arc::new(standing);
    }
    Some(Scorecard { pledges, ..last.shared() })
}

/// Whether a pledge stands where it stood, under its names: what the order of pledges, the parts of each and the plan of
/// pages see. A draft that changes is
/// looked at anew with everything else.
fn same_place(one: &Pledge, other: &Pledge) -> bool {
    let main = |pledge: &Pledge| pledge.topics.first().map(|topic| topic.value.clone());
    let parent = |pledge: &Pledge| pledge.parent.as_ref().map(|parent| parent.value.clone());
    let same_name = one.id == other.id && one.former().eq(other.former());
    same_name && !one.draft && !other.draft && main(one) == main(other) && parent(one) == parent(other)
}

fn joined(records: &Records, judging: Judging, left_out: &BTreeSet<InputPath>) -> Scorecard {
    let settings = records.settings.clone().expect("a project without site.toml is an error");
    let (mut people, mut sources) = (records.people.clone(), records.sources.clone());
    let (mut pages, mut corrections) = (records.pages.clone(), records.corrections.clone());
    people.sort_by(|a, b| a.id.cmp(&b.id));
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    pages.sort_by(|a, b| a.id.cmp(&b.id));
    corrections.sort_by(|a, b| (b.on.value, &a.id).cmp(&(a.on.value, &b.id)));
    let status_index = Index::new(settings.statuses.iter().map(|status| &status.id.value));
    let is_shown = |one: &&Arc<Pledge>| !one.draft || (judging.drafts && !left_out.contains(&one.path));
    let shown = in_order(records.pledges.iter().filter(is_shown), &settings);
    let pledge_index = Index::new(shown.iter().map(|pledge| &pledge.id));
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, pledge) in shown.iter().enumerate().filter(|(_, pledge)| !pledge.draft) {
        let parent = pledge.parent.as_ref().and_then(|parent| pledge_index.find(parent.value.as_str()));
        if let Some(parent) = parent {
            parts.entry(parent).or_default().push(at);
        }
    }
    let standings = shown.par_iter().enumerate().map(|(at, pledge)| {
        let parts = parts.get(&at).cloned().unwrap_or_default();
        Arc::new(Standing { parts, ..standing(pledge, &settings, &status_index, judging.today) })
    });
    let pledges: Vec<Arc<Standing>> = standings.collect();
    let source_index = Index::new(sources.iter().map(|source| &source.id));
    Scorecard {
        as_of: judging.today,
        counted: OnceLock::new(),
        counted_by_topic: OnceLock::new(),
        joined: OnceLock::new(),
        by_topic: OnceLock::new(),
        people_index: Arc::new(Index::new(people.iter().map(|person| &person.id))),
        settings,
        drafts: pledges.iter().filter(|standing| standing.pledge.draft).count(),
        pledges,
        people: people.into(),
        sources: sources.into(),
        pages: pages.into(),
        corrections: corrections.into(),
        pledge_index: Arc::new(pledge_index),
        source_index: Arc::new(source_index),
        status_index: Arc::new(status_index),
    }
}

/// Pledges by main topic, then id. A part stands right after its whole, where both have one main topic.
fn in_order<'a>(pledges: impl Iterator<Item = &'a Arc<Pledge>>, settings: &Settings) -> Vec<&'a Arc<Pledge>> {
    let topics = Index::new(settings.topics.iter().map(|topic| &topic.id.value));
    let main = |pledge: &Pledge| pledge.topics.first().and_then(|topic| topics.find(topic.value.as_str()));
    let whole = |pledge: &Pledge| pledge.parent.as_ref().map_or(&pledge.id, |id| &id.value).clone();
    let key = |pledge: &Pledge| (main(pledge), whole(pledge), pledge.parent.is_some(), pledge.id.clone());
    let mut pledges: Vec<&Arc<Pledge>> = pledges.collect();
    pledges.par_sort_by_cached_key(|pledge| key(pledge));
    pledges
}

fn standing(pledge: &Arc<Pledge>, settings: &Settings, statuses: &Index, as_of: Date) -> Standing {
    let last = pledge.status.last().expect("a pledge without a status is an error");
    let status = statuses.at(&last.to.value);
    let due = pledge.deadline.map(|deadline| deadline.value);
    let due = due.or_else(|| settings.subject.term.map(|term| term.end.value));
    let counts_as = settings.statuses[status].counts_as;
    let counts_since =
        since(&pledge.status, |change| settings.statuses[statuses.at(&change.to.value)].counts_as == counts_as);
    Standing {
        status,
        moved: last.on.value,
        due,
        timing: timing(counts_as, counts_since, due, as_of),
        since: since(&pledge.status, |change| change.to.value == last.to.value),
        counts_since,
        promiser: pledge
            .promiser
            .as_ref()
            .map_or_else(|| settings.subject.person.value.clone(), |id| id.value.clone()),
        parts: Vec::new(),
        pledge: pledge.clone(),
    }
}

/// When the last of the entries began that are all the same in one regard.
fn since(history: &[StatusChange], is_same: impl Fn(&StatusChange) -> bool) -> Date {
    let run = history.iter().rev().take_while(|change| is_same(change));
    run.last().map(|change| change.on.value).unwrap_or_default()
}
