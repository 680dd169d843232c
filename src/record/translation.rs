//! A sidecar: the texts of a pledge, page or correction in another language.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Body, Citation, Correction, Date, Id, Language, Page, Pledge, PledgePlan, Text};
use crate::diagnostic::{Place, Placed, Span};
use crate::inputs::InputPath;

/// What `<id>.<lang>.md` says. What is missing falls back to the default language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Translation {
    /// Its file.
    #[serde(skip)]
    pub path: InputPath,
    /// The file that it translates.
    #[serde(skip)]
    pub of: InputPath,
    /// Into which language.
    pub language: Language,
    /// Where the front matter begins: the place of what the file does not say.
    pub opening: Span,
    /// The title of a pledge or page.
    pub title: Option<Text>,
    /// How a pledge is judged.
    pub measure: Option<Text>,
    /// Where it was promised, matched by the sources.
    pub promised_in: Vec<TranslatedCitation>,
    /// The plan of a pledge.
    pub plan: PledgePlan,
    /// The history, matched by its order.
    pub status: Vec<TranslatedStatus>,
    /// The critiques, matched by their ids.
    pub critiques: Vec<TranslatedCritique>,
    /// The replies, matched by their order.
    pub replies: Vec<TranslatedReply>,
    /// What stood there, of a correction.
    pub was: Option<Text>,
    /// What stands there now, of a correction.
    pub now: Option<Text>,
    /// Who noticed, of a correction.
    pub reported_by: Option<Text>,
    /// The prose; `None` where there is none.
    pub body: Option<Body>,
}

/// A `[[status]]` of a sidecar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TranslatedStatus {
    /// The header of the entry.
    pub span: Span,
    /// The date of the entry that it translates.
    pub on: Placed<Date>,
    /// Why.
    pub reason: Option<Text>,
    /// Another opinion.
    pub dissent: Option<Text>,
    /// What shows it, matched by the sources.
    pub evidence: Vec<TranslatedCitation>,
}

/// A `[[critiques]]` of a sidecar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TranslatedCritique {
    /// The id of the critique that it translates.
    pub id: Placed<Id>,
    /// What the expert says is wrong.
    pub claim: Option<Text>,
    /// What was answered.
    pub answer: Option<Text>,
    /// Where it was said, matched by the sources.
    pub evidence: Vec<TranslatedCitation>,
}

/// A `[[replies]]` of a sidecar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TranslatedReply {
    /// The header of the entry.
    pub span: Span,
    /// What is replied.
    pub text: Option<Text>,
    /// Where it was said, matched by the sources.
    pub evidence: Vec<TranslatedCitation>,
}

/// A citation of a sidecar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TranslatedCitation {
    /// The source of the citation that it translates; the first of a source translates the first of it, and so on.
    pub source: Placed<Id>,
    /// Where in it.
    pub at: Option<Text>,
    /// What it does not show.
    pub limits: Option<Text>,
}

impl TranslatedCitation {
    /// Which of the citations each translates, if any.
    pub fn places(own: &[Self], citations: &[Citation]) -> Vec<Option<usize>> {
        let place = |(at, one): (usize, &Self)| {
            let before = own[..at].iter().filter(|other| other.source.value == one.source.value).count();
            let mut same = citations.iter().enumerate().filter(|(_, other)| other.source.value == one.source.value);
            same.nth(before).map(|(place, _)| place)
        };
        own.iter().enumerate().map(place).collect()
    }
}

/// Something whose texts may have sidecars.
pub trait Translated {
    /// The prose in the default language.
    fn own_body(&self) -> &Body;
    /// The sidecars.
    fn translations(&self) -> &[Arc<Translation>];

    /// The prose for a reader of a language; with whether it is in that language.
    fn body_in(&self, language: &Language, default: &Language) -> (&Body, bool) {
        let sidecar = self.translations().iter().find(|one| one.language == *language);
        match sidecar.and_then(|one| one.body.as_ref()) {
            Some(body) => (body, true),
            None => (self.own_body(), language == default || self.own_body().text().trim().is_empty()),
        }
    }
}

macro_rules! translated {
    ($($record:ty),+) => {
        $(impl Translated for $record {
            fn own_body(&self) -> &Body {
                &self.body
            }

            fn translations(&self) -> &[Arc<Translation>] {
                &self.translations
            }
        })+
    };
}

translated!(Pledge, Page, Correction);

impl Translation {
    /// The first character of the file's front matter.
    pub fn place(&self) -> Place {
        Place::new(&self.path, self.opening)
    }

    /// Adds these texts to those of a pledge.
    pub fn onto_pledge(self: &Arc<Self>, pledge: &mut Pledge) {
        pledge.title.add(&self.language, self.title.as_ref());
        self.onto(pledge.measure.as_mut(), self.measure.as_ref());
        self.onto_citations(&mut pledge.promised_in, &self.promised_in);
        if let Some(plan) = &mut pledge.plan {
            self.onto(plan.goal.as_mut(), self.plan.goal.as_ref());
            self.onto(plan.method.as_mut(), self.plan.method.as_ref());
            self.onto(plan.period.as_mut(), self.plan.period.as_ref());
            self.onto(plan.funding.as_mut(), self.plan.funding.as_ref());
        }
        for (change, own) in pledge.status.iter_mut().zip(&self.status) {
            change.reason.add(&self.language, own.reason.as_ref());
            self.onto(change.dissent.as_deref_mut(), own.dissent.as_ref());
            self.onto_citations(&mut change.evidence, &own.evidence);
        }
        for critique in &mut pledge.critiques {
            if let Some(own) = self.critiques.iter().find(|own| own.id.value == critique.id.value) {
                critique.claim.add(&self.language, own.claim.as_ref());
                self.onto(critique.answer.as_mut(), own.answer.as_ref());
                self.onto_citations(&mut critique.evidence, &own.evidence);
            }
        }
        for (reply, own) in pledge.replies.iter_mut().zip(&self.replies) {
            reply.text.add(&self.language, own.text.as_ref());
            self.onto_citations(&mut reply.evidence, &own.evidence);
        }
        pledge.translations.push(self.clone());
    }

    /// Adds these texts to those of a page.
    pub fn onto_page(self: &Arc<Self>, page: &mut Page) {
        page.title.add(&self.language, self.title.as_ref());
        page.translations.push(self.clone());
    }

    /// Adds these texts to those of a correction.
    pub fn onto_correction(self: &Arc<Self>, correction: &mut Correction) {
        correction.was.add(&self.language, self.was.as_ref());
        correction.now.add(&self.language, self.now.as_ref());
        self.onto(correction.reported_by.as_mut(), self.reported_by.as_ref());
        correction.translations.push(self.clone());
    }

    fn onto_citations(&self, citations: &mut [Citation], own: &[TranslatedCitation]) {
        for (own, place) in own.iter().zip(TranslatedCitation::places(own, citations)) {
            let details = place.and_then(|place| citations[place].details.as_mut());
            let Some(details) = details else { continue };
            self.onto(details.at.as_mut(), own.at.as_ref());
            self.onto(details.limits.as_deref_mut(), own.limits.as_ref());
        }
    }

    /// A text that the original may lack: what translates nothing is not shown.
    fn onto(&self, text: Option<&mut Text>, own: Option<&Text>) {
        if let Some(text) = text {
            text.add(&self.language, own);
        }
    }
}
