//! What stands where Grafana wants one word: a boolean, a number, a text that it reads itself.
//!
//! From: what a model did not take, of a meaning tree. To: the word, where the file says it.

use std::borrow::Cow;

use serde_json::Value;

/// What stands where Grafana wants one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar<'a> {
    /// Nothing, or `null`.
    Missing,
    /// This word, quoted or not.
    Word(Cow<'a, str>),
    /// What only Grafana's environment knows.
    Environment,
    /// A list or an object.
    Nested,
}

impl<'a> Scalar<'a> {
    /// What `value` is.
    #[must_use]
    pub fn of(value: Option<&'a Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::Missing,
            Some(Value::String(text)) => Self::Word(Cow::Borrowed(text)),
            Some(Value::Bool(value)) => Self::Word(Cow::Borrowed(if *value { "true" } else { "false" })),
            Some(Value::Number(number)) => Self::Word(Cow::Owned(number.to_string())),
            Some(Value::Object(entries)) if entries.len() == 1 && is_reference(entries.keys().next()) => Self::Environment,
            Some(Value::Array(_) | Value::Object(_)) => Self::Nested,
        }
    }
}

/// Whether an object's only key says that it stands for a text with references.
fn is_reference(key: Option<&String>) -> bool {
    key.is_some_and(|key| ["$__env", "$__file", "$__expanded"].contains(&key.as_str()))
}

/// What Go's `strconv.ParseBool` makes of a word, which is how Grafana reads booleans (`values.go`).
#[must_use]
pub fn boolean(word: &str) -> Option<bool> {
    match word {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// What Grafana makes of a word where it wants an integer; an empty one is not set (`values.go`).
#[must_use]
pub fn integer(word: &str) -> Option<i64> {
    if word.is_empty() { Some(0) } else { word.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::{Scalar, boolean, integer};
    use serde_json::json;

    #[test]
    fn words_are_the_same_quoted_or_not() {
        assert_eq!(Scalar::of(Some(&json!(1))), Scalar::of(Some(&json!("1"))));
        assert_eq!(Scalar::of(Some(&json!(true))), Scalar::of(Some(&json!("true"))));
        assert_eq!(Scalar::of(Some(&json!({"$__env": "A"}))), Scalar::Environment);
        assert_eq!(Scalar::of(Some(&json!({"a": "A"}))), Scalar::Nested);
    }

    #[test]
    fn yes_and_on_are_no_booleans_to_go() {
        assert_eq!((boolean("yes"), boolean("on"), boolean("")), (None, None, None));
        assert_eq!((boolean("T"), boolean("0")), (Some(true), Some(false)));
    }

    #[test]
    fn an_empty_integer_is_not_set() {
        assert_eq!((integer(""), integer("-1"), integer("1.0"), integer("one")), (Some(0), Some(-1), None, None));
    }
}
