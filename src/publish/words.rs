//! What publishing would do, in the words of the work: pledges and pages first, bytes last.

use serde::Serialize;

use super::{Plan, Refusal, Release};
use crate::diagnostic::visible;
use crate::edition::Edition;
use crate::edition::changes::{Changes, changes};
use crate::record::{Settings, Word as _};

/// Everything that is said before anything is done.
pub struct Announcement<'a> {
    /// The target, as it was written.
    pub target: &'a str,
    /// The edition to be published.
    pub edition: &'a Edition,
    /// The edition that is live there.
    pub live: Option<&'a Edition>,
    /// Whether anything stands there.
    pub is_first: bool,
    /// What is to be done.
    pub plan: &'a Plan,
    /// What is to stand there.
    pub release: &'a Release,
}

/// How many files are new, changed, kept and gone.
#[derive(Debug, Default, Serialize)]
struct Counts {
    new: usize,
    changed: usize,
    kept: usize,
    gone: usize,
}

/// Pages, and all other files.
fn counts(plan: &Plan) -> (Counts, Counts) {
    let of = |is_page: bool| {
        let count = |paths: &[Box<str>]| paths.iter().filter(|path| super::is_page(path) == is_page).count();
        Counts {
            new: count(&plan.add),
            changed: count(&plan.replace),
            kept: count(&plan.keep) + count(&plan.leave),
            gone: count(&plan.remove),
        }
    };
    (of(true), of(false))
}

impl Announcement<'_> {
    /// What changed for readers since the edition that is live.
    fn changes(&self) -> Option<Changes> {
        let live = self.live.filter(|live| live.number != self.edition.number)?;
        Some(changes(&live.card, &self.edition.card))
    }

    fn moves(&self, changes: &Changes) -> Vec<Move> {
        let settings = &self.edition.card.settings;
        let before = self.live.map(|live| &*live.card.settings);
        let word = |id: &str| label(settings, id).or_else(|| label(before?, id)).unwrap_or_else(|| id.to_owned());
        let one = |one: crate::edition::changes::Move<'_>| Move {
            pledge: one.pledge.to_owned(),
            from: one.from.map(word),
            to: word(one.to),
            on: one.on.to_owned(),
            cause: one.cause.word(),
        };
        changes.moves().map(one).collect()
    }
}

/// A pledge that moved.
#[derive(Serialize)]
struct Move {
    pledge: String,
    from: Option<String>,
    to: String,
    on: String,
    cause: &'static str,
}

fn label(settings: &Settings, id: &str) -> Option<String> {
    let language = &settings.site.language;
    let status = settings.statuses.iter().find(|status| status.id.value.as_str() == id)?;
    Some(status.label.get(language, language).0.to_owned())
}

/// The plan for a person.
pub fn human(said: &Announcement<'_>) -> String {
    let mut text = format!("{} to {}\n", named(said.edition), said.target);
    text.push_str(&match said.live {
        Some(live) => format!("live there: {}\n", named(live)),
        None if said.is_first => "nothing is there yet\n".to_owned(),
        None => "live there: a site without editions\n".to_owned(),
    });
    if let Some(changes) = said.changes() {
        text.push_str(&moved(said, &changes));
    }
    let (pages, files) = counts(said.plan);
    text.push_str(&format!("pages: {}\n", counted(&pages)));
    text.push_str(&format!("other files: {}\n", counted(&files)));
    // Assets go with each edition, and nobody puts a name like theirs there by hand.
    let gone = said.plan.remove.iter().filter(|path| !path.starts_with("assets/"));
    text.push_str(&listed("  gone: /", gone));
    let sent = said.plan.add.len() + said.plan.replace.len();
    text.push_str(&format!(
        "to write: {} in {sent} files, of {} in all\n",
        size(said.plan.bytes),
        size(said.release.bytes())
    ));
    visible(&text).into_owned()
}

fn named(edition: &Edition) -> String {
    format!("edition {}, as of {}, {}", edition.number, edition.as_of, edition.digest.short())
}

