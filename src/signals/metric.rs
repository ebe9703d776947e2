//! [`MetricSpec`] and [`RecordingRuleSpec`]: what is counted and measured.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::values::Values;
use crate::written::spec;

/// The type of a metric. (Prometheus: Metric types.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MetricType {
    /// A number that only rises, and begins anew with its process.
    Counter,
    /// A number that rises and falls.
    #[default]
    Gauge,
    /// A distribution, counted in buckets.
    Histogram,
    /// A distribution, by quantiles that the source computes.
    Summary,
}

impl MetricType {
    /// The type's name, as the exposition formats write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::Summary => "summary",
        }
    }
}

spec! {
    /// A metric.
    pub struct MetricSpec {
        /// The name as Prometheus stores it, without `_bucket`, `_sum` and `_count`: that of a counter ends with `_total`.
        pub name: String,
        /// The type.
        #[serde(rename = "type")]
        pub kind: MetricType,
        /// The unit, in Prometheus's words: `seconds`, `bytes`, `ratio`; `1` for plain numbers.
        #[serde(default)]
        pub unit: Option<String>,
        /// What it says, in a sentence: the HELP text.
        #[serde(default)]
        pub help: Option<String>,
        /// Its labels, without those that scraping adds, and without `le` and `quantile`.
        #[serde(default)]
        pub labels: BTreeMap<String, Values>,
        /// The upper bounds of a histogram's buckets, in the unit, each above the one before. `+Inf` is added to them.
        #[serde(default)]
        pub buckets: Option<Vec<f64>>,
        /// The quantiles of a summary, 0 to 1.
        #[serde(default)]
        pub quantiles: Vec<f64>,
        /// The labels of the exemplars of a counter or histogram: `[trace_id]`. (`OpenMetrics`: Exemplars.)
        #[serde(default)]
        pub exemplars: Vec<String>,
    }
}

spec! {
    /// A series that a recording rule of Prometheus stores.
    pub struct RecordingRuleSpec {
        /// The name, `level:metric:operations` by habit.
        pub name: String,
        /// The unit, as a metric has it.
        #[serde(default)]
        pub unit: Option<String>,
        /// What it says.
        #[serde(default)]
        pub help: Option<String>,
        /// The labels that are left of the series that it is computed from.
        #[serde(default)]
        pub labels: BTreeMap<String, Values>,
    }
}

impl MetricSpec {
    /// A metric without labels.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: MetricType) -> Self {
        Self { name: name.into(), kind, ..Self::default() }
    }
}
