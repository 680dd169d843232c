//! A pledge: as a row of a ledger, and whole.

use serde::Serialize;

use super::{Audience, DateView, Named, PersonView, SourceView, StatusView};
use crate::record::{
    Cause, Citation, Confidence, Control, Critique, Kind, Language, Outcome, PledgePlan, Reply, Severity, Shows,
    StatusChange,
};
use crate::scorecard::{Standing, Timing};
use crate::site::address;

/// A pledge as a row of a ledger.
#[derive(Debug, Serialize)]
pub struct Ledger<'a> {
    /// The id.
    pub id: &'a str,
    /// Its page's address.
    pub path: String,
    /// The title.
    pub title: &'a str,
    /// The topics; the first is the main one.
    pub topics: Vec<Named<'a>>,
    /// The current status.
    pub status: StatusView<'a>,
    /// When that status was last added.
    pub moved: DateView,
    /// Why, in a sentence or two.
    pub reason: &'a str,
    /// When it is due.
    pub due: Option<DateView>,
    /// `overdue`, `ahead`, `in-time`, `late` or `none`.
    pub timing: Timing,
    /// How many critiques it has.
    pub critiques: usize,
    /// How many parts it has; with parts it is not counted itself.
    pub parts: usize,
    /// Whether it is a part of another.
    pub is_part: bool,
}

impl<'a> Ledger<'a> {
    /// A pledge as a row.
    pub fn new(audience: Audience<'a>, standing: &'a Standing) -> Self {
        let pledge = &standing.pledge;
        Self {
            id: pledge.id.as_str(),
            path: address::pledge(&pledge.id).address().to_owned(),
            title: audience.text(&pledge.title),
            topics: pledge.topics.iter().filter_map(|id| audience.topic(&id.value)).collect(),
            status: audience.status(audience.card.status_of(standing)),
            moved: audience.date(standing.moved),
            reason: audience.text(&standing.last_change().reason),
            due: standing.due.map(|due| audience.date(due)),
            timing: standing.timing,
            critiques: pledge.critiques.len(),
            parts: standing.parts.len(),
            is_part: pledge.parent.is_some(),
        }
    }
}

/// `pledge` on its own page: the row, and all the rest. Its body is `body`, beside it.
#[derive(Debug, Serialize)]
pub struct PledgeView<'a> {
    /// What the ledger shows.
    #[serde(flatten)]
    pub row: Ledger<'a>,
    /// Its number in the ledger, from 1.
    pub number: usize,
    /// The verbatim wording.
    pub quote: Option<QuoteView<'a>>,
    /// When it was promised.
    pub promised: DateView,
    /// Where.
    pub promised_in: Vec<CitationView<'a>>,
    /// By whom.
    pub promiser: PersonView<'a>,
    /// `action`, `outcome` or `upkeep`.
    pub kind: Kind,
    /// Whether the deadline is the end of the term, for want of another.
    pub due_by_term: bool,
    /// How fulfilment is judged.
    pub measure: Option<&'a str>,
    /// `full`, `shared` or `none`.
    pub control: Control,
    /// 1 to 5.
    pub weight: u8,
    /// The four parts of an election pledge.
    pub plan: Option<PlanView<'a>>,
    /// Every change of status, oldest first.
    pub timeline: Vec<ChangeView<'a>>,
    /// What experts object.
    pub objections: Vec<CritiqueView<'a>>,
    /// What the promiser replies.
    pub replies: Vec<ReplyView<'a>>,
    /// The sources cited, each once, in order of their first citation.
    pub sources: Vec<SourceView<'a>>,
}

/// A verbatim wording.
#[derive(Debug, Serialize)]
pub struct QuoteView<'a> {
    /// The words.
    pub text: &'a str,
    /// Their language.
    pub language: &'a Language,
}

/// The plan of a pledge.
#[derive(Debug, Serialize)]
pub struct PlanView<'a> {
    /// What for.
    pub goal: Option<&'a str>,
    /// How.
    pub method: Option<&'a str>,
    /// When.
    pub period: Option<&'a str>,
    /// With what money.
    pub funding: Option<&'a str>,
}

/// A change of status.
#[derive(Debug, Serialize)]
pub struct ChangeView<'a> {
    /// From when on.
    pub on: DateView,
    /// Which status.
    pub status: StatusView<'a>,
    /// The status before it, where it is another.
    pub from: Option<StatusView<'a>>,
    /// Why.
    pub reason: &'a str,
    /// What shows it.
    pub evidence: Vec<CitationView<'a>>,
    /// `event`, `evidence`, `correction` or `method`.
    pub cause: Cause,
    /// Who judged.
    pub judged_by: Option<PersonView<'a>>,
    /// Who looked at it again.
    pub reviewed_by: Option<PersonView<'a>>,
    /// `high`, `medium` or `low`.
    pub confidence: Option<Confidence>,
    /// Another opinion.
    pub dissent: Option<&'a str>,
}

/// A critique.
#[derive(Debug, Serialize)]
pub struct CritiqueView<'a> {
    /// Unique in the pledge.
    pub id: &'a str,
    /// What kind of objection.
    pub concern: Option<Named<'a>>,
    /// Whose.
    pub expert: PersonView<'a>,
    /// When.
    pub on: DateView,
    /// What the expert says is wrong.
    pub claim: &'a str,
    /// In the expert's own words.
    pub quote: Option<&'a str>,
    /// `high`, `medium` or `low`.
    pub severity: Severity,
    /// Where it was said.
    pub evidence: Vec<CitationView<'a>>,
    /// What was answered.
    pub answer: Option<&'a str>,
    /// `open`, `answered`, `borne-out` or `overtaken`.
    pub outcome: Outcome,
}

