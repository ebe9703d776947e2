//! [`Duration`]: a length of time as people write it, `5s` or `-5m`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use thiserror::Error;

/// A unit of time as Grafana and Jaeger write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// `us` or `µs`: microseconds. Jaeger knows it, Grafana's intervals do not.
    Microsecond,
    /// `ms`: milliseconds.
    Millisecond,
    /// `s`: seconds.
    Second,
    /// `m`: minutes.
    Minute,
    /// `h`: hours.
    Hour,
    /// `d`: days of 24 hours. Grafana's intervals know it and the longer ones, Jaeger does not.
    Day,
    /// `w`: weeks.
    Week,
    /// `M`: months, which Grafana's intervals count as 30 days.
    Month,
    /// `y`: years, which Grafana's intervals count as 365 days.
    Year,
}

impl Unit {
    const TEXTS: [(&'static str, Self); 10] = [
        ("us", Self::Microsecond),
        ("µs", Self::Microsecond),
        ("ms", Self::Millisecond),
        ("s", Self::Second),
        ("m", Self::Minute),
        ("h", Self::Hour),
        ("d", Self::Day),
        ("w", Self::Week),
        ("M", Self::Month),
        ("y", Self::Year),
    ];

    const fn microseconds(self) -> f64 {
        match self {
            Self::Microsecond => 1.0,
            Self::Millisecond => 1e3,
            Self::Second => 1e6,
            Self::Minute => 60e6,
            Self::Hour => 3600e6,
            Self::Day => 86_400e6,
            Self::Week => 7.0 * 86_400e6,
            Self::Month => 30.0 * 86_400e6,
            Self::Year => 365.0 * 86_400e6,
        }
    }
}

/// Why a text is not a duration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` is not a duration: write a number and a unit (us, ms, s, m, h, d, w, M, y), such as `5s`")]
pub struct DurationError {
    /// The text.
    pub text: String,
}

/// A length of time: a number and one unit, `5s`, `1.5h`, `-5m`. The text is kept as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Duration {
    text: String,
    number: f64,
    unit: Unit,
}

impl Duration {
    /// The form, as a regular expression.
    const PATTERN: &'static str = r"^-?[0-9]+(\.[0-9]+)?(us|µs|ms|s|m|h|d|w|M|y)$";

    /// Reads a duration. An error where the text is not a number and one known unit.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let refused = || DurationError { text: text.to_owned() };
        let unit_at = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).ok_or_else(refused)?;
        let (number, unit) = text.split_at(unit_at);
        let digits = number.strip_prefix('-').unwrap_or(number);
        let mut parts = digits.split('.');
        let well_formed =
            parts.clone().count() <= 2 && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        let known = Unit::TEXTS.iter().find(|(text, _)| *text == unit);
        match (well_formed, number.parse(), known) {
            (true, Ok(number), Some(&(_, unit))) => Ok(Self { text: text.to_owned(), number, unit }),
            _ => Err(refused()),
        }
    }

    /// A whole number of milliseconds.
    #[must_use]
    pub fn milliseconds(number: u32) -> Self {
        Self::whole(number, "ms", Unit::Millisecond)
    }

    /// A whole number of seconds.
    #[must_use]
    pub fn seconds(number: u32) -> Self {
        Self::whole(number, "s", Unit::Second)
    }

    /// A whole number of minutes.
    #[must_use]
    pub fn minutes(number: u32) -> Self {
        Self::whole(number, "m", Unit::Minute)
    }

    /// A whole number of hours.
    #[must_use]
    pub fn hours(number: u32) -> Self {
        Self::whole(number, "h", Unit::Hour)
    }

    fn whole(number: u32, unit_text: &str, unit: Unit) -> Self {
        Self { text: format!("{number}{unit_text}"), number: f64::from(number), unit }
    }

    /// The text, as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The unit, as it was written.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// Its length in microseconds, the unit of Jaeger's durations.
    #[must_use]
    pub fn microseconds(&self) -> f64 {
        // Rounded to a whole number: 0.3 s is 300,000 µs and not 299,999.99999999994.
        (self.number * self.unit.microseconds()).round()
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "title": "a duration such as `5s`",
            "description": "A number and a unit: `500us`, `100ms`, `5s`, `-5m`, `1.5h`, `7d`.",
            "pattern": Self::PATTERN,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn durations_are_read_in_microseconds() {
        for (text, microseconds) in
            [("500us", 500.0), ("500µs", 500.0), ("100ms", 1e5), ("0.3s", 3e5), ("5s", 5e6), ("-5m", -3e8)]
        {
            assert_eq!(Duration::parse(text).map(|duration| duration.microseconds()), Ok(microseconds), "{text}");
        }
    }

    #[test]
    fn a_duration_that_is_built_is_the_one_that_is_read() {
        for (built, text) in [
            (Duration::milliseconds(500), "500ms"),
            (Duration::seconds(5), "5s"),
            (Duration::minutes(0), "0m"),
            (Duration::hours(u32::MAX), "4294967295h"),
        ] {
            assert_eq!(Ok(built), Duration::parse(text));
        }
    }

    #[test]
    fn a_duration_needs_a_number_and_one_known_unit() {
        for text in ["", "5", "s", "+5m", "5 s", "5sec", "1h30m", "1.2.3s", ".5s", "5.s", "--5s", "5-s"] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
    }
}
