//! What a page is made of, told without making it: one that is made of the same as before is the same, and need not be made.
//! Told of the files it is another for any change of the front matter of a pledge that it shows; told of what it shows, it
//! is the same where a row, or a name, of the pledge is.
//! Never: a guess. Where nothing is told, the page is made.

use ahash::AHashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::pages::JUDGEMENTS;
use super::{Renderer, Theme, calendar};
use crate::fingerprint::{Fingerprint, Key};
use crate::inputs::{Input, InputPath, Inputs};
use crate::parse;
use crate::record::{Citation, CitationDetails, Critique, Language, Pledge, Text};
use crate::scorecard::{Raised, Scorecard, Timing};
use crate::site::{Feed, Page, SitePath, pledges_on};
use crate::view::Audience;

/// Where the files of pledges stand, and their sidecars.
const PLEDGES: &str = "content/pledges/";

/// What shows, on the list of all pledges, how many of them there are of a topic or status.
const COUNTING: [&str; 3] = ["topics", "largest", "statuses"];

/// The fingerprints of everything that a site is made of.
#[derive(Debug)]
pub struct Ingredients {
    key: Key,
    /// Of all of it.
    pub all: Fingerprint,
    /// Of all but the files of pledges.
    rest: Fingerprint,
    /// Of each file of a pledge.
    pledges: AHashMap<InputPath, FileFingerprints>,
}

/// The fingerprints of a file of a pledge.
#[derive(Debug, Clone, Copy)]
struct FileFingerprints {
    whole: Fingerprint,
    /// Of its front matter, which is all that other pages than the pledge's own show of it.
    front: Fingerprint,
}

impl Ingredients {
    /// Those of a project; `beside` tells what else a site depends on: the day, options. The program has the key.
    pub fn of(inputs: &Inputs, beside: &str, key: Key) -> Self {
        let files: Vec<_> = inputs.iter().collect();
        let fingerprints: Vec<FileFingerprints> =
            files.par_iter().map(|(path, input)| FileFingerprints::of(path, input, key)).collect();
        let (mut all, mut rest) = (beside.as_bytes().to_vec(), beside.as_bytes().to_vec());
        let mut pledges = AHashMap::with_capacity(files.len());
        for ((path, _), fingerprints) in files.into_iter().zip(fingerprints) {
            let is_of_pledge = path.starts_with(PLEDGES);
            let of = if is_of_pledge { &mut all } else { &mut rest };
            of.extend_from_slice(&path.len().to_le_bytes());
            of.extend_from_slice(path.as_bytes());
            of.extend_from_slice(fingerprints.whole.bytes());
            if is_of_pledge {
                pledges.insert(path.clone(), fingerprints);
            }
        }
        let rest = key.fingerprint(&rest);
        all.extend_from_slice(rest.bytes());
        let all = key.fingerprint(&all);
        Self { key, all, rest, pledges }
    }

    /// The fingerprint of a file below `content/pledges/`, with all that stands in it.
    pub fn of_file(&self, path: &str) -> Option<Fingerprint> {
        self.pledges.get(path).map(|fingerprints| fingerprints.whole)
    }
}

impl FileFingerprints {
    fn of(path: &str, input: &Input, key: Key) -> Self {
        let same = |one| Self { whole: one, front: one };
        let bytes = match input {
            Input::Bytes(bytes) => bytes,
            Input::Refused(refusal) => return same(key.fingerprint(format!("{refusal:?}").as_bytes())),
        };
        let Some(keys) = path.starts_with(PLEDGES).then(|| parse::keys_in(bytes)).flatten() else {
            return same(key.fingerprint_parts(&[b"whole", bytes]));
        };
        let (fence, rest) = (&bytes[..keys.start], &bytes[keys.end..]);
        let front = key.fingerprint(&bytes[keys]);
        // The fence is one line: what else there is cannot be divided in another way.
        Self { whole: key.fingerprint_parts(&[b"parts", front.bytes(), fence, rest]), front }
    }
}

/// What the pledges of a scorecard are made of, in its order.
#[derive(Debug)]
pub struct PledgeFingerprints {
    key: Key,
    /// Of all that is no pledge.
    rest: Fingerprint,
    /// Of each pledge as its own page shows it.
    whole: Vec<Fingerprint>,
    /// Of each pledge as other pages show it.
    fronts: Vec<Fingerprint>,
    /// Of all of them as other pages show them.
    all: Fingerprint,
}

