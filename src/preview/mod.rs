//! What the preview answers: pure, from a request and what was compiled last. It shows the very bytes of a build, and
//! adds one script to the copy that it serves. Never: a socket, a file.

mod answer;
mod door;
mod dress;
mod nearest;
mod news;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

pub use answer::{Answer, answer};
pub use door::{Ask, Door, Refused};
pub use dress::Script;
pub use nearest::nearest;
pub use news::news;

use crate::diagnostic::{Diagnostics, Quoted, Severity, quoted};
use crate::inputs::Inputs;
use crate::render::{Overtaken, Renderer, Scratch, trial, trial_of};
use crate::site::{Page, SitePath};
use crate::{Outcome, Publication};

/// Faults that the browser is told of; the terminal counts the rest.
const TOLD: usize = 50;

/// What is shown: the last site that could be planned, and what is wrong now.
pub struct Shown {
    /// Counts the compilations.
    pub number: u64,
    publication: Option<Arc<Publication>>,
    /// The last one of which every page that was tried could be rendered: it steps in where this one fails.
    before: Option<Arc<Publication>>,
    /// The faults of the files.
    compiled: Diagnostics,
    /// The faults that only show when pages are rendered, as far as they are known.
    trial: Diagnostics,
    to_try: Tries,
    /// Whether a page that was asked for could not be rendered: a trial does not see every page.
    failed: Arc<AtomicBool>,
    state: State,
    inputs: Inputs,
}

/// Which pages are to be tried, for faults that only show when they are rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tries {
    Nothing,
    /// The pages of these pledges.
    Pledges(Vec<usize>),
    /// Some of each kind.
    Everything,
}

/// What every page is told.
#[derive(Debug, Clone, Default, Serialize)]
struct State {
    /// The errors of the last compilation.
    faults: Vec<Quoted>,
    /// How many errors there are.
    errors: usize,
    warnings: usize,
    drafts: usize,
}

impl Shown {
    /// What to show after a compilation: its site, or the last one if it has none, with its faults.
    pub fn after(last: Option<&Self>, outcome: Outcome, inputs: &Inputs) -> (Self, Diagnostics) {
        let Outcome { publication, diagnostics } = outcome;
        let old = last.and_then(|last| last.publication.clone());
        let to_try = tries(last, publication.as_ref());
        // Where none is known to be good, the last one may be.
        let good = last.filter(|last| publication.is_none() || !last.holds()).and_then(|last| last.before.clone());
        let before = good.or_else(|| old.clone());
        let mut shown = Self {
            number: last.map_or(1, |last| last.number + 1),
            publication: publication.map(Arc::new).or(old),
            before,
            compiled: diagnostics,
            // What a trial found stays until the next one.
            trial: last.map_or_else(Diagnostics::default, |last| last.trial.clone()),
            to_try,
            failed: Arc::default(),
            state: State::default(),
            // What faults found while rendering point into.
            inputs: inputs.only_below("themes/"),
        };
        let diagnostics = shown.tell(inputs);
        (shown, diagnostics)
    }

    /// The same after a trial of what may have changed, with all faults; `None` where nothing is to be tried, or where the
    /// trial was overtaken: then it is left to that of the next one.
    pub fn tried(&self, inputs: &Inputs, overtaken: Overtaken<'_>) -> Option<(Self, Diagnostics)> {
        let publication = self.publication.clone()?;
        let (site, theme) = (&publication.site, &publication.theme);
        let trial = match &self.to_try {
            Tries::Nothing => return None,
            Tries::Everything => trial(site, theme, overtaken)?,
            Tries::Pledges(pledges) => trial_of(site, theme, pledges, overtaken)?,
        };
        let mut shown = Self {
            number: self.number + 1,
            publication: Some(publication.clone()),
            before: self.before.clone(),
            compiled: self.compiled.clone(),
            trial: trial.sorted(),
            to_try: Tries::Nothing,
            failed: self.failed.clone(),
            state: State::default(),
            inputs: self.inputs.clone(),
        };
        let diagnostics = shown.tell(inputs);
        Some((shown, diagnostics))
    }

    /// Sets what pages are told, and says it.
    fn tell(&mut self, inputs: &Inputs) -> Diagnostics {
        let mut diagnostics = self.compiled.clone();
        diagnostics.append(self.trial.clone());
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error).take(TOLD);
        self.state = State {
            faults: quoted(errors, inputs),
            errors: diagnostics.count(Severity::Error),
            warnings: diagnostics.count(Severity::Warning),
            drafts: self.publication.as_ref().map_or(0, |one| one.site.scorecard.drafts),
        };
        diagnostics
    }

    /// Whether there are faults that only show when pages are rendered.
    pub fn fails(&self) -> bool {
        !self.trial.is_empty() || self.failed.load(Ordering::Relaxed)
    }

    /// Whether a trial came to its end and found no fault.
    fn holds(&self) -> bool {
        self.to_try == Tries::Nothing && !self.fails()
    }

    /// Notes that a page could not be rendered: this publication steps in for no other, and the next is tried whole.
    fn note_failure(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }

    /// Whether there is anything to show.
    pub fn has_pages(&self) -> bool {
        self.publication.is_some()
    }

    /// The folder of the address at which the site will stand: `/`, or `/ai/`.
    pub fn base(&self) -> String {
        let url = self.publication.as_ref().map(|one| &one.site.scorecard.settings.site.base_url.value);
        let path = url.and_then(|url| url.splitn(4, '/').nth(3)).unwrap_or_default();
        format!("/{path}")
    }

    /// What stands at a path below the root.
    fn find(&self, path: &SitePath) -> Option<(&Publication, &Page)> {
        let publication = self.publication.as_deref()?;
        Some((publication, publication.site.pages.get(path)?))
    }
}

/// What must be tried of a new publication: where pledges alone changed, their pages, with those that are not tried yet;
/// everything where the theme or the list is another, or where the last trial found a fault, which may be mended.
fn tries(last: Option<&Shown>, now: Option<&Publication>) -> Tries {
    // What was shown before stays.
    let Some(now) = now else { return last.map_or(Tries::Nothing, |last| last.to_try.clone()) };
    let Some((last, old)) = last.and_then(|last| Some((last, last.publication.as_ref()?))) else {
        return Tries::Everything;
    };
    let (before, after) = (&old.site.scorecard, &now.site.scorecard);
    let same = Arc::ptr_eq(&old.theme, &now.theme) && after.is_laid_out_like(before);
    if !same || last.fails() || last.to_try == Tries::Everything {
        return Tries::Everything;
    }
    let untried: &[usize] = if let Tries::Pledges(untried) = &last.to_try { untried } else { &[] };
    let pairs = before.pledges.iter().zip(&after.pledges).enumerate();
    let changed = pairs.filter(|(_, (one, other))| !Arc::ptr_eq(one, other)).map(|(at, _)| at);
    Tries::Pledges(changed.chain(untried.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect())
}

/// A page's bytes, as a build writes them.
fn render(publication: &Publication, path: &SitePath, page: &Page) -> Result<Vec<u8>, Diagnostics> {
    let renderer = Renderer::new(&publication.site, &publication.theme);
    let mut scratch = Scratch::default();
    let bytes = renderer.page(path, page, &mut scratch).map(<[u8]>::to_vec);
    bytes.map_err(|faults| faults.into_iter().collect())
}

/// What names the content of a page.
fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    let digest = Sha256::digest(bytes);
    let first: [u8; 8] = digest[..8].try_into().expect("a digest has 32 bytes");
    format!("{:016x}", u64::from_be_bytes(first))
}
