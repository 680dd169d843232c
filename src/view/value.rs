//! Views as the values that templates read. A view is a struct; this makes its value, field by field under the field's
//! own name, without a detour through a serialiser. What many pages show is made once and shared.

use std::collections::BTreeMap;

use tera::Value;
use tera::value::Key;

use super::{Name, Names, Said};
use crate::edition::Digest;
use crate::record::{Language, Word};

/// Something that a template can read.
pub trait ToValue {
    /// Its value, with those of its fields that are among the names.
    fn to_value(&self, names: &Names) -> Value;

    /// The text that it is, where that is not in the reader's language.
    fn foreign(&self) -> Option<(Said<'_>, &Language)> {
        None
    }
}

/// The value of a view that was made before: a copy costs a reference.
#[derive(Debug, Clone)]
pub struct Shared(Value);

impl Shared {
    /// Makes the value of a view.
    pub fn new(view: &impl ToValue, names: &Names) -> Self {
        Self(view.to_value(names))
    }

    /// The digest of all that templates can read of it.
    pub fn digest(&self) -> Digest {
        let mut told = Vec::new();
        tell(&self.0, &mut told);
        Digest::of(&told)
    }

    /// Adds its fields to those of a view that includes it.
    pub(crate) fn fill(&self, fields: &mut Fields<'_>) {
        for (name, value) in entries(&self.0) {
            let list = match value.as_map() {
                Some(_) if name == LANG.text() => &mut fields.languages,
                Some(_) if name == SAID.text() => &mut fields.said,
                _ => {
                    push(&mut fields.made, name, value.clone());
                    continue;
                }
            };
            entries(value).for_each(|(name, value)| push(list, name, value.clone()));
        }
    }
}

impl ToValue for Shared {
    fn to_value(&self, _: &Names) -> Value {
        self.0.clone()
    }
}

impl ToValue for Value {
    fn to_value(&self, _: &Names) -> Value {
        self.clone()
    }
}

impl ToValue for &str {
    fn to_value(&self, _: &Names) -> Value {
        Value::normal_string(self)
    }
}

impl ToValue for String {
    fn to_value(&self, _: &Names) -> Value {
        Value::normal_string(self)
    }
}

impl ToValue for bool {
    fn to_value(&self, _: &Names) -> Value {
        Value::from(*self)
    }
}

impl ToValue for usize {
    fn to_value(&self, _: &Names) -> Value {
        Value::from(*self)
    }
}

impl ToValue for i64 {
    fn to_value(&self, _: &Names) -> Value {
        Value::from(*self)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self, names: &Names) -> Value {
        self.as_ref().map_or_else(Value::none, |some| some.to_value(names))
    }

    fn foreign(&self) -> Option<(Said<'_>, &Language)> {
        self.as_ref().and_then(ToValue::foreign)
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self, names: &Names) -> Value {
        Value::from(self.iter().map(|one| one.to_value(names)).collect::<Vec<Value>>())
    }
}

impl<A: ToValue, B: ToValue> ToValue for (A, B) {
    fn to_value(&self, names: &Names) -> Value {
        Value::from(vec![self.0.to_value(names), self.1.to_value(names)])
    }
}

impl<W: Word> ToValue for W {
    fn to_value(&self, _: &Names) -> Value {
        Value::normal_string(self.word())
    }
}

/// The fields of a view on their way to a value.
pub(crate) struct Fields<'n> {
    names: &'n Names,
    made: Vec<(Field, Value)>,
    /// The languages of those fields that are not in the reader's.
    languages: Vec<(Field, Value)>,
    /// Those fields marked with their language.
    said: Vec<(Field, Value)>,
}

/// A field's name, in the order of the struct.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    at: usize,
    name: &'static str,
}

impl From<Field> for Key<'static> {
    fn from(field: Field) -> Self {
        Key::Str(field.name)
    }
}

impl<'n> Fields<'n> {
    pub(crate) fn new(names: &'n Names, count: usize) -> Self {
        Self { names, made: Vec::with_capacity(count + 2), languages: Vec::new(), said: Vec::new() }
    }

