//! What is wrong with the files of words: syntax, words that are missing, words that templates ask for in vain.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::FluentResource;

use super::Words;
use crate::diagnostic::{Code, Diagnostic, Place, Span, did_you_mean};
use crate::inputs::InputPath;

/// A file of words.
#[derive(Debug, Clone)]
pub struct WordsFile {
    /// Where it stands.
    pub path: InputPath,
    /// What it says.
    pub text: Arc<str>,
}

/// What Fluent cannot read of a file.
pub fn syntax_faults(file: &WordsFile) -> Vec<Diagnostic> {
    let Err((_, errors)) = FluentResource::try_new(file.text.to_string()) else { return Vec::new() };
    let fault = |error: &fluent_syntax::parser::ParserError| {
        let message = lowered(&error.kind.to_string());
        Diagnostic::new(Code::InterfaceWords, Place::new(&file.path, near(&file.text, &error.pos)), message)
            .help("a word is a line `key = text`; what goes on below it is indented")
    };
    errors.iter().map(fault).collect()
}

/// The place of a fault; where it is the end of the line before, that line.
fn near(text: &str, at: &std::ops::Range<usize>) -> Span {
    let start = at.start.min(text.len());
    let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let length = text[start..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    Span::from(start..start + length)
}

fn lowered(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Where a template asks for a word: the key and its place.
pub(crate) type Asked<'t> = (&'t str, Place);

/// Words that are asked for and missing: in every language, at the template; in some, at their files. `files` has the
/// file of each language where its missing words belong.
pub(crate) fn missing(asked: &[Asked<'_>], spoken: &[(&Words, InputPath)]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut lacking: BTreeMap<&InputPath, Vec<&str>> = BTreeMap::new();
    for (key, place) in asked {
        let without: Vec<&InputPath> =
            spoken.iter().filter(|(words, _)| !words.has(key)).map(|(_, path)| path).collect();
        if without.len() == spoken.len() {
            let known = spoken.iter().flat_map(|(words, _)| words.keys());
            let message = format!("there is no word `{key}`");
            faults.push(Diagnostic::new(Code::InterfaceWords, place.clone(), message).help(did_you_mean(key, known)));
            continue;
        }
        for path in without {
            let keys = lacking.entry(path).or_default();
            if !keys.contains(key) {
                keys.push(key);
            }
        }
    }
    faults.extend(lacking.into_iter().map(|(path, keys)| lacks(path, &keys)));
    faults
}

fn lacks(path: &InputPath, keys: &[&str]) -> Diagnostic {
    const SHOWN: usize = 8;
    let shown: Vec<String> = keys.iter().take(SHOWN).map(|key| format!("`{key}`")).collect();
    let more = if keys.len() > SHOWN { format!(" and {} more", keys.len() - SHOWN) } else { String::new() };
    let what = if keys.len() == 1 { "a word is missing" } else { "words are missing" };
    let message = format!("{what}: {}{more}", shown.join(", "));
    Diagnostic::new(Code::InterfaceWords, Place::start_of(path), message)
        .help(format!("write each as in the built-in `themes/civic/i18n/en.ftl`: `{} = …`", keys[0]))
}
