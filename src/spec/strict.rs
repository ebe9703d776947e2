//! [`Strict`]: a Grafana model inside the written form, where a key that Grafana does not know is an error.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::grafana::json::Json;

/// A Grafana model that is written in full: reading it fails where a key is unknown or a value is not of its shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Strict<T>(pub T);

impl<T> From<T> for Strict<T> {
    fn from(model: T) -> Self {
        Self(model)
    }
}

impl<'de, T: Json> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let refused = || serde::de::Error::custom("a key is unknown here, or a value is not of its shape");
        let model = T::from_json(Value::deserialize(deserializer)?).map_err(|_| refused())?;
        if model.is_whole() { Ok(Self(model)) } else { Err(refused()) }
    }
}

impl<T: JsonSchema> JsonSchema for Strict<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
