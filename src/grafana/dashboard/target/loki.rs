//! Queries to Loki.
//!
//! From: such a query. To: the same again. (grafana-loki-datasource, `src/types.ts`.)

use serde_json::Number;

use super::QueryEditorMode;
use crate::grafana::dashboard::DatasourceRef;
use crate::grafana::json::{model, text_enum};

model! {
    /// A query to Loki.
    pub struct LokiTarget {
        /// The name of the query within its panel, such as `A`. Results are kept by it.
        "refId" => ref_id: String,
        /// The data source. Without it, the panel's.
        "datasource" => datasource: DatasourceRef,
        /// Whether it is not shown. Expressions may use it all the same.
        "hide" => hide: bool,
        /// The query, in `LogQL`.
        "expr" => expr: String,
        /// Over what it is asked.
        "queryType" => query_type: LokiQueryType,
        /// How many lines it returns at most.
        "maxLines" => max_lines: u64,
        /// The name of each series: a text with `{{label}}`.
        "legendFormat" => legend_format: String,
        /// The step of a query of numbers, a duration such as `15s`. It may hold variables.
        "step" => step: String,
        /// From which end lines are read.
        "direction" => direction: LokiDirection,
        /// In which editor it is shown.
        "editorMode" => editor_mode: QueryEditorMode,
        /// Whether it is asked for the end of the time range alone. Old files write it.
        "instant" => instant: bool,
        /// Whether it is asked over the time range. Old files write it.
        "range" => range: bool,
        /// By what the step is multiplied. Old files write it.
        "resolution" => resolution: Number,
    }
}

text_enum! {
    /// Over what a query to Loki is asked.
    pub enum LokiQueryType {
        /// The time range.
        Range = "range",
        /// The end of the time range.
        Instant = "instant",
        /// From now on, as lines come.
        Stream = "stream",
    }
}

text_enum! {
    /// From which end lines are read.
    pub enum LokiDirection {
        /// From the newest.
        Backward = "backward",
        /// From the oldest.
        Forward = "forward",
        /// From the newest, in parts, until enough are found.
        Scan = "scan",
    }
}
