//! pledgecard turns a folder of pledges into a versioned HTML scorecard.
//!
//! # Flow
//! ```text
//! edge::disk::read(root)               -> Inputs                    world
//! parse::all(&Inputs)                  -> (Records, Diagnostics)    pure, one file = one call
//! check::all(&Records, &Inputs, today) -> Diagnostics               pure
//! scorecard::assemble(&Records, day)   -> Scorecard                 pure: one edition
//! edition::changes::changes(&a, &b)    -> Changes                   pure: what a reader is told of two
//! render::Theme::load(&Inputs, name)   -> (Theme, Diagnostics)      pure
//! edition::open(&Inputs)               -> Editions                  pure: the same steps for each that was sealed
//! site::plan(Scorecard, Editions, …)   -> Site (SitePath -> Page)   pure, cheap: nothing rendered
//! render::Renderer::page(&Page)        -> bytes                     pure; called for all, or for one
//! edge::output::write(…)               -> a folder, swapped in      world
//! edge::server, with preview::answer   -> a page in a browser       world
//! publish::plan(live, release)         -> Plan                      pure: what has to be done at a target
//! edge::publish::Target::apply(…)      -> a folder, branch, bucket  world
//! ```
//! [`compile`] is all of it up to the plan: `build`, `check` and the tests call it. The preview calls it again after
//! every change, as [`recompile`] with a [`Memory`] of what each stage made of the files that are still the same; a command
//! goes on with one of what a build parsed.
//!
//! # Words
//! A *pledge* is what was promised; a *status* a word of the vocabulary of judgement, and a *status change* a dated
//! step in a pledge's history; a *critique* an expert's objection, of a kind called *concern*; a *citation* points to a
//! *source*. An *input* is a file that we read, a *record* what it says, a *scorecard* all records joined and counted
//! on one day, a *site* the plan of its pages. An *edition* is the sealed text of a scorecard, named by its *manifest*; what
//! is not sealed yet is a *draft*.
//!
//! # Invariants
//! Only `edge/` touches files, the clock, the network or the environment. A scorecard exists only where no record has an
//! error. Same inputs and day, same bytes: maps are ordered, and no thread's pace can be seen. What is kept from one
//! compilation to the next never changes what it yields.

mod builtin;
pub mod check;
pub mod cli;

pub mod diagnostic;
pub mod edge;
pub mod edition;

pub mod fingerprint;
pub mod inputs;
pub mod parse;
pub mod preview;
pub mod publish;
pub mod record;
pub mod render;
pub mod scorecard;
pub mod site;
pub mod view;
pub mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use edition::{Editions, NewEdition};
use inputs::{InputPath, Inputs};
use parse::{Changes, FileKind};
use record::{Date, Records};
use render::Theme;
use scorecard::{Judging, Scorecard};
use site::{Files, Site};

/// Files that a thread takes at a time. Where it takes more, another one waits for it at the end.
pub(crate) const SHARE: usize = 64;

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
    pub theme: Arc<Theme>,
}

/// What each stage made last time of inputs that may not have changed. It saves work and never changes an answer: with
/// an empty one everything is made anew.
#[derive(Default)]
pub struct Memory {
    read: parse::Memory,
    answers: check::Memory,
    links: site::LinkMemory,
    theme: Option<(Option<Arc<Theme>>, Diagnostics)>,
    editions: edition::Memory,
    files: Option<(Arc<Files>, Diagnostics)>,
    card: scorecard::Memory,
    plan: site::PlanMemory,
}

impl Memory {
    /// A memory of nothing but what was read of some files.
    pub fn of(read: parse::Memory) -> Self {
        Self { read, ..Self::default() }
    }

    /// What was read of files.
    pub fn read(&self) -> &parse::Memory {
        &self.read
    }

    /// Gives back what it holds. It is as large as the project: nobody waits for that.
    pub fn give_back(self) {
        rayon::spawn(|| drop(self));
    }
}

