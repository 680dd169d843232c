//! A pledge: as a row of a ledger, and whole.

use tera::Value;

use super::{Audience, DateView, FigureView, Names, Said, Shared, ToValue, VersionView, view};
use crate::record::{
    Cause, Citation, CitationDetails, Confidence, Control, Critique, Kind, Language, Outcome, PledgePlan, Reply,
    Severity, Shows, StatusChange,
};
use crate::scorecard::{Standing, Timing, days};
use crate::site::address;

view! {
    /// A pledge as a row of a ledger.
    Ledger<'a> {
        /// The id.
        id: &'a str,
        /// Its page's address.
        path: String,
        /// The title.
        title: Said<'a>,
        /// The topics, each a [`super::Named`]; the first is the main one.
        topics: Vec<Shared>,
        /// The current status: a [`super::StatusView`].
        status: Shared,
        /// From when on it has had that status without a break.
        since: DateView,
        /// When its history was last added to.
        moved: DateView,
        /// Why, in a sentence or two.
        reason: Said<'a>,
        /// When it is due.
        due: Option<DateView>,
        /// `overdue`, `ahead`, `in-time`, `late` or `none`.
        timing: Timing,
        /// How many days there are to the deadline, or since it, or how late it was kept; as `timing` says.
        days: Option<usize>,
        /// How many critiques it has.
        critiques: usize,
        /// How many parts it has; with parts it is not counted itself.
        parts: usize,
        /// Whether it is a part of another.
        is_part: bool,
        /// Whether it is a draft, which the preview alone shows.
        draft: bool,
    }
}

impl<'a> Ledger<'a> {
    /// A pledge as a row.
    pub fn new(audience: &Audience<'a>, standing: &'a Standing) -> Self {
        let pledge = &standing.pledge;
        Self {
            id: pledge.id.as_str(),
            path: audience.reading.pledge_page(&pledge.id).address().to_owned(),
            title: audience.reading.said(&pledge.title),
            topics: pledge.topics.iter().filter_map(|id| audience.topic(&id.value)).collect(),
            status: audience.status(standing.status),
            since: audience.reading.date(standing.since),
            moved: audience.reading.date(standing.moved),
            reason: audience.reading.said(&standing.last_change().reason),
            due: standing.due.map(|due| audience.reading.date(due)),
            timing: standing.timing,
            days: days(standing.timing, standing.counts_since, standing.due, audience.reading.card.as_of),
            critiques: pledge.critiques.len(),
            parts: standing.parts.len(),
            is_part: pledge.parent.is_some(),
            draft: pledge.draft,
        }
    }
}

view! {
    /// `pledge` on its own page: the row, and all the rest. Its body is `body`, beside it.
    PledgeView<'a> includes row: Ledger<'a>; {
        /// Its number in the ledger, from 1.
        number: usize,
        /// The verbatim wording.
        quote: Option<QuoteView<'a>>,
        /// When it was promised.
        promised: DateView,
        /// Where: a list of [`CitationView`].
        promised_in: Vec<Shared>,
        /// By whom: a [`super::PersonView`].
        promiser: Shared,
        /// `action`, `outcome` or `upkeep`.
        kind: Kind,
        /// Whether the deadline is the end of the term, for want of another.
        due_by_term: bool,
        /// How fulfilment is judged.
        measure: Option<Said<'a>>,
        /// `full`, `shared` or `none`.
        control: Control,
        /// 1 to 5.
        weight: usize,
        /// The four parts of an election pledge.
        plan: Option<PlanView<'a>>,
        /// Its history to scale.
        figure: Option<FigureView>,
        /// Every change of status, oldest first.
        timeline: Vec<ChangeView<'a>>,
        /// What experts object.
        objections: Vec<CritiqueView<'a>>,
        /// What the promiser replies.
        replies: Vec<ReplyView<'a>>,
        /// Everything that the page cites, each once: a list of [`super::SourceView`].
        sources: Vec<Shared>,
        /// How it stood in sealed editions up to this one, oldest first: where it is otherwise than before.
        versions: Vec<VersionView<'a>>,
    }
}

view! {
    /// A verbatim wording.
    QuoteView<'a> {
        /// The words.
        text: &'a str,
        /// Their language.
        language: &'a str,
    }
}

