//! The settings of a Jaeger data source.
//!
//! Facts: `src/datasource.ts` and `ConfigEditor.tsx` of Grafana's Jaeger data source.

use super::json_data::json_data;
use super::links::{TracesToLogs, TracesToLogsV2, TracesToMetrics};
use super::trace_view::{NodeGraph, SpanBar, TraceIdTimeParams};

json_data! {
    /// `jsonData` of a data source of type `jaeger`.
    pub struct JaegerJsonData {
        /// The graph of a trace's spans. Only for queries by trace id and uploads.
        "nodeGraph" => node_graph: NodeGraph,
        /// Whether a look-up by trace id says when the trace was.
        "traceIdTimeParams" => trace_id_time_params: TraceIdTimeParams,
        /// What stands beside each span.
        "spanBar" => span_bar: SpanBar,
        /// Links from spans to logs.
        "tracesToLogsV2" => traces_to_logs_v2: TracesToLogsV2,
        /// Their former form, ignored beside `tracesToLogsV2`.
        "tracesToLogs" => traces_to_logs: TracesToLogs,
        /// Links from spans to metrics.
        "tracesToMetrics" => traces_to_metrics: TracesToMetrics,
    }
}
