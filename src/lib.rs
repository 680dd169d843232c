//! pledgecard turns a folder of pledges into a versioned HTML scorecard.
//!
//! # Flow
//! ```text
//! edge::disk::read(root)               -> Inputs                    world
//! parse::all(&Inputs)                  -> (Records, Diagnostics)    pure, one file = one call
//! check::all(&Records, &Inputs, today) -> Diagnostics               pure
//! scorecard::assemble(Records, today)  -> Scorecard                 pure: one edition
//! render::Theme::load(&Inputs, name)   -> (Theme, Diagnostics)      pure
//! site::plan(Scorecard, …)             -> Site (SitePath -> Page)   pure, cheap: nothing rendered
//! render::Renderer::page(&Page)        -> bytes                     pure; called for all, or for one
//! edge::output::write(…)               -> a folder, swapped in      world
//! ```
//! [`compile`] is all of it up to the plan: `build`, `check` and the tests call it.
//!
//! # Words
//! A *pledge* is what was promised; a *status* a word of the vocabulary of judgement, and a *status change* a dated
//! step in a pledge's history; a *critique* an expert's objection, of a kind called *concern*; a *citation* points to a
//! *source*. An *input* is a file that we read, a *record* what it says, a *scorecard* all records joined and counted
//! on one day, a *site* the plan of its pages.
//!
//! # Invariants
//! Only `edge/` touches files, the clock, the network or the environment. A scorecard exists only where no record has an
//! error. Same inputs and day, same bytes: maps are ordered, and no thread's pace can be seen.

pub mod check;
pub mod cli;

pub mod diagnostic;
pub mod edge;

pub mod inputs;
pub mod parse;
pub mod record;
pub mod render;
pub mod scorecard;
pub mod site;
pub mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use diagnostic::{Code, Diagnostic, Diagnostics, Place};
use inputs::Inputs;
use record::{Date, Records, Settings};
use render::Theme;
use site::{Files, Site};

/// What a compilation yields.
pub struct Outcome {
    /// The planned site with its theme; `None` where there is an error.
    pub publication: Option<Publication>,
    /// Every fault, sorted.
    pub diagnostics: Diagnostics,
}

/// A site that can be rendered.
pub struct Publication {
    /// The plan of its pages.
    pub site: Site,
    /// The theme that renders them.
    pub theme: Theme,
}

/// Compiles a project: reads every file, puts every question, and plans the site if no answer is an error. `today` is
/// the day on which the scorecard judges.
pub fn compile(inputs: &Inputs, today: Date) -> Outcome {
    let (records, mut diagnostics) = parse::all(inputs);
    let load = |settings: &Settings| Theme::load(inputs, &settings.site.theme);
    let (answers, (links, theme)) = rayon::join(
        || check::all(&records, inputs, today),
        || (site::broken_links(&records, inputs), records.settings.as_ref().map(load)),
    );
    let (theme, theme_faults) = theme.unwrap_or_default();
    for faults in [answers, links, theme_faults, unsafe_pictures(inputs)] {
        diagnostics.append(faults);
    }
    let diagnostics = lenient_to_drafts(diagnostics, &records).sorted();
    let theme = theme.filter(|_| !diagnostics.has_errors());
    let publication = theme.map(|theme| {
        let files = published_files(&records, inputs);
        let site = site::plan(scorecard::assemble(records, today), theme.offered(), &files);
        Publication { site, theme }
    });
    Outcome { publication, diagnostics }
}

/// A draft is unfinished by nature and is not shown: what is wrong in its file alone stops nothing, and is noted.
fn lenient_to_drafts(diagnostics: Diagnostics, records: &Records) -> Diagnostics {
    let drafts: BTreeSet<_> =
        records.pledges.iter().filter(|pledge| pledge.draft).map(|pledge| &pledge.path).collect();
    diagnostics.noted(|diagnostic| drafts.contains(&diagnostic.place.path) && diagnostic.code != Code::DuplicateId)
}

/// Pictures, and the local copies of sources that may be published.
fn published_files(records: &Records, inputs: &Inputs) -> Files {
    let images = inputs.below("content/images/").map(|(_, path, bytes)| (path.clone(), bytes.clone()));
    let public = records.sources.iter().filter(|source| source.public).filter_map(|source| source.file.as_ref());
    let copies = public.filter_map(|file| {
        let path = format!("content/{}", file.value);
        inputs.bytes(&path).map(|bytes| (path.into(), bytes.clone()))
    });
    images.chain(copies).collect()
}

/// SVG pictures with script in them.
fn unsafe_pictures(inputs: &Inputs) -> Diagnostics {
    let pictures = inputs.below("content/images/").filter(|(name, _, _)| name.to_ascii_lowercase().ends_with(".svg"));
    let refused =
        pictures.filter_map(|(_, path, bytes): (_, _, &Arc<[u8]>)| Some((path, render::svg_faults(bytes)?)));
    refused
        .map(|(path, fault)| {
            let message = format!("the picture has {fault}");
            Diagnostic::new(Code::UnsafeMarkup, Place::start_of(path), message)
                .help("export it again as a plain SVG without scripts, styles, links and embedded documents")
        })
        .collect()
}
