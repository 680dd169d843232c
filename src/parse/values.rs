//! Decoders for single values: text, date, id, word, number, address. Each says what is wrong where it is wrong.

use toml::de::DeValue;

use super::reader::{Reader, Value, type_name};
use crate::diagnostic::{Code, Placed, Span, nearest};
use crate::record::{Date, Id, IdFault, Language, Text, Texts, Word, web_fault};

fn wrong_type<T>(reader: &Reader<'_>, value: Value<'_>, wanted: &str, help: impl Into<String>) -> Option<T> {
    let message = format!("expected {wanted}, found {}", type_name(value.inner));
    reader.fault(Code::WrongType, value.span, message, help);
    None
}

/// A string that is not blank and hides nothing.
pub(super) fn string(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<Box<str>>> {
    let DeValue::String(text) = value.inner else {
        let written = reader.text.get(value.span.range()).unwrap_or("…");
        let help = match value.inner {
            DeValue::Table(_) => "here it is one text; other languages stand in a file of their own".to_owned(),
            DeValue::Array(_) => "write one text between double quotes".to_owned(),
            _ => format!("write it between double quotes: \"{written}\""),
        };
        return wrong_type(reader, value, "a text", help);
    };
    if text.trim().is_empty() {
        reader.fault(Code::EmptyText, value.span, "the text is empty", "write the text, or take out the key");
        return None;
    }
    reader.look_for_hidden(text, quoted_text(reader, value.span));
    Some(Placed::new(text.as_ref().into(), value.span))
}

/// The span between the quotes of a string.
fn quoted_text(reader: &Reader<'_>, span: Span) -> Span {
    let written = reader.text.get(span.range()).unwrap_or("");
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| written.starts_with(quotes));
    let cut = quotes.map_or(0, str::len);
    let newline = usize::from(cut == 3 && written[cut..].starts_with('\n'));
    let start = span.start as usize + cut + newline;
    Span::from(start..(span.end as usize).saturating_sub(cut).max(start))
}

/// A text in the default language alone.
pub(super) fn plain_text(reader: &Reader<'_>, value: Value<'_>) -> Option<Text> {
    string(reader, value).map(|text| Text::Plain(text.value))
}

/// A text that differs from language to language, or a table with one string a language.
pub(super) fn text(reader: &Reader<'_>, value: Value<'_>) -> Option<Text> {
    let text = name(reader, value)?;
    if matches!(text, Text::Plain(_)) {
        reader.note_text(value.span, Vec::new());
    }
    Some(text)
}

/// A name or title, which may be the same in all languages, or a table with one string a language.
pub(super) fn name(reader: &Reader<'_>, value: Value<'_>) -> Option<Text> {
    let DeValue::Table(table) = value.inner else { return plain_text(reader, value) };
    if table.is_empty() {
        reader.fault(Code::EmptyText, value.span, "the text is empty", "write `{ en = \"…\" }`");
        return None;
    }
    let (mut texts, mut languages) = (Texts::default(), Vec::with_capacity(table.len()));
    for (key, inner) in table {
        let key_span = value.key_span(key);
        let Some(language) = Language::parse(key.get_ref()) else {
            let message = format!("`{}` is not a language tag", clipped(key.get_ref()));
            let help = "use tags such as `en`, `ko` or `zh-Hant`";
            reader.fault(Code::UnknownLanguage, key_span, message, help);
            languages.push((key_span, None));
            continue;
        };
        let inner = value.inside(inner);
        if reader.is_broken(inner.span) {
            languages.push((key_span, None));
            continue;
        }
        languages.push((key_span, Some(language.clone())));
        if let Some(text) = string(reader, inner) {
            texts.insert(language, text.value);
        }
    }
    reader.note_text(value.span, languages);
    Some(Text::ByLanguage(Box::new(texts)))
}

