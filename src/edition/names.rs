//! What a pledge was called in earlier editions, and what it is called now. Never: what readers get of one that is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::store::Layout;
use super::{Edition, Editions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, did_you_mean};
use crate::record::{Language, Pledge, Records};
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

/// What the next edition will tell readers of pledges that the last one had: those that are gone, and those that most likely
/// were renamed without saying so. No later edition takes that back.
pub fn gone(records: &Records, editions: &Editions) -> Diagnostics {
    let Some(last) = editions.list.last().filter(|_| !records.unread.pledges) else { return Diagnostics::default() };
    let shown = || records.pledges.iter().map(|pledge| &**pledge).filter(|pledge| !pledge.draft);
    let is_new = |pledge: &&Pledge| last.card.pledge(pledge.id.as_str()).is_none();
    let new: Vec<&Pledge> = shown().filter(is_new).collect();
    if new.is_empty() && shown().count() == last.card.pledges.len() {
        return Diagnostics::default();
    }
    let called: BTreeSet<&str> = shown().flat_map(|pledge| pledge.former().chain([pledge.id.as_str()])).collect();
    let renamed = renames(&new, &called, last);
    let formers: BTreeSet<&str> = renamed.iter().map(|(_, former)| *former).collect();
    let sealed = last.card.pledges.iter().map(|standing| standing.pledge.id.as_str());
    let missing: Vec<&str> = sealed.filter(|id| !called.contains(id) && !formers.contains(id)).collect();
    let missing = (!missing.is_empty()).then(|| taken_out(&missing, last));
    renamed.into_iter().map(|(pledge, former)| unnamed(pledge, former, last)).chain(missing).collect()
}

/// New pledges that say what one says that is gone, since none has its name now, each with the id of that.
fn renames<'p>(new: &[&'p Pledge], called: &BTreeSet<&str>, last: &'p Edition) -> Vec<(&'p Pledge, &'p str)> {
    let language = &last.card.settings.site.language;
    // What several pledges said, such as that a text is still to be written, tells none of them.
    let mut sayers: BTreeMap<Said<'_>, Option<&str>> = BTreeMap::new();
    for sealed in last.card.pledges.iter().map(|standing| &standing.pledge) {
        for what in said(sealed, language) {
            sayers.entry(what).and_modify(|one| *one = None).or_insert(Some(sealed.id.as_str()));
        }
    }
    let renamed = new.iter().filter_map(|pledge| {
        let mut sealed = said(pledge, language).filter_map(|what| *sayers.get(&what)?);
        Some((*pledge, sealed.find(|former| !called.contains(former))?))
    });
    renamed.collect()
}

fn unnamed(pledge: &Pledge, former: &str, last: &Edition) -> Diagnostic {
    let message =
        format!("`{}` says what `{former}` said in edition {}, and `{former}` is gone", pledge.id, last.number);
    let help = format!(
        "if it was renamed, write `formerly = [\"{former}\"]`: its old address leads to it, and its history goes on"
    );
    Diagnostic::new(Code::RenamedPledge, pledge.place(), message).help(help)
}

fn taken_out(missing: &[&str], last: &Edition) -> Diagnostic {
    const SHOWN: usize = 5;
    let mut names: Vec<String> = missing.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
    if missing.len() > SHOWN {
        names.push(format!("{} more", missing.len() - SHOWN));
    }
    let message = format!("in edition {}, and not in the scorecard any more: {}", last.number, names.join(", "));
    let help = "the next edition tells readers so; a promise that its maker took back stays, with a status for that";
    let place = Place::start_of(&Layout::Project.manifest(last.number).into());
    Diagnostic::new(Code::WithdrawnPledge, place, message).help(help)
}

/// What hardly two pledges say alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Said<'p> {
    Title(&'p str),
    Quote(&'p str),
    Body(&'p str),
}

fn said<'p>(pledge: &'p Pledge, language: &'p Language) -> impl Iterator<Item = Said<'p>> {
    let title = Said::Title(pledge.title.get(language, language).0);
    let quote = pledge.quote.as_ref().map(|quote| Said::Quote(&quote.value));
    let body = Some(pledge.body.text().trim()).filter(|text| !text.is_empty()).map(Said::Body);
    [Some(title), quote, body].into_iter().flatten()
}
