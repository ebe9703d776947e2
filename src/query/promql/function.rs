//! Prometheus's functions and aggregations: what they take and what they give.
//!
//! (Prometheus' documentation, "Query functions" and "Operators"; `promql/parser/functions.go`, as of Prometheus 3.)

use self::ValueType::{InstantVector, RangeVector, Scalar, String};
use crate::diag::suggest::nearest;

/// The types of PromQL. (Prometheus' documentation, "Expression language data types".)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// A number.
    Scalar,
    /// Series with one value each.
    InstantVector,
    /// Series with many values each: `x[5m]`. Grafana can't draw it, and shows it in tables only.
    RangeVector,
    /// A text. Only as an argument, or as the whole query.
    String,
}

impl ValueType {
    /// Its name with an article.
    pub(super) fn name(self) -> &'static str {
        match self {
            Scalar => "a scalar",
            InstantVector => "an instant vector",
            RangeVector => "a range vector",
            String => "a string",
        }
    }

    /// What it looks like.
    pub(super) fn example(self) -> &'static str {
        match self {
            Scalar => "`5`",
            InstantVector => "`x`",
            RangeVector => "`x[5m]`",
            String => "`\"a\"`",
        }
    }
}

/// How a function is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signature {
    /// The types of the arguments. More arguments than these have the type of the last.
    pub takes: &'static [ValueType],
    /// How many arguments there must be.
    pub least: usize,
    /// How many there can be; `None`: any number.
    pub most: Option<usize>,
    /// The type of the result.
    pub gives: ValueType,
}

/// A function with as many arguments as it has types.
const fn exact(takes: &'static [ValueType], gives: ValueType) -> Signature {
    Signature { takes, least: takes.len(), most: Some(takes.len()), gives }
}

/// A function whose last argument can be left out, or stand there up to `most` arguments.
const fn optional(takes: &'static [ValueType], most: Option<usize>) -> Signature {
    Signature { takes, least: takes.len() - 1, most, gives: InstantVector }
}

/// Functions by how they are called.
const FUNCTIONS: &[(Signature, &[&str])] = &[
    (
        exact(&[RangeVector], InstantVector),
        &[
            "absent_over_time",
            "avg_over_time",
            "changes",
            "count_over_time",
            "delta",
            "deriv",
            "first_over_time",
            "idelta",
            "increase",
            "irate",
            "last_over_time",
            "mad_over_time",
            "max_over_time",
            "min_over_time",
            "present_over_time",
            "rate",
            "resets",
            "stddev_over_time",
            "stdvar_over_time",
            "sum_over_time",
            "ts_of_first_over_time",
            "ts_of_last_over_time",
            "ts_of_max_over_time",
            "ts_of_min_over_time",
        ],
    ),
    (
        exact(&[InstantVector], InstantVector),
        &[
            "abs",
            "absent",
            "acos",
            "acosh",
            "asin",
            "asinh",
            "atan",
            "atanh",
            "ceil",
            "cos",
            "cosh",
            "deg",
            "exp",
            "floor",
            "histogram_avg",
            "histogram_count",
            "histogram_stddev",
            "histogram_stdvar",
            "histogram_sum",
            "ln",
            "log10",
            "log2",
            "rad",
            "sgn",
            "sin",
            "sinh",
            "sort",
            "sort_desc",
            "sqrt",
            "start_timestamp",
            "tan",
            "tanh",
            "timestamp",
        ],
    ),
    (
        optional(&[InstantVector], Some(1)),
        &["day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year"],
    ),
    (exact(&[], Scalar), &["end", "pi", "range", "start", "step", "time"]),
    (exact(&[InstantVector, Scalar], InstantVector), &["clamp_max", "clamp_min"]),
    (exact(&[InstantVector, Scalar, Scalar], InstantVector), &["clamp"]),
    (exact(&[InstantVector], Scalar), &["scalar"]),
    (exact(&[Scalar], InstantVector), &["vector"]),
    (exact(&[Scalar, Scalar], Scalar), &["max_of", "min_of"]),
    (exact(&[Scalar, InstantVector], InstantVector), &["histogram_quantile"]),
    (exact(&[Scalar, Scalar, InstantVector], InstantVector), &["histogram_fraction"]),
    (optional(&[InstantVector, String, Scalar, Scalar], Some(12)), &["histogram_quantiles"]),
    // The second was the name of the first until Prometheus 3.
    (exact(&[RangeVector, Scalar, Scalar], InstantVector), &["double_exponential_smoothing", "holt_winters"]),
    (exact(&[RangeVector, Scalar], InstantVector), &["predict_linear"]),
    (exact(&[Scalar, RangeVector], InstantVector), &["quantile_over_time"]),
    (optional(&[InstantVector, InstantVector], Some(2)), &["info"]),
    (optional(&[RangeVector, Scalar], Some(2)), &["integral"]),
    (optional(&[InstantVector, Scalar], Some(2)), &["round"]),
    (exact(&[InstantVector, String, String, String, String], InstantVector), &["label_replace"]),
    (optional(&[InstantVector, String, String, String], None), &["label_join"]),
    (optional(&[InstantVector, String], None), &["sort_by_label", "sort_by_label_desc"]),
];

