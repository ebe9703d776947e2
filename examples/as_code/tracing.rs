//! The dashboard *Distributed tracing*: what stands around the panels, and their order.

use spanboard::grafana::dashboard::{DashboardLink, DashboardLinkType};
use spanboard::spec::dashboard::{GraphTooltipSpec, TimeRangeSpec};
use spanboard::spec::variable::VariableKind;
use spanboard::spec::{AnnotationSpec, DashboardSpec, Duration, PanelSpec, TargetSpec, VariableSpec};

use super::{PROMETHEUS, logs, metrics, state, traces};

/// The dashboard.
pub fn dashboard() -> DashboardSpec {
    DashboardSpec::new("Distributed tracing")
        .uid("hsi-tracing")
        .description(
            "Traces of the HSI backend from image to event, with the metrics and logs that say where to look. Begin with the state \
             of the pipeline, go on to the slow or failed traces, and from a trace to its spans, metrics and logs.",
        )
        .tags(["hsi", "tracing"])
        .time(TimeRangeSpec::default().from("now-1h").to("now"))
        .refresh(Duration::seconds(30))
        .graph_tooltip(GraphTooltipSpec::SharedCrosshair)
        .links(links())
        .variables(variables())
        .annotations(annotations())
        .panels(panels())
}

fn panels() -> Vec<PanelSpec> {
    [state::panels(), traces::panels(), metrics::panels(), logs::panels()].concat()
}

fn links() -> [DashboardLink; 2] {
    [
        DashboardLink::default()
            .title("HSI dashboards")
            .r#type(DashboardLinkType::Dashboards)
            .tags(["hsi".to_owned()])
            .as_dropdown(true)
            .include_vars(true)
            .keep_time(true),
        DashboardLink::default()
            .title("Jaeger")
            .r#type(DashboardLinkType::Link)
            .url("http://localhost:16686/search?service=nemotron-backend")
            .icon("external link")
            .target_blank(true)
            .tooltip("Search with all that Jaeger offers"),
    ]
}

fn variables() -> [VariableSpec; 5] {
    let datasource = |name: &str, label: &str, plugin: &str, first: &str| {
        VariableSpec::new(name, VariableKind::Datasource).label(label).query(plugin).value(first)
    };
    [
        datasource("prometheus", "Metrics", "prometheus", "Prometheus"),
        datasource("jaeger", "Traces", "jaeger", "Jaeger"),
        datasource("loki", "Logs", "loki", "Loki"),
        VariableSpec::new("environment", VariableKind::Custom)
            .label("Environment")
            .description("The deployment.environment of the traces. Metrics and logs follow the choice of data sources.")
            .query("production, development"),
        VariableSpec::new("traceId", VariableKind::Textbox)
            .label("Trace ID")
            .description("The trace shown in the row *One trace*. The links in the tables of traces fill it in.")
            .query(""),
    ]
}

fn annotations() -> [AnnotationSpec; 3] {
    [
        rises("Worker restarts", "hsi_pipeline_worker_restarts_total", "worker_name, reason_category")
            .icon_color("orange")
            .title_format("{{worker_name}} restarted")
            .text_format("Reason: {{reason_category}}")
            .tag_keys("worker_name,reason_category"),
        rises("Model cold starts", "hsi_model_cold_start_total", "model")
            .icon_color("blue")
            .title_format("{{model}} started cold")
            .text_format("The first requests wait for the model to load.")
            .tag_keys("model"),
        rises("Prompt rollbacks", "hsi_prompt_rollbacks_total", "model, reason")
            .icon_color("purple")
            .title_format("Prompt of {{model}} rolled back")
            .text_format("Reason: {{reason}}")
            .tag_keys("model,reason"),
    ]
}

/// A mark wherever a counter has risen within a minute.
fn rises(name: &str, counter: &str, labels: &str) -> AnnotationSpec {
    let expr = format!("sum by ({labels}) (increase({counter}[1m])) > 0");
    AnnotationSpec::new(name, TargetSpec::new(expr).interval(Duration::minutes(1))).datasource(PROMETHEUS)
}
