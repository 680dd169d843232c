//! Views as the values that templates read. A view is a struct; this makes its value, field by field under the field's
//! own name, without a detour through a serialiser. What many pages show is made once and shared.

use tera::{Map, Value};

use crate::record::Word;

/// Something that a template can read.
pub trait ToValue {
    /// Its value.
    fn to_value(&self) -> Value;
}

/// The value of a view that was made before: a copy costs a reference.
#[derive(Debug, Clone)]
pub struct Shared(Value);

impl Shared {
    /// Makes the value of a view.
    pub fn new(view: &impl ToValue) -> Self {
        Self(view.to_value())
    }
}

impl ToValue for Shared {
    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl ToValue for &str {
    fn to_value(&self) -> Value {
        Value::normal_string(self)
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        Value::normal_string(self)
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ToValue for usize {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or_else(Value::none, ToValue::to_value)
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self) -> Value {
        Value::from(self.iter().map(ToValue::to_value).collect::<Vec<Value>>())
    }
}

impl<A: ToValue, B: ToValue> ToValue for (A, B) {
    fn to_value(&self) -> Value {
        Value::from(vec![self.0.to_value(), self.1.to_value()])
    }
}

impl<W: Word> ToValue for W {
    fn to_value(&self) -> Value {
        Value::normal_string(self.word())
    }
}

/// Adds the entries of a view that another one includes.
pub(crate) fn include(map: &mut Map, included: &Value) {
    if let Some(included) = included.as_map() {
        map.extend(included.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
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

        impl $(<$life>)? $crate::view::ToValue for $name $(<$life>)? {
            fn to_value(&self) -> tera::Value {
                let mut map = tera::Map::default();
                $($crate::view::include(&mut map, &$crate::view::ToValue::to_value(&self.$part));)?
                $(map.insert(
                    tera::value::Key::Str(stringify!($field).trim_start_matches("r#")),
                    $crate::view::ToValue::to_value(&self.$field),
                );)*
                tera::Value::from(map)
            }
        }
    };
}

pub(crate) use view;
