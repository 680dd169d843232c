//! A theme in one language: its words, and templates that ask for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::Key;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::theme::{TemplateFile, ThemeFiles};
use crate::builtin::CIVIC;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Placed, Span};
use crate::inputs::InputPath;
use crate::record::Language;
use crate::words::{self, Words, WordsFile};

/// The templates of a theme for readers of one language.
pub(super) struct Spoken {
    pub(super) words: Arc<Words>,
    /// With what is known beforehand (`fold`).
    pub(super) folded: Tera,
    /// As they were written: what is wrong is told of these.
    pub(super) written: Tera,
}

/// A theme's name, and whether the built-in theme stands below it.
pub(super) struct Speaker<'a> {
    pub(super) name: &'a Placed<Box<str>>,
    pub(super) extends: bool,
}

/// The file of a language below a theme, most general first: `pt` stands below `pt-BR`.
fn names(language: &Language) -> Vec<String> {
    let tag = language.as_str();
    let primary = tag.split('-').next().unwrap_or(tag);
    let mut names = vec![format!("i18n/{primary}.ftl")];
    if primary != tag {
        names.push(format!("i18n/{tag}.ftl"));
    }
    names
}

fn built_in(name: &str) -> Option<&'static str> {
    let found = CIVIC.iter().find(|(path, _)| *path == name)?;
    std::str::from_utf8(found.1).ok()
}

/// The words of every language, and what is wrong with them. A theme that extends nothing need have none: titles are in
/// the built-in words then.
pub(super) fn words(
    files: &ThemeFiles,
    speaker: &Speaker<'_>,
    languages: &[Language],
    templates: &BTreeMap<String, TemplateFile>,
    faults: &mut Diagnostics,
) -> Vec<Arc<Words>> {
    let spoken: Vec<(Arc<Words>, InputPath)> =
        languages.iter().filter_map(|language| of_language(files, speaker, language, faults)).collect();
    let mut asked: Vec<(&str, Place)> = templates.values().flat_map(asked).collect();
    if speaker.extends {
        let place = Place::start_of(&"themes/civic/i18n/en.ftl".into());
        asked.extend(words::KEYS.iter().map(|key| (*key, place.clone())));
    }
    let known: Vec<(&Words, InputPath)> = spoken.iter().map(|(words, path)| (&**words, path.clone())).collect();
    faults.append(words::missing(&asked, &known).into_iter().collect());
    spoken.into_iter().map(|(words, _)| words).collect()
}

/// The words of one language, and the file where a missing one belongs.
fn of_language(
    files: &ThemeFiles,
    speaker: &Speaker<'_>,
    language: &Language,
    faults: &mut Diagnostics,
) -> Option<(Arc<Words>, InputPath)> {
    let names = names(language);
    let mut texts: Vec<Arc<str>> = names.iter().filter_map(|name| built_in(name)).map(Arc::from).collect();
    let mut path: InputPath = format!("themes/{}/{}", speaker.name.value, names[0]).into();
    let own = names.iter().filter_map(|name| files.get(name));
    for (own, bytes) in own.filter(|(own, bytes)| !is_built_in(own, bytes)) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let message = "the words are not UTF-8 text";
            faults.push(Diagnostic::new(Code::NotUtf8, Place::start_of(own), message).help("save them as UTF-8"));
            return None;
        };
        let file = WordsFile { path: own.clone(), text: text.into() };
        faults.append(words::syntax_faults(&file).into_iter().collect());
        path = own.clone();
        texts.push(file.text);
    }
    if texts.is_empty() {
        if speaker.extends {
            faults.push(wordless(speaker, language, &path));
            return None;
        }
        texts.extend(built_in("i18n/en.ftl").map(Arc::from));
    }
    let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
    Some((Arc::new(Words::new(language, &texts)), path))
}

/// Whether a file is the built-in theme's own.
fn is_built_in(path: &str, bytes: &[u8]) -> bool {
    let name = path.strip_prefix("themes/civic/");
    name.is_some_and(|name| built_in(name).is_some_and(|own| own.as_bytes() == bytes))
}

fn wordless(speaker: &Speaker<'_>, language: &Language, path: &InputPath) -> Diagnostic {
    let message = format!("the theme `{}` has no words in `{language}`", speaker.name.value);
    let place = Place::new(&"site.toml".into(), speaker.name.span);
    Diagnostic::new(Code::InterfaceWords, place, message).help(format!(
        "write `{path}`: copy `themes/civic/i18n/en.ftl` from the repository of pledgecard, and translate what stands there"
    ))
}

/// Every word that a template asks for by a name in quotes.
fn asked(file: &TemplateFile) -> Vec<(&str, Place)> {
    const CALL: &str = "t(key=\"";
    let text = &*file.text;
    let starts = text.match_indices(CALL).filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    });
    starts
        .filter_map(|(at, _)| {
            let start = at + CALL.len();
            let end = start + text[start..].find('"')?;
            Some((&text[start..end], Place::new(&file.path, Span::from(start..end))))
        })
        .collect()
}

/// Adds what templates ask of a language: `t`, `said`, and the filter `number`.
pub(super) fn register(tera: &mut Tera, words: &Arc<Words>) {
    let of = words.clone();
    tera.register_function("t", move |kwargs: Kwargs, _: &State<'_>| word(&of, &kwargs));
    tera.register_function("said", |kwargs: Kwargs, _: &State<'_>| said(&kwargs));
    let of = words.clone();
    tera.register_filter("number", move |number: i64, kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        let grouping = kwargs.get("grouping")?.unwrap_or(true);
        Ok(Value::normal_string(&of.number(number, grouping)))
    });
}

/// `t`: a word of the interface, with whatever arguments it takes.
fn word(words: &Words, kwargs: &Kwargs) -> TeraResult<Value> {
    let key: &str = kwargs.must_get("key")?;
    if let Some(fixed) = words.fixed(key) {
        return Ok(fixed);
    }
    let arguments = kwargs.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
    let arguments: BTreeMap<&str, &Value> = arguments.filter(|(name, _)| *name != "key").collect();
    let word = words.with(key, &arguments);
    word.ok_or_else(|| tera::Error::message(format!("there is no word `{key}` in `{}`", words.language())))
}

/// `said`: a text of a view under its key, marked with its language where that is not the page's.
fn said<'k>(kwargs: &'k Kwargs) -> TeraResult<Value> {
    let (of, key): (&'k Value, &'k str) = (kwargs.must_get("of")?, kwargs.must_get("key")?);
    let field = |of: &'k Value, key: &'k str| of.as_map().and_then(|fields| fields.get(&Key::Str(key)));
    let Some(text) = field(of, key).or_else(|| of.get_from_path(key)) else {
        return Err(tera::Error::message(format!("there is no field `{key}`")));
    };
    Ok(field(of, "said").and_then(|said| field(said, key)).unwrap_or(text).clone())
}
