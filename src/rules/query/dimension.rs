//! [`Dimension`]: what a query's numbers are measured in, followed through functions, and held against Grafana's units.

use crate::signals::{Part, Series};

/// What numbers are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dimension {
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// Parts of one, 0 to 1.
    Ratio,
    /// How many.
    Count,
    /// How many observations lie in each bucket of a histogram of seconds, bytes, ….
    Buckets(Quantity),
    /// Bytes in a second.
    BytesPerSecond,
    /// How many in a second.
    PerSecond,
}

/// What a histogram measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// Anything else.
    Other,
}

impl Dimension {
    /// That of a series, where its metric's unit is one of these.
    pub(super) fn of(series: &Series<'_>) -> Option<Self> {
        let unit = series.metric.unit.as_deref();
        match series.part {
            Part::Value | Part::Sum | Part::Quantile => match unit? {
                "seconds" => Some(Self::Seconds),
                "bytes" => Some(Self::Bytes),
                "ratio" => Some(Self::Ratio),
                _ => None,
            },
            Part::Bucket => Some(Self::Buckets(match unit {
                Some("seconds") => Quantity::Seconds,
                Some("bytes") => Quantity::Bytes,
                _ => Quantity::Other,
            })),
            Part::Count => Some(Self::Count),
            Part::Created => None,
        }
    }

    /// What a function makes of it; `None` where that is not certain.
    pub(super) fn after_function(self, name: &str, argument: usize) -> Option<Self> {
        match name {
            "rate" | "irate" | "deriv" => match self {
                Self::Bytes => Some(Self::BytesPerSecond),
                Self::Count => Some(Self::PerSecond),
                Self::Buckets(_) => Some(self),
                _ => None,
            },
            "increase" | "delta" | "idelta" | "avg_over_time" | "min_over_time" | "max_over_time" | "last_over_time"
            | "first_over_time" | "abs" | "ceil" | "floor" | "round" | "sort" | "sort_desc" | "sort_by_label"
            | "sort_by_label_desc" | "label_replace" | "label_join" => Some(self),
            "quantile_over_time" if argument == 1 => Some(self),
            "histogram_quantile" if argument == 1 => match self {
                Self::Buckets(Quantity::Seconds) => Some(Self::Seconds),
                Self::Buckets(Quantity::Bytes) => Some(Self::Bytes),
                _ => None,
            },
            _ => None,
        }
    }

    /// What an aggregation makes of it; `None` where that is not certain.
    pub(super) fn after_aggregation(self, name: &str) -> Option<Self> {
        match name {
            "sum" | "avg" | "min" | "max" | "topk" | "bottomk" | "quantile" => Some(self),
            _ => None,
        }
    }

    /// What a unit of Grafana shows the numbers as, where that is certainly something else.
    pub(super) fn contradicted_by(self, unit: &str) -> Option<&'static str> {
        let shown = shown(unit)?;
        let is_time = shown.ends_with("seconds") || shown == "minutes";
        let is_size = shown.ends_with("bytes") || shown == "bits";
        let is_rate = shown.ends_with("a second");
        let is_wrong = match self {
            Self::Seconds => shown != "seconds",
            // The increase over a second is a rate by another name.
            Self::Bytes => shown != "bytes" && !is_rate,
            // A rate as a size, or of things as a ratio, is a matter of taste.
            Self::BytesPerSecond => is_time || shown == "percent" || (is_rate && shown != "bytes a second"),
            Self::Ratio => shown != "parts of one",
            Self::Count | Self::PerSecond => is_time || is_size,
            Self::Buckets(_) => false,
        };
        is_wrong.then_some(shown)
    }

    /// In words: `seconds`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Bytes => "bytes",
            Self::Ratio => "parts of one",
            Self::Count | Self::Buckets(_) => "a number",
            Self::BytesPerSecond => "bytes a second",
            Self::PerSecond => "a number a second",
        }
    }

    /// The unit of Grafana that is right.
    pub(super) fn right_unit(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Bytes => "bytes",
            Self::Ratio => "percentunit",
            Self::Count | Self::Buckets(_) => "short",
            Self::BytesPerSecond => "binBps",
            Self::PerSecond => "cps",
        }
    }
}

/// What a unit of Grafana takes numbers for; `None` of those that any number may be shown with. (`@grafana/data`,
/// `valueFormats`.)
fn shown(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "s" | "dtdurations" | "clocks" | "dthms" | "dtdhms" => "seconds",
        "ms" | "dtdurationms" | "clockms" => "milliseconds",
        "µs" => "microseconds",
        "ns" => "nanoseconds",
        "m" => "minutes",
        "percent" => "percent",
        "percentunit" => "parts of one",
        "bytes" | "decbytes" => "bytes",
        "bits" | "decbits" => "bits",
        "kbytes" | "deckbytes" => "kilobytes",
        "mbytes" | "decmbytes" => "megabytes",
        "gbytes" | "decgbytes" => "gigabytes",
        "Bps" | "binBps" => "bytes a second",
        "bps" | "binbps" => "bits a second",
        "KBs" | "KiBs" => "kilobytes a second",
        "MBs" | "MiBs" => "megabytes a second",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Dimension, Quantity};

    #[test]
    fn a_quantile_of_a_histogram_has_the_unit_of_what_it_measures() {
        let buckets = Dimension::Buckets(Quantity::Seconds);
        let rate = buckets.after_function("rate", 0).and_then(|rate| rate.after_aggregation("sum")).unwrap();
        assert_eq!(rate.after_function("histogram_quantile", 1), Some(Dimension::Seconds));
        assert_eq!(Dimension::Seconds.after_function("rate", 0), None);
    }

    #[test]
    fn a_unit_contradicts_only_what_it_shows_as_something_else() {
        for (dimension, unit, expected) in [
            (Dimension::Seconds, "s", None),
            (Dimension::Seconds, "ms", Some("milliseconds")),
            (Dimension::Seconds, "short", None),
            (Dimension::Seconds, "suffix:s", None),
            (Dimension::Bytes, "decbytes", None),
            (Dimension::Bytes, "mbytes", Some("megabytes")),
            (Dimension::Bytes, "Bps", None),
            (Dimension::Ratio, "percent", Some("percent")),
            (Dimension::Ratio, "percentunit", None),
            (Dimension::PerSecond, "reqps", None),
            (Dimension::PerSecond, "s", Some("seconds")),
            (Dimension::BytesPerSecond, "bytes", None),
            (Dimension::BytesPerSecond, "bps", Some("bits a second")),
        ] {
            assert_eq!(dimension.contradicted_by(unit), expected, "{dimension:?} {unit}");
        }
    }
}
