//! What a pledge was called in earlier editions, and what it is called now. Never: a pledge that is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edition, Editions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::record::{Pledge, Records};
use crate::scorecard::Scorecard;

/// The ids of earlier editions that pledges of the scorecard had, each with the index of its pledge. A pledge that was
/// renamed twice is found under each of its ids.
pub fn renamed(card: &Scorecard, editions: &Editions) -> BTreeMap<Box<str>, usize> {
    let cards = editions.list.iter().map(|edition| &*edition.card).chain([card]);
    let pledges = cards.flat_map(|card| card.pledges.iter().map(|standing| &standing.pledge));
    let next: BTreeMap<&str, &str> =
        pledges.flat_map(|pledge| pledge.former().map(move |former| (former, pledge.id.as_str()))).collect();
    let now = |former: &str| {
        // Names may lead in a circle: a pledge that has its first one again.
        let mut steps = std::iter::successors(Some(former), |name| next.get(name).copied()).take(next.len() + 1);
        steps.find_map(|name| card.pledge(name))
    };
    next.keys()
        .filter(|former| card.pledge(former).is_none())
        .filter_map(|former| Some(((*former).into(), now(former)?)))
        .collect()
}

/// How a pledge stood in editions, the oldest first: each edition that had it, under whatever id, with its index there.
pub fn stood<'e>(editions: &'e [Edition], pledge: &'e Pledge) -> Vec<(&'e Edition, usize)> {
    let mut names: BTreeSet<&str> = pledge.former().chain([pledge.id.as_str()]).collect();
    let mut found = Vec::new();
    for edition in editions.iter().rev() {
        let here: Vec<usize> = names.iter().filter_map(|name| edition.card.pledge(name)).collect();
        for at in here {
            names.extend(edition.card.pledges[at].pledge.former());
            found.push((edition, at));
        }
    }
    found.reverse();
    found
}

/// Former ids that no edition knows: what was meant keeps a page that leads nowhere.
pub fn unknown_names(records: &Records, editions: &Editions) -> Diagnostics {
    let named = records.pledges.iter().flat_map(|pledge| pledge.formerly.iter().map(move |id| (pledge, id)));
    let mut named = named.peekable();
    if named.peek().is_none() || editions.list.is_empty() {
        return Diagnostics::default();
    }
    let pledges = editions.list.iter().flat_map(|edition| &edition.card.pledges).map(|standing| &standing.pledge);
    let known: BTreeSet<&str> = pledges.flat_map(|pledge| pledge.former().chain([pledge.id.as_str()])).collect();
    let unknown = named.filter(|(_, id)| !known.contains(id.value.as_str()));
    unknown
        .map(|(pledge, id)| {
            let message = format!("no edition has a pledge `{}`", id.value);
            let help = did_you_mean(id.value.as_str(), known.iter().copied());
            Diagnostic::new(Code::UnknownPledge, pledge.at(id.span), message).help(help)
        })
        .collect()
}
