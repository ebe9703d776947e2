//! [`Interval`]: a length of time as Prometheus writes it, `15s` or `1m30s`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

/// A length of time above zero, as Prometheus writes it (Prometheus: Configuration, `<duration>`): numbers with units, the longest
/// unit first, each at most once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Interval {
    text: String,
    milliseconds: u64,
}

/// The units in their order, in milliseconds.
const UNITS: [(&str, u64); 7] =
    [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

impl Interval {
    const PATTERN: &'static str =
        "^([0-9]{1,9}y)?([0-9]{1,9}w)?([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$";

    /// Reads an interval; `None` where the text is of another form, or no time at all.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut milliseconds = 0_u64;
        let mut units = UNITS.iter();
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (number, after) = rest.split_at(digits);
            let letters = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
            let (unit, after) = after.split_at(letters);
            let (_, length) = units.find(|(name, _)| *name == unit)?;
            let number: u64 = if digits > 9 { None } else { number.parse().ok() }?;
            milliseconds += number * length;
            rest = after;
        }
        (milliseconds > 0).then(|| Self { text: text.to_owned(), milliseconds })
    }

    /// A whole number of seconds.
    #[must_use]
    pub fn seconds(seconds: u32) -> Self {
        Self { text: format!("{seconds}s"), milliseconds: u64::from(seconds) * 1000 }
    }

    /// Its length in milliseconds.
    #[must_use]
    pub const fn milliseconds(&self) -> u64 {
        self.milliseconds
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not an interval such as `15s`")))
    }
}

impl JsonSchema for Interval {
    fn schema_name() -> Cow<'static, str> {
        "Interval".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "title": "an interval such as `15s`",
            "description": "A time above zero: numbers and units, the longest first: `15s`, `1m30s`, `500ms`.",
            "pattern": Self::PATTERN,
            // No pattern can sum up.
            "not": { "pattern": "^(0+[a-z]+)*$" },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Interval;

    #[test]
    fn intervals_are_read_in_milliseconds() {
        for (text, milliseconds) in
            [("15s", 15_000), ("1m30s", 90_000), ("500ms", 500), ("1h0m", 3_600_000), ("1y", 31_536_000_000)]
        {
            assert_eq!(Interval::parse(text).map(|interval| interval.milliseconds()), Some(milliseconds), "{text}");
        }
        assert_eq!(Interval::parse("15s"), Some(Interval::seconds(15)));
    }

    #[test]
    fn what_prometheus_refuses_is_refused_by_the_type_and_by_the_schema() {
        let schema = jsonschema::validator_for(schemars::schema_for!(Interval).as_value()).unwrap();
        for text in ["", "15", "s", "15 s", "-15s", "1.5s", "30s1m", "1m1m", "15us", "0s", "0m0s", "99999999999999999999s", "1M"]
        {
            assert_eq!(Interval::parse(text), None, "{text}");
            assert!(!schema.is_valid(&serde_json::json!(text)), "{text}");
        }
        for text in ["15s", "1m30s", "0m1s"] {
            assert!(schema.is_valid(&serde_json::json!(text)), "{text}");
        }
    }
}
