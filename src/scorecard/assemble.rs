//! Records to a scorecard.

use super::{Index, Scorecard, Standing, Tally, timing};
use crate::record::{Date, Pledge, Records, Settings, StatusChange};

/// Joins records without errors to the scorecard of a day. Drafts are left out, as if they had no file.
pub fn assemble(records: Records, as_of: Date) -> Scorecard {
    let Records { settings, pledges, mut people, mut sources, mut pages, mut corrections, .. } = records;
    let settings = settings.expect("a project without site.toml is an error");
    people.sort_by(|a, b| a.id.cmp(&b.id));
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    pages.sort_by(|a, b| a.id.cmp(&b.id));
    corrections.sort_by(|a, b| (b.on.value, &a.id).cmp(&(a.on.value, &b.id)));
    let status_index = Index::new(settings.statuses.iter().map(|status| &status.id.value));
    let mut standings = standings(pledges, &settings, &status_index, as_of);
    let pledge_index = Index::new(standings.iter().map(|standing| &standing.pledge.id));
    for at in 0..standings.len() {
        let parent = standings[at].pledge.parent.as_ref().and_then(|parent| pledge_index.find(parent.value.as_str()));
        if let Some(parent) = parent {
            standings[parent].parts.push(at);
        }
    }
    let source_index = Index::new(sources.iter().map(|source| &source.id));
    Scorecard {
        as_of,
        tally: Tally::of(&settings.statuses, &standings, settings.small_sample),
        cited_by: cited_by(&standings, &source_index, sources.len()),
        people_index: Index::new(people.iter().map(|person| &person.id)),
        settings,
        pledges: standings,
        people,
        sources,
        pages,
        corrections,
        pledge_index,
        source_index,
        status_index,
    }
}

/// The pledges that are shown, by main topic, then id.
fn standings(pledges: Vec<Box<Pledge>>, settings: &Settings, status_index: &Index, as_of: Date) -> Vec<Standing> {
    let topics = Index::new(settings.topics.iter().map(|topic| &topic.id.value));
    let shown = pledges.into_iter().filter(|pledge| !pledge.draft);
    let mut standings: Vec<Standing> = shown.map(|pledge| standing(pledge, settings, status_index, as_of)).collect();
    let main =
        |standing: &Standing| standing.pledge.topics.first().and_then(|topic| topics.find(topic.value.as_str()));
    // A part stands right after its whole, where both have one main topic.
    let whole =
        |standing: &Standing| standing.pledge.parent.as_ref().map_or(&standing.pledge.id, |id| &id.value).clone();
    standings.sort_by_cached_key(|one| (main(one), whole(one), one.pledge.parent.is_some(), one.pledge.id.clone()));
    standings
}

fn standing(pledge: Box<Pledge>, settings: &Settings, statuses: &Index, as_of: Date) -> Standing {
    let last = pledge.status.last().expect("a pledge without a status is an error");
    let status = statuses.at(&last.to.value);
    let due = pledge.deadline.map(|deadline| deadline.value);
    let due = due.or_else(|| settings.subject.term.map(|term| term.end.value));
    let counts_as = settings.statuses[status].counts_as;
    let since = since(&pledge.status);
    Standing {
        status,
        moved: last.on.value,
        due,
        timing: timing(counts_as, since, due, as_of),
        since,
        promiser: pledge
            .promiser
            .as_ref()
            .map_or_else(|| settings.subject.person.value.clone(), |id| id.value.clone()),
        parts: Vec::new(),
        pledge,
    }
}

/// When the present status began: the first of the last entries that say the same.
fn since(history: &[StatusChange]) -> Date {
    let last = &history.last().expect("a pledge without a status is an error").to.value;
    let run = history.iter().rev().take_while(|change| change.to.value == *last);
    run.last().map(|change| change.on.value).unwrap_or_default()
}

fn cited_by(standings: &[Standing], source_index: &Index, sources: usize) -> Vec<Vec<usize>> {
    let mut cited_by: Vec<Vec<usize>> = vec![Vec::new(); sources];
    for (at, standing) in standings.iter().enumerate() {
        for citation in standing.pledge.citations() {
            let pledges = &mut cited_by[source_index.at(&citation.source.value)];
            if pledges.last() != Some(&at) {
                pledges.push(at);
            }
        }
    }
    cited_by
}
