//! Puts the questions, and keeps the answers whose grounds have not changed. Never: a question.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::known::Known;
use super::{CHECKS, Check, Question, references};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inputs::Inputs;
use crate::parse::{Changes, FileKind};
use crate::record::{Date, Pledge, Records};

/// What was answered last.
#[derive(Debug, Default)]
pub struct Memory {
    known: Known,
    /// The day on which was judged.
    today: Option<Date>,
    /// Whether answers outlast the day.
    lasting: bool,
    /// To questions about one pledge.
    each: Each,
    /// To questions about all of them, and about the rest: a list for each row of `CHECKS`.
    all: Vec<Vec<Diagnostic>>,
}

impl Memory {
    /// A memory for judging day after day, which knows errors alone: no error comes because the day is a later one.
    pub(crate) fn of_errors() -> Self {
        Self { lasting: true, ..Self::default() }
    }
}

/// Puts every question whose answer may be another than last time; `today` is the day on which the scorecard judges.
pub fn all(
    (records, changes): (&Records, &Changes),
    inputs: &Inputs,
    today: Date,
    memory: &mut Memory,
) -> Diagnostics {
    let lasting = memory.lasting;
    let first =
        memory.today.replace(today).is_none_or(|before| if lasting { before > today } else { before != today });
    let grounds = [FileKind::Settings, FileKind::People, FileKind::Sources, FileKind::Image, FileKind::Archive];
    let rest = first || changes.touch(&grounds);
    if rest {
        memory.known.learn_the_rest(records, inputs);
    }
    if first || changes.listed {
        memory.known.learn_pledges(records);
    }
    let question = Question { records, inputs, known: &memory.known, today };
    memory.each.put(&records.pledges, changes, rest, |pledge| each(&question, pledge));
    memory.all.resize(CHECKS.len(), Vec::new());
    // A few questions take long: each may be put by another thread.
    memory.all.par_iter_mut().zip(CHECKS).with_max_len(1).for_each(|(answer, (code, check))| {
        let question = match check {
            Check::Each(_) => return,
            _ if first || changes.rest => check,
            Check::All(_, same) if changes.concern(records, same) => check,
            _ if changes.listed => check,
            _ => return,
        };
        if let Check::Rest(put) | Check::Both(_, put) | Check::All(put, _) = question {
            *answer = put(&Question { records, inputs, known: &memory.known, today });
        }
        debug_assert!(answer.iter().all(|fault| fault.code == *code), "a check yields faults of its own code");
    });
    let mut faults: Vec<Diagnostic> = memory.each.faults().chain(memory.all.iter().flatten()).cloned().collect();
    references::suggest(&question, &mut faults);
    faults.into_iter().collect()
}

/// Puts every question about one pledge.
fn each(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (code, check) in CHECKS {
        if let Check::Each(put) | Check::Both(put, _) = check {
            let answer = put(question, pledge);
            debug_assert!(answer.iter().all(|fault| fault.code == *code), "a check yields faults of its own code");
            faults.extend(answer);
        }
    }
    faults
}

/// Faults of single pledges, by their place in the list.
#[derive(Debug, Default)]
pub(crate) struct Each {
    answers: Vec<Vec<Diagnostic>>,
    /// Where there are faults.
    faulty: BTreeSet<usize>,
}

impl Each {
    /// Asks about the pledges that changed; about all of them where the ground of the question is another (`anew`).
    pub(crate) fn put(
        &mut self,
        pledges: &[Arc<Pledge>],
        changes: &Changes,
        anew: bool,
        ask: impl Fn(&Pledge) -> Vec<Diagnostic> + Sync,
    ) {
        if anew || changes.listed || self.answers.len() != pledges.len() {
            self.answers = pledges.par_iter().map(|pledge| ask(pledge)).collect();
            let faulty = self.answers.iter().enumerate().filter(|(_, answer)| !answer.is_empty());
            self.faulty = faulty.map(|(at, _)| at).collect();
            return;
        }
        let asked: Vec<usize> = changes.pledges.keys().copied().collect();
        let answers: Vec<_> = asked.par_iter().map(|at| ask(&pledges[*at])).collect();
        for (at, answer) in asked.into_iter().zip(answers) {
            if answer.is_empty() {
                self.faulty.remove(&at);
            } else {
                self.faulty.insert(at);
            }
            self.answers[at] = answer;
        }
    }

    /// Every fault, in the order of the pledges.
    pub(crate) fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        self.faulty.iter().flat_map(|at| &self.answers[*at])
    }
}

/// Codes of faults whose remedy is the nearest of the words that are known.
pub(super) const SUGGESTING: [Code; 6] = [
    Code::UnknownTopic,
    Code::UnknownStatus,
    Code::UnknownConcern,
    Code::UnknownPerson,
    Code::UnknownSource,
    Code::UnknownPledge,
];
