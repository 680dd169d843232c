//! What a page is made of, told without making it: one that is made of the same as before is the same, and need not be made.
//! Never: a guess. Of a page that looks at all pledges nothing is told.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Renderer;
use crate::edition::Digest;
use crate::inputs::{Input, InputPath, Inputs};
use crate::record::Pledge;
use crate::scorecard::{Scorecard, Tally};
use crate::site::{Feed, Page, SitePath, pledges_on};

/// Where the files of pledges stand, and their sidecars.
const PLEDGES: &str = "content/pledges/";

/// The digests of everything that a site is made of.
#[derive(Debug)]
pub struct Ingredients {
    /// Of all of it.
    pub all: Digest,
    /// Of all but the files of pledges.
    rest: Digest,
    /// Of each file of a pledge.
    pledges: BTreeMap<InputPath, Digest>,
}

impl Ingredients {
    /// Those of a project; `beside` tells what else a site depends on: the day, the program, its options.
    pub fn of(inputs: &Inputs, beside: &str) -> Self {
        let files: Vec<_> = inputs.iter().collect();
        let digests: Vec<Digest> = files.par_iter().map(|(_, input)| digest(input)).collect();
        let (mut all, mut rest) = (beside.to_owned(), beside.to_owned());
        let mut pledges = Vec::new();
        for ((path, _), digest) in files.into_iter().zip(digests) {
            let line = format!("\n{digest} {path:?}");
            all.push_str(&line);
            if path.starts_with(PLEDGES) {
                pledges.push((path.clone(), digest));
            } else {
                rest.push_str(&line);
            }
        }
        let (all, rest) = (Digest::of(all.as_bytes()), Digest::of(rest.as_bytes()));
        Self { all, rest, pledges: pledges.into_iter().collect() }
    }
}

fn digest(input: &Input) -> Digest {
    match input {
        Input::Bytes(bytes) => Digest::of(bytes),
        Input::Refused(refusal) => Digest::of(format!("{refusal:?}").as_bytes()),
    }
}

impl Renderer<'_> {
    /// What a page, or its feed, is made of: all that is no pledge, what every page shows, and the files of the pledges that
    /// it shows.
    pub fn made_of(&self, path: &SitePath, page: &Page, ingredients: &Ingredients) -> Option<Digest> {
        let tongue = self.tongue(self.spoken(path).0, None);
        let card = tongue.audience.reading.card;
        let shown = shown(card, page)?;
        let mut told = format!("{:?} {} {:?}", self.site.shown, card.pledges.len(), shown.counted).into_bytes();
        told.extend_from_slice(ingredients.rest.bytes());
        told.extend_from_slice(tongue.digest.bytes());
        for at in shown.pledges {
            let standing = &card.pledges[at];
            told.extend_from_slice(&at.to_le_bytes());
            told.extend_from_slice(&standing.parts.len().to_le_bytes());
            for file in files(&standing.pledge) {
                told.extend_from_slice(ingredients.pledges.get(file)?.bytes());
            }
        }
        Some(Digest::of(&told))
    }
}

/// What a page shows of a scorecard's pledges.
struct Shown {
    /// Those of which it says more than that they are counted.
    pledges: Vec<usize>,
    /// The tallies in which others are counted.
    counted: Vec<Tally>,
}

/// What a page shows of the pledges, if it does not look at all of them.
fn shown(card: &Scorecard, page: &Page) -> Option<Shown> {
    let pledges = match *page {
        Page::Pledge(at) => {
            let standing = &card.pledges[at];
            let named = standing.pledge.related.iter().chain(&standing.pledge.parent);
            let named = named.filter_map(|id| card.pledge(id.value.as_str()));
            std::iter::once(at).chain(standing.parts.iter().copied()).chain(named).collect()
        }
        Page::Feed(Feed::Pledge(at)) => vec![at],
        Page::Topic(at) | Page::Feed(Feed::Topic(at)) => card.pledges_of_topic(at).to_vec(),
        Page::Status(at) => card.pledges_where(|standing| standing.status == at),
        Page::Concern(at) => card.critiques_of(at).map(|raised| raised.pledge).collect(),
        Page::Person(at) => {
            let deeds = card.deeds(at);
            let judged = deeds.judged.iter().map(|(pledge, _)| pledge);
            let deeds = deeds.promised.iter().chain(&deeds.replied).chain(judged).copied();
            deeds.chain(card.critiques_by(at).map(|raised| raised.pledge)).collect()
        }
        Page::Pledges(number) => pledges_on(number, card.pledges.len()).collect(),
        _ => return None,
    };
    let counted = match page {
        Page::Pledges(_) => card.tallies_of_topics().chain([card.tally().clone()]).collect(),
        _ => Vec::new(),
    };
    Some(Shown { pledges, counted })
}

/// The files of a pledge.
fn files(pledge: &Pledge) -> impl Iterator<Item = &InputPath> {
    std::iter::once(&pledge.path).chain(pledge.translations.iter().map(|sidecar| &sidecar.path))
}
