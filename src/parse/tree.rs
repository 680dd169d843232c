//! A TOML text as a tree: keys and values with their places in the file, as decoders read them. A text without a fault is
//! read by `toml_spanner`, in a fraction of the time; what has one by `toml`, which tells of all of them and reads what is
//! left.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_spanner::{Arena, ArrayStyle, TableStyle};

use crate::diagnostic::{Placed, Span};
use crate::record::Date;

/// What stands at a key or in a list.
#[derive(Debug, PartialEq)]
pub(super) enum Item<'t> {
    Text(&'t str),
    /// A whole number; nothing where it has more than 64 bits.
    Integer(Option<i64>),
    Float,
    Boolean(bool),
    /// A day; nothing where a time stands, or no day that there was or will be.
    Date(Option<Date>),
    List(Vec<Placed<Item<'t>>>),
    Table(Table<'t>),
}

/// A value with its place in the file.
pub(super) type Value<'v> = &'v Placed<Item<'v>>;

impl<'t> Item<'t> {
    /// The kind of the value, in an editor's words.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Float => "a number",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    pub(super) fn as_table(&self) -> Option<&Table<'t>> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn as_list(&self) -> Option<&[Placed<Item<'t>>]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }
}

/// A table: its keys, each with its value, in the order of the file.
#[derive(Debug, PartialEq)]
pub(super) struct Table<'t> {
    entries: Vec<(Placed<&'t str>, Placed<Item<'t>>)>,
}

/// A table without keys, for listing the format.
pub(super) static EMPTY: Table<'static> = Table { entries: Vec::new() };

impl<'t> Table<'t> {
    /// The table of a text that begins at `offset` in its file; nothing where the text has a fault. `arena` keeps what is not
    /// in the text as it is read.
    pub(super) fn of(text: &'t str, offset: usize, arena: &'t Arena) -> Option<Self> {
        let document = toml_spanner::parse(text, arena).ok()?;
        Written { text, offset }.table(document.table(), DEEPEST)
    }

    /// A table that was read beside faults.
    pub(super) fn rest(table: &DeTable<'t>, offset: usize, arena: &'t Arena) -> Self {
        let entry = |(key, value): (&Spanned<toml::de::DeString<'t>>, &Spanned<DeValue<'t>>)| {
            let span = Span::from(key.span()).shifted(offset);
            (Placed::new(kept(key.get_ref(), arena), span), rest(value, offset, arena))
        };
        let mut entries: Vec<_> = table.iter().map(entry).collect();
        entries.sort_by_key(|(key, _)| key.span);
        Self { entries }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Placed<Item<'t>>> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, item)| item)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Placed<&'t str>, Placed<Item<'t>>)> {
        self.entries.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

/// How deep tables and lists may stand in each other; the format's own do five deep. What is deeper is left to `toml`, which
/// has a limit of its own and a fault for it.
const DEEPEST: usize = 16;

/// A text without a fault, with the place in the file where it begins.
#[derive(Clone, Copy)]
struct Written<'t> {
    text: &'t str,
    offset: usize,
}

impl<'t> Written<'t> {
    fn span(self, span: toml_spanner::Span) -> Span {
        Span::from(span.range()).shifted(self.offset)
    }

    fn table(self, table: &toml_spanner::Table<'t>, deepest: usize) -> Option<Table<'t>> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, item) in table {
            entries.push((Placed::new(key.name, self.span(key.span)), self.item(item, deepest)?));
        }
        Some(Table { entries })
    }

    fn item(self, item: &toml_spanner::Item<'t>, deepest: usize) -> Option<Placed<Item<'t>>> {
        let mut span = self.span(item.span());
        let value = match item.value() {
            toml_spanner::Value::String(text) => Item::Text(text),
            toml_spanner::Value::Integer(integer) => Item::Integer(integer.as_i64()),
            toml_spanner::Value::Float(_) => Item::Float,
            toml_spanner::Value::Boolean(boolean) => Item::Boolean(*boolean),
            toml_spanner::Value::DateTime(moment) => {
                let day = moment.date().filter(|_| moment.time().is_none());
                Item::Date(day.and_then(|day| self::day(day.year, day.month, day.day)))
            }
            toml_spanner::Value::Array(array) => {
                let deepest = deepest.checked_sub(1)?;
                let items: Vec<_> = array.iter().map(|item| self.item(item, deepest)).collect::<Option<_>>()?;
                // A list of tables stands where its first header does.
                if let (ArrayStyle::Header, Some(first)) = (array.style(), items.first()) {
                    span = first.span;
                }
                Item::List(items)
            }
            toml_spanner::Value::Table(table) => {
                if table.style() == TableStyle::Header {
                    span = self.span(item.span().extract_header_span(self.text.as_bytes()));
                }
                Item::Table(self.table(table, deepest.checked_sub(1)?)?)
            }
        };
        Some(Placed::new(value, span))
    }
}

fn rest<'t>(value: &Spanned<DeValue<'t>>, offset: usize, arena: &'t Arena) -> Placed<Item<'t>> {
    let item = match value.get_ref() {
        DeValue::String(text) => Item::Text(kept(text, arena)),
        DeValue::Integer(integer) => Item::Integer(i64::from_str_radix(integer.as_str(), integer.radix()).ok()),
        DeValue::Float(_) => Item::Float,
        DeValue::Boolean(boolean) => Item::Boolean(*boolean),
        DeValue::Datetime(moment) => {
            let day = moment.date.filter(|_| moment.time.is_none());
            Item::Date(day.and_then(|day| self::day(day.year, day.month, day.day)))
        }
        DeValue::Array(array) => Item::List(array.iter().map(|value| rest(value, offset, arena)).collect()),
        DeValue::Table(table) => Item::Table(Table::rest(table, offset, arena)),
    };
    Placed::new(item, Span::from(value.span()).shifted(offset))
}

/// A string for as long as the tree: where it stands in the text, or a copy of what its escapes say.
fn kept<'t>(text: &Cow<'t, str>, arena: &'t Arena) -> &'t str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => arena.alloc_str(text),
    }
}

