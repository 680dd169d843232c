//! What the preview answers: pure, from a request and what was compiled last. It shows the very bytes of a build, and
//! adds one script to the copy that it serves. Never: a socket, a file.

mod answer;
mod door;
mod dress;
mod nearest;
mod news;

use std::sync::Arc;

use serde::Serialize;

pub use answer::{Answer, answer};
pub use door::{Ask, Door, Refused};
pub use dress::Script;
pub use nearest::nearest;
pub use news::news;

use crate::diagnostic::{Diagnostics, Quoted, Severity, quoted};
use crate::inputs::Inputs;
use crate::render::{Renderer, Scratch, trial};
use crate::site::{Page, SitePath};
use crate::{Outcome, Publication};

/// Faults that the browser is told of; the terminal counts the rest.
const TOLD: usize = 50;

/// What is shown: the last site that could be planned, and what is wrong now.
pub struct Shown {
    /// Counts the compilations.
    pub number: u64,
    publication: Option<Arc<Publication>>,
    /// The last one with another theme: it steps in where a template of this one fails.
    before: Option<Arc<Publication>>,
    /// What a trial of the theme found; `None` before it was tried.
    trial: Option<Diagnostics>,
    state: State,
    inputs: Inputs,
}

/// What every page is told.
#[derive(Debug, Clone, Serialize)]
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
        let publication = publication.map(Arc::new).or_else(|| old.clone());
        let before = match (&publication, old) {
            (Some(now), Some(old)) if !Arc::ptr_eq(&now.theme, &old.theme) => Some(old),
            _ => last.and_then(|last| last.before.clone()),
        };
        let tried = last.filter(|last| match (&publication, &last.publication) {
            (Some(now), Some(old)) => Arc::ptr_eq(&now.theme, &old.theme),
            _ => false,
        });
        let trial = tried.and_then(|last| last.trial.clone());
        let mut diagnostics = diagnostics;
        diagnostics.append(trial.clone().unwrap_or_default());
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error).take(TOLD);
        let faults = quoted(errors, inputs);
        let state = State {
            faults,
            errors: diagnostics.count(Severity::Error),
            warnings: diagnostics.count(Severity::Warning),
            drafts: publication.as_ref().map_or(0, |one| one.site.scorecard.drafts),
        };
        let number = last.map_or(1, |last| last.number + 1);
        let themes = theme_files(inputs);
        (Self { number, publication, before, trial, state, inputs: themes }, diagnostics)
    }

    /// The same after a trial of the theme, with the faults that it found, where it was not tried before.
    pub fn tried(&self, inputs: &Inputs) -> Option<(Self, Diagnostics)> {
        let publication = self.publication.clone().filter(|_| self.trial.is_none())?;
        let faults = trial(&publication.site, &publication.theme).sorted();
        let mut state = self.state.clone();
        state.errors += faults.iter().count();
        state.faults.extend(quoted(faults.iter().take(TOLD), inputs));
        let (before, inputs) = (self.before.clone(), self.inputs.clone());
        let (publication, trial) = (Some(publication), Some(faults.clone()));
        Some((Self { number: self.number + 1, publication, before, trial, state, inputs }, faults))
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

/// The templates of the project, which faults found while rendering point into.
fn theme_files(inputs: &Inputs) -> Inputs {
    let mut files = Inputs::default();
    for (_, path, bytes) in inputs.below("themes/") {
        files.insert(path.clone(), bytes.clone());
    }
    files
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