/// Compiles a project: reads every file, puts every question, and plans the site if no answer is an error. `today` is
/// the day on which the scorecard judges.
pub fn compile(inputs: &Inputs, today: Date) -> Outcome {
    let mut memory = Memory::default();
    let outcome = recompile(inputs, Judging::on(today), &mut memory);
    memory.give_back();
    outcome
}

/// The same with a memory of the compilation before, of whatever inputs that was. It yields what an empty memory would.
pub fn recompile(inputs: &Inputs, judging: Judging, memory: &mut Memory) -> Outcome {
    let changes = parse::all(inputs, &mut memory.read);
    memory.card.note(&changes);
    let records = memory.read.records();
    let (theme, links, answers) = (&mut memory.theme, &mut memory.links, &mut memory.answers);
    let (answers, (links, (theme, theme_faults))) = rayon::join(
        || check::all((records, &changes), inputs, judging.today, answers),
        || (site::broken_links((records, &changes), inputs, links), themed(inputs, records, &changes, theme)),
    );
    if changes.touch(&[FileKind::Image, FileKind::Sources, FileKind::Archive]) {
        memory.files = None;
    }
    let (files, unsafe_files) = memory.files.get_or_insert_with(|| published_files(records, inputs)).clone();
    let (editions, chain) = edition::open(inputs, changes.touch(&[FileKind::Edition]), &mut memory.editions);
    let mut diagnostics = memory.read.diagnostics();
    if !chain.has_errors() {
        diagnostics.append(edition::unknown_editions(records, &editions));
        diagnostics.append(edition::unknown_names(records, &editions));
        diagnostics.append(edition::gone(records, &editions));
        diagnostics.append(edition::of_another_site(records, &editions));
    }
    for faults in [answers, links, theme_faults, unsafe_files, chain] {
        diagnostics.append(faults);
    }
    let left_out = if judging.drafts { unfit_drafts(&diagnostics, records) } else { BTreeSet::new() };
    let diagnostics = lenient_to_drafts(diagnostics, records).sorted();
    let theme = theme.filter(|_| !diagnostics.has_errors());
    let Some(theme) = theme else { return Outcome { publication: None, diagnostics } };
    let (scorecard, shown) =
        at_the_root(inputs, (records, &editions), (judging, left_out), (&mut memory.editions, &mut memory.card));
    let planning = site::Planning { scorecard, editions, shown, theme: &theme, files: &files };
    let site = site::plan(planning, &mut memory.plan);
    Outcome { publication: Some(Publication { site, theme }), diagnostics }
}

/// The scorecard at the root of the site: that of the last edition, with its number, where nothing was written since;
/// else the draft of the next.
fn at_the_root(
    inputs: &Inputs,
    (records, editions): (&Records, &Editions),
    (judging, left_out): (Judging, BTreeSet<InputPath>),
    (sealed, draft): (&mut edition::Memory, &mut scorecard::Memory),
) -> (Arc<Scorecard>, Option<u32>) {
    let shows_drafts = judging.drafts && records.pledges.iter().any(|pledge| pledge.draft);
    let last = editions.list.last().filter(|_| !shows_drafts);
    match last.filter(|_| edition::is_sealed_as(inputs, records, editions, sealed)) {
        Some(last) => (last.card.clone(), Some(last.number)),
        None => (scorecard::assemble(records, judging, left_out, draft), None),
    }
}

/// An edition that can be sealed, and what it says.
pub struct Planned {
    /// What is to be written.
    pub edition: NewEdition,
    /// Its scorecard.
    pub scorecard: Arc<Scorecard>,
    /// That of the edition before.
    pub before: Option<Arc<Scorecard>>,
    /// How the two differ.
    pub changes: edition::changes::Changes,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
}

