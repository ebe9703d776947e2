//! Settings that Grafana takes in two shapes.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Number, Value};

use crate::grafana::json::Json;

/// A number, or the same as a text. Each stays as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberOrText {
    /// A number.
    Number(Number),
    /// A text, which Grafana reads a number or a duration from.
    Text(String),
}

impl From<u64> for NumberOrText {
    fn from(number: u64) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for NumberOrText {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for NumberOrText {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Json for NumberOrText {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::Number(number) => Ok(Self::Number(number)),
            Value::String(text) => Ok(Self::Text(text)),
            other => Err(other),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.clone()),
        }
    }

    fn fits(value: &Value) -> bool {
        value.is_number() || value.is_string()
    }
}

impl JsonSchema for NumberOrText {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "NumberOrText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["number", "string"] })
    }
}

/// A text, or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneOrMoreTexts {
    /// One.
    One(String),
    /// A list, which may be empty.
    More(Vec<String>),
}

impl From<&str> for OneOrMoreTexts {
    fn from(text: &str) -> Self {
        Self::One(text.to_owned())
    }
}

impl From<Vec<String>> for OneOrMoreTexts {
    fn from(texts: Vec<String>) -> Self {
        Self::More(texts)
    }
}

impl Json for OneOrMoreTexts {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(Self::One(text)),
            other => Vec::from_json(other).map(Self::More),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::One(text) => Value::String(text.clone()),
            Self::More(texts) => texts.to_json(),
        }
    }

    fn fits(value: &Value) -> bool {
        value.is_string() || Vec::<String>::fits(value)
    }
}

impl JsonSchema for OneOrMoreTexts {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "OneOrMoreTexts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "array"], "items": { "type": "string" } })
    }
}
