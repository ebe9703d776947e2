//! The row *Logs*.

use serde_json::json;
use spanboard::spec::panel::QuerySpec;
use spanboard::spec::{PanelKind, PanelSpec, TargetSpec};

use super::LOKI;

/// The row and its panels.
pub fn panels() -> Vec<PanelSpec> {
    vec![PanelSpec::row("Logs"), lines_by_level(), warnings_and_errors()]
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