    /// Adds a field, if it is read.
    pub(crate) fn add(&mut self, name: Name, view: &impl ToValue) {
        if self.names.has(name) {
            if let Some((said, language)) = view.foreign() {
                push(&mut self.languages, name.text(), Value::normal_string(language.as_str()));
                push(&mut self.said, name.text(), Value::safe_string(&said.markup()));
            }
            push(&mut self.made, name.text(), view.to_value(self.names));
        }
    }

    /// The value, with `lang` and `said` where a field is in another language.
    pub(crate) fn finish(mut self) -> Value {
        for (name, of) in [(LANG, self.languages), (SAID, self.said)] {
            if !of.is_empty() && self.names.has(name) {
                push(&mut self.made, name.text(), map(of));
            }
        }
        map(self.made)
    }
}

/// The field of a view that says which of the others are in another language.
const LANG: Name = Name::of("lang");
/// The field of a view that has those others marked with their language.
const SAID: Name = Name::of("said");

fn push(fields: &mut Vec<(Field, Value)>, name: &'static str, value: Value) {
    fields.push((Field { at: fields.len(), name }, value));
}

/// The engine's maps hash their keys with care: handed over as a sorted map, they are hashed once.
fn map(fields: Vec<(Field, Value)>) -> Value {
    Value::from(fields.into_iter().collect::<BTreeMap<_, _>>())
}

/// Writes down a value so that no other is written so: of each thing its kind, how long it is, and what is in it.
fn tell(value: &Value, told: &mut Vec<u8>) {
    if let Some(text) = value.as_str() {
        tell_bytes(if value.is_safe() { b's' } else { b't' }, text.as_bytes(), told);
    } else if let Some(list) = value.as_array() {
        tell_bytes(b'l', &list.len().to_le_bytes(), told);
        for value in list {
            tell(value, told);
        }
    } else if let Some(map) = value.as_map() {
        tell_bytes(b'm', &map.len().to_le_bytes(), told);
        for (name, value) in entries(value) {
            tell_bytes(b'n', name.as_bytes(), told);
            tell(value, told);
        }
    } else {
        tell_bytes(b'p', format!("{value:?}").as_bytes(), told);
    }
}

fn tell_bytes(kind: u8, bytes: &[u8], told: &mut Vec<u8>) {
    told.push(kind);
    told.extend_from_slice(&bytes.len().to_le_bytes());
    told.extend_from_slice(bytes);
}

/// The fields of a value that was made of a view.
fn entries(value: &Value) -> impl Iterator<Item = (&'static str, &Value)> {
    value.as_map().into_iter().flatten().filter_map(|(key, value)| match key {
        Key::Str(name) => Some((*name, value)),
        _ => None,
    })
}

/// A view: a struct whose fields are read by templates under their own names. `includes part: Type` in front adds the
/// fields of another view.
macro_rules! view {
    (
        $(#[$about:meta])*
        $name:ident $(<$life:lifetime>)? $(includes $part:ident: $part_type:ty;)? {
            $($(#[$doc:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug)]
        pub struct $name $(<$life>)? {
            $(
                /// All of this too.
                pub $part: $part_type,
            )?
            $($(#[$doc])* pub $field: $type,)*
        }

        impl $(<$life>)? $name $(<$life>)? {
            /// The names of its own fields.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];
        }

        impl $(<$life>)? $name $(<$life>)? {
            pub(crate) fn fill(&self, fields: &mut $crate::view::Fields<'_>) {
                $(self.$part.fill(fields);)?
                $(fields.add(const { $crate::view::Name::of(stringify!($field)) }, &self.$field);)*
            }
        }

        impl $(<$life>)? $crate::view::ToValue for $name $(<$life>)? {
            fn to_value(&self, names: &$crate::view::Names) -> tera::Value {
                let mut fields = $crate::view::Fields::new(names, Self::FIELDS.len());
                self.fill(&mut fields);
                fields.finish()
            }
        }
    };
}

pub(crate) use view;