impl PledgeFingerprints {
    /// Those of the pledges of a scorecard, if all of its files are among the ingredients.
    pub fn of(card: &Scorecard, ingredients: Ingredients) -> Option<Self> {
        let Ingredients { key, rest, pledges: read, .. } = ingredients;
        let fingerprints = card.pledges.par_iter().enumerate().map(|(at, standing)| {
            let id = standing.pledge.id.as_str();
            let mut told = [at, standing.parts.len(), id.len()].map(usize::to_le_bytes).concat();
            told.extend_from_slice(id.as_bytes());
            let (mut front, mut whole) = (told.clone(), told);
            for path in files(&standing.pledge) {
                let file = read.get(path)?;
                for (told, file) in [(&mut front, file.front), (&mut whole, file.whole)] {
                    // A sidecar's name says in which language it is.
                    told.extend_from_slice(&path.len().to_le_bytes());
                    told.extend_from_slice(path.as_bytes());
                    told.extend_from_slice(file.bytes());
                }
            }
            Some((key.fingerprint(&whole), key.fingerprint(&front)))
        });
        let (whole, fronts): (Vec<_>, Vec<_>) = fingerprints.collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let all = key.fingerprint(&fronts.iter().flat_map(Fingerprint::bytes).copied().collect::<Vec<u8>>());
        Some(Self { key, rest, whole, fronts, all })
    }
}

/// What a page was made of, where that can be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeOf {
    /// Told of the files.
    pub files: Option<Fingerprint>,
    /// Told of what the page shows of them, which few pages are.
    pub shown: Option<Fingerprint>,
}

/// How closely is looked at what a page is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// At the files alone, which costs little.
    Files,
    /// At what the page shows of them, where that is much less than they say.
    Shown,
}

impl Renderer<'_> {
    /// What a page, or its feed, is made of: all that is no pledge, what every page shows, and what it shows of the pledges.
    /// Nothing is told of pages of editions, of prose, and of those that are quickly made.
    pub fn made_of(
        &self,
        path: &SitePath,
        page: &Page,
        pledges: &PledgeFingerprints,
        look: Look,
    ) -> Option<Fingerprint> {
        let tongue = self.tongue(self.spoken(path).0, None);
        let mut told = Told { bytes: Vec::new(), pledges, theme: self.theme, audience: &tongue.audience, look };
        told.page(page)?;
        Some(pledges.key.fingerprint_parts(&[pledges.rest.bytes(), tongue.digest.bytes(), &told.bytes]))
    }
}

/// What a page is made of, while it is told. Pledges are named by their indices.
struct Told<'t> {
    bytes: Vec<u8>,
    pledges: &'t PledgeFingerprints,
    theme: &'t Theme,
    audience: &'t Audience<'t>,
    look: Look,
}

