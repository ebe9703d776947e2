//! How a model of Grafana's files is read from JSON and written back without loss.
//!
//! Grafana is liberal in what it reads: a field may be missing, unknown to us, or in an unusual shape (`refresh: false`, a
//! data source as a plain string). So no model here fails on a field. What a field's type does not take stays, as it was
//! read, in the model's `extra`, and is written back from there.

mod macros;
mod visit;

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Number, Value};

pub use visit::{Kept, Step, TextVisit, Trail};

pub(crate) use macros::{
    describe, model, model_schema, put, take, text_enum, text_schema, visit_extra_texts, visit_field, visit_field_texts,
};
pub(crate) use visit::{visit_entries, visit_items};

/// The draft of the schemas that are made here: 07, which editors read best, and which is checked and compiled fastest.
pub const SCHEMA_DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// What makes schemas from types.
#[must_use]
pub fn schema_generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::draft07();
    // What stands beside a `$ref` here are words for readers; that validators of this draft pass over them is as it should be.
    settings.transforms.clear();
    settings.into_generator()
}

/// A value that is read from JSON and written back as an equal value.
///
/// Law: `T::from_json(v)` gives either `Ok(t)` with `t.to_json() == v`, or `Err(v)` with the value given back unchanged.
pub trait Json: JsonSchema + Sized {
    /// Reads the value, or gives it back, unchanged, where it is not of this type's shape.
    fn from_json(value: Value) -> Result<Self, Value>;

    /// Writes the value.
    fn to_json(&self) -> Value;

    /// Whether a file's value is of the shape that this type's schema describes, asked without the schema and without a copy.
    ///
    /// Law: what fits, the schema accepts. The reverse need not hold: `1.0` does not fit an integer, and the schema takes it.
    /// What is asked about is the text of a file, like in the schema, also for types whose `from_json` reads a meaning tree.
    fn fits(value: &Value) -> bool;

    /// Shows `visit` every model within this value, itself first, with what that model did not take.
    fn visit_models(&self, visit: &mut dyn FnMut(&Kept<'_>)) {
        self.visit_below(&Trail::Root, visit);
    }

    /// The same for a value that `trail` leads to. Types that hold models pass it on, one step longer.
    fn visit_below(&self, trail: &Trail<'_>, visit: &mut dyn FnMut(&Kept<'_>)) {
        let _ = (trail, visit);
    }

    /// Shows `visit` every text within this value with the way to it: the steps `at`, and those below. For dashboards: the
    /// settings of data sources, secrets among them, show none, and neither do choices among fixed texts.
    fn visit_texts<'a>(&'a self, at: &mut Vec<Step<'a>>, visit: &mut TextVisit<'_, 'a>) {
        let _ = (at, visit);
    }

    /// Whether all of it was known: no model in it kept anything as it was read.
    fn is_whole(&self) -> bool {
        let mut whole = true;
        self.visit_models(&mut |kept| whole &= kept.extra.is_empty());
        whole
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

    fn json_schema(generator: &mut SchemaGenerator) -> schemars::Schema {
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

    fn fits(value: &Value) -> bool {
        value.is_null() || T::fits(value)
    }

    fn visit_below(&self, trail: &Trail<'_>, visit: &mut dyn FnMut(&Kept<'_>)) {
        if let Self::Value(value) = self {
            value.visit_below(trail, visit);
        }
    }

    fn visit_texts<'a>(&'a self, at: &mut Vec<Step<'a>>, visit: &mut TextVisit<'_, 'a>) {
        if let Self::Value(value) = self {
            value.visit_texts(at, visit);
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

    fn fits(_: &Value) -> bool {
        true
    }

    fn visit_texts<'a>(&'a self, at: &mut Vec<Step<'a>>, visit: &mut TextVisit<'_, 'a>) {
        match self {
            Self::String(text) => visit(at, text),
            Self::Array(items) => visit_items(items.iter(), at, visit),
            Self::Object(entries) => visit_entries(entries.iter().map(|(key, entry)| (key.as_str(), entry)), at, visit),
            Self::Null | Self::Bool(_) | Self::Number(_) => {}
        }
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

    fn fits(value: &Value) -> bool {
        value.is_string()
    }

    fn visit_texts<'a>(&'a self, at: &mut Vec<Step<'a>>, visit: &mut TextVisit<'_, 'a>) {
        visit(at, self);
    }
}

impl Json for bool {
    fn from_json(value: Value) -> Result<Self, Value> {
        value.as_bool().ok_or(value)
    }

    fn to_json(&self) -> Value {
        Value::Bool(*self)
    }

    fn fits(value: &Value) -> bool {
        value.is_boolean()
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

    fn fits(value: &Value) -> bool {
        value.is_number()
    }
}

macro_rules! integers {
    ($($type:ty)*) => {
        $(impl Json for $type {
            fn from_json(value: Value) -> Result<Self, Value> {
                whole(&value).and_then(|whole| Self::try_from(whole).ok()).ok_or(value)
            }

            fn to_json(&self) -> Value {
                Value::from(*self)
            }

            fn fits(value: &Value) -> bool {
                whole(value).is_some_and(|whole| Self::try_from(whole).is_ok())
            }
        })*
    };
}

/// The value as an integer. A float without a fraction is none: it would come back as one.
fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Number(number) if !number.is_f64() => number.as_i128(),
        _ => None,
    }
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

    fn fits(value: &Value) -> bool {
        value.as_array().is_some_and(|items| items.iter().all(T::fits))
    }

    fn visit_below(&self, trail: &Trail<'_>, visit: &mut dyn FnMut(&Kept<'_>)) {
        for (index, item) in self.iter().enumerate() {
            item.visit_below(&Trail::Index(trail, index), visit);
        }
    }

    fn visit_texts<'a>(&'a self, at: &mut Vec<Step<'a>>, visit: &mut TextVisit<'_, 'a>) {
        visit_items(self.iter(), at, visit);
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

    fn fits(value: &Value) -> bool {
        value.as_object().is_some_and(|entries| entries.values().all(T::fits))
    }

    fn visit_below(&self, trail: &Trail<'_>, visit: &mut dyn FnMut(&Kept<'_>)) {
        for (key, entry) in self {
            entry.visit_below(&Trail::Key(trail, key), visit);
        }
    }

    fn visit_texts<'a>(&'a self, at: &mut Vec<Step<'a>>, visit: &mut TextVisit<'_, 'a>) {
        visit_entries(self.iter().map(|(key, entry)| (key.as_str(), entry)), at, visit);
    }
}
