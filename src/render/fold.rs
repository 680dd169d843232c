//! Templates with what is known of a language before any page is: `{{ t(key="skip") }}` becomes the word itself, a message
//! with texts in it those texts and the words around them, `said(of=pledge, key="title")` the two fields that `said` looks
//! at, and a component its own text with the arguments in it (`inline`). The engine takes a tenth of the steps for each.
//! They say the same, but not at the same columns: faults are told of the templates as they were written.

use std::collections::BTreeMap;

use tera::Value;

use super::inline::{Call, Component, components, end_of_call, end_of_tag, quoted};
use crate::words::Words;

/// Components in components, and messages in messages: how deep they are looked into.
const DEPTH: usize = 8;

/// What is known before any page is.
pub(super) struct Known<'t> {
    words: &'t Words,
    components: BTreeMap<&'t str, Component<'t>>,
}

impl<'t> Known<'t> {
    /// The words of a language, and the components of all templates.
    pub(super) fn new(words: &'t Words, templates: impl Iterator<Item = &'t str>) -> Self {
        Self { words, components: templates.flat_map(components).collect() }
    }

    /// A template for readers of the language.
    pub(super) fn folded(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        // What stands between these is no template.
        if text.contains("endraw") {
            return text.to_owned();
        }
        self.fold(text, &mut folded, DEPTH);
        folded
    }

    fn fold(&self, text: &str, folded: &mut String, depth: usize) {
        let mut rest = text;
        while let Some(start) = ["{{", "{%"].iter().filter_map(|open| rest.find(open)).min() {
            let (before, tag) = rest.split_at(start);
            folded.push_str(before);
            let Some(end) = end_of_tag(tag) else {
                rest = tag;
                break;
            };
            let (tag, behind) = tag.split_at(end);
            let printed = tag.strip_prefix("{{ ").and_then(|tag| tag.strip_suffix(" }}"));
            let instead = |printed| self.message(printed).or_else(|| self.inlined(printed));
            if let Some(shown) = printed.and_then(printed_said) {
                folded.push_str(&shown);
            } else if let Some(instead) = printed.filter(|_| depth > 0).and_then(instead) {
                self.fold(&instead, folded, depth - 1);
            } else {
                self.in_tag(tag, folded);
            }
            rest = behind;
        }
        folded.push_str(rest);
    }

    /// Writes a tag with the words and fields that it asks for.
    fn in_tag(&self, tag: &str, folded: &mut String) {
        let mut rest = tag;
        let mut before = ' ';
        while let Some(next) = rest.chars().next() {
            let is_start = !before.is_alphanumeric() && before != '_';
            let known = is_start.then(|| self.word(rest).or_else(|| said(rest)));
            if let Some((instead, behind)) = known.flatten() {
                folded.push_str(&instead);
                before = ')';
                rest = behind;
                continue;
            }
            let taken = quoted(rest).map_or(next.len_utf8(), str::len);
            folded.push_str(&rest[..taken]);
            before = next;
            rest = &rest[taken..];
        }
    }

    /// `t(key="…")` with nothing else, as the word that it is.
    fn word<'r>(&self, text: &'r str) -> Option<(String, &'r str)> {
        let (key, behind) = text.strip_prefix("t(key=\"")?.split_once("\")")?;
        let word = self.words.fixed(key)?;
        let word = word.as_str().filter(|_| !word.is_safe())?;
        let quote = ['"', '\'', '`'].into_iter().find(|quote| !word.contains(*quote))?;
        let is_plain = !word.contains(['\\', '\n', '{', '}', '%']);
        is_plain.then(|| (format!("{quote}{word}{quote}"), behind))
    }

    /// What is printed, where that is a message whose arguments are texts: its words, and tags that print those.
    fn message(&self, printed: &str) -> Option<String> {
        let (key, mut rest) = printed.strip_prefix("t(key=\"")?.split_once('"')?;
        let mut arguments = BTreeMap::new();
        while let Some(more) = rest.strip_prefix(", ") {
            let (name, value) = more.split_once('=')?;
            let end = text_expression(value)?;
            arguments.insert(name, Value::safe_string(&format!("{{{{ {} }}}}", &value[..end])));
            rest = &value[end..];
        }
        if rest != ")" || !self.words.is_plain(key) {
            return None;
        }
        if arguments.is_empty() {
            let mut html = Vec::new();
            tera::escape_html(self.words.fixed(key)?.as_str()?, &mut html).ok()?;
            return String::from_utf8(html).ok();
        }
        let message = self.words.with(key, &arguments.iter().map(|(name, value)| (*name, value)).collect())?;
        message.as_str().map(str::to_owned)
    }

    /// What is printed, where that is a component whose text can stand in its place.
    fn inlined(&self, printed: &str) -> Option<String> {
        let call = Call::read(printed)?;
        self.components.get(call.name)?.with(&call)
    }
}

