//! How a model of Grafana's files is read from JSON and written back without loss.
//!
//! Grafana is liberal in what it reads: a field may be missing, unknown to us, or in an unusual shape (`refresh: false`, a
//! data source as a plain string). So no model here fails on a field. What a field's type does not take stays, as it was
//! read, in the model's `extra`, and is written back from there.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::{Map, Number, Value};

/// A value that is read from JSON and written back as an equal value.
///
/// Law: `T::from_json(v)` gives either `Ok(t)` with `t.to_json() == v`, or `Err(v)` with the value given back unchanged.
pub trait Json: JsonSchema + Sized {
    /// Reads the value, or gives it back, unchanged, where it is not of this type's shape.
    fn from_json(value: Value) -> Result<Self, Value>;

    /// Writes the value.
    fn to_json(&self) -> Value;

    /// Shows `visit` every model within this value, itself first, with what that model did not take.
    fn visit_models(&self, visit: &mut dyn FnMut(&Kept<'_>)) {
        let _ = visit;
    }

    /// Whether all of it was known: no model in it kept anything as it was read.
    fn is_whole(&self) -> bool {
        let mut whole = true;
        self.visit_models(&mut |kept| whole &= kept.extra.is_empty());
        whole
    }
}

/// What one model kept as it was read, because no field of its took it.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'model> {
    /// The name of the model's type.
    pub model: &'static str,
    /// The keys that the model knows.
    pub keys: &'static [&'static str],
    /// The model's `extra`.
    pub extra: &'model Map<String, Value>,
}

impl Kept<'_> {
    /// The keys that the model knows and the file writes in a shape that it does not.
    pub fn unusual(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.extra.iter().map(|(key, value)| (key.as_str(), value)).filter(|(key, _)| self.keys.contains(key))
    }
}

/// A value that may be written as `null`, where `null` has a meaning of its own and is not the same as no value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Nullable<T> {
    /// `null`.
    #[default]
    Null,
    /// A value.
    Value(T),
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T> Nullable<T> {
    /// The value, where it is not `null`.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Nullable<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Nullable{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Option::<T>::json_schema(generator)
    }
}

impl<T: Json> Json for Nullable<T> {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::Null => Ok(Self::Null),
            other => T::from_json(other).map(Self::Value),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Value(value) => value.to_json(),
        }
    }

    fn visit_models(&self, visit: &mut dyn FnMut(&Kept<'_>)) {
        if let Self::Value(value) = self {
            value.visit_models(visit);
        }
    }
}

impl Json for Value {
    fn from_json(value: Value) -> Result<Self, Value> {
        Ok(value)
    }

    fn to_json(&self) -> Value {
        self.clone()
    }
}

impl Json for String {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }

    fn to_json(&self) -> Value {
        Value::String(self.clone())
    }
}

impl Json for bool {
    fn from_json(value: Value) -> Result<Self, Value> {
        value.as_bool().ok_or(value)
    }

    fn to_json(&self) -> Value {
        Value::Bool(*self)
    }
}

/// Any JSON number, in the form in which it was written: `1` and `1.0` stay apart, and no integer is rounded.
impl Json for Number {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::Number(number) => Ok(number),
            other => Err(other),
        }
    }

    fn to_json(&self) -> Value {
        Value::Number(self.clone())
    }
}

macro_rules! integers {
    ($($type:ty)*) => {
        $(impl Json for $type {
            fn from_json(value: Value) -> Result<Self, Value> {
                let read = match &value {
                    // A float without a fraction is not read as an integer: it would come back as one.
                    Value::Number(number) if !number.is_f64() => number.as_i128().and_then(|whole| Self::try_from(whole).ok()),
                    _ => None,
                };
                read.ok_or(value)
            }

            fn to_json(&self) -> Value {
                Value::from(*self)
            }
        })*
    };
}

integers! { u32 u64 i64 }

impl<T: Json> Json for Vec<T> {
    fn from_json(value: Value) -> Result<Self, Value> {
        let Value::Array(items) = value else { return Err(value) };
        let mut read = Self::with_capacity(items.len());
        let mut items = items.into_iter();
        while let Some(item) = items.next() {
            match T::from_json(item) {
                Ok(item) => read.push(item),
                // Give back the list as it was: what was read, what was refused, and the rest.
                Err(refused) => {
                    let mut whole: Vec<Value> = read.iter().map(T::to_json).collect();
                    whole.push(refused);
                    whole.extend(items);
                    return Err(Value::Array(whole));
                }
            }
        }
        Ok(read)
    }

