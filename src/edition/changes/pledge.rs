//! What a pledge says.

use super::facts::{Facts, Teller, Tells};
use crate::record::{
    Citation, CitationDetails, Confidence, Critique, Id, Language, Pledge, PledgePlan, Reply, StatusChange, Text,
    Word as _,
};

impl Tells for Pledge {
    fn id(&self) -> &Id {
        &self.id
    }

    fn former(&self) -> Vec<&str> {
        Self::former(self).collect()
    }

    fn facts(&self, default: &Language) -> Facts {
        let Self {
            id: _,
            path: _,
            opening: _,
            title,
            topics,
            promised,
            promised_in,
            promiser,
            quote,
            quote_language,
            kind,
            deadline,
            measure,
            control,
            weight,
            parent,
            related,
            formerly,
            draft: _, // a draft is never told
            plan,
            status,
            critiques,
            replies,
            body,
            translations,
        } = self;
        let [goal, method, period, funding] = parts(plan.as_deref());
        Teller::new(default)
            .text("title", title)
            .optional("quote", quote.as_ref().map(|quote| &quote.value))
            .optional("quote_language", quote_language.as_ref())
            .several("topics", topics.iter().map(|topic| &topic.value))
            .value("promised", promised.value)
            .optional("promiser", promiser.as_ref().map(|id| &id.value))
            .value("kind", kind.word())
            .optional("deadline", deadline.map(|deadline| deadline.value))
            .optional_text("measure", measure.as_ref())
            .value("control", control.word())
            .value("weight", weight)
            .optional("parent", parent.as_ref().map(|id| &id.value))
            .several("related", related.iter().map(|id| &id.value))
            .several("formerly", formerly.iter().map(|id| &id.value))
            .optional("plan", plan.as_ref().map(|_| "stated"))
            .optional_text("goal", goal)
            .optional_text("method", method)
            .optional_text("period", period)
            .optional_text("funding", funding)
            .prose("body", body, translations)
            .list("promised_in", citations(promised_in, default))
            .list("status", status.iter().map(|change| status_change(change, default)))
            .list("critiques", critiques.iter().map(|one| critique(one, default)))
            .list("replies", replies.iter().map(|one| reply(one, default)))
            .done()
    }
}

fn parts(plan: Option<&PledgePlan>) -> [Option<&Text>; 4] {
    let Some(PledgePlan { goal, method, period, funding }) = plan else { return [None; 4] };
    [goal.as_ref(), method.as_ref(), period.as_ref(), funding.as_ref()]
}

fn status_change(change: &StatusChange, default: &Language) -> (String, Facts) {
    let StatusChange { span: _, on, to, reason, evidence, cause, judged_by, reviewed_by, confidence, dissent } =
        change;
    let facts = Teller::new(default)
        .value("on", on.value)
        .value("to", &to.value)
        .value("cause", cause.word())
        .text("reason", reason)
        .optional("judged_by", judged_by.as_ref().map(|id| &id.value))
        .optional("reviewed_by", reviewed_by.as_ref().map(|id| &id.value))
        .optional("confidence", confidence.map(Confidence::word))
        .optional_text("dissent", dissent.as_deref())
        .list("evidence", citations(evidence, default));
    (format!("{} {}", on.value, to.value), facts.done())
}

fn critique(critique: &Critique, default: &Language) -> (String, Facts) {
    let Critique { span: _, id, concern, expert, on, claim, quote, severity, evidence, answer, outcome } = critique;
    let facts = Teller::new(default)
        .value("concern", &concern.value)
        .value("expert", &expert.value)
        .value("on", on.value)
        .text("claim", claim)
        .optional("quote", quote.as_ref().map(|quote| &quote.value))
        .value("severity", severity.word())
        .optional_text("answer", answer.as_ref())
        .value("outcome", outcome.word())
        .list("evidence", citations(evidence, default));
    (id.value.to_string(), facts.done())
}

fn reply(reply: &Reply, default: &Language) -> (String, Facts) {
    let Reply { span: _, by, on, text, evidence } = reply;
    let facts = Teller::new(default)
        .value("by", &by.value)
        .value("on", on.value)
        .text("text", text)
        .list("evidence", citations(evidence, default));
    (format!("{} {}", on.value, by.value), facts.done())
}

fn citations(citations: &[Citation], default: &Language) -> impl Iterator<Item = (String, Facts)> {
    citations.iter().map(|citation| {
        let Citation { source, details: _ } = citation;
        let CitationDetails { at, quote, shows, limits } = citation.details();
        let facts = Teller::new(default)
            .value("source", &source.value)
            .optional_text("at", at.as_ref())
            .optional("quote", quote.as_ref().map(|quote| &quote.value))
            .value("shows", shows.word())
            .optional_text("limits", limits.as_deref());
        (source.value.to_string(), facts.done())
    })
}