/// A reply of the promiser.
#[derive(Debug, Serialize)]
pub struct ReplyView<'a> {
    /// Who replies.
    pub by: PersonView<'a>,
    /// When.
    pub on: DateView,
    /// What.
    pub text: &'a str,
    /// Where.
    pub evidence: Vec<CitationView<'a>>,
}

/// A citation.
#[derive(Debug, Serialize)]
pub struct CitationView<'a> {
    /// The source.
    pub source: SourceView<'a>,
    /// Where in it.
    pub at: Option<&'a str>,
    /// Its words.
    pub quote: Option<QuoteView<'a>>,
    /// `supports`, `contradicts`, `funding`, `outcome` or `context`.
    pub shows: Shows,
    /// What it does not show.
    pub limits: Option<&'a str>,
}

impl<'a> CitationView<'a> {
    pub(super) fn new(audience: Audience<'a>, citation: &'a Citation) -> Self {
        let source = audience.card.source(citation);
        let language = source.language.as_ref().unwrap_or(&audience.card.settings.site.language);
        Self {
            source: audience.source(source),
            at: audience.optional(citation.at.as_ref()),
            quote: citation.quote.as_ref().map(|quote| QuoteView { text: &quote.value, language }),
            shows: citation.shows,
            limits: audience.optional(citation.limits.as_ref()),
        }
    }
}

impl<'a> ChangeView<'a> {
    /// The change at `at` in a pledge's history.
    pub fn new(audience: Audience<'a>, history: &'a [StatusChange], at: usize) -> Self {
        let change = &history[at];
        let before = at.checked_sub(1).map(|before| &history[before].to.value);
        let from = before.filter(|before| **before != change.to.value);
        Self {
            on: audience.date(change.on.value),
            status: audience.status(audience.card.status(&change.to.value)),
            from: from.map(|from| audience.status(audience.card.status(from))),
            reason: audience.text(&change.reason),
            evidence: audience.citations(&change.evidence),
            cause: change.cause.value,
            judged_by: change.judged_by.as_ref().map(|id| audience.person_by_id(&id.value)),
            reviewed_by: change.reviewed_by.as_ref().map(|id| audience.person_by_id(&id.value)),
            confidence: change.confidence,
            dissent: audience.optional(change.dissent.as_ref()),
        }
    }
}

impl<'a> CritiqueView<'a> {
    /// A critique.
    pub fn new(audience: Audience<'a>, critique: &'a Critique) -> Self {
        Self {
            id: critique.id.value.as_str(),
            concern: audience.concern(&critique.concern.value),
            expert: audience.person_by_id(&critique.expert.value),
            on: audience.date(critique.on.value),
            claim: audience.text(&critique.claim),
            quote: critique.quote.as_ref().map(|quote| &*quote.value),
            severity: critique.severity,
            evidence: audience.citations(&critique.evidence),
            answer: audience.optional(critique.answer.as_ref()),
            outcome: critique.outcome,
        }
    }
}

impl<'a> ReplyView<'a> {
    fn new(audience: Audience<'a>, reply: &'a Reply) -> Self {
        Self {
            by: audience.person_by_id(&reply.by.value),
            on: audience.date(reply.on.value),
            text: audience.text(&reply.text),
            evidence: audience.citations(&reply.evidence),
        }
    }
}

impl<'a> PlanView<'a> {
    fn new(audience: Audience<'a>, plan: &'a PledgePlan) -> Self {
        Self {
            goal: audience.optional(plan.goal.as_ref()),
            method: audience.optional(plan.method.as_ref()),
            period: audience.optional(plan.period.as_ref()),
            funding: audience.optional(plan.funding.as_ref()),
        }
    }
}

impl<'a> PledgeView<'a> {
    /// The pledge at an index of the scorecard.
    pub fn new(audience: Audience<'a>, at: usize) -> Self {
        let standing = &audience.card.pledges[at];
        let pledge = &standing.pledge;
        let language = pledge.quote_language.as_ref().unwrap_or(&audience.card.settings.site.language);
        Self {
            row: Ledger::new(audience, standing),
            number: at + 1,
            quote: pledge.quote.as_ref().map(|quote| QuoteView { text: &quote.value, language }),
            promised: audience.date(pledge.promised.value),
            promised_in: audience.citations(&pledge.promised_in),
            promiser: audience.person_by_id(&standing.promiser),
            kind: pledge.kind,
            due_by_term: pledge.deadline.is_none(),
            measure: audience.optional(pledge.measure.as_ref()),
            control: pledge.control,
            weight: pledge.weight,
            plan: pledge.plan.as_ref().map(|plan| PlanView::new(audience, plan)),
            timeline: (0..pledge.status.len()).map(|at| ChangeView::new(audience, &pledge.status, at)).collect(),
            objections: pledge.critiques.iter().map(|critique| CritiqueView::new(audience, critique)).collect(),
            replies: pledge.replies.iter().map(|reply| ReplyView::new(audience, reply)).collect(),
            sources: sources(audience, standing),
        }
    }
}

fn sources<'a>(audience: Audience<'a>, standing: &'a Standing) -> Vec<SourceView<'a>> {
    let mut seen = std::collections::BTreeSet::new();
    let cited = standing.pledge.citations().filter(|citation| seen.insert(&citation.source.value));
    cited.map(|citation| audience.source(audience.card.source(citation))).collect()
}
