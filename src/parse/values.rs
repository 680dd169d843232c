//! Decoders for single values: text, date, id, word, number, address. Each says what is wrong where it is wrong.

use super::reader::Reader;
use super::tree::{Item, Value};
use crate::diagnostic::{Code, Placed, Span, nearest};
use crate::record::{Date, Id, IdFault, Language, Text, Texts, Word, web_fault};

fn wrong_type<T>(reader: &Reader<'_>, value: Value<'_>, wanted: &str, help: impl Into<String>) -> Option<T> {
    let message = format!("expected {wanted}, found {}", value.value.type_name());
    reader.fault(Code::WrongType, value.span, message, help);
    None
}

/// A string that is not blank and hides nothing.
pub(super) fn string(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<Box<str>>> {
    let Item::Text(text) = &value.value else {
        let written = reader.text.get(value.span.range()).unwrap_or("…");
        let help = match &value.value {
            Item::Table(_) => "here it is one text; other languages stand in a file of their own".to_owned(),
            Item::List(_) => "write one text between double quotes".to_owned(),
            _ => format!("write it between double quotes: \"{written}\""),
        };
        return wrong_type(reader, value, "a text", help);
    };
    if text.trim().is_empty() {
        reader.fault(Code::EmptyText, value.span, "the text is empty", "write the text, or take out the key");
        return None;
    }
    reader.look_for_hidden(text, quoted_text(reader, value.span));
    Some(Placed::new((*text).into(), value.span))
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
    let Item::Table(table) = &value.value else { return plain_text(reader, value) };
    if table.len() == 0 {
        reader.fault(Code::EmptyText, value.span, "the text is empty", "write `{ en = \"…\" }`");
        return None;
    }
    let (mut texts, mut languages) = (Texts::default(), Vec::with_capacity(table.len()));
    for (key, inner) in table.iter() {
        let Some(language) = Language::parse(key.value) else {
            let message = format!("`{}` is not a language tag", clipped(key.value));
            let help = "use tags such as `en`, `ko` or `zh-Hant`";
            reader.fault(Code::UnknownLanguage, key.span, message, help);
            languages.push((key.span, None));
            continue;
        };
        if reader.is_broken(inner.span) {
            languages.push((key.span, None));
            continue;
        }
        languages.push((key.span, Some(language.clone())));
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
    let date = match &value.value {
        Item::Date(day) => *day,
        Item::Text(text) => Date::parse(text),
        _ => return wrong_type(reader, value, "a date", help),
    };
    if date.is_none() {
        let written = reader.text.get(value.span.range()).unwrap_or("…");
        reader.fault(Code::BadDate, value.span, format!("`{}` is not a date", clipped(written)), help);
    }
    date.map(|date| Placed::new(date, value.span))
}

/// An id.
pub(super) fn id(reader: &Reader<'_>, value: Value<'_>) -> Option<Placed<Id>> {
    let Item::Text(text) = &value.value else {
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
    let Item::Text(text) = &value.value else {
        return wrong_type(reader, value, "a word", format!("write one of `{}`", list()));
    };
    let found = W::WORDS.iter().find(|(word, _)| word == text);
    if found.is_none() {
        let near = nearest(text, words()).map_or_else(String::new, |word| format!("did you mean `{word}`? "));
        let message = format!("`{}` is not one of the words for this key", clipped(text));
        reader.fault(Code::BadValue, value.span, message, format!("{near}it takes `{}`", list()));
    }
    found.map(|(_, word)| Placed::new(*word, value.span))
}

/// `true` or `false`.
pub(super) fn boolean(reader: &Reader<'_>, value: Value<'_>) -> Option<bool> {
    match &value.value {
        Item::Boolean(boolean) => Some(*boolean),
        _ => wrong_type(reader, value, "true or false", "write `true` or `false`, without quotes"),
    }
}

/// A whole number between two bounds, both included.
pub(super) fn integer(
    reader: &Reader<'_>,
    value: Value<'_>,
    bounds: std::ops::RangeInclusive<i64>,
) -> Option<Placed<i64>> {
    let Item::Integer(integer) = &value.value else {
        return wrong_type(reader, value, "a whole number", "write digits without quotes");
    };
    let number = integer.filter(|number| bounds.contains(number));
    if number.is_none() {
        let written = reader.text.get(value.span.range()).unwrap_or("…");
        let message = format!("`{}` is out of bounds", clipped(written));
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
