//! Queries to Jaeger. Grafana asks only the first of a panel's queries to Jaeger.
//!
//! From: such a query. To: the same again. (grafana-jaeger-datasource, `src/types.ts` and `pkg/jaeger/querydata.go`.)

use crate::grafana::dashboard::DatasourceRef;
use crate::grafana::json::{model, text_enum};

model! {
    /// A query to Jaeger.
    pub struct JaegerTarget {
        /// The name of the query within its panel, such as `A`. Results are kept by it.
        "refId" => ref_id: String,
        /// The data source. Without it, the panel's.
        "datasource" => datasource: DatasourceRef,
        /// Whether it is not shown. Expressions may use it all the same.
        "hide" => hide: bool,
        /// What is asked for. Without it, one trace.
        "queryType" => query_type: JaegerQueryType,
        /// The id of the trace, for a query of one trace.
        "query" => query: String,
        /// The service, for a search. Jaeger demands one.
        "service" => service: String,
        /// The operation, for a search. Without it, all.
        "operation" => operation: String,
        /// Tags that a span must have, for a search: logfmt, such as `error=true db.system=postgresql`.
        "tags" => tags: String,
        /// The least duration, for a search: `1.2s`, `100ms`, `500us`.
        "minDuration" => min_duration: String,
        /// The greatest duration, for a search: `1.2s`, `100ms`, `500us`.
        "maxDuration" => max_duration: String,
        /// How many traces are found at most.
        "limit" => limit: u64,
    }
}

text_enum! {
    /// What a query to Jaeger asks for. Any other value gets no answer and no error.
    pub enum JaegerQueryType {
        /// Traces found by service, operation, tags and duration: a table.
        Search = "search",
        /// Which services call which: a graph of nodes.
        DependencyGraph = "dependencyGraph",
        /// A trace that a person gives as a file. Not for dashboards.
        Upload = "upload",
    }
}