    fn to_json(&self) -> Value {
        Value::Array(self.iter().map(T::to_json).collect())
    }

    fn visit_models(&self, visit: &mut dyn FnMut(&Kept<'_>)) {
        for item in self {
            item.visit_models(visit);
        }
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn from_json(value: Value) -> Result<Self, Value> {
        let Value::Object(entries) = value else { return Err(value) };
        let mut read = Self::new();
        let mut entries = entries.into_iter();
        while let Some((key, entry)) = entries.next() {
            match T::from_json(entry) {
                Ok(entry) => {
                    read.insert(key, entry);
                }
                Err(refused) => {
                    let mut whole: Map<String, Value> = read.iter().map(|(key, entry)| (key.clone(), entry.to_json())).collect();
                    whole.insert(key, refused);
                    whole.extend(entries);
                    return Err(Value::Object(whole));
                }
            }
        }
        Ok(read)
    }

    fn to_json(&self) -> Value {
        Value::Object(self.iter().map(|(key, entry)| (key.clone(), entry.to_json())).collect())
    }

    fn visit_models(&self, visit: &mut dyn FnMut(&Kept<'_>)) {
        for entry in self.values() {
            entry.visit_models(visit);
        }
    }
}

/// Takes the entry `key` out of `entries` where it has the shape of `T`; otherwise leaves it there.
pub(crate) fn take<T: Json>(entries: &mut Map<String, Value>, key: &str) -> Option<T> {
    match T::from_json(entries.remove(key)?) {
        Ok(read) => Some(read),
        Err(refused) => {
            entries.insert(key.to_owned(), refused);
            None
        }
    }
}

/// Writes `field` under `key`, if it is there.
pub(crate) fn put<T: Json>(entries: &mut Map<String, Value>, key: &str, field: Option<&T>) {
    if let Some(field) = field {
        entries.insert(key.to_owned(), field.to_json());
    }
}

/// The schema of one field, with the field's own words.
pub(crate) fn field_schema<T: JsonSchema>(generator: &mut schemars::SchemaGenerator, description: &str) -> Value {
    let mut schema = generator.subschema_for::<T>();
    let description = description.trim();
    if !description.is_empty() {
        schema.insert("description".to_owned(), Value::String(description.to_owned()));
    }
    schema.to_value()
}

/// Defines a model: a struct whose fields are all optional, with `extra` for what they do not take, a setter for each field
/// by the field's name, and [`Json`] and [`JsonSchema`] for the whole.
///
/// ```text
/// model! {
///     /// What it is, and the source of the fact.
///     pub struct GridPos {
///         /// Columns from the left, 0 to 23.
///         "x" => x: u32,
///     }
/// }
/// ```
///
/// `read with function;` after the struct names a function that has the last word on what was read (it must keep the law of
/// [`Json`]), and `schema with function;` one that has the last word on the schema.
macro_rules! model {
    (
        $(#[doc = $about:expr])*
        pub struct $name:ident {
            $( $(#[doc = $doc:expr])* $key:literal => $field:ident : $type:ty, )*
        }
        $( read with $finish:path; )?
        $( schema with $refine:path; )?
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            $( $(#[doc = $doc])* pub $field: Option<$type>, )*
            /// Fields that are not known here, and known ones in a shape that is not: as they were read, by key.
            pub extra: serde_json::Map<String, serde_json::Value>,
        }

        impl $name {
            /// The keys that are known here, as the file writes them.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            $(
                #[doc = concat!("Sets `", $key, "`.")]
                #[must_use]
                pub fn $field(mut self, value: impl Into<$type>) -> Self {
                    self.$field = Some(value.into());
                    self
                }
            )*
        }

        impl $crate::grafana::json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                let serde_json::Value::Object(mut entries) = value else { return Err(value) };
                let read = Self {
                    $( $field: $crate::grafana::json::take(&mut entries, $key), )*
                    extra: entries,
                };
                $( let read = $finish(read); )?
                Ok(read)
            }

            fn to_json(&self) -> serde_json::Value {
                let mut entries = self.extra.clone();
                $( $crate::grafana::json::put(&mut entries, $key, self.$field.as_ref()); )*
                serde_json::Value::Object(entries)
            }

            fn visit_models(&self, visit: &mut dyn FnMut(&$crate::grafana::json::Kept<'_>)) {
                visit(&$crate::grafana::json::Kept { model: stringify!($name), keys: Self::KEYS, extra: &self.extra });
                $( if let Some(field) = &self.$field {
                    $crate::grafana::json::Json::visit_models(field, visit);
                } )*
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut properties = serde_json::Map::new();
                $( properties.insert(
                    $key.to_owned(),
                    $crate::grafana::json::field_schema::<$type>(generator, concat!($($doc, "\n"),*)),
                ); )*
                let schema = schemars::json_schema!({
                    "type": "object",
                    "description": concat!($($about, "\n"),*).trim(),
                    "properties": properties,
                });
                $( let schema = $refine(schema, generator); )?
                schema
            }
        }
    };
}

/// Defines an enumeration whose values are texts. A text that is not listed is not of its shape, so a model keeps it in `extra`.
macro_rules! text_enum {
    (
        $(#[doc = $about:expr])*
        pub enum $name:ident { $( $(#[doc = $doc:expr])* $variant:ident = $text:literal, )* }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $doc])* $variant, )* }

        impl $name {
            /// All values, as the file writes them.
            pub const TEXTS: &'static [&'static str] = &[$($text),*];

            /// The value, as the file writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )* }
            }

            /// The value that the file writes as `text`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $( $text => Some(Self::$variant), )* _ => None }
            }
        }

        impl $crate::grafana::json::Json for $name {
            fn from_json(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                value.as_str().and_then(Self::parse).ok_or(value)
            }

            fn to_json(&self) -> serde_json::Value {
                serde_json::Value::from(self.as_str())
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": concat!($($about, "\n"),*).trim(), "enum": Self::TEXTS })
            }
        }
    };
}

pub(crate) use {model, text_enum};

#[cfg(test)]
mod tests {
    use super::Json;
    use serde_json::{Value, json};

    model! {
        /// A model for these tests.
        pub struct Sample {
            /// A text.
            "name" => name: String,
            /// Numbers.
            "sizes" => sizes: Vec<u32>,
            /// A choice.
            "shape" => shape: Shape,
            /// Samples within.
            "inner" => inner: Vec<Sample>,
        }
    }

    text_enum! {
        /// A choice for these tests.
        pub enum Shape {
            /// Round.
            Round = "round",
        }
    }

    #[track_caller]
    fn assert_survives(value: &Value) -> Sample {
        let Ok(read) = Sample::from_json(value.clone()) else { panic!("not read: {value}") };
        assert_eq!(&read.to_json(), value);
        read
    }

    #[test]
    fn known_fields_are_typed_and_unknown_ones_are_kept() {
        let read = assert_survives(&json!({"name": "a", "sizes": [1, 2], "shape": "round", "new": {"deep": [null]}}));
        assert_eq!(read.name.as_deref(), Some("a"));
        assert_eq!(read.shape, Some(Shape::Round));
        assert!(read.extra.contains_key("new"));
    }

    #[test]
    fn a_known_field_in_an_unusual_shape_is_kept_as_it_was() {
        let read = assert_survives(&json!({"name": null, "sizes": [1, "two", 3], "shape": "square"}));
        assert_eq!((read.name, read.sizes, read.shape), (None, None, None));
    }

    #[test]
    fn whole_floats_do_not_turn_into_integers() {
        assert_survives(&json!({"sizes": [1.0]}));
    }

    #[test]
    fn what_is_not_an_object_is_given_back() {
        assert_eq!(Sample::from_json(json!([1])), Err(json!([1])));
    }

    #[test]
    fn setters_take_whatever_turns_into_the_field() {
        let sample = Sample::default().name("a").sizes([1]).shape(Shape::Round).inner([Sample::default()]);
        assert_eq!(sample.to_json(), json!({"name": "a", "sizes": [1], "shape": "round", "inner": [{}]}));
    }

    #[test]
    fn what_a_model_did_not_take_can_be_asked_for_at_any_depth() {
        let read = assert_survives(&json!({"name": 5, "inner": [{"sizes": "many", "new": true}, {}]}));
        let mut unusual = Vec::new();
        read.visit_models(&mut |kept| {
            assert_eq!(kept.model, "Sample");
            unusual.extend(kept.unusual().map(|(key, value)| (key.to_owned(), value.clone())));
        });
        assert_eq!(unusual, [("name".to_owned(), json!(5)), ("sizes".to_owned(), json!("many"))]);
    }

    #[test]
    fn the_schema_carries_the_words_of_the_fields() {
        let schema = schemars::schema_for!(Sample).to_value();
        assert_eq!(schema["properties"]["name"]["description"], "A text.");
        assert_eq!(schema["properties"]["name"]["type"], "string");
    }
}
