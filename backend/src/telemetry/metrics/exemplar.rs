//! From the current span to an exemplar.

use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, TraceId};
use prometheus_client::encoding::{EncodeLabel, EncodeLabelSet, LabelSetEncoder};
use std::fmt;

/// The label of an exemplar's trace. Grafana's data source names it in `exemplarTraceIdDestinations`.
pub(super) const LABEL: &str = "trace_id";

/// The trace in which a value was observed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exemplar(TraceId);

impl Exemplar {
    /// The trace of the current span; none outside of spans, and none where the trace is not sampled: it would lead to a trace that no
    /// one has.
    pub(super) fn current() -> Option<Self> {
        Context::map_current(|context| {
            let span = context.span();
            let ids = span.span_context();
            (ids.is_valid() && ids.is_sampled()).then(|| Self(ids.trace_id()))
        })
    }
}

impl EncodeLabelSet for Exemplar {
    fn encode(&self, encoder: &mut LabelSetEncoder) -> fmt::Result {
        (LABEL, self.0.to_string()).encode(encoder.encode_label())
    }
}
