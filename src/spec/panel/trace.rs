//! Panels of traces: search, one trace, and the graph of services.

use serde_json::{Map, Value};

use super::threshold::DurationThresholdSpec;
use crate::grafana::dashboard::DataLink;
use crate::spec::duration::Duration;
use crate::spec::strict::Strict;
use crate::written::spec;

spec! {
    /// A list of the traces that Jaeger found: trace id with a link, name, start and duration. The data source is a Jaeger.
    pub struct TraceSearchSpec {
        /// The service, as `service.name` has it.
        pub service: String,
        /// The operation: the name of a span. Default: all.
        #[serde(default)]
        pub operation: Option<String>,
        /// Tags that a span has, in logfmt: `error=true http.status_code=500`. All of them hold.
        #[serde(default)]
        pub tags: Option<String>,
        /// The least duration of a span, in `us`, `ms`, `s`, `m` or `h`.
        #[serde(default)]
        pub min_duration: Option<Duration>,
        /// The greatest duration of a span, in the same units.
        #[serde(default)]
        pub max_duration: Option<Duration>,
        /// How many traces are asked for. Default: Jaeger's own.
        #[serde(default)]
        pub limit: Option<u32>,
        /// From which duration on which colour is shown in the duration column. The first step has no value.
        #[serde(default)]
        pub duration_thresholds: Vec<DurationThresholdSpec>,
        /// Links at the values of every column, besides the one that Grafana has at the trace id. `${__data.fields.traceID}` is the
        /// id of the row's trace.
        #[serde(default)]
        pub data_links: Vec<Strict<DataLink>>,
        /// The table's own options, over those of the template.
        #[serde(default)]
        pub options: Map<String, Value>,
    }
}

impl TraceSearchSpec {
    /// The traces of the service `service`.
    #[must_use]
    pub fn new(service: impl Into<String>) -> Self {
        Self { service: service.into(), ..Self::default() }
    }
}

spec! {
    /// One trace, span by span. The data source is a Jaeger or a Tempo.
    pub struct TraceViewSpec {
        /// The trace id, or a variable that holds it: `${traceId}`.
        pub trace_id: String,
    }
}

spec! {
    /// Which service calls which, how often. The data source is a Jaeger; it needs Jaeger's dependency data.
    pub struct ServiceGraphSpec {
        /// The node graph's own options, over those of the template.
        #[serde(default)]
        pub options: Map<String, Value>,
    }
}
