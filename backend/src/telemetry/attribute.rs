//! From a typed key and a value of its type to an attribute of OpenTelemetry.

use super::signals::attributes::Key;
use opentelemetry::{KeyValue, StringValue, Value};

/// A type that the value of an attribute can have, as OpenTelemetry's specification lists them ("Common specification concepts",
/// attributes), as far as the contract uses them.
pub trait AttributeType {
    /// What code hands over as a value of this type.
    type Given<'a>;

    /// The value as the SDK keeps it.
    fn value(given: Self::Given<'_>) -> Value;
}

impl AttributeType for str {
    type Given<'a> = &'a str;

    fn value(given: &str) -> Value {
        Value::String(StringValue::from(given.to_owned()))
    }
}

impl AttributeType for i64 {
    type Given<'a> = Self;

    fn value(given: Self) -> Value {
        Value::I64(given)
    }
}

impl AttributeType for f64 {
    type Given<'a> = Self;

    fn value(given: Self) -> Value {
        Value::F64(given)
    }
}

impl AttributeType for bool {
    type Given<'a> = Self;

    fn value(given: Self) -> Value {
        Value::Bool(given)
    }
}

/// An attribute for the start of a span.
#[must_use]
pub fn attribute<T: AttributeType + ?Sized>(key: &Key<T>, given: T::Given<'_>) -> KeyValue {
    KeyValue::new(key.name(), T::value(given))
}
