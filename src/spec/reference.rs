//! Values that Grafana fills in when it starts: [`SettingSpec`] and [`SecretSpec`].

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::grafana::secret::Secret;
use crate::grafana::setting::{EnvName, FilePath, Setting};

/// Text, or a reference that Grafana resolves when it starts: `{env: NAME}` or `{file: PATH}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingSpec(pub Setting);

/// A secret: `{env: NAME}` or `{file: PATH}`, and never text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretSpec(pub Secret);

impl<T: Into<String>> From<T> for SettingSpec {
    fn from(text: T) -> Self {
        Self(Setting::Text(text.into()))
    }
}

impl From<Secret> for SecretSpec {
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}

enum Reference {
    Env(EnvName),
    File(FilePath),
}

/// Reads `{env: NAME}` or `{file: PATH}`. The error never shows the value: it may be a secret that was written as text.
fn reference(value: &Value) -> Result<Reference, &'static str> {
    let refused = "write `{env: NAME}` or `{file: PATH}`";
    let Some((key, Value::String(text))) =
        value.as_object().filter(|entries| entries.len() == 1).and_then(|entries| entries.iter().next())
    else {
        return Err(refused);
    };
    match key.as_str() {
        "env" => EnvName::new(text).map(Reference::Env).map_err(|_| "an environment variable's name is letters, digits and `_`"),
        "file" => FilePath::new(text).map(Reference::File).map_err(|_| "a path here has no `$` and no `}`"),
        _ => Err(refused),
    }
}

impl<'de> Deserialize<'de> for SettingSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(Setting::Text(text))),
            other => match reference(&other).map_err(serde::de::Error::custom)? {
                Reference::Env(name) => Ok(Self(Setting::Env(name))),
                Reference::File(path) => Ok(Self(Setting::File(path))),
            },
        }
    }
}

impl<'de> Deserialize<'de> for SecretSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match reference(&Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)? {
            Reference::Env(name) => Ok(Self(Secret::Env(name))),
            Reference::File(path) => Ok(Self(Secret::File(path))),
        }
    }
}

fn reference_schema() -> Value {
    serde_json::json!({
        "type": "object",
        "title": "`{env: NAME}` or `{file: PATH}`",
        "properties": {
            "env": { "type": "string", "title": "the name of an environment variable", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" },
            "file": { "type": "string", "title": "a path without `$` and `}`", "pattern": "^[^$}]+$" },
        },
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1,
    })
}

impl JsonSchema for SettingSpec {
    fn schema_name() -> Cow<'static, str> {
        "SettingSpec".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Text as Grafana shall hold it, or a reference that Grafana resolves when it starts.",
            "anyOf": [{ "type": "string" }, reference_schema()],
        })
    }
}

impl JsonSchema for SecretSpec {
    fn schema_name() -> Cow<'static, str> {
        "SecretSpec".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = reference_schema();
        schema["description"] = "A secret from the environment or from a file of Grafana's machine; never text.".into();
        Schema::try_from(schema).unwrap_or_default()
    }
}