view! {
    /// The plan of a pledge.
    PlanView<'a> {
        /// What for.
        goal: Option<Said<'a>>,
        /// How.
        method: Option<Said<'a>>,
        /// When.
        period: Option<Said<'a>>,
        /// With what money.
        funding: Option<Said<'a>>,
    }
}

view! {
    /// A change of status.
    ChangeView<'a> {
        /// Its anchor on the pledge's page.
        anchor: ChangeAnchor<'a>,
        /// From when on.
        on: DateView,
        /// Which status: a [`super::StatusView`].
        status: Shared,
        /// The status before it, where it is another.
        from: Option<Shared>,
        /// Why.
        reason: Said<'a>,
        /// What shows it: a list of [`CitationView`].
        evidence: Vec<Shared>,
        /// `event`, `evidence`, `correction` or `method`.
        cause: Cause,
        /// Who judged: a [`super::PersonView`].
        judged_by: Option<Shared>,
        /// Who looked at it again.
        reviewed_by: Option<Shared>,
        /// `high`, `medium` or `low`.
        confidence: Option<Confidence>,
        /// Another opinion.
        dissent: Option<Said<'a>>,
    }
}

view! {
    /// A critique.
    CritiqueView<'a> {
        /// Unique in the pledge.
        id: &'a str,
        /// Its anchor on the pledge's page.
        anchor: String,
        /// What kind of objection: a [`super::Named`].
        concern: Option<Shared>,
        /// Whose: a [`super::PersonView`].
        expert: Shared,
        /// When.
        on: DateView,
        /// What the expert says is wrong.
        claim: Said<'a>,
        /// In the expert's own words.
        quote: Option<QuoteView<'a>>,
        /// `high`, `medium` or `low`.
        severity: Severity,
        /// Where it was said: a list of [`CitationView`].
        evidence: Vec<Shared>,
        /// What was answered.
        answer: Option<Said<'a>>,
        /// `open`, `answered`, `borne-out` or `overtaken`.
        outcome: Outcome,
    }
}

view! {
    /// A reply of the promiser.
    ReplyView<'a> {
        /// Who replies: a [`super::PersonView`].
        by: Shared,
        /// When.
        on: DateView,
        /// What.
        text: Said<'a>,
        /// Where: a list of [`CitationView`].
        evidence: Vec<Shared>,
    }
}

view! {
    /// A citation.
    CitationView<'a> {
        /// The source: a [`super::SourceView`].
        source: Shared,
        /// Whether it says more than that: any of what follows.
        detailed: bool,
        /// Where in it.
        at: Option<Said<'a>>,
        /// Its words.
        quote: Option<QuoteView<'a>>,
        /// `supports`, `contradicts`, `funding`, `outcome` or `context`.
        shows: Shows,
        /// What it does not show.
        limits: Option<Said<'a>>,
    }
}

/// The language of the words of a source, which is the site's where nothing else is said.
fn source_language<'a>(audience: &Audience<'a>, citation: Option<&Citation>) -> &'a Language {
    let card = audience.reading.card;
    let source = citation.map(|citation| &card.sources[card.source_at(&citation.source.value)]);
    source.and_then(|source| source.language.as_ref()).unwrap_or(&card.settings.site.language)
}

impl<'a> CitationView<'a> {
    pub(super) fn new(audience: &Audience<'a>, citation: &'a Citation) -> Self {
        let language = source_language(audience, Some(citation));
        let CitationDetails { at, quote, shows, limits } = citation.details();
        Self {
            source: audience.source(audience.reading.card.source_at(&citation.source.value)),
            detailed: citation.details.is_some(),
            at: audience.reading.optional(at.as_ref()),
            quote: quote.as_ref().map(|quote| QuoteView { text: &quote.value, language: language.as_str() }),
            shows: *shows,
            limits: audience.reading.optional(limits.as_deref()),
        }
    }
}

/// The anchor of the entry of a history at an index: made where a template reads it.
#[derive(Debug)]
pub struct ChangeAnchor<'a>(&'a [StatusChange], usize);

impl ToValue for ChangeAnchor<'_> {
    fn to_value(&self, _: &Names) -> Value {
        address::change_anchor(self.0, self.1).into()
    }
}