/// The length of an expression that can only be text: a component, the markup of a date, or a text of a view.
fn text_expression(text: &str) -> Option<usize> {
    if text.starts_with('<') {
        return end_of_call(text);
    }
    if let Some((_, behind)) = said(text) {
        return Some(text.len() - behind.len());
    }
    let end = text.find([',', ')'])?;
    let is_date = text[..end].rsplit_once('.').is_some_and(|(_, field)| field == "time");
    (is_path(&text[..end]) && is_date).then_some(end)
}

/// `said(of=…, key="…")` of a path: its marked text, else the plain one.
fn said(text: &str) -> Option<(String, &str)> {
    let (of, key, behind) = said_of(text)?;
    Some((format!("({of}.said?.{key} or {of}.{key})"), behind))
}

/// The same where nothing else is printed. Few texts are marked, and the engine takes half the steps to find none.
fn printed_said(printed: &str) -> Option<String> {
    let (of, key, _) = said_of(printed).filter(|(.., behind)| behind.is_empty())?;
    let marked = format!("({of}.said?.{key} or {of}.{key})");
    Some(format!("{{% if {of}.said %}}{{{{ {marked} }}}}{{% else %}}{{{{ {of}.{key} }}}}{{% endif %}}"))
}

/// The path and the field of a `said(of=…, key="…")` that a text begins with, and what comes behind it.
fn said_of(text: &str) -> Option<(&str, &str, &str)> {
    let (of, behind) = text.strip_prefix("said(of=")?.split_once(", key=\"")?;
    let (key, behind) = behind.split_once("\")")?;
    let is_field = is_path(key) && !key.contains('.');
    (is_path(of) && is_field).then_some((of, key, behind))
}