/// A day, month or year.
pub(super) fn date(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<Date>> {
    let help = "write 2025-06-07 for a day, \"2025-06\" for a month, \"2025\" for a year";
    let date = match value.inner {
        DeValue::Datetime(datetime) => match (datetime.date, datetime.time, datetime.offset) {
            (Some(date), None, None) => day_of(date),
            _ => None,
        },
        DeValue::String(text) => Date::parse(text),
        _ => return wrong_type(reader, value, "a date", help),
    };
    if date.is_none() {
        let written = reader.text.get(value.span.range()).unwrap_or("…");
        reader.fault(Code::BadDate, value.span, format!("`{}` is not a date", clipped(written)), help);
    }
    date.map(|date| Placed::new(date, value.span))
}

fn day_of(date: toml::value::Date) -> Option<Date> {
    Date::day(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
}

/// An id.
pub(super) fn id(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<Id>> {
    let DeValue::String(text) = value.inner else {
        return wrong_type(reader, value, "an id", "an id is a text such as \"ai-highway\"");
    };
    match Id::parse(text) {
        Ok(id) => Some(Placed::new(id, value.span)),
        Err(fault) => {
            bad_id(reader, text, value.span, fault);
            None
        }
    }
}

/// Reports a text that cannot be an id, with one that could.
pub(super) fn bad_id(reader: &Reader<'_>, text: &str, span: Span, fault: IdFault) {
    let help = match Id::from_title(text).filter(|id| id.as_str() != text) {
        Some(id) => format!("write lower-case letters, digits and single hyphens: `{id}`"),
        None => "write lower-case letters a to z, digits and single hyphens".to_owned(),
    };
    let message = if text.is_empty() {
        "the id is empty".to_owned()
    } else {
        format!("`{}` cannot be an id: it {}", clipped(text), fault.reason())
    };
    reader.fault(Code::BadId, span, message, help);
}

/// One word of a closed list.
pub(super) fn word<W: Word>(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<W>> {
    let words = || W::WORDS.iter().map(|(word, _)| *word);
    let list = || words().collect::<Vec<_>>().join("`, `");
    let DeValue::String(text) = value.inner else {
        return wrong_type(reader, value, "a word", format!("write one of `{}`", list()));
    };
    let found = W::WORDS.iter().find(|(word, _)| *word == text.as_ref());
    if found.is_none() {
        let near = nearest(text, words()).map_or_else(String::new, |word| format!("did you mean `{word}`? "));
        let message = format!("`{}` is not one of the words for this key", clipped(text));
        reader.fault(Code::BadValue, value.span, message, format!("{near}it takes `{}`", list()));
    }
    found.map(|(_, word)| Placed::new(*word, value.span))
}

/// `true` or `false`.
pub(super) fn boolean(reader: &Reader<'_>, value: Value<'_>) -> Option<bool> {
    match value.inner {
        DeValue::Boolean(boolean) => Some(*boolean),
        _ => wrong_type(reader, value, "true or false", "write `true` or `false`, without quotes"),
    }
}

/// A whole number between two bounds, both included.
pub(super) fn integer(
    reader: &Reader<'_>,
    value: Value<'_>,
    bounds: std::ops::RangeInclusive<i64>,
) -> Option<Placed<i64>> {
    let DeValue::Integer(integer) = value.inner else {
        return wrong_type(reader, value, "a whole number", "write digits without quotes");
    };
    let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
    let number = number.filter(|number| bounds.contains(number));
    if number.is_none() {
        let message = format!("`{}` is out of bounds", clipped(integer.as_str()));
        let help = format!("write a whole number from {} to {}", bounds.start(), bounds.end());
        reader.fault(Code::BadValue, value.span, message, help);
    }
    number.map(|number| Placed::new(number, value.span))
}

/// A language tag.
pub(super) fn language(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<Language>> {
    let text = string(reader, value)?;
    let language = Language::parse(&text.value);
    if language.is_none() {
        let message = format!("`{}` is not a language tag", clipped(&text.value));
        reader.fault(Code::BadValue, value.span, message, "use tags such as `en`, `ko` or `zh-Hant`");
    }
    language.map(|language| Placed::new(language, value.span))
}

/// An address on the web.
pub(super) fn url(reader: &Reader<'_>, value: Value<'_>) -> Option<Box<str>> {
    let url = string(reader, value)?;
    if let Some(fault) = web_fault(&url.value) {
        let message = format!("`{}` {}", clipped(&url.value), fault.reason);
        reader.fault(Code::UnsafeLink, value.span, message, fault.help);
        return None;
    }
    Some(url.value)
}

/// A text as it is quoted in a message: its beginning, if it is long.
pub(super) fn clipped(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut chars = text.chars();
    let shown: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_none() { shown } else { format!("{shown}…") }
}
