//! [`TargetSpec`]: one query of a panel, as it is written.

use serde_json::{Number, Value};

use super::duration::Duration;
use crate::written::spec;

spec! {
    /// A query, in Grafana's own keys. Which keys it may have depends on its data source's type.
    pub struct TargetSpec {
        /// The data source's name, or `${variable}`. Default: the panel's.
        #[serde(default)]
        pub datasource: Option<String>,
        /// The query's letter, unique in the panel. Default: `A`, `B`, … in order.
        #[serde(default)]
        pub ref_id: Option<String>,
        /// Whether its result is left out of the picture. Default: false.
        #[serde(default)]
        pub hide: Option<bool>,
        /// Prometheus, Loki: the query text. It may hold Grafana's variables, such as `$__rate_interval`, as they are.
        #[serde(default)]
        pub expr: Option<String>,
        /// Prometheus, Loki: the name of a series; may hold `{{label}}`.
        #[serde(default)]
        pub legend_format: Option<String>,
        /// Prometheus: whether it is asked for one point in time only. Default: false.
        #[serde(default)]
        pub instant: Option<bool>,
        /// Prometheus: whether it is asked for a time range. Default: true unless `instant`.
        #[serde(default)]
        pub range: Option<bool>,
        /// Prometheus: whether exemplars are asked for too. Default: false.
        #[serde(default)]
        pub exemplar: Option<bool>,
        /// Prometheus: `time_series`, `table` or `heatmap`.
        #[serde(default)]
        pub format: Option<String>,
        /// Prometheus: the least distance between two points: `1m`. No microseconds. Default: the panel's.
        #[serde(default)]
        pub interval: Option<Duration>,
        /// Loki: `range` or `instant`. Jaeger: `search`, `dependencyGraph`, or none for a trace id. Tempo: `traceql`, `serviceMap`.
        #[serde(default)]
        pub query_type: Option<String>,
        /// Loki: how many lines are asked for. Default: the data source's own.
        #[serde(default)]
        pub max_lines: Option<u32>,
        /// Loki: `forward` or `backward`.
        #[serde(default)]
        pub direction: Option<String>,
        /// Loki, Tempo: the distance between two points.
        #[serde(default)]
        pub step: Option<Duration>,
        /// Jaeger: the service.
        #[serde(default)]
        pub service: Option<String>,
        /// Jaeger: the operation (the span's name). Default: all.
        #[serde(default)]
        pub operation: Option<String>,
        /// Jaeger: tags in logfmt, `error=true http.status_code=500`.
        #[serde(default)]
        pub tags: Option<String>,
        /// Jaeger: the least duration of a span, in `us`, `ms`, `s`, `m` or `h`.
        #[serde(default)]
        pub min_duration: Option<Duration>,
        /// Jaeger: the greatest duration of a span, in the same units.
        #[serde(default)]
        pub max_duration: Option<Duration>,
        /// Jaeger, Tempo: how many traces are asked for.
        #[serde(default)]
        pub limit: Option<u32>,
        /// Jaeger: a trace id. Tempo: a `TraceQL` query.
        #[serde(default)]
        pub query: Option<String>,
        /// Tempo: how many spans of a trace are shown.
        #[serde(default)]
        pub spss: Option<u32>,
        /// Tempo: `traces`, `spans` or `raw`.
        #[serde(default)]
        pub table_type: Option<String>,
        /// Expressions (`datasource: __expr__`): `math`, `reduce`, `resample`, `threshold`, `classic_conditions` or `sql`.
        #[serde(default)]
        #[serde(rename = "type")]
        pub kind: Option<String>,
        /// Expressions: the formula, `$A / $B`, or the letter of the query that is worked on, `A`.
        #[serde(default)]
        pub expression: Option<String>,
        /// Expressions of the type `reduce`: how a series becomes one number, such as `last`, `mean` or `max`.
        #[serde(default)]
        pub reducer: Option<String>,
        /// The data source `-- Dashboard --`: the panel whose result is shown.
        #[serde(default)]
        pub panel_id: Option<Number>,
        /// Any other keys of the query: for data source types that are not known here.
        #[serde(default)]
        pub model: serde_json::Map<String, Value>,
    }
}

impl TargetSpec {
    /// A Prometheus or Loki query.
    #[must_use]
    pub fn new(expr: impl Into<String>) -> Self {
        Self { expr: Some(expr.into()), ..Self::default() }
    }
}
