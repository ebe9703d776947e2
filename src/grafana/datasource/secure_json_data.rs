//! [`SecureJsonData`]: the settings of a data source that Grafana encrypts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::grafana::json::Json;
use crate::grafana::secret::Secret;

/// Secrets by key: `basicAuthPassword`, `tlsCACert`, `tlsClientCert`, `tlsClientKey`, `httpHeaderValue1` and so on.
///
/// A file may hold a secret in plain text, or something that is no text. That is kept, to be written back, but it is neither
/// a [`Secret`] nor shown by `{:?}`.
#[derive(Clone, Default, PartialEq)]
pub struct SecureJsonData {
    /// Where Grafana finds each secret.
    pub secrets: BTreeMap<String, Secret>,
    literals: Map<String, Value>,
    /// The whole, where it is not an object at all.
    odd: Option<Value>,
}

impl SecureJsonData {
    /// Adds where Grafana finds the secret `key`.
    #[must_use]
    pub fn secret(mut self, key: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let key = key.into();
        self.literals.remove(&key);
        self.secrets.insert(key, secret.into());
        self
    }

    /// The keys whose values stand in the file itself instead of being referred to.
    pub fn literal_keys(&self) -> impl Iterator<Item = &str> {
        self.literals.keys().map(String::as_str)
    }
}

impl FromIterator<(String, Secret)> for SecureJsonData {
    fn from_iter<I: IntoIterator<Item = (String, Secret)>>(secrets: I) -> Self {
        Self { secrets: secrets.into_iter().collect(), ..Self::default() }
    }
}

impl fmt::Debug for SecureJsonData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let literal_keys: Vec<_> = self.literal_keys().collect();
        formatter
            .debug_struct("SecureJsonData")
            .field("secrets", &self.secrets)
            .field("literal_keys", &literal_keys)
            .finish_non_exhaustive()
    }
}

/// Takes any value, so that none of it ends up where it would be shown.
impl Json for SecureJsonData {
    fn from_json(value: Value) -> Result<Self, Value> {
        let Value::Object(entries) = value else { return Ok(Self { odd: Some(value), ..Self::default() }) };
        let mut read = Self::default();
        for (key, entry) in entries {
            match Secret::from_json(entry) {
                Ok(secret) => {
                    read.secrets.insert(key, secret);
                }
                Err(literal) => {
                    read.literals.insert(key, literal);
                }
            }
        }
        Ok(read)
    }

    fn to_json(&self) -> Value {
        match &self.odd {
            Some(odd) if self.secrets.is_empty() => odd.clone(),
            _ => {
                let mut entries = self.literals.clone();
                entries.extend(self.secrets.iter().map(|(key, secret)| (key.clone(), secret.to_json())));
                Value::Object(entries)
            }
        }
    }

    fn fits(value: &Value) -> bool {
        value.as_object().is_some_and(|entries| entries.values().all(Secret::fits))
    }
}

/// Describes the file text.
impl JsonSchema for SecureJsonData {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "SecureJsonData".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<Secret>() })
    }
}

#[cfg(test)]
mod tests {
    use super::SecureJsonData;
    use crate::grafana::json::Json;
    use crate::grafana::setting::{EnvName, FilePath};
    use serde_json::{Value, json};

    fn read(value: Value) -> SecureJsonData {
        SecureJsonData::from_json(value).unwrap()
    }

    #[test]
    fn a_literal_is_written_back_and_never_shown() {
        for value in [
            json!({"password": "hunter2"}),
            json!({"password": {"$__expanded": "hunter2$"}}),
            json!({"password": ["hunter2"]}),
            json!("hunter2"),
            json!(["hunter2"]),
        ] {
            let secure = read(value.clone());
            assert_eq!(secure.to_json(), value);
            assert!(!format!("{secure:?}{secure:#?}").contains("hunter"), "{secure:?}");
        }
    }

    #[test]
    fn one_literal_leaves_the_other_secrets_typed() {
        let secure = read(json!({"password": "hunter2", "tlsCACert": {"$__file": "/ca.pem"}}));
        assert_eq!(secure.secrets.keys().collect::<Vec<_>>(), ["tlsCACert"]);
        assert_eq!(secure.literal_keys().collect::<Vec<_>>(), ["password"]);
        assert!(format!("{secure:?}").contains("/ca.pem"));
    }

    #[test]
    fn a_reference_takes_the_place_of_a_literal() {
        let secure = read(json!({"password": "hunter2"})).secret("password", EnvName::new("PASSWORD").unwrap());
        assert_eq!(secure.to_json(), json!({"password": {"$__env": "PASSWORD"}}));
        let secure = read(json!("hunter2")).secret("key", FilePath::new("/key").unwrap());
        assert_eq!(secure.to_json(), json!({"key": {"$__file": "/key"}}));
    }
}
