//! How written forms are declared: the `spec!` macro, and what its setters take. For every module whose types people type in YAML.

use serde_json::{Map, Number, Value};

/// What a setter takes for a field of type `T`: the value, what turns into it, or, for a list, anything that yields such.
pub trait IntoField<T> {
    /// The value as the field holds it.
    fn into_field(self) -> T;
}

impl<T, U: Into<T>> IntoField<Option<T>> for U {
    fn into_field(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, U: Into<T>, I: IntoIterator<Item = U>> IntoField<Vec<T>> for I {
    fn into_field(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<U: Into<String>> IntoField<String> for U {
    fn into_field(self) -> String {
        self.into()
    }
}

impl IntoField<bool> for bool {
    fn into_field(self) -> bool {
        self
    }
}

impl<K: Into<String>, T, U: Into<T>, I: IntoIterator<Item = (K, U)>> IntoField<std::collections::BTreeMap<String, T>> for I {
    fn into_field(self) -> std::collections::BTreeMap<String, T> {
        self.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
    }
}

impl<K: Into<String>, I: IntoIterator<Item = (K, Value)>> IntoField<Map<String, Value>> for I {
    fn into_field(self) -> Map<String, Value> {
        self.into_iter().map(|(key, value)| (key.into(), value)).collect()
    }
}

/// A number of Rust that JSON can hold.
pub trait IntoNumber {
    /// The number as JSON holds it; `None` for infinity and for what is not a number.
    fn into_number(self) -> Option<Number>;
}

macro_rules! into_number {
    ($($type:ty)*) => {
        $(impl IntoNumber for $type {
            fn into_number(self) -> Option<Number> {
                Some(self.into())
            }
        })*
    };
}

into_number! { i32 u32 i64 u64 Number }

impl IntoNumber for f64 {
    fn into_number(self) -> Option<Number> {
        Number::from_f64(self)
    }
}

/// Defines a struct of the written form: read with camelCase keys, unknown ones refused, with a schema made from the doc
/// comments and a setter for each field by the field's name.
macro_rules! spec {
    (
        $(#[$about:meta])*
        pub struct $name:ident { $( $(#[$field_about:meta])* pub $field:ident : $type:ty, )* }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $( $(#[$field_about])* pub $field: $type, )* }

        impl $crate::written::IntoField<$name> for $name {
            fn into_field(self) -> $name {
                self
            }
        }

        impl $name {
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](#structfield.", stringify!($field), ").")]
                #[must_use]
                pub fn $field(mut self, value: impl $crate::written::IntoField<$type>) -> Self {
                    self.$field = value.into_field();
                    self
                }
            )*
        }
    };
}

pub(crate) use spec;