fn day(year: u16, month: u8, day: u8) -> Option<Date> {
    Date::day(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What texts are made of, right and wrong. A header above one that was written before, `[t.u]` and then `[t]`, is not
    /// among them: the readers differ in which of the two names `t`, and both are right.
    #[rustfmt::skip]
    const PIECES: &[&str] = &[
        "a = 1", "b = \"x\"", "c = 'y'", "\n", "\n", "\n", "\n", "\r\n", "\r", " ", "\t", "# c\n", "\u{feff}", "\0",
        "=", "\"", "\"\"\"", "'''", "]", "}", ",", "[s]", "[a]", "[[a]]", "[[l]]", "[[l.m]]", "[t.u]", "[ t . v ]",
        "[\"q r\"]", "[]", "[s.]", "[ [l] ]", "x.y = 1", "jj . kk = 1", "\"k\" = 2", "'k2' = true", "'' = 1", "é = 1",
        "a.b = 2", "2025-02-30", "d = 2025-06-07", "e = 2025-06-07T10:11:12Z", "f = 10:11:12",
        "x = 2025-06-07 10:11:12.5+09:00", "dd = 10:11", "mm = 2025-02-30", "rr = 25:00:00", "ss = 2025-6-7",
        "g = [1, 2]", "h = [ \"a\",\n \"b\", ]", "yy = [[1], [2]]", "z = [{ a = 1 }, { a = 2 }]", "k = []",
        "ww = [,]", "sss = [1 2]", "i = { a = 1, b.c = 2 }", "j = {}", "cc = {\n a = 1,\n}", "l = 1.5", "s = inf",
        "xxx = -nan", "u = 1e9", "tt = .5", "m = 0x1F", "gg = 0o17", "v = +1", "ff = -0", "n = 1_000", "pp = 1__0",
        "oo = 07", "o = 99999999999999999999", "ttt = truex", "w = \"é한\"", "p = \"\\u00e9\\n\"", "bb = \"\\e\\x41\"",
        "xx = \"\\q\"", "zz = \"\\ud800\"", "qq = \"\u{1}\"", "q = \"\"\"\nab\ncd\\\n  e\"\"\"", "r = '''\nx'''",
    ];

    #[test]
    fn a_text_without_a_fault_is_the_same_tree_to_both_readers() {
        // Numbers that look random, the same in each run.
        let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut any = |of: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed >> 33).expect("31 bits") % of
        };
        let mut sound = 0;
        for _ in 0..100_000 {
            let lines = 0..=any(9);
            let text: String =
                lines.map(|_| PIECES[any(PIECES.len())].to_owned() + ["", "\n", "\n"][any(3)]).collect();
            let arena = Arena::new();
            let Some(table) = Table::of(&text, 7, &arena) else { continue };
            let same = DeTable::parse(&text).map(|table| Table::rest(table.get_ref(), 7, &arena));
            assert_eq!(same.as_ref(), Ok(&table), "{text:?}");
            sound += 1;
        }
        assert!(sound > 10_000, "{sound} texts without a fault");
    }
}