/// Whether a text is a name, or a field of one.
pub(super) fn is_path(text: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    !text.starts_with(|c: char| c.is_ascii_digit()) && text.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Language;

    const WORDS: &str = "plain = Plain & so on\nquoted = He said \"no\"\nwith = { $n } of them\nby = By { $name }, <b>\n\
                         one = { $n ->\n    [one] One\n   *[other] Many\n}\n";
    const PARTS: &str = "{% component link(path, label = \"here\", @page) %}<a href=\"{{ page.root }}{{ path }}\">{{ label }}</a>\
                         {% endcomponent link %}\n\
                         {% component list(all, is_open = false) %}{% for one in all %}{% set two = one.two %}{{ <link path={two.path} /> }}\
                         {% if not is_open and loop.first %}{{ two.all }}{% endif %}{% endfor %}{% endcomponent list %}\n\
                         {% component trimmed(a) %} {%- if a is not defined %}{{ a }}{% endif %}{% endcomponent trimmed %}\n\
                         {% component lost(a) %}{{ a }}{{ b }}{% endcomponent lost %}\n\
                         {% component again(a) %}{{ <again a={a} /> }}{% endcomponent again %}";

    /// A field of a view where nothing else is printed.
    fn shown(of: &str, key: &str) -> String {
        format!(
            "{{% if {of}.said %}}{{{{ ({of}.said?.{key} or {of}.{key}) }}}}{{% else %}}{{{{ {of}.{key} }}}}{{% endif %}}"
        )
    }

    fn of(template: &str) -> String {
        let language = Language::parse("en").unwrap();
        let words = Words::new(&language, &[WORDS]);
        Known::new(&words, [PARTS].into_iter()).folded(template)
    }

    #[test]
    fn what_is_known_stands_in_the_template() {
        assert_eq!(of("<a>{{ t(key=\"plain\") }}</a>"), "<a>Plain &amp; so on</a>");
        assert_eq!(of("{{ <x a={t(key=\"quoted\")} /> }}"), "{{ <x a={'He said \"no\"'} /> }}");
        assert_eq!(of("{% set a = t(key=\"plain\") %}"), "{% set a = \"Plain & so on\" %}");
        assert_eq!(of("{{ said(of=a.b, key=\"c\") }}"), shown("a.b", "c"));
        assert_eq!(of("{{ said(of=a, key=\"b\") | upper }}"), "{{ (a.said?.b or a.b) | upper }}");
    }

    #[test]
    fn words_stand_around_the_texts_of_a_message() {
        assert_eq!(of("{{ t(key=\"by\", name=a.on.time) }}"), "By {{ a.on.time }}, &lt;b&gt;");
        assert_eq!(of("{{ t(key=\"by\", name=<x a={b} c=\"/>\" />) }}"), "By {{ <x a={b} c=\"/>\" /> }}, &lt;b&gt;");
        let said = "{{ t(key=\"by\", name=said(of=a, key=\"name\")) }}";
        assert_eq!(of(said), format!("By {}, &lt;b&gt;", shown("a", "name")));
    }

    #[test]
    fn components_stand_where_they_are_called() {
        let link = |path: &str, label: &str| format!("<a href=\"{{{{ page.root }}}}{{{{ {path} }}}}\">{label}</a>");
        assert_eq!(of("{{ <link path={a.b} /> }}"), link("a.b", "{{ \"here\" }}"));
        assert_eq!(of("{{ <link path=\"b/\" label={said(of=a, key=\"c\")} /> }}"), link("\"b/\"", &shown("a", "c")));
        let list = format!(
            "{{% for one in all.ours %}}{{% set two = one.two %}}{}{{% if not true and loop.first %}}{{{{ two.all }}}}\
             {{% endif %}}{{% endfor %}}",
            link("two.path", "{{ \"here\" }}")
        );
        assert_eq!(of("{{ <list all={all.ours} is_open={true} /> }}"), list);
        assert_eq!(
            of("{{ t(key=\"by\", name=<link path={a.b} />) }}"),
            format!("By {}, &lt;b&gt;", link("a.b", "{{ \"here\" }}"))
        );
    }

    #[test]
    fn all_else_stays_as_it_is() {
        for template in [
            "t(key=\"plain\")",
            "{{ start(key=\"plain\") }}",
            // A number is written as the language writes it, and chooses the words.
            "{{ t(key=\"with\", n=2) }}",
            "{{ t(key=\"with\", n=a.n) }}",
            "{{ t(key=\"one\", n=a.time) }}",
            "{{ t(key=\"none\") }}",
            "{{ t(key=\"by\") }}",
            "{{ 't(key=\"plain\")' }}",
            "{{ said(of=a[0], key=\"c\") }}",
            "{{ said(of=a, key=b) }}",
            "{% raw %}{{ t(key=\"plain\") }}{% endraw %}",
            "{{ open \"",
            "한국어 {{ a }} 한",
            // A component sees nothing but its arguments, and is given all of them.
            "{{ <lost a={b} /> }}",
            "{{ <link /> }}",
            // What stands around a component is not its own to trim.
            "{{ <trimmed a={b} /> }}",
            "{{ <link path={a} other={b} /> }}",
            // What it is given is not what it names so itself.
            "{{ <list all={one.all} /> }}",
            "{{ <list all={loop.all} /> }}",
            "{{ <list all={a[0]} /> }}",
        ] {
            assert_eq!(of(template), template);
        }
        assert_eq!(of("{{ <again a={b} /> }}"), "{{ <again a={b} /> }}");
    }
}