fn moved(said: &Announcement<'_>, changes: &Changes) -> String {
    let counts = changes.counts();
    let mut text = String::new();
    for one in said.moves(changes) {
        let step = match one.from.as_ref().filter(|from| **from != one.to) {
            Some(from) => format!("{from} → {}", one.to),
            None => format!("still {}", one.to),
        };
        text.push_str(&format!("  {}: {step}, on {}\n", one.pledge, one.on));
    }
    for (count, what) in [(counts.added, "new"), (counts.withdrawn, "withdrawn"), (counts.renamed, "renamed")] {
        if count > 0 {
            text.push_str(&format!("  {count} {what} {}\n", if count == 1 { "pledge" } else { "pledges" }));
        }
    }
    let rest = counts.all - counts.moves - counts.added - counts.withdrawn - counts.renamed;
    let live = said.live.map_or(0, |live| live.number);
    if rest > 0 {
        let what = if rest == 1 { "change" } else { "changes" };
        text.push_str(&format!("  {rest} more {what}: `pledgecard diff {live} {}`\n", said.edition.number));
    }
    text
}

fn counted(counts: &Counts) -> String {
    let Counts { new, changed, kept, gone } = counts;
    format!("{new} new, {changed} changed, {kept} kept, {gone} gone")
}

/// Bytes as people say them.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..=999 => format!("{bytes} bytes"),
        1_000..=999_999 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The plan as JSON, version 1.
#[derive(Serialize)]
struct Told<'a> {
    target: &'a str,
    edition: Named,
    live: Option<Named>,
    moves: Vec<Move>,
    pages: Counts,
    files: Counts,
    bytes: u64,
    add: &'a [Box<str>],
    replace: &'a [Box<str>],
    remove: &'a [Box<str>],
    published: bool,
}

/// An edition by name.
#[derive(Serialize)]
struct Named {
    number: u32,
    as_of: String,
    digest: String,
}

impl Named {
    fn of(edition: &Edition) -> Self {
        Self { number: edition.number, as_of: edition.as_of.to_string(), digest: edition.digest.to_string() }
    }
}

/// The plan for a program, and whether it was carried out.
pub fn json(said: &Announcement<'_>, published: bool) -> String {
    let (pages, files) = counts(said.plan);
    let told = Told {
        target: said.target,
        edition: Named::of(said.edition),
        live: said.live.map(Named::of),
        moves: said.changes().map(|changes| said.moves(&changes)).unwrap_or_default(),
        pages,
        files,
        bytes: said.plan.bytes,
        add: &said.plan.add,
        replace: &said.plan.replace,
        remove: &said.plan.remove,
        published,
    };
    serde_json::to_string_pretty(&told).expect("a plan is plain data") + "\n"
}

/// Why nothing can be published, and how to mend it.
pub fn refused(refusal: &Refusal, last: u32) -> String {
    match refusal {
        Refusal::OtherHistory(number, digest) if *number > last => format!(
            "edition {number} is live there ({}), and the last one here is {last}: fetch the newer editions first",
            digest.short()
        ),
        Refusal::OtherHistory(number, digest) => format!(
            "the edition {number} that is live there ({}) is not the edition {number} of this project: \
             what readers cited would change",
            digest.short()
        ),
        Refusal::Foreign(paths) => foreign(paths.iter()),
        Refusal::Gone(paths) => gone(paths),
    }
}

/// Why what others put there stops it.
pub fn foreign<'a>(paths: impl Iterator<Item = &'a Box<str>>) -> String {
    let paths = listed("  /", paths);
    format!(
        "pledgecard did not write these files, and they would be gone:\n{paths}\
         move them elsewhere: what is published is exchanged whole"
    )
}

fn gone(paths: &[Box<str>]) -> String {
    let pages: Vec<Box<str>> = paths.iter().map(|path| path.trim_end_matches("index.html").into()).collect();
    let pages = listed("  /", pages.iter());
    format!(
        "these pages are live there and would be gone:\n{pages}\
         put back the language, or the template of the theme, that they need, and what pledgecard did not write, \
         move elsewhere; what was once sealed keeps a page where the theme has `withdrawn.html`"
    )
}

/// Some paths, a line each.
fn listed<'a>(before: &str, paths: impl Iterator<Item = &'a Box<str>>) -> String {
    const SHOWN: usize = 10;
    let mut text = String::new();
    let mut more = 0;
    for (at, path) in paths.enumerate() {
        if at < SHOWN {
            text.push_str(&format!("{before}{}\n", visible(path)));
        } else {
            more += 1;
        }
    }
    if more > 0 {
        text.push_str(&format!("  and {more} more\n"));
    }
    text
}