impl<'a> ChangeView<'a> {
    /// The change at `at` in a pledge's history.
    pub fn new(audience: &Audience<'a>, history: &'a [StatusChange], at: usize) -> Self {
        let change = &history[at];
        let before = at.checked_sub(1).map(|before| &history[before].to.value);
        let from = before.filter(|before| **before != change.to.value);
        Self {
            anchor: ChangeAnchor(history, at),
            on: audience.reading.date(change.on.value),
            status: audience.status_by_id(&change.to.value),
            from: from.map(|from| audience.status_by_id(from)),
            reason: audience.reading.said(&change.reason),
            evidence: audience.citations(&change.evidence),
            cause: change.cause,
            judged_by: change.judged_by.as_ref().map(|id| audience.person(&id.value)),
            reviewed_by: change.reviewed_by.as_ref().map(|id| audience.person(&id.value)),
            confidence: change.confidence,
            dissent: audience.reading.optional(change.dissent.as_deref()),
        }
    }
}

impl<'a> CritiqueView<'a> {
    /// A critique.
    pub fn new(audience: &Audience<'a>, critique: &'a Critique) -> Self {
        Self {
            id: critique.id.value.as_str(),
            anchor: address::critique_anchor(&critique.id.value),
            concern: audience.concern(&critique.concern.value),
            expert: audience.person(&critique.expert.value),
            on: audience.reading.date(critique.on.value),
            claim: audience.reading.said(&critique.claim),
            quote: critique.quote.as_ref().map(|quote| {
                let language = source_language(audience, critique.evidence.first());
                QuoteView { text: &quote.value, language: language.as_str() }
            }),
            severity: critique.severity,
            evidence: audience.citations(&critique.evidence),
            answer: audience.reading.optional(critique.answer.as_ref()),
            outcome: critique.outcome,
        }
    }
}

impl<'a> ReplyView<'a> {
    fn new(audience: &Audience<'a>, reply: &'a Reply) -> Self {
        Self {
            by: audience.person(&reply.by.value),
            on: audience.reading.date(reply.on.value),
            text: audience.reading.said(&reply.text),
            evidence: audience.citations(&reply.evidence),
        }
    }
}

impl<'a> PlanView<'a> {
    fn new(audience: &Audience<'a>, plan: &'a PledgePlan) -> Self {
        Self {
            goal: audience.reading.optional(plan.goal.as_ref()),
            method: audience.reading.optional(plan.method.as_ref()),
            period: audience.reading.optional(plan.period.as_ref()),
            funding: audience.reading.optional(plan.funding.as_ref()),
        }
    }
}

impl<'a> PledgeView<'a> {
    /// The pledge at an index of the scorecard.
    pub fn new(audience: &Audience<'a>, at: usize) -> Self {
        let standing = &audience.reading.card.pledges[at];
        let pledge = &standing.pledge;
        let language = pledge.quote_language.as_ref().unwrap_or(&audience.reading.card.settings.site.language);
        Self {
            row: Ledger::new(audience, standing),
            number: at + 1,
            quote: pledge.quote.as_ref().map(|quote| QuoteView { text: &quote.value, language: language.as_str() }),
            promised: audience.reading.date(pledge.promised.value),
            promised_in: audience.citations(&pledge.promised_in),
            promiser: audience.person(&standing.promiser),
            kind: pledge.kind,
            due_by_term: pledge.deadline.is_none(),
            measure: audience.reading.optional(pledge.measure.as_ref()),
            control: pledge.control,
            weight: pledge.weight.into(),
            plan: pledge.plan.as_ref().map(|plan| PlanView::new(audience, plan)),
            figure: audience.read("figure", || FigureView::new(audience, standing)),
            timeline: (0..pledge.status.len()).map(|at| ChangeView::new(audience, &pledge.status, at)).collect(),
            objections: pledge.critiques.iter().map(|critique| CritiqueView::new(audience, critique)).collect(),
            replies: pledge.replies.iter().map(|reply| ReplyView::new(audience, reply)).collect(),
            sources: sources(audience, standing),
            versions: VersionView::of(audience.reading, pledge),
        }
    }
}

/// Everything that a pledge cites, in the order in which it is cited first.
fn sources(audience: &Audience<'_>, standing: &Standing) -> Vec<Shared> {
    let card = audience.reading.card;
    let mut cited: Vec<usize> = Vec::new();
    for citation in standing.pledge.citations() {
        let at = card.source_at(&citation.source.value);
        if !cited.contains(&at) {
            cited.push(at);
        }
    }
    cited.into_iter().map(|at| audience.source(at)).collect()
}
