//! What a page is made of, told without making it: one that is made of the same as before is the same, and need not be made.
//! Never: a guess. Where nothing is told, the page is made.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Renderer;
use crate::edition::Digest;
use crate::inputs::{Input, InputPath, Inputs};
use crate::parse;
use crate::record::Pledge;
use crate::scorecard::Scorecard;
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
    pledges: BTreeMap<InputPath, FileDigests>,
}

/// The digests of a file of a pledge.
#[derive(Debug, Clone, Copy)]
struct FileDigests {
    whole: Digest,
    /// Of its front matter, which is all that other pages than the pledge's own show of it.
    front: Digest,
}

impl Ingredients {
    /// Those of a project; `beside` tells what else a site depends on: the day, the program, its options.
    pub fn of(inputs: &Inputs, beside: &str) -> Self {
        let files: Vec<_> = inputs.iter().collect();
        let digests: Vec<FileDigests> = files.par_iter().map(|(path, input)| FileDigests::of(path, input)).collect();
        let (mut all, mut rest) = (beside.to_owned(), beside.to_owned());
        let mut pledges = Vec::new();
        for ((path, _), digests) in files.into_iter().zip(digests) {
            let line = format!("\n{} {path:?}", digests.whole);
            all.push_str(&line);
            if path.starts_with(PLEDGES) {
                pledges.push((path.clone(), digests));
            } else {
                rest.push_str(&line);
            }
        }
        let (all, rest) = (Digest::of(all.as_bytes()), Digest::of(rest.as_bytes()));
        Self { all, rest, pledges: pledges.into_iter().collect() }
    }
}

impl FileDigests {
    fn of(path: &str, input: &Input) -> Self {
        let same = |digest| Self { whole: digest, front: digest };
        let bytes = match input {
            Input::Bytes(bytes) => bytes,
            Input::Refused(refusal) => return same(Digest::of(format!("{refusal:?}").as_bytes())),
        };
        let text = path.starts_with(PLEDGES).then(|| simdutf8::basic::from_utf8(bytes).ok()).flatten();
        let Some((fence, front, rest)) = text.and_then(parse::front_matter_of) else {
            return same(Digest::of(bytes));
        };
        let front = Digest::of(front.as_bytes());
        // The fence is one line: what else there is cannot be divided in another way.
        Self { whole: Digest::of_parts(&[front.bytes(), fence.as_bytes(), rest.as_bytes()]), front }
    }
}

/// What the pledges of a scorecard are made of, in its order.
#[derive(Debug)]
pub struct PledgeDigests {
    /// Of all that is no pledge.
    rest: Digest,
    /// Of each pledge as its own page shows it.
    whole: Vec<Digest>,
    /// Of each pledge as other pages show it.
    fronts: Vec<Digest>,
    /// Of all of them as other pages show them.
    all: Digest,
}

impl PledgeDigests {
    /// Those of the pledges of a scorecard, if all of its files are among the ingredients.
    pub fn of(card: &Scorecard, ingredients: Ingredients) -> Option<Self> {
        let Ingredients { rest, pledges: read, .. } = ingredients;
        let digests = card.pledges.par_iter().enumerate().map(|(at, standing)| {
            let told = format!("{at} {} {}", standing.pledge.id, standing.parts.len()).into_bytes();
            let (mut front, mut whole) = (told.clone(), told);
            for path in files(&standing.pledge) {
                let file = read.get(path)?;
                front.extend_from_slice(file.front.bytes());
                whole.extend_from_slice(file.whole.bytes());
            }
            Some((Digest::of(&whole), Digest::of(&front)))
        });
        let (whole, fronts): (Vec<_>, Vec<_>) = digests.collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let all = Digest::of(&fronts.iter().flat_map(Digest::bytes).copied().collect::<Vec<u8>>());
        Some(Self { rest, whole, fronts, all })
    }
}

impl Renderer<'_> {
    /// What a page, or its feed, is made of: all that is no pledge, what every page shows, and what it shows of the pledges.
    pub fn made_of(&self, path: &SitePath, page: &Page, pledges: &PledgeDigests) -> Option<Digest> {
        let tongue = self.tongue(self.spoken(path).0, None);
        let card = tongue.audience.reading.card;
        let mut told = [*pledges.rest.bytes(), *tongue.digest.bytes()].concat();
        match shown(card, page)? {
            Shown::All => told.extend_from_slice(pledges.all.bytes()),
            Shown::Some(some) => some.iter().for_each(|at| told.extend_from_slice(pledges.fronts[*at].bytes())),
        }
        match page {
            Page::Pledge(at) => told.extend_from_slice(pledges.whole[*at].bytes()),
            Page::Pledges(_) => {
                let tallies = (card.tally(), card.tallies_of_topics());
                told.extend_from_slice(format!("{tallies:?}").as_bytes());
            }
            _ => {}
        }
        Some(Digest::of(&told))
    }
}

/// The pledges of which a page says more than that they are counted, by their indices.
enum Shown {
    All,
    Some(Vec<usize>),
}

/// What a page shows of the pledges; nothing is told of pages of editions, of prose, and of those that are quickly made.
fn shown(card: &Scorecard, page: &Page) -> Option<Shown> {
    let some = match *page {
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
        Page::Front | Page::Sources | Page::Deadlines | Page::Calendar | Page::Feed(Feed::Site) => {
            return Some(Shown::All);
        }
        _ => return None,
    };
    Some(Shown::Some(some))
}

/// The files of a pledge.
fn files(pledge: &Pledge) -> impl Iterator<Item = &InputPath> {
    std::iter::once(&pledge.path).chain(pledge.translations.iter().map(|sidecar| &sidecar.path))
}
