//! Whether sidecars fit what they translate, and which are missing.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Question;
use crate::diagnostic::{Code, Diagnostic, Place, Span, did_you_mean};
use crate::inputs::InputPath;
use crate::record::{
    Citation, Language, Pledge, Records, Text, TextWritten, Translated, TranslatedCitation, Translation,
};

/// The languages of the site but for the default one.
fn others(records: &Records) -> Vec<Language> {
    records.settings.as_ref().map_or_else(Vec::new, |settings| settings.site.spoken()[1..].to_vec())
}

pub(super) fn missing(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let place = || pledge.place();
    others(question.records).iter().filter_map(|language| lacking(pledge, &texts(pledge), language, &place)).collect()
}

pub(super) fn missing_elsewhere(question: &Question<'_>) -> Vec<Diagnostic> {
    let (records, languages) = (question.records, others(question.records));
    let pages = records.pages.iter().chain(&records.notes).flat_map(|page| {
        let texts = [("title", Some(&page.title))];
        let place = || Place::start_of(&page.path);
        languages.iter().filter_map(move |language| lacking(&**page, &texts, language, &place)).collect::<Vec<_>>()
    });
    let corrections = records.corrections.iter().flat_map(|one| {
        let texts = [("was", Some(&one.was)), ("now", Some(&one.now)), ("reported_by", one.reported_by.as_ref())];
        languages
            .iter()
            .filter_map(move |language| lacking(&**one, &texts, language, &|| one.place.clone()))
            .collect::<Vec<_>>()
    });
    let texts =
        records.texts.iter().filter_map(|text| given_in_part(text, &records.settings.as_ref()?.site.spoken()));
    pages.chain(corrections).chain(texts).collect()
}

/// A text by language that lacks one of the site's. Where a language in it cannot be read or is none of them, that is
/// the fault: it was meant for one.
fn given_in_part(text: &TextWritten, spoken: &[Language]) -> Option<Diagnostic> {
    let quoted =
        |languages: &[&Language]| languages.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ");
    let example =
        |languages: &[&Language]| languages.iter().map(|one| format!("{one} = \"…\"")).collect::<Vec<_>>().join(", ");
    let given: Vec<&Language> = text.languages.iter().filter_map(|(_, language)| language.as_ref()).collect();
    let unknown = given.len() < text.languages.len() || given.iter().any(|one| !spoken.contains(one));
    let lacking: Vec<&Language> = spoken.iter().filter(|one| !given.contains(one)).collect();
    let fault = |message, help| Diagnostic::new(Code::MissingTranslation, text.place.clone(), message).help(help);
    if spoken.len() < 2 || unknown || lacking.is_empty() {
        return None;
    }
    Some(if given.is_empty() {
        let message = format!("the text is given once for all languages: {}", quoted(&lacking));
        fault(message, format!("write `{{ {} }}`, even where they are the same", example(&lacking)))
    } else {
        let message = format!("the text is not given in {}", quoted(&lacking));
        fault(message, format!("add `{}`; until then its readers see another language", example(&lacking)))
    })
}

/// Every text of a pledge that a sidecar may have, by its key.
fn texts(pledge: &Pledge) -> Vec<(&'static str, Option<&Text>)> {
    let mut texts = vec![("title", Some(&pledge.title)), ("measure", pledge.measure.as_ref())];
    if let Some(plan) = &pledge.plan {
        let plan =
            [("goal", &plan.goal), ("method", &plan.method), ("period", &plan.period), ("funding", &plan.funding)];
        texts.extend(plan.map(|(key, text)| (key, text.as_ref())));
    }
    for change in &pledge.status {
        texts.extend([("reason", Some(&change.reason)), ("dissent", change.dissent.as_deref())]);
    }
    for critique in &pledge.critiques {
        texts.extend([("claim", Some(&critique.claim)), ("answer", critique.answer.as_ref())]);
    }
    texts.extend(pledge.replies.iter().map(|reply| ("text", Some(&reply.text))));
    for details in pledge.citations().filter_map(|citation| citation.details.as_ref()) {
        texts.extend([("at", details.at.as_ref()), ("limits", details.limits.as_deref())]);
    }
    texts
}

