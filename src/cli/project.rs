//! A project that was read, and what every command says of its faults.

use std::path::{Path, PathBuf};

use super::args::Judging;
use crate::diagnostic::{self, Diagnostics, Severity};
use crate::edge::terminal::Terminal;
use crate::edge::{WorldError, cache, clock, disk, stamp};
use crate::inputs::Inputs;
use crate::record::Date;
use crate::render::Ingredients;
use crate::{Memory, Outcome, compile, recompile, scorecard};

/// A project's folder and what was read of it.
pub(super) struct Project {
    pub(super) root: PathBuf,
    pub(super) inputs: Inputs,
}

impl Project {
    pub(super) fn read(root: Option<&Path>) -> Result<Self, WorldError> {
        Self::at(&disk::find_root(root)?)
    }

    pub(super) fn at(root: &Path) -> Result<Self, WorldError> {
        Ok(Self { root: root.to_owned(), inputs: disk::read(root)? })
    }

    /// Compiles the project, and goes on from what a build has kept of its files. Only a build begins to keep anything.
    pub(super) fn compile(&self, judging: Judging) -> Outcome {
        match of_pledges(&self.root, &self.inputs) {
            Some(ingredients) => self.compile_again(judging, &ingredients),
            None => Self::judged(compile(&self.inputs, day(judging)), judging),
        }
    }

    /// The same, for a build, which knows the fingerprints already and keeps what it parses.
    pub(super) fn compile_again(&self, judging: Judging, ingredients: &Ingredients) -> Outcome {
        let mut memory = Memory::of(cache::recall(&self.root, &self.inputs, ingredients));
        let outcome = recompile(&self.inputs, scorecard::Judging::on(day(judging)), &mut memory);
        cache::keep(&self.root, memory.read(), ingredients);
        memory.give_back();
        Self::judged(outcome, judging)
    }

    fn judged(outcome: Outcome, judging: Judging) -> Outcome {
        if !judging.strict {
            return outcome;
        }
        let diagnostics = outcome.diagnostics.strict();
        let publication = outcome.publication.filter(|_| !diagnostics.has_errors());
        Outcome { publication, diagnostics }
    }

    /// Prints the errors in full and the rest in a line for each code, and says what it printed of the rest.
    pub(super) fn complain(&self, diagnostics: &Diagnostics, terminal: Terminal) -> String {
        let errors: Diagnostics = diagnostics.iter().filter(|one| one.severity == Severity::Error).cloned().collect();
        terminal.complaint(&diagnostic::human(&errors, &self.inputs, terminal.paint_complaint()));
        let remark = diagnostic::summary(diagnostics, &self.inputs);
        terminal.remark(&remark);
        remark
    }
}

/// What a build has kept of those files that are still the same, if there was one.
pub(super) fn recalled(root: &Path, inputs: &Inputs) -> Memory {
    let recall = |of_pledges| Memory::of(cache::recall(root, inputs, &of_pledges));
    of_pledges(root, inputs).map(recall).unwrap_or_default()
}

/// The fingerprints of the files of pledges, by which they are recalled, if anything was kept of them.
fn of_pledges(root: &Path, inputs: &Inputs) -> Option<Ingredients> {
    let key = stamp::key().filter(|_| cache::is_there(root))?;
    Some(Ingredients::of(&inputs.only_below("content/pledges/"), "", key))
}

/// The day on which the scorecard judges.
fn day(judging: Judging) -> Date {
    judging.today.unwrap_or_else(clock::today)
}

/// `2 errors, 1 warning`.
pub(super) fn counted(diagnostics: &Diagnostics) -> String {
    let count = |severity: Severity| {
        let count = diagnostics.count(severity);
        (count > 0).then(|| plural(count, severity.as_str()))
    };
    let counts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(count).collect();
    if counts.is_empty() { "no faults".to_owned() } else { counts.join(", ") }
}

/// `1 page`, `2 pages`.
pub(super) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
