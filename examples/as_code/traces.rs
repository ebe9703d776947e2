//! The rows of traces: what Jaeger finds, one trace with its log lines, and which service calls which.

use serde_json::json;
use spanboard::grafana::dashboard::DataLink;
use spanboard::spec::panel::{DurationThresholdSpec, QuerySpec, RowSpec, ServiceGraphSpec, TraceSearchSpec, TraceViewSpec};
use spanboard::spec::{Duration, PanelKind, PanelSpec, TargetSpec};

use super::{JAEGER, LOKI};

/// The rows and their panels.
pub fn panels() -> Vec<PanelSpec> {
    vec![
        PanelSpec::row("Traces in $environment"),
        analysis(),
        detection(),
        llm_inference(),
        errors(),
        recent(),
        // Closed, so that its panels ask nothing until somebody opens it: there may be no trace id yet.
        PanelSpec::new("One trace", RowSpec::default().collapsed(true)),
        trace_view(),
        lines_of_trace(),
        PanelSpec::row("Services"),
        service_graph(),
    ]
}

/// The traces of the backend in the chosen environment that have a span of this name.
pub fn search(operation: &str, limit: u32) -> TraceSearchSpec {
    all(limit).operation(operation)
}

fn all(limit: u32) -> TraceSearchSpec {
    TraceSearchSpec::new("nemotron-backend")
        .tags("deployment.environment=${environment}")
        .limit(limit)
        .data_links([link_to_row()])
}

/// From every line of a table to the trace in the row *One trace*.
fn link_to_row() -> DataLink {
    DataLink::default()
        .title("Show in the row *One trace*")
        .url("/d/hsi-tracing?var-traceId=${__data.fields.traceID}&${environment:queryparam}&${__url_time_range}")
}

fn lights(yellow_seconds: u32, red_seconds: u32) -> [DurationThresholdSpec; 3] {
    [
        DurationThresholdSpec::base("green"),
        DurationThresholdSpec::starting_at(Duration::seconds(yellow_seconds), "yellow"),
        DurationThresholdSpec::starting_at(Duration::seconds(red_seconds), "red"),
    ]
}

fn analysis() -> PanelSpec {
    let search = search("analysis_processing", 15).duration_thresholds(lights(60, 180));
    PanelSpec::new("Pipeline analysis traces", search).datasource(JAEGER).size(12, 9).description(
        "A batch on its way through analysis. Yellow from 1 min, red from 3 min. Open a red one and look for its longest span, \
         which is `llm_inference` most of the time.",
    )
}

fn detection() -> PanelSpec {
    let search = search("detection_processing", 10).duration_thresholds(lights(5, 30));
    PanelSpec::new("Detection processing traces", search).datasource(JAEGER).size(12, 9).description(
        "RT-DETR on one image. Yellow from 5 s, red from 30 s. If all of them are slow, the GPU is busy or the model has just been \
         loaded.",
    )
}

fn llm_inference() -> PanelSpec {
    let search = search("llm_inference", 10).duration_thresholds(lights(30, 120));
    PanelSpec::new("LLM inference traces", search).datasource(JAEGER).size(12, 9).description(
        "One request to Nemotron. Yellow from 30 s, red from 2 min. Compare `prompt_length` of slow and fast ones; long prompts are \
         slow ones.",
    )
}

fn errors() -> PanelSpec {
    let search = all(20).tags("error=true deployment.environment=${environment}").duration_thresholds(lights(1, 60));
    PanelSpec::new("Error traces", search).datasource(JAEGER).size(12, 9).description(
        "Traces with a span that failed. The span's log holds the exception. The same error many times at once points at \
         PostgreSQL, Redis or a model service.",
    )
}

fn recent() -> PanelSpec {
    PanelSpec::new("Recent traces", all(30).duration_thresholds(lights(1, 60))).datasource(JAEGER).size(24, 9).description(
        "All that the service does, the newest first. Yellow from 1 s, red from 1 min. Empty while requests come in means that no \
         spans arrive. Check OTEL_ENABLED and the collector.",
    )
}

fn trace_view() -> PanelSpec {
    PanelSpec::new("Trace $traceId", TraceViewSpec::default().trace_id("${traceId}"))
        .datasource(JAEGER)
        .size(24, 16)
        .description("The trace of the variable *Trace ID*, span by span, with links to logs and metrics at each span.")
}

fn lines_of_trace() -> PanelSpec {
    let target = TargetSpec::new(r#"{service_name=~".+"} |= "trace_id=${traceId}""#);
    let query = QuerySpec::new([target]).options([("sortOrder", json!("Ascending"))]);
    PanelSpec::new("Log lines of trace $traceId", PanelKind::Logs(query))
        .datasource(LOKI)
        .size(24, 10)
        .description("What all services wrote during this trace.")
}

fn service_graph() -> PanelSpec {
    PanelSpec::new("Service graph", ServiceGraphSpec::default()).datasource(JAEGER).size(24, 10).description(
        "Which service calls which, and how often. A line that is missing means that the trace context is not passed on there.",
    )
}