/// Functions that Prometheus has behind `--enable-feature=promql-experimental-functions` only.
const EXPERIMENTAL: [&str; 19] = [
    "double_exponential_smoothing",
    "end",
    "first_over_time",
    "histogram_quantiles",
    "info",
    "integral",
    "mad_over_time",
    "max_of",
    "min_of",
    "range",
    "sort_by_label",
    "sort_by_label_desc",
    "start",
    "start_timestamp",
    "step",
    "ts_of_first_over_time",
    "ts_of_last_over_time",
    "ts_of_max_over_time",
    "ts_of_min_over_time",
];

/// Aggregations, and the type of the parameter before what they aggregate. (Prometheus' documentation, "Aggregation operators".)
const AGGREGATIONS: [(&str, Option<ValueType>); 14] = [
    ("sum", None),
    ("avg", None),
    ("count", None),
    ("min", None),
    ("max", None),
    ("group", None),
    ("stddev", None),
    ("stdvar", None),
    ("topk", Some(Scalar)),
    ("bottomk", Some(Scalar)),
    ("count_values", Some(String)),
    ("quantile", Some(Scalar)),
    ("limitk", Some(Scalar)),
    ("limit_ratio", Some(Scalar)),
];

/// How the function `name` is called. Upper and lower case differ.
pub(super) fn function(name: &str) -> Option<Signature> {
    FUNCTIONS.iter().find(|(_, names)| names.contains(&name)).map(|(signature, _)| *signature)
}

/// Whether the function `name` needs a feature flag.
pub(super) fn is_experimental(name: &str) -> bool {
    EXPERIMENTAL.contains(&name)
}

/// How the aggregation `name` is called. Upper and lower case are the same.
pub(super) fn aggregation(name: &str) -> Option<Signature> {
    let (_, parameter) = AGGREGATIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(match parameter {
        None => exact(&[InstantVector], InstantVector),
        Some(String) => exact(&[String, InstantVector], InstantVector),
        Some(_) => exact(&[Scalar, InstantVector], InstantVector),
    })
}

/// The function or aggregation whose name is near to `name`; of several the one that stands first here, where those that are
/// called most stand first.
pub(super) fn near(name: &str) -> Option<&'static str> {
    let functions = FUNCTIONS.iter().flat_map(|(_, names)| names.iter().copied());
    nearest(name, AGGREGATIONS.iter().map(|(name, _)| *name).chain(functions))
}

/// Whether Thanos has the function `name` and Prometheus does not. (Thanos' documentation, "Query", "Extended functions".)
pub(super) fn is_of_thanos(name: &str) -> bool {
    matches!(name, "xrate" | "xincrease" | "xdelta")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{AGGREGATIONS, EXPERIMENTAL, FUNCTIONS, function, near};

    #[test]
    fn every_function_stands_once() {
        let names: Vec<&str> = FUNCTIONS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let distinct: BTreeSet<&str> = names.iter().copied().chain(AGGREGATIONS.iter().map(|(name, _)| *name)).collect();
        assert_eq!(names.len() + AGGREGATIONS.len(), distinct.len());
        assert!(EXPERIMENTAL.iter().all(|name| function(name).is_some()));
    }

    #[test]
    fn slips_find_the_name_that_was_meant() {
        for (name, expected) in [
            ("rat", Some("rate")),
            ("Rate", Some("rate")),
            ("histogram_quantille", Some("histogram_quantile")),
            ("topkk", Some("topk")),
            ("sun", Some("sum")),
            ("my_own_function", None),
        ] {
            assert_eq!(near(name), expected, "{name}");
        }
    }
}
