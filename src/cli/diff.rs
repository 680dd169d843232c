//! `pledgecard diff`: what changed between two editions, or between the last one and the draft.

use std::path::Path;
use std::sync::Arc;

use super::End;
use super::args::{Diff, Judging, Plain};
use super::project::{Project, counted};
use crate::edge::WorldError;
use crate::edge::terminal::Terminal;
use crate::edition::{Editions, changes};
use crate::scorecard::Scorecard;

pub(super) fn run(args: &Diff, root: Option<&Path>, terminal: Terminal) -> Result<End, WorldError> {
    let project = Project::read(root)?;
    let outcome = project.compile(Judging { strict: false, today: args.today });
    let Some(publication) = outcome.publication else {
        project.complain(&outcome.diagnostics, terminal);
        terminal.complaint(&format!("nothing can be compared: {}\n", counted(&outcome.diagnostics)));
        return Ok(End::Faults);
    };
    let editions = &publication.site.editions;
    let last = editions.list.len();
    let Some(older) = args.older.or_else(|| u32::try_from(last).ok().filter(|last| *last > 0)) else {
        terminal.complaint("error: nothing was sealed yet: there is nothing to compare with\n");
        return Ok(End::World);
    };
    let chosen =
        (card(editions, older), args.newer.map_or(Ok(publication.site.scorecard.clone()), |at| card(editions, at)));
    let (before, after) = match chosen {
        (Ok(before), Ok(after)) => (before, after),
        (Err(number), _) | (_, Err(number)) => {
            terminal.complaint(&format!("error: there is no edition {number}: the last is {last}\n"));
            return Ok(End::World);
        }
    };
    let changes = changes::changes(&before, &after);
    terminal.result(&match args.format {
        Plain::Json => changes::json(&changes),
        Plain::Human => changes::human(&changes, &before, &after),
    });
    if args.format == Plain::Human && changes.is_empty() {
        terminal.remark("nothing changed\n");
    }
    Ok(End::Done)
}

fn card(editions: &Editions, number: u32) -> Result<Arc<Scorecard>, u32> {
    editions.get(number).map(|edition| edition.card.clone()).ok_or(number)
}
