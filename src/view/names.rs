//! Which fields the templates of a theme can read: what none of them names is not made. Where a template loops over the
//! names that a view has, or works out a name, everything is made; a page that cannot be rendered is rendered again with
//! everything. A view that is printed whole has the fields that are named.

/// The name of a field, and where it stands in a [`Names`].
#[derive(Debug, Clone, Copy)]
pub struct Name {
    text: &'static str,
    bit: u16,
}

impl Name {
    /// The name of a field as Rust writes it: `r#type` is `type`.
    pub const fn of(field: &'static str) -> Self {
        let bytes = field.as_bytes();
        let raw = bytes.len() > 2 && bytes[0] == b'r' && bytes[1] == b'#';
        let text = if raw { field.split_at(2).1 } else { field };
        Self { text, bit: bit(text.as_bytes()) }
    }

    /// The name as templates write it.
    pub const fn text(self) -> &'static str {
        self.text
    }
}

/// A digest of a name: FNV-1a, folded to sixteen bits. Two names that share one only make a field that nobody reads.
const fn bit(name: &[u8]) -> u16 {
    let mut digest: u32 = 0x811c_9dc5;
    let mut at = 0;
    while at < name.len() {
        digest = (digest ^ name[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    let [a, b, c, d] = digest.to_be_bytes();
    u16::from_be_bytes([a ^ c, b ^ d])
}

/// A set of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names(Box<[u64]>);

impl Names {
    /// Every name.
    pub fn all() -> Self {
        Self(vec![u64::MAX; 1 << 10].into())
    }

    /// Every word in the tags of some templates; every name, where one of them asks a view which names it has.
    pub fn written_in<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut bits = vec![0; 1 << 10];
        for text in texts {
            if asks_for_names(text) {
                return Self::all();
            }
            let words = tags(text).flat_map(|tag| tag.as_bytes().split(|byte| !is_part(*byte)));
            for bit in words.map(bit) {
                bits[usize::from(bit / 64)] |= 1u64 << (bit % 64);
            }
        }
        Self(bits.into())
    }

    /// Whether a name is in it.
    pub fn has(&self, name: Name) -> bool {
        self.0[usize::from(name.bit / 64)] & (1 << (name.bit % 64)) != 0
    }
}

/// The tags of a template. What stands behind the last `}` before the next tag is text.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("{{").flat_map(|part| part.split("{%")).skip(1);
    parts.filter_map(|part| part.rsplit_once('}').map(|(tag, _)| tag))
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a template loops over names and values, has a filter or a test of them, or works out a name.
fn asks_for_names(text: &str) -> bool {
    tags(text).any(|tag| {
        let mut words = tag.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        words.any(|word| ["keys", "values", "pairs", "get", "containing"].contains(&word))
            || looks_for_a_name(tag)
            || works_out_a_name(tag)
    })
}

/// Whether a tag asks if a name that it does not spell out is that of a field, `key in pledge`, or loops over names and
/// values, `for name, value in pledge`.
fn looks_for_a_name(tag: &str) -> bool {
    const QUOTES: [char; 3] = ['"', '\'', '`'];
    let words: Vec<&str> = tag.split_whitespace().collect();
    words.iter().enumerate().filter(|(_, word)| **word == "in").any(|(at, _)| {
        let before = words[..at].strip_suffix(&["not"]).unwrap_or(&words[..at]);
        let is_loop = matches!(before, [.., "for" | "-for", one] if !one.contains(','));
        let is_named = before.last().is_some_and(|word| word.ends_with(QUOTES));
        let is_list = words.get(at + 1).is_some_and(|word| word.starts_with('[') || word.starts_with(QUOTES));
        !is_loop && !is_named && !is_list
    })
}

/// Whether a tag reads a field by anything but its name in quotes, or a number: `pledge[key]`.
fn works_out_a_name(tag: &str) -> bool {
    tag.match_indices('[').any(|(at, _)| {
        let of = tag[..at].trim_end();
        let word = of.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let is_list = ["in", "and", "or", "not", "if", "else", "is"].contains(&word);
        let is_read_into = !is_list && (!word.is_empty() || of.ends_with([')', ']', '?']));
        let by = tag[at + 1..].split(']').next().unwrap_or_default();
        is_read_into && !is_name(by) && !is_number(by)
    })
}

/// Whether an expression is a name in quotes.
fn is_name(text: &str) -> bool {
    let [first @ (b'"' | b'\'' | b'`'), name @ .., last] = text.as_bytes() else { return false };
    first == last && name.iter().all(|byte| is_part(*byte))
}

/// Whether an expression is a number, or some.
fn is_number(text: &str) -> bool {
    let text = text.replace("loop.index0", "0").replace("loop.index", "0");
    text.chars().all(|c| c.is_ascii_digit() || ": +-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_names_the_words_in_it() {
        let names = Names::written_in(["{{ pledge.moved.text }}", "{{ said(of=pledge, key=\"type\") }}"]);
        for name in ["pledge", "moved", "text", "r#type"] {
            assert!(names.has(Name::of(name)), "{name}");
        }
        assert!(!names.has(Name::of("timeline")));
        let names = Names::written_in(["<a lang=\"{{ page.language }}\">{{ <row pledge={parent} /> }}<b>figure</b>"]);
        assert!(names.has(Name::of("language")) && names.has(Name::of("parent")));
        assert!(!names.has(Name::of("lang")) && !names.has(Name::of("figure")));
        for worked_out in [
            "pledge[key]",
            "a.b[\"fig\" ~ \"ure\"]",
            "f(a=b)[c.d]",
            "a[0][b]",
            "a [b]",
            "<x a={b} /> if a[c]",
            "a | keys",
            "b in a",
            "b not in a.c",
            "a is containing(pat=b)",
            "[c for b, c in a]",
            "for b,c in a",
            "b\nin a",
        ] {
            assert_eq!(Names::written_in([&*format!("{{{{ {worked_out} }}}}")]), Names::all(), "{worked_out}");
        }
        for named in [
            "pledge[\"key\"]",
            "a[0].b",
            "a[1:-1]",
            "a[loop.index0 + 1]",
            "[a, b]",
            "a in [b]",
            "\"b\" not in a",
            "for b in a",
            "[b for b in a]",
            "a | sort(attribute=\"b.c\")",
        ] {
            assert_ne!(Names::written_in([&*format!("{{{{ {named} }}}}")]), Names::all(), "{named}");
        }
        assert!(Names::all().has(Name::of("timeline")));
        assert_eq!(Name::of("r#type").text(), "type");
    }
}