/// What a record lacks in a language: its sidecar, or texts in it.
fn lacking(
    record: &impl Translated,
    texts: &[(&'static str, Option<&Text>)],
    language: &Language,
    place: &dyn Fn() -> Place,
) -> Option<Diagnostic> {
    let Some(sidecar) = record.translations().iter().find(|one| one.language == *language) else {
        let message = format!("there is no translation into `{language}`");
        let stem = place().path.strip_suffix("md").map(str::to_owned).unwrap_or_default();
        let help = format!(
            "write `{stem}{language}.md`; until then readers of `{language}` see the original, and are told so"
        );
        return Some(Diagnostic::new(Code::MissingTranslation, place(), message).help(help));
    };
    let mut lacking: Vec<&str> = Vec::new();
    for (key, text) in texts {
        if text.is_some_and(|text| !text.has(language)) && !lacking.contains(key) {
            lacking.push(key);
        }
    }
    let body = record.own_body();
    if sidecar.body.is_none() && !body.text().trim().is_empty() {
        lacking.push("the body");
    }
    let message = format!("not translated: {}", lacking.join(", "));
    let help = "readers of this language see the original there";
    (!lacking.is_empty()).then(|| Diagnostic::new(Code::MissingTranslation, sidecar.place(), message).help(help))
}

pub(super) fn mismatch(_: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    pledge.translations.iter().flat_map(|one| unmatched(one, pledge)).collect()
}

/// The entries of a sidecar that translate nothing of its pledge, or something else.
fn unmatched(one: &Arc<Translation>, pledge: &Pledge) -> Vec<Diagnostic> {
    let fault = |span: Span, message: String, help: String| {
        Diagnostic::new(Code::TranslationMismatch, Place::new(&one.path, span), message).help(help)
    };
    let status = one.status.iter().enumerate().filter_map(|(at, own)| {
        let Some(change) = pledge.status.get(at) else {
            let message = format!("entry {} translates none: the pledge has {}", at + 1, pledge.status.len());
            return Some(fault(
                own.span,
                message,
                "entries are matched by their order: take this one out".to_owned(),
            ));
        };
        (change.on.value != own.on.value && !own.on.value.is_placeholder()).then(|| {
            let message = format!("entry {} of the pledge is of {}, not {}", at + 1, change.on.value, own.on.value);
            let right = change.on.value;
            let help = format!("entries are matched by their order, and `on` repeats the date: write {right}");
            fault(own.on.span, message, help)
        })
    });
    let critiques = one.critiques.iter().filter_map(|own| {
        let ids: Vec<&str> = pledge.critiques.iter().map(|critique| critique.id.value.as_str()).collect();
        let id = own.id.value.as_str();
        (!ids.contains(&id) && !own.id.value.is_placeholder()).then(|| {
            let near = did_you_mean(id, ids.iter().copied());
            fault(own.id.span, format!("the pledge has no critique `{id}`"), near)
        })
    });
    let replies = one.replies.iter().skip(pledge.replies.len()).map(|own| {
        let message = format!("a reply that translates none: the pledge has {}", pledge.replies.len());
        fault(own.span, message, "replies are matched by their order: take this one out".to_owned())
    });
    status.chain(critiques).chain(replies).chain(unmatched_citations(one, pledge)).collect()
}

/// The citations of a sidecar that translate none, in those entries of it that fit.
fn unmatched_citations(one: &Translation, pledge: &Pledge) -> Vec<Diagnostic> {
    let mut lists: Vec<(&[TranslatedCitation], &[Citation])> = vec![(&one.promised_in, &pledge.promised_in)];
    let status = one.status.iter().zip(&pledge.status).filter(|(own, change)| own.on.value == change.on.value);
    lists.extend(status.map(|(own, change)| (&*own.evidence, &*change.evidence)));
    lists.extend(one.critiques.iter().filter_map(|own| {
        let critique = pledge.critiques.iter().find(|critique| critique.id.value == own.id.value)?;
        Some((&*own.evidence, &*critique.evidence))
    }));
    lists.extend(one.replies.iter().zip(&pledge.replies).map(|(own, reply)| (&*own.evidence, &*reply.evidence)));
    let lost = lists.into_iter().flat_map(|(own, citations)| {
        let places = TranslatedCitation::places(own, citations).into_iter();
        own.iter().zip(places).filter(|(_, place)| place.is_none()).map(move |(own, _)| (own, citations))
    });
    let lost = lost.filter(|(own, _)| !own.source.value.is_placeholder());
    lost.map(|(own, citations)| uncited(one, own, citations)).collect()
}

/// A citation of a sidecar whose source the original does not cite there, or not so often.
fn uncited(one: &Translation, own: &TranslatedCitation, citations: &[Citation]) -> Diagnostic {
    let id = own.source.value.as_str();
    let sources: BTreeSet<&str> = citations.iter().map(|citation| citation.source.value.as_str()).collect();
    let count = citations.iter().filter(|citation| citation.source.value.as_str() == id).count();
    let (message, help) = if count == 0 {
        let near = did_you_mean(id, sources);
        let help = if near.is_empty() { "take it out: nothing is cited there".to_owned() } else { near };
        (format!("the original does not cite `{id}` there"), help)
    } else {
        let message = format!("a citation of `{id}` that translates none: the original has {count} there");
        (message, "citations of one source are matched by their order: take this one out".to_owned())
    };
    Diagnostic::new(Code::TranslationMismatch, Place::new(&one.path, own.source.span), message).help(help)
}

pub(super) fn orphan(question: &Question<'_>) -> Vec<Diagnostic> {
    let records = question.records;
    let is_there = |path: &InputPath| question.inputs.contains(path);
    let lost = records.translations.iter().filter(|one| !is_there(&one.of));
    lost.map(|one| {
        let message = format!("there is no `{}` that this file translates", one.of);
        Diagnostic::new(Code::OrphanTranslation, Place::start_of(&one.path), message)
            .help("a translation stands beside its original, and has its name with the language before `.md`")
    })
    .collect()
}

pub(super) fn page_called_like_a_language(question: &Question<'_>) -> Vec<Diagnostic> {
    let (records, languages) = (question.records, others(question.records));
    let taken = records
        .pages
        .iter()
        .filter(|page| languages.iter().any(|one| page.id.as_str().eq_ignore_ascii_case(one.as_str())));
    taken
        .map(|page| {
            let message = format!("`{}` cannot be a page: the site in that language stands there", page.id);
            Diagnostic::new(Code::BadId, Place::start_of(&page.path), message).help("give the file another name")
        })
        .collect()
}

pub(super) fn language(question: &Question<'_>) -> Vec<Diagnostic> {
    let Some(settings) = &question.records.settings else { return Vec::new() };
    let spoken = settings.site.spoken();
    let unknown = question.records.translations.iter().filter(|one| !spoken[1..].contains(&one.language));
    unknown
        .map(|one| {
            let (message, help) = if one.language == spoken[0] {
                let message = format!("`{}` is the default language: the original is in it", one.language);
                (message, "take the file away, or write its texts into the original".to_owned())
            } else {
                let message = format!("the site has no language `{}`", one.language);
                (message, format!("add `\"{}\"` to `languages` in site.toml", one.language))
            };
            Diagnostic::new(Code::UnknownLanguage, Place::start_of(&one.path), message).help(help)
        })
        .collect()
}
