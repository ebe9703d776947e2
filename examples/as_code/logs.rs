//! The rows *Logs* and *One trace*.

use serde_json::json;
use spanboard::spec::panel::{QuerySpec, RowSpec, TraceViewSpec};
use spanboard::spec::{PanelKind, PanelSpec, TargetSpec};

use super::{JAEGER, LOKI};

/// The rows and their panels. The second row is closed, so that its panels ask nothing until somebody opens it.
pub fn panels() -> Vec<PanelSpec> {
    vec![
        PanelSpec::row("Logs"),
        lines_by_level(),
        warnings_and_errors(),
        PanelSpec::new("One trace", RowSpec::default().collapsed(true)),
        trace_view(),
        lines_of_trace(),
    ]
}

fn lines_by_level() -> PanelSpec {
    let lines = r#"{service_name="nemotron-backend"} | pattern `<_> | <level> | <_>`"#;
    let target = TargetSpec::new(format!("sum by (level) (count_over_time({lines} [$__auto]))")).legend_format("{{level}}");
    let query = QuerySpec::new([target]).unit("short").min(0).custom([
        ("drawStyle", json!("bars")),
        ("fillOpacity", json!(60)),
        ("stacking", json!({"mode": "normal", "group": "A"})),
    ]);
    PanelSpec::new("Log lines by level", PanelKind::Timeseries(query))
        .datasource(LOKI)
        .size(24, 6)
        .description("How much the backend has to say, by level. A rise of warnings often comes before errors.")
}

fn warnings_and_errors() -> PanelSpec {
    let lines = r#"{service_name="nemotron-backend"} |~ `\| (WARNING|ERROR|CRITICAL) \|`"#;
    PanelSpec::new("Warnings and errors", PanelKind::Logs(QuerySpec::new([TargetSpec::new(lines).max_lines(500_u32)])))
        .datasource(LOKI)
        .size(24, 12)
        .description("Open a line and follow *View Trace* to the trace in which it was written.")
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
