//! Messages of Fluent as the values that templates read.

use std::collections::BTreeMap;

use ahash::AHashMap;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use tera::Value;

/// The keys of the messages of a file that have a value.
pub(super) fn keys(resource: &FluentResource) -> Vec<String> {
    let key = |entry: &Entry<&str>| match entry {
        Entry::Message(message) => message.value.as_ref().map(|_| message.id.name.to_owned()),
        _ => None,
    };
    resource.entries().filter_map(key).collect()
}

/// Those messages that need no argument, made once.
pub(super) fn fixed_messages(bundle: &FluentBundle<FluentResource>, keys: &[String]) -> AHashMap<String, Value> {
    let fixed = |key: &String| {
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, None, &mut errors);
        errors.is_empty().then(|| (key.clone(), Value::normal_string(&text)))
    };
    keys.iter().filter_map(fixed).collect()
}

/// Whether a pattern is nothing but text and variables. A brace in a text would be read as a template's.
pub(super) fn is_plain(pattern: &Pattern<&str>) -> bool {
    pattern.elements.iter().all(|element| match element {
        PatternElement::TextElement { value } => !value.contains(['{', '}']),
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { .. }) } => {
            true
        }
        PatternElement::Placeable { .. } => false,
    })
}

/// Stands for markup while a message is put together: characters of the private use area, one an argument.
const MARKUP: u32 = 0xE000;

/// A message with arguments. Where one of them is markup the whole is, and what else stands in it is escaped.
pub(super) fn format(
    bundle: &FluentBundle<FluentResource>,
    pattern: &Pattern<&str>,
    arguments: &BTreeMap<&str, &Value>,
) -> Value {
    let mut fluent = FluentArgs::with_capacity(arguments.len());
    let mut markup: Vec<(char, &str)> = Vec::new();
    for ((name, value), at) in arguments.iter().zip(MARKUP..) {
        let stand_in = char::from_u32(at).filter(|_| value.is_safe()).zip(value.as_str());
        match stand_in {
            Some((stand_in, html)) => {
                markup.push((stand_in, html));
                fluent.set(*name, stand_in.to_string());
            }
            None => fluent.set(*name, argument(value)),
        }
    }
    let text = bundle.format_pattern(pattern, Some(&fluent), &mut Vec::new());
    if markup.is_empty() { Value::normal_string(&text) } else { Value::safe_string(&filled(&text, &markup)) }
}

fn argument(value: &Value) -> FluentValue<'static> {
    match (value.as_i64(), value.as_str()) {
        (Some(number), _) => FluentValue::from(number),
        (None, Some(text)) => FluentValue::from(text.to_owned()),
        _ => FluentValue::from(value.to_string()),
    }
}

/// A text with the markup where its stand-ins are, and all else escaped.
fn filled(text: &str, markup: &[(char, &str)]) -> String {
    let mut html = Vec::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(at) = rest.find(|c| markup.iter().any(|(stand_in, _)| *stand_in == c)) {
        let stand_in = rest[at..].chars().next().unwrap_or_default();
        escape(&rest[..at], &mut html);
        let found = markup.iter().find(|(other, _)| *other == stand_in);
        html.extend_from_slice(found.map_or("", |(_, html)| html).as_bytes());
        rest = &rest[at + stand_in.len_utf8()..];
    }
    escape(rest, &mut html);
    String::from_utf8_lossy(&html).into_owned()
}

fn escape(text: &str, into: &mut Vec<u8>) {
    tera::escape_html(text, into).expect("writing into memory cannot fail");
}
