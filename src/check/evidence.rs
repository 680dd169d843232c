//! Judgements and objections without a source, and sources without a copy.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::Question;
use super::identity::nearly_called;
use crate::diagnostic::{Code, Diagnostic, Place, Placed, Severity};
use crate::inputs::Inputs;
use crate::parse::is_text;
use crate::record::{Citation, CountsAs, Pledge, Source, invisible};

const ADD_EVIDENCE: &str = "add `evidence = [\"source-id\"]`";

/// How grave a missing citation is in this project.
fn severity(question: &Question<'_>) -> Severity {
    match &question.records.settings {
        Some(settings) if !settings.checks.require_evidence => Severity::Warning,
        _ => Severity::Error,
    }
}

pub(super) fn status_without_evidence(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let fault = |place, message: &str, help: &str| {
        let fault = Diagnostic::new(Code::StatusWithoutEvidence, place, message);
        fault.severity(severity(question)).help(help)
    };
    let mut faults = Vec::new();
    let unread = pledge.promised.value.is_placeholder() && pledge.status.is_empty() && pledge.topics.is_empty();
    if pledge.promised_in.is_empty() && !unread {
        let help = "say where it was promised: `promised_in = [\"source-id\"]`";
        faults.push(fault(pledge.place(), "the pledge cites no source", help));
    }
    for change in pledge.status.iter().filter(|change| change.evidence.is_empty()) {
        let counts_as = question.known.status(&change.to.value).map(|status| status.counts_as);
        if counts_as.is_some_and(|counts_as| counts_as != CountsAs::Unrated) {
            let message = format!("the status `{}` cites no source", change.to.value);
            faults.push(fault(pledge.at(change.span), &message, ADD_EVIDENCE));
        }
    }
    faults
}

pub(super) fn critique_without_evidence(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let critiques = pledge.critiques.iter().map(|one| ("critique", one.span, &one.evidence));
    let replies = pledge.replies.iter().map(|one| ("reply", one.span, &one.evidence));
    let bare = critiques.chain(replies).filter(|(_, _, evidence)| evidence.is_empty());
    bare.map(|(what, span, _)| {
        let fault =
            Diagnostic::new(Code::CritiqueWithoutEvidence, pledge.at(span), format!("the {what} cites no source"));
        fault.severity(severity(question)).help(ADD_EVIDENCE)
    })
    .collect()
}

pub(super) fn same_reviewer(_: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let all = pledge.status.iter();
    all.filter_map(|change| {
        let (judge, reviewer) = (change.judged_by.as_ref()?, change.reviewed_by.as_ref()?);
        (judge.value == reviewer.value).then(|| {
            let message = format!("`{}` judged this and reviewed it", reviewer.value);
            Diagnostic::new(Code::SameReviewer, pledge.at(reviewer.span), message)
                .help("a review is a second pair of eyes: name someone else, or take out `reviewed_by`")
        })
    })
    .collect()
}

pub(super) fn source_without_archive(question: &Question<'_>) -> Vec<Diagnostic> {
    let required = question.records.settings.as_ref().is_some_and(|settings| settings.checks.require_archive);
    let severity = if required { Severity::Error } else { Severity::Warning };
    let bare = question.records.sources.iter().filter(|source| source.archive.is_none() && source.file.is_none());
    bare.filter(|source| !source.id.is_placeholder())
        .map(|source| {
            let message = format!("no copy of `{}` is kept", source.id);
            Diagnostic::new(Code::SourceWithoutArchive, source.place.clone(), message)
                .severity(severity)
                .help("pages vanish: add `archive = \"https://…\"` (a public archive) or `file = \"archive/…\"`")
        })
        .collect()
}

pub(super) fn source_file_missing(question: &Question<'_>) -> Vec<Diagnostic> {
    let files = question.records.sources.iter().filter_map(|source| Some((source, source.file.as_ref()?)));
    files
        .filter(|(_, file)| !file.value.is_empty() && !question.inputs.contains(&input_path(file)))
        .map(|(source, file)| {
            let path = input_path(file);
            let nearly = nearly_called(question.inputs, &path).and_then(|path| path.strip_prefix("content/"));
            let help = match nearly {
                Some(nearly) => format!("did you mean `{nearly}`? upper and lower case count"),
                None => "paths are relative to content/: put the copy there, or mend the path".to_owned(),
            };
            let message = format!("there is no file `{path}`");
            Diagnostic::new(Code::SourceFileMissing, Place::new(&source.place.path, file.span), message).help(help)
        })
        .collect()
}

fn input_path(file: &Placed<Box<str>>) -> String {
    format!("content/{}", file.value)
}

pub(super) fn quote_not_in_source(question: &Question<'_>, pledge: &Pledge) -> Vec<Diagnostic> {
    let cited =
        pledge.citations().filter_map(|citation| Some((citation.details().quote.as_deref()?, vec![citation])));
    let wording = pledge.quote.iter().map(|quote| (quote, pledge.promised_in.iter().collect()));
    let critiques = pledge
        .critiques
        .iter()
        .filter_map(|critique| Some((critique.quote.as_deref()?, critique.evidence.iter().collect::<Vec<_>>())));
    let quotes = cited.chain(wording).chain(critiques);
    quotes.filter_map(|(quote, citations)| misquoted(&question.known.copies, pledge, quote, &citations)).collect()
}

/// The normal form of each source's local copy, where that is a text.
pub(super) fn local_texts(sources: &[Arc<Source>], inputs: &Inputs) -> BTreeMap<Box<str>, String> {
    let files = sources.iter().filter_map(|source| Some((source.id.as_str(), source.file.as_ref()?)));
    let texts = files.filter_map(|(id, file)| {
        let path = input_path(file);
        let bytes = inputs.bytes(&path).filter(|_| is_text(&path))?;
        Some((id.into(), normal(std::str::from_utf8(bytes).ok()?)))
    });
    texts.collect()
}

/// A fault if every cited source has a local text and none of them has the words.
fn misquoted(
    copies: &BTreeMap<Box<str>, String>,
    pledge: &Pledge,
    quote: &Placed<Box<str>>,
    citations: &[&Citation],
) -> Option<Diagnostic> {
    let ids = citations.iter().map(|citation| citation.source.value.as_str());
    let texts: Vec<&String> = ids.clone().map(|id| copies.get(id)).collect::<Option<_>>()?;
    if texts.is_empty() || texts.iter().any(|text| contains_quote(text, &quote.value)) {
        return None;
    }
    let ids = ids.collect::<Vec<_>>().join("`, `");
    let message = format!("these words do not stand in the local copy of `{ids}`");
    let help =
        "quote verbatim; `…` or `[…]` stands for words left out; white space and the form of quotes do not count";
    Some(Diagnostic::new(Code::QuoteNotInSource, pledge.at(quote.span), message).help(help))
}

/// Whether a text in normal form has the words of a quote in order, with anything where the quote leaves words out.
fn contains_quote(text: &str, quote: &str) -> bool {
    let quote = quote.replace("[…]", "…").replace("[...]", "…").replace("...", "…");
    let mut rest = text;
    quote.split('…').map(normal).filter(|part| !part.is_empty()).all(|part| match rest.find(&part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

/// A text with composed letters, single spaces, straight quotes, and nothing that cannot be seen.
fn normal(text: &str) -> String {
    let straight = |c: char| match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        c => c,
    };
    let seen: String = text.nfc().filter(|c| !invisible::is(*c)).map(straight).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}
