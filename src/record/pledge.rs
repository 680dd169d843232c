//! A pledge as its file states it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Citation, Date, Id, Language, Text, Translation, words};
use crate::diagnostic::{Place, Placed, Span};
use crate::inputs::InputPath;

/// One pledge.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pledge {
    /// The id: its file stem.
    pub id: Id,
    /// Its file.
    #[serde(skip)]
    pub path: InputPath,
    /// Where the front matter begins: the place of what the file does not say.
    pub opening: Span,
    /// The title.
    pub title: Text,
    /// The topics; the first is the main one.
    pub topics: Box<[Placed<Id>]>,
    /// When it was promised.
    pub promised: Placed<Date>,
    /// Where it was promised.
    pub promised_in: Box<[Citation]>,
    /// Who promised it; `None` means the site's subject.
    pub promiser: Option<Placed<Id>>,
    /// The verbatim wording.
    pub quote: Option<Placed<Box<str>>>,
    /// The language of the quote, if it is not the default one.
    pub quote_language: Option<Language>,
    /// What kind of promise it is.
    pub kind: Kind,
    /// When it is due; `None` means the end of the term.
    pub deadline: Option<Placed<Date>>,
    /// How its fulfilment is judged.
    pub measure: Option<Text>,
    /// Whether the promiser alone can do it.
    pub control: Control,
    /// 1 to 5.
    pub weight: u8,
    /// The pledge that this is a part of.
    pub parent: Option<Placed<Id>>,
    /// Pledges near to it.
    pub related: Box<[Placed<Id>]>,
    /// The ids under which it stood in earlier editions.
    pub formerly: Box<[Placed<Id>]>,
    /// Whether it is left out of what is built.
    pub draft: bool,
    /// The four parts that an election pledge states.
    pub plan: Option<Box<PledgePlan>>,
    /// The statuses it had, oldest first.
    pub status: Box<[StatusChange]>,
    /// What experts object.
    pub critiques: Box<[Critique]>,
    /// What the promiser replies.
    pub replies: Box<[Reply]>,
    /// The prose.
    pub body: Body,
    /// Its sidecars: their texts stand with its own.
    #[serde(skip)]
    pub translations: Vec<Arc<Translation>>,
}

impl Pledge {
    /// The first character of the file's front matter.
    pub fn place(&self) -> Place {
        Place::new(&self.path, self.opening)
    }

    /// A place in the pledge's file.
    pub fn at(&self, span: Span) -> Place {
        Place::new(&self.path, span)
    }

    /// The ids under which it stood in earlier editions.
    pub fn former(&self) -> impl Iterator<Item = &str> {
        self.formerly.iter().map(|id| id.value.as_str())
    }

    /// Every citation.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        let status = self.status.iter().flat_map(|change| &change.evidence);
        let critiques = self.critiques.iter().flat_map(|critique| &critique.evidence);
        let replies = self.replies.iter().flat_map(|reply| &reply.evidence);
        self.promised_in.iter().chain(status).chain(critiques).chain(replies)
    }

    /// Every person or body named.
    pub fn people(&self) -> impl Iterator<Item = &Placed<Id>> {
        let judges = self.status.iter().flat_map(StatusChange::people);
        let experts = self.critiques.iter().map(|critique| &critique.expert);
        let repliers = self.replies.iter().map(|reply| &reply.by);
        self.promiser.iter().chain(judges).chain(experts).chain(repliers)
    }
}

/// The plan as a Korean election pledge states it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PledgePlan {
    /// What for.
    pub goal: Option<Text>,
    /// How.
    pub method: Option<Text>,
    /// When.
    pub period: Option<Text>,
    /// With what money.
    pub funding: Option<Text>,
}

/// One step in a pledge's history.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StatusChange {
    /// The header of the entry.
    pub span: Span,
    /// From when on.
    pub on: Placed<Date>,
    /// Which status.
    pub to: Placed<Id>,
    /// Why.
    pub reason: Text,
    /// What shows it.
    pub evidence: Box<[Citation]>,
    /// What caused the change.
    pub cause: Cause,
    /// Who judged.
    pub judged_by: Option<Placed<Id>>,
    /// Who looked at it again.
    pub reviewed_by: Option<Box<Placed<Id>>>,
    /// How sure the judgement is.
    pub confidence: Option<Confidence>,
    /// Another opinion.
    pub dissent: Option<Box<Text>>,
}

impl StatusChange {
    /// Who judged and who looked at it again.
    pub fn people(&self) -> impl Iterator<Item = &Placed<Id>> {
        self.judged_by.iter().chain(self.reviewed_by.as_deref())
    }
}

/// An expert's objection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Critique {
    /// The header of the entry.
    pub span: Span,
    /// Unique in the pledge; the concern's id where none is given.
    pub id: Placed<Id>,
    /// What kind of objection.
    pub concern: Placed<Id>,
    /// Whose.
    pub expert: Placed<Id>,
    /// When.
    pub on: Placed<Date>,
    /// What the expert says is wrong, in the editors' words.
    pub claim: Text,
    /// The expert's own words.
    pub quote: Option<Box<Placed<Box<str>>>>,
    /// How grave.
    pub severity: Severity,
    /// Where it was said.
    pub evidence: Box<[Citation]>,
    /// What was answered, and by whom.
    pub answer: Option<Text>,
    /// What became of it.
    pub outcome: Outcome,
}

/// The promiser's reply.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reply {
    /// The header of the entry.
    pub span: Span,
    /// Who replies.
    pub by: Placed<Id>,
    /// When.
    pub on: Placed<Date>,
    /// What.
    pub text: Text,
    /// Where.
    pub evidence: Box<[Citation]>,
}

words! {
    /// What kind of promise a pledge is.
    Kind {
        /// To do something.
        Action = "action",
        /// To reach something.
        Outcome = "outcome",
        /// To keep something so.
        Upkeep = "upkeep",
    }
}
words! {
    /// Whether the promiser alone can keep a pledge.
    Control {
        /// Alone.
        Full = "full",
        /// With others.
        Shared = "shared",
        /// Not at all.
        None = "none",
    }
}
words! {
    /// What caused a change of status.
    Cause {
        /// The world moved.
        Event = "event",
        /// A new source showed an old fact.
        Evidence = "evidence",
        /// The editors erred.
        Correction = "correction",
        /// The editors' rules changed.
        Method = "method",
    }
}
words! {
    /// How sure a judgement is.
    Confidence {
        /// Sure.
        High = "high",
        /// Rather sure.
        Medium = "medium",
        /// Unsure.
        Low = "low",
    }
}
words! {
    /// How grave an objection is.
    Severity {
        /// It puts the pledge in doubt.
        High = "high",
        /// It weakens the pledge.
        Medium = "medium",
        /// It is a remark.
        Low = "low",
    }
}
words! {
    /// What became of an objection.
    Outcome {
        /// Nothing yet.
        Open = "open",
        /// It was answered.
        Answered = "answered",
        /// Events proved it right.
        BorneOut = "borne-out",
        /// Events made it idle.
        Overtaken = "overtaken",
    }
}
