//! A component's text in the place of its call: the engine makes a map of arguments and a state of its own for every
//! call, which costs more than most components themselves. Only what surely means the same is done: everything that a
//! component reads is an argument, the page, or its own.

use std::collections::BTreeMap;

use super::fold::is_path;

/// What begins a tag in a component that can stand elsewhere.
const TAGS: &[&str] = &["if", "elif", "else", "endif", "for", "endfor", "set"];
/// Words of an expression that name nothing.
const OPERATORS: &[&str] = &["and", "or", "not", "in", "is", "if", "else", "true", "false", "none"];

/// A component that can stand in the place of its calls.
pub(super) struct Component<'t> {
    parameters: BTreeMap<&'t str, Option<&'t str>>,
    pieces: Vec<Piece<'t>>,
    /// What it names itself.
    own: Vec<&'t str>,
}

/// A piece of a component's text.
enum Piece<'t> {
    Text(&'t str),
    /// An argument; of some a field is read.
    Argument {
        name: &'t str,
        is_read_into: bool,
    },
}

/// A call of a component without a body.
pub(super) struct Call<'t> {
    /// The component.
    pub(super) name: &'t str,
    arguments: BTreeMap<&'t str, &'t str>,
}

/// The components of a template that can stand in the place of their calls.
pub(super) fn components(template: &str) -> Vec<(&str, Component<'_>)> {
    // What is commented out or raw is no template.
    let is_plain = !["{#", "endraw"].iter().any(|other| template.contains(other));
    let definitions = template.split("{% component ").skip(1).filter(|_| is_plain);
    let component = |text| -> Option<_> {
        let (name, rest) = str::split_once(text, '(')?;
        let (parameters, rest) = rest.split_once(") %}")?;
        let (body, _) = rest.split_once("{% endcomponent")?;
        Some((name, Component::read(parameters, body)?))
    };
    definitions.filter_map(component).collect()
}

/// What stands in quotes at the beginning of an expression.
pub(super) fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    text[1..].find(quote).map(|end| &text[..end + 2])
}

/// Where a tag that a text begins with ends. What stands in quotes is text.
pub(super) fn end_of_tag(text: &str) -> Option<usize> {
    let close = if text.starts_with("{{") { "}}" } else { "%}" };
    let mut at = 2;
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(close) {
            return Some(at + close.len());
        }
        at += quoted(rest).map_or_else(|| rest.chars().next().map(char::len_utf8), |text| Some(text.len()))?;
    }
}

/// The length of a call that a text begins with.
pub(super) fn end_of_call(text: &str) -> Option<usize> {
    let (mut at, mut open) = (0, 0);
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '{' => open += 1,
            '}' => open -= 1,
            '/' if open == 0 && rest.starts_with("/>") => return Some(at + 2),
            _ => {}
        }
        at += quoted(rest).map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), str::len);
    }
}

impl<'t> Call<'t> {
    /// Reads a call: `<link path={a.b} label="here" />`.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let text = text.strip_prefix('<')?.strip_suffix(" />")?;
        let (name, mut rest) = text.split_once(' ').unwrap_or((text, ""));
        let mut arguments = BTreeMap::new();
        while !rest.is_empty() {
            let (name, value) = rest.split_once('=')?;
            let end = match value.strip_prefix('{') {
                Some(inner) => inner.find('}')? + 2,
                None => quoted(value)?.len(),
            };
            let (value, behind) = value.split_at(end);
            arguments.insert(name, value.strip_prefix('{').map_or(value, |inner| &inner[..inner.len() - 1]));
            rest = behind.strip_prefix(' ').unwrap_or(behind);
        }
        is_path(name).then_some(Self { name, arguments })
    }
}

