//! Queries to Prometheus.
//!
//! From: such a query. To: the same again. (grafana-prometheus-datasource, `packages/grafana-prometheus/src/types.ts`.)

use serde_json::{Number, Value};

use super::QueryEditorMode;
use crate::grafana::dashboard::DatasourceRef;
use crate::grafana::json::{model, text_enum};

model! {
    /// A query to Prometheus.
    pub struct PrometheusTarget {
        /// The name of the query within its panel, such as `A`. Results are kept by it.
        "refId" => ref_id: String,
        /// The data source. Without it, the panel's.
        "datasource" => datasource: DatasourceRef,
        /// Whether it is not shown. Expressions may use it all the same.
        "hide" => hide: bool,
        /// The query, in `PromQL`.
        "expr" => expr: String,
        /// Whether it is asked over the time range.
        "range" => range: bool,
        /// Whether it is asked for the end of the time range alone.
        "instant" => instant: bool,
        /// Whether exemplars are asked for too.
        "exemplar" => exemplar: bool,
        /// As what results come.
        "format" => format: PrometheusFormat,
        /// The name of each series: `__auto`, a text with `{{label}}`, or empty for all its labels.
        "legendFormat" => legend_format: String,
        /// The least step, a duration such as `15s`. It may hold variables.
        "interval" => interval: String,
        /// By what the step is multiplied. Old files write it.
        "intervalFactor" => interval_factor: Number,
        /// The step in seconds. Old files write it and Grafana does not read it.
        "step" => step: Number,
        /// The metric chosen in an old editor. Grafana does not read it.
        "metric" => metric: String,
        /// In which editor it is shown.
        "editorMode" => editor_mode: QueryEditorMode,
        /// Of the editor: whether text is not broken.
        "disableTextWrap" => disable_text_wrap: bool,
        /// Of the editor: whether metrics are also found by type and description.
        "fullMetaSearch" => full_meta_search: bool,
        /// Of the editor: whether metrics without type and description are offered.
        "includeNullMetadata" => include_null_metadata: bool,
        /// Of the editor: whether Prometheus looks for metrics and not the browser.
        "useBackend" => use_backend: bool,
        /// Filters of the dashboard's variables, as Grafana puts them in.
        "adhocFilters" => adhoc_filters: Vec<Value>,
        /// Labels to group by of the dashboard's variables, as Grafana puts them in.
        "groupByKeys" => group_by_keys: Vec<String>,
    }
}

text_enum! {
    /// As what results come.
    pub enum PrometheusFormat {
        /// Series over time.
        TimeSeries = "time_series",
        /// A table.
        Table = "table",
        /// Buckets.
        Heatmap = "heatmap",
    }
}
