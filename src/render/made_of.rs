//! What a page is made of, told without making it: one that is made of the same as before is the same, and need not be made.
//! Never: a guess. Of a page that looks at many pledges nothing is told.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Renderer;
use crate::edition::Digest;
use crate::inputs::{Input, InputPath, Inputs};
use crate::record::Pledge;
use crate::site::{Feed, Page, SitePath};

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
    /// What a page of a pledge, or its feed, is made of: all that is no pledge, what every page shows, the files of the
    /// pledge itself, and those of the pledges that it shows as rows.
    pub fn made_of(&self, path: &SitePath, page: &Page, ingredients: &Ingredients) -> Option<Digest> {
        let (Page::Pledge(at) | Page::Feed(Feed::Pledge(at))) = *page else { return None };
        let tongue = self.tongue(self.spoken(path).0, None);
        let card = tongue.audience.reading.card;
        let pledge = &card.pledges[at].pledge;
        let named = pledge.related.iter().chain(&pledge.parent);
        let named = named.filter_map(|id| card.pledge(id.value.as_str()));
        let shown = card.pledges[at].parts.iter().copied().chain(named);
        let mut told = format!("{:?} {at}", self.site.shown).into_bytes();
        told.extend_from_slice(ingredients.rest.bytes());
        told.extend_from_slice(tongue.digest.bytes());
        for at in std::iter::once(at).chain(shown) {
            let standing = &card.pledges[at];
            told.extend_from_slice(&standing.parts.len().to_le_bytes());
            for file in files(&standing.pledge) {
                told.extend_from_slice(ingredients.pledges.get(file)?.bytes());
            }
        }
        Some(Digest::of(&told))
    }
}

/// The files of a pledge.
fn files(pledge: &Pledge) -> impl Iterator<Item = &InputPath> {
    std::iter::once(&pledge.path).chain(pledge.translations.iter().map(|sidecar| &sidecar.path))
}
