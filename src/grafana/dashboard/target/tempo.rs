//! Queries to Tempo.
//!
//! From: such a query. To: the same again. (grafana-tempo-datasource, `src/dataquery.gen.ts`.)

use serde_json::Value;

use crate::grafana::dashboard::DatasourceRef;
use crate::grafana::json::{model, text_enum};

model! {
    /// A query to Tempo.
    pub struct TempoTarget {
        /// The name of the query within its panel, such as `A`. Results are kept by it.
        "refId" => ref_id: String,
        /// The data source. Without it, the panel's.
        "datasource" => datasource: DatasourceRef,
        /// Whether it is not shown. Expressions may use it all the same.
        "hide" => hide: bool,
        /// What is asked for.
        "queryType" => query_type: TempoQueryType,
        /// The query, in `TraceQL`, or the id of a trace.
        "query" => query: String,
        /// Of a search by fields: the fields.
        "filters" => filters: Vec<Value>,
        /// How many traces are found at most.
        "limit" => limit: u64,
        /// How many spans of each trace are found at most.
        "spss" => spss: u64,
        /// As what results come.
        "tableType" => table_type: TempoTableType,
        /// Over what metrics are asked.
        "metricsQueryType" => metrics_query_type: TempoMetricsQueryType,
        /// The step of metrics, a duration such as `15s`.
        "step" => step: String,
        /// How many exemplars are asked for at most.
        "exemplars" => exemplars: u64,
    }
}

text_enum! {
    /// What a query to Tempo asks for.
    pub enum TempoQueryType {
        /// What a query in `TraceQL` finds.
        TraceQl = "traceql",
        /// What a search by fields finds.
        TraceQlSearch = "traceqlSearch",
        /// Which services call which.
        ServiceMap = "serviceMap",
        /// A trace that a person gives as a file. Not for dashboards.
        Upload = "upload",
        /// What an older search finds.
        NativeSearch = "nativeSearch",
        /// One trace.
        TraceId = "traceId",
        /// Nothing.
        Clear = "clear",
    }
}

text_enum! {
    /// As what results come.
    pub enum TempoTableType {
        /// A table of traces.
        Traces = "traces",
        /// A table of spans.
        Spans = "spans",
        /// As Tempo answers.
        Raw = "raw",
    }
}

text_enum! {
    /// Over what metrics are asked.
    pub enum TempoMetricsQueryType {
        /// The time range.
        Range = "range",
        /// The end of the time range.
        Instant = "instant",
    }
}
