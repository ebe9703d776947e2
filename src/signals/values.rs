//! [`Values`]: what a label, an attribute or a log field may hold.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

/// What a label, an attribute or a log field may hold: `open`, or a list of all that it can be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Values {
    /// Anything: ids, names, versions. Written `open`.
    #[default]
    Open,
    /// One of these. A number or `true` in the file is kept as its text, which is what Prometheus and Jaeger compare with.
    Known(Vec<String>),
}

impl Values {
    /// Whether a value is one of these.
    #[must_use]
    pub fn contains(&self, value: &str) -> bool {
        match self {
            Self::Open => true,
            Self::Known(known) => known.iter().any(|known| known == value),
        }
    }

    /// The values, where they are known.
    #[must_use]
    pub fn known(&self) -> Option<&[String]> {
        match self {
            Self::Open => None,
            Self::Known(known) => Some(known),
        }
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Values {
    fn from(known: [T; N]) -> Self {
        Self::Known(known.into_iter().map(Into::into).collect())
    }
}

impl From<Vec<String>> for Values {
    fn from(known: Vec<String>) -> Self {
        Self::Known(known)
    }
}

/// One value, as the file may write it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Integer(i64),
    Boolean(bool),
}

impl From<Scalar> for String {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Text(text) => text,
            Scalar::Integer(number) => number.to_string(),
            Scalar::Boolean(boolean) => boolean.to_string(),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Word(Open),
    List(Vec<Scalar>),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Open {
    Open,
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Word(Open::Open) => Self::Open,
            Written::List(known) => Self::Known(known.into_iter().map(Into::into).collect()),
        })
    }
}

impl JsonSchema for Values {
    fn schema_name() -> Cow<'static, str> {
        "Values".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`open`, or a list of all values that there are.",
            "anyOf": [
                { "type": "string", "title": "`open`", "enum": ["open"] },
                {
                    "type": "array",
                    "title": "a list of values",
                    "items": { "type": ["string", "integer", "boolean"], "title": "a text, a whole number, `true` or `false`" },
                },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Values;
    use serde_json::json;

    fn read(value: &serde_json::Value) -> Option<Values> {
        serde_json::from_value(value.clone()).ok()
    }

    #[test]
    fn values_are_open_or_a_list_of_texts() {
        assert_eq!(read(&json!("open")), Some(Values::Open));
        assert_eq!(read(&json!(["GET", 200, true])), Some(Values::from(["GET", "200", "true"])));
        assert_eq!(read(&json!(["open"])), Some(Values::from(["open"])));
    }

    #[test]
    fn another_word_and_a_fraction_are_refused() {
        for bad in [json!("closed"), json!([1.5]), json!({}), json!(null), json!([null])] {
            assert_eq!(read(&bad), None, "{bad}");
        }
    }

    #[test]
    fn the_schema_takes_what_the_type_takes() {
        let schema = jsonschema::validator_for(schemars::schema_for!(Values).as_value()).unwrap();
        for value in [json!("open"), json!(["a", 1, true]), json!([]), json!("a"), json!([1.5]), json!(1), json!([[]])] {
            assert_eq!(schema.is_valid(&value), read(&value).is_some(), "{value}");
        }
    }
}