/// Plans the next edition of a project. Where there is an error, or a warning if it is to be `strict`, nothing is sealed.
pub fn seal(inputs: &Inputs, wish: edition::Wish, strict: bool) -> Result<Planned, Diagnostics> {
    let mut memory = Memory::default();
    let Outcome { publication, diagnostics } = recompile(inputs, Judging::on(wish.as_of), &mut memory);
    let diagnostics = if strict { diagnostics.strict() } else { diagnostics };
    let Some(Publication { site, .. }) = publication.filter(|_| !diagnostics.has_errors()) else {
        return Err(diagnostics);
    };
    let edition = edition::seal(inputs, memory.read.records(), &site.editions, wish);
    let edition = edition.map_err(|refused| Diagnostics::from_iter([*refused]))?;
    let before = site.editions.list.last().map(|before| before.card.clone());
    let changes = before.as_ref().map(|before| edition::changes::changes(before, &site.scorecard));
    Ok(Planned { edition, scorecard: site.scorecard, before, changes: changes.unwrap_or_default(), diagnostics })
}

/// The theme that the settings name, if it is sound, and its faults; read anew where one of its files changed.
fn themed(
    inputs: &Inputs,
    records: &Records,
    changes: &Changes,
    memory: &mut Option<(Option<Arc<Theme>>, Diagnostics)>,
) -> (Option<Arc<Theme>>, Diagnostics) {
    if changes.touch(&[FileKind::Theme, FileKind::Settings]) {
        *memory = None;
    }
    let load = || {
        let loaded = records.settings.as_ref().map(|settings| {
            let languages = settings.site.spoken();
            Theme::load(inputs, &settings.site.theme, &languages)
        });
        let (theme, faults) = loaded.unwrap_or_default();
        (theme.map(Arc::new), faults)
    };
    memory.get_or_insert_with(load).clone()
}

/// A draft is unfinished by nature and is not shown: what is wrong in its file alone stops nothing, and is noted.
fn lenient_to_drafts(diagnostics: Diagnostics, records: &Records) -> Diagnostics {
    diagnostics.noted(|one| one.code != Code::DuplicateId && is_draft(records, &one.place.path))
}

fn is_draft(records: &Records, path: &str) -> bool {
    let translated = records.translations.iter().find(|one| *one.path == *path).map(|one| &*one.of);
    records.pledge_of(translated.unwrap_or(path)).is_some_and(|at| records.pledges[at].draft)
}

/// Drafts that cannot even be shown in the preview: something in them is missing or points to nothing.
fn unfit_drafts(diagnostics: &Diagnostics, records: &Records) -> BTreeSet<InputPath> {
    let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error && !one.code.can_be_shown());
    errors.map(|one| &one.place.path).filter(|path| is_draft(records, path)).cloned().collect()
}

/// Pictures, and the local copies of sources that may be published; and those of them that could run a script.
fn published_files(records: &Records, inputs: &Inputs) -> (Arc<Files>, Diagnostics) {
    let images = inputs.below("content/images/").map(|(_, path, bytes)| (path.clone(), bytes.clone()));
    let public = records.sources.iter().filter(|source| source.public).filter_map(|source| source.file.as_ref());
    let copies = public.filter_map(|file| {
        let path = format!("content/{}", file.value);
        inputs.bytes(&path).map(|bytes| (path.into(), bytes.clone()))
    });
    let files: Files = images.chain(copies).collect();
    let refused = files.iter().filter_map(|(path, bytes)| Some((path, render::file_fault(path, bytes)?)));
    let faults = refused.map(|(path, fault)| {
        let (what, help) = if path.to_ascii_lowercase().ends_with(".svg") {
            let help = "export it again as a plain SVG without scripts, styles, links and embedded documents";
            (format!("the picture has {fault}"), help)
        } else {
            let help =
                "publish a PDF or plain text, or nothing: take it out of images/, or leave out `public = true`";
            (format!("the file is {fault}"), help)
        };
        Diagnostic::new(Code::UnsafeMarkup, Place::start_of(path), what).help(help)
    });
    let faults = faults.collect();
    (Arc::new(files), faults)
}