impl Told<'_> {
    fn page(&mut self, page: &Page) -> Option<()> {
        let card = self.audience.reading.card;
        match (page, self.look) {
            (Page::Topic(at), _) => {
                self.rows(card.pledges_of_topic(*at).iter().copied());
                self.counts(&card.tallies_of_topics()[*at]);
            }
            (Page::Status(at), _) => {
                self.rows(card.pledges_where(|standing| standing.status == *at));
                self.counts(&card.tally().by_status[*at]);
            }
            (Page::Pledges(number), _) => {
                self.rows(pledges_on(*number, card.pledges.len()));
                self.counts(&card.tally().statuses_in_use().collect::<Vec<_>>());
                let template = page.template().unwrap_or_default();
                if COUNTING.iter().any(|name| self.theme.reads(template, name)) {
                    self.counts(&(card.tally(), card.tallies_of_topics()));
                }
            }
            (Page::Person(at), _) => {
                let deeds = card.deeds(*at);
                self.rows(deeds.promised.iter().copied());
                self.rows(deeds.replied.iter().copied());
                self.pledges(deeds.judged.iter().take(JUDGEMENTS).map(|(pledge, _)| *pledge));
                self.objections(card.critiques_by(*at));
                self.counts(&(deeds.judged.len(), card.tally_of(&deeds.promised)));
            }
            (Page::Deadlines, Look::Shown) => {
                for timing in [Timing::Overdue, Timing::Ahead, Timing::Late] {
                    self.rows(card.pledges_due(timing));
                }
                // The calendar, which the page names, has those too that are in none of the lists.
                self.counts(&card.has_deadlines());
            }
            (Page::Sources, Look::Shown) => {
                for at in 0..card.pledges.len() {
                    self.bytes.extend_from_slice(self.audience.pledge(at).digest().bytes());
                }
                for cited_by in (0..card.sources.len()).map(|at| card.cited_by(at)) {
                    self.number(cited_by.len());
                    for at in cited_by {
                        self.number(*at);
                    }
                }
            }
            (Page::Calendar, Look::Shown) => {
                for deadline in calendar::deadlines(self.audience.reading) {
                    self.counts(&deadline.dates);
                    let [title, status, reason] = deadline.texts;
                    for text in [&*deadline.url, title, status, reason] {
                        self.text(text);
                    }
                }
            }
            (Page::Pledge(at), Look::Files) => {
                let standing = &card.pledges[*at];
                let named = standing.pledge.related.iter().chain(&standing.pledge.parent);
                let named = named.filter_map(|id| card.pledge(id.value.as_str()));
                self.bytes.extend_from_slice(self.pledges.whole[*at].bytes());
                self.pledges(standing.parts.iter().copied().chain(named));
            }
            (Page::Sitemap(listed) | Page::SitemapIndex(listed), Look::Files) => {
                for address in listed {
                    self.text(address);
                }
            }
            (Page::Concern(at), _) => self.objections(card.critiques_of(*at)),
            (Page::Feed(Feed::Pledge(at)), Look::Files) => self.pledges([*at]),
            (Page::Feed(Feed::Topic(at)), Look::Files) => self.pledges(card.pledges_of_topic(*at).iter().copied()),
            (
                Page::Front | Page::Sources | Page::Deadlines | Page::Calendar | Page::Feed(Feed::Site),
                Look::Files,
            ) => {
                self.bytes.extend_from_slice(self.pledges.all.bytes());
            }
            _ => return None,
        }
        Some(())
    }

    /// Tells of pledges of which the page shows more than a row, or shows what no row has.
    fn pledges(&mut self, pledges: impl IntoIterator<Item = usize>) {
        let fronts = &self.pledges.fronts;
        self.each(pledges.into_iter().map(|at| fronts[at].bytes()));
    }

    /// Tells of pledges that are shown as rows.
    fn rows(&mut self, pledges: impl IntoIterator<Item = usize>) {
        let audience = self.audience;
        match self.look {
            Look::Files => self.pledges(pledges),
            Look::Shown => self.each(pledges.into_iter().map(|at| audience.row_digest(at).bytes())),
        }
    }

    /// Tells of critiques that are shown with the names of their pledges.
    fn objections<'c>(&mut self, raised: impl ExactSizeIterator<Item = Raised<'c>>) {
        if self.look == Look::Files {
            return self.pledges(raised.map(|raised| raised.pledge));
        }
        self.number(raised.len());
        for Raised { pledge, critique } in raised {
            let pledge = &self.audience.reading.card.pledges[pledge].pledge;
            self.text(pledge.id.as_str());
            self.said(Some(&pledge.title));
            self.critique(critique);
        }
    }

    /// Tells of everything that a critique says, wherever in its file it says it.
    fn critique(&mut self, critique: &Critique) {
        let Critique { span: _, id, concern, expert, on, claim, quote, severity, evidence, answer, outcome } =
            critique;
        for id in [id, concern, expert] {
            self.text(id.value.as_str());
        }
        self.counts(&(on.value, severity, outcome));
        self.said(Some(claim));
        self.said(answer.as_ref());
        self.maybe(quote.as_ref().map(|quote| &*quote.value));
        self.number(evidence.len());
        for Citation { source, details } in evidence {
            self.text(source.value.as_str());
            self.number(usize::from(details.is_some()));
            if let Some(details) = details {
                let CitationDetails { at, quote, shows, limits } = &**details;
                self.counts(shows);
                self.said(at.as_ref());
                self.said(limits.as_deref());
                self.maybe(quote.as_ref().map(|quote| &*quote.value));
            }
        }
    }

    /// Tells of a text as it is read, and of its language.
    fn said(&mut self, text: Option<&Text>) {
        let said = self.audience.reading.optional(text);
        self.maybe(said.as_ref().map(|said| said.text));
        self.maybe(said.and_then(|said| said.language).map(Language::as_str));
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.number(usize::from(text.is_some()));
        self.text(text.unwrap_or_default());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn each<'d, const N: usize>(&mut self, told: impl Iterator<Item = &'d [u8; N]>) {
        let before = self.bytes.len();
        told.for_each(|bytes| self.bytes.extend_from_slice(bytes));
        self.number(self.bytes.len() - before);
    }

    fn number(&mut self, number: usize) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// Tells of numbers that the page shows.
    fn counts(&mut self, counts: &impl std::fmt::Debug) {
        let counts = format!("{counts:?}\n");
        self.bytes.extend_from_slice(counts.as_bytes());
    }
}

/// The files of a pledge.
fn files(pledge: &Pledge) -> impl Iterator<Item = &InputPath> {
    std::iter::once(&pledge.path).chain(pledge.translations.iter().map(|sidecar| &sidecar.path))
}
