//! [`Secret`]: where Grafana finds a secret.
//!
//! From: a meaning tree (see [`super::meaning`]), or code. To: the same again.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::json::Json;
use super::setting::{EnvName, ExpandedText, FilePath, Setting};

/// Where Grafana finds a secret. It never holds the secret, nor shows a text that may hold one.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// The value of an environment variable.
    Env(EnvName),
    /// The content of a file. Grafana expands `$` in it once more, so a secret with a `$` comes through unharmed only by
    /// [`Secret::Env`].
    File(FilePath),
    /// A file text with at least one reference in it: `Bearer ${TOKEN}`. See [`ExpandedText::has_reference`].
    Expanded(ExpandedText),
}

impl From<EnvName> for Secret {
    fn from(name: EnvName) -> Self {
        Self::Env(name)
    }
}

impl From<FilePath> for Secret {
    fn from(path: FilePath) -> Self {
        Self::File(path)
    }
}

impl From<Secret> for Setting {
    fn from(secret: Secret) -> Self {
        match secret {
            Secret::Env(name) => Self::Env(name),
            Secret::File(path) => Self::File(path),
            Secret::Expanded(text) => Self::Expanded(text),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => formatter.debug_tuple("Env").field(&name.as_str()).finish(),
            Self::File(path) => formatter.debug_tuple("File").field(&path.as_str()).finish(),
            // `Pa$word` looks like a reference to `word` and is a password all the same.
            Self::Expanded(_) => formatter.debug_tuple("Expanded").finish_non_exhaustive(),
        }
    }
}

/// A plain text is not of its shape.
impl Json for Secret {
    fn from_json(value: Value) -> Result<Self, Value> {
        match Setting::from_json(value)? {
            Setting::Env(name) => Ok(Self::Env(name)),
            Setting::File(path) => Ok(Self::File(path)),
            Setting::Expanded(text) if text.has_reference() => Ok(Self::Expanded(text)),
            literal => Err(literal.to_json()),
        }
    }

    fn to_json(&self) -> Value {
        Setting::from(self.clone()).to_json()
    }

    fn fits(value: &Value) -> bool {
        value.is_string()
    }
}

/// Describes the file text.
impl JsonSchema for Secret {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;
    use crate::grafana::json::Json;
    use serde_json::json;

    #[test]
    fn a_literal_is_not_a_secret() {
        for literal in [json!("hunter2"), json!({"$__expanded": "hunter$"}), json!({"$__expanded": "pa$1"}), json!(7)] {
            assert_eq!(Secret::from_json(literal.clone()), Err(literal));
        }
    }

    #[test]
    fn a_secret_with_text_around_its_reference_does_not_show_it() {
        let secret = Secret::from_json(json!({"$__expanded": "hunter${TOKEN}"})).unwrap();
        assert!(!format!("{secret:?}").contains("hunter"));
        assert_eq!(secret.to_json(), json!({"$__expanded": "hunter${TOKEN}"}));
    }
}