impl<'t> Component<'t> {
    fn read(parameters: &'t str, body: &'t str) -> Option<Self> {
        let split = |parameter: &'t str| match parameter.split_once(" = ") {
            Some((name, default)) => (name, Some(default)),
            None => (parameter, None),
        };
        let all: Vec<(&str, Option<&str>)> =
            parameters.split(", ").filter(|one| !one.is_empty()).map(split).collect();
        let (shared, own): (Vec<_>, Vec<_>) = all.into_iter().partition(|(name, _)| name.starts_with('@'));
        let shared: Vec<&str> = shared.into_iter().map(|(name, _)| &name[1..]).collect();
        let parameters: BTreeMap<&str, Option<&str>> = own.into_iter().collect();
        let is_known = parameters.iter().all(|(name, default)| is_path(name) && default.is_none_or(is_constant));
        // A tag that trims would trim what stands around the call.
        let trims = ["{%-", "-%}", "{{-", "-}}"].iter().any(|tag| body.contains(tag));
        if !is_known || trims {
            return None;
        }
        let mut component = Self { parameters, pieces: Vec::new(), own: Vec::new() };
        component.take(body, &shared)?;
        let names_anew = component.own.iter().any(|name| component.parameters.contains_key(name));
        (!names_anew).then_some(component)
    }

    /// Takes a text apart; `None` where it cannot stand elsewhere.
    fn take(&mut self, body: &'t str, shared: &[&str]) -> Option<()> {
        let mut loops = 0;
        let mut rest = body;
        while let Some(start) = ["{{", "{%"].iter().filter_map(|open| rest.find(open)).min() {
            let (before, tag) = rest.split_at(start);
            let (tag, behind) = tag.split_at(end_of_tag(tag)?);
            self.pieces.push(Piece::Text(before));
            let words = words(tag);
            if tag.starts_with("{%") {
                let kind = words.first()?.text;
                loops += usize::from(kind == "for");
                // Outside a loop it would stay.
                if !TAGS.contains(&kind) || (kind == "set" && loops == 0) {
                    return None;
                }
                let named = words.iter().skip(1).take_while(|word| word.text != "in");
                let count = match kind {
                    "for" => usize::MAX,
                    "set" => 1,
                    _ => 0,
                };
                self.own.extend(named.take(count).map(|word| word.text));
                loops -= usize::from(kind == "endfor");
            }
            let mut written = 0;
            for (at, word) in words.iter().enumerate() {
                let is_tag = at == 0 && tag.starts_with("{%");
                let is_shared = shared.contains(&word.text) || (word.text == "loop" && loops > 0);
                if is_tag || !word.is_value || OPERATORS.contains(&word.text) || is_shared {
                    continue;
                }
                if self.parameters.contains_key(word.text) {
                    self.pieces.push(Piece::Text(&tag[written..word.at]));
                    written = word.at + word.text.len();
                    let is_read_into = tag[written..].starts_with(['.', '[', '?']);
                    self.pieces.push(Piece::Argument { name: word.text, is_read_into });
                } else if !self.own.contains(&word.text) {
                    return None;
                }
            }
            self.pieces.push(Piece::Text(&tag[written..]));
            rest = behind;
        }
        self.pieces.push(Piece::Text(rest));
        Some(())
    }

    /// Its text with the arguments of a call; `None` where that might not mean the same.
    pub(super) fn with(&self, call: &Call<'_>) -> Option<String> {
        if call.arguments.keys().any(|name| !self.parameters.contains_key(name)) {
            return None;
        }
        let mut text = String::new();
        for (name, default) in &self.parameters {
            let value = call.arguments.get(name).copied().or(*default)?;
            let reads = root(value);
            if reads.is_none() && !is_constant(value)
                || reads.is_some_and(|it| it == "loop" || self.own.contains(&it))
            {
                return None;
            }
        }
        for piece in &self.pieces {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Argument { name, is_read_into } => {
                    let value = call.arguments.get(name).copied().or(self.parameters[name])?;
                    if *is_read_into && !is_path(value) {
                        return None;
                    }
                    text.push_str(value);
                }
            }
        }
        Some(text)
    }
}

/// Whether an expression says the same everywhere.
fn is_constant(text: &str) -> bool {
    let is_word = text.strip_prefix("t(key=").and_then(|key| key.strip_suffix(')')).is_some_and(is_quoted);
    is_quoted(text) || matches!(text, "true" | "false") || text.parse::<u32>().is_ok() || is_word
}

fn is_quoted(text: &str) -> bool {
    quoted(text) == Some(text)
}

/// The variable that an expression reads, if it is a path or a text of one.
fn root(text: &str) -> Option<&str> {
    let path = match text.strip_prefix("said(of=") {
        Some(rest) => rest.split_once(", key=\"").filter(|(_, key)| key.ends_with("\")"))?.0,
        None => text,
    };
    let is_word = matches!(path, "true" | "false");
    (is_path(path) && !is_word).then(|| path.split('.').next().unwrap_or(path))
}

/// A word of a tag.
struct Word<'t> {
    at: usize,
    text: &'t str,
    /// Whether it is a variable: no field, no name of an argument, function, filter, test or component.
    is_value: bool,
}

fn words(tag: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let (mut at, mut before) = (0, ' ');
    while let Some(next) = tag[at..].chars().next() {
        let rest = &tag[at..];
        if !next.is_ascii_alphanumeric() && next != '_' {
            at += quoted(rest).map_or(next.len_utf8(), str::len);
            before = if next == ' ' { before } else { next };
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let behind = rest[end..].trim_start();
        let is_name = behind.starts_with('(') || (behind.starts_with('=') && !behind.starts_with("=="));
        let follows =
            |texts: &[&str]| before == 'w' && words.iter().map(|word| word.text).collect::<Vec<_>>().ends_with(texts);
        let is_test = follows(&["is"]) || follows(&["is", "not"]);
        let is_set = follows(&["set"]);
        let is_part = matches!(before, '.' | '|') || (before == '<' && words.is_empty());
        let is_number = next.is_ascii_digit();
        words.push(Word {
            at,
            text: &rest[..end],
            is_value: !is_part && !is_number && !is_test && (!is_name || is_set),
        });
        at += end;
        before = 'w';
    }
    words
}
