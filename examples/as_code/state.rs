//! The row *State of the pipeline*: whether anything is wrong.

use spanboard::grafana::dashboard::{FieldColor, ValueMap, ValueMappingResult};
use spanboard::spec::panel::{QuerySpec, ThresholdsSpec};
use spanboard::spec::{PanelKind, PanelSpec, TargetSpec};

use super::PROMETHEUS;

/// The row and its panels.
pub fn panels() -> Vec<PanelSpec> {
    vec![
        PanelSpec::row("State of the pipeline"),
        detections(),
        events(),
        errors(),
        analysis_latency(),
        llm_context(),
        queues(),
        workers(),
    ]
}

/// Six of these fill a line.
fn small(title: &str, kind: PanelKind) -> PanelSpec {
    PanelSpec::new(title, kind).datasource(PROMETHEUS).size(4, 4)
}

fn query(expr: &str, legend: &str) -> TargetSpec {
    TargetSpec::new(expr).legend_format(legend)
}

fn detections() -> PanelSpec {
    let query = QuerySpec::new([query("sum(rate(hsi_detections_processed_total[$__rate_interval]))", "Detections")])
        .unit("cps")
        .decimals(2_u32)
        .color(FieldColor::fixed("blue"));
    small("Detections", PanelKind::Stat(query)).description(
        "Detections per second. Zero with cameras online means that nothing comes in or that detection stands still. Look at the \
         workers and at the depth of the detection queue.",
    )
}

fn events() -> PanelSpec {
    let query = QuerySpec::new([query("sum(rate(hsi_events_created_total[$__rate_interval])) * 60", "Events")])
        .unit("cpm")
        .decimals(2_u32)
        .color(FieldColor::fixed("blue"));
    small("Events", PanelKind::Stat(query)).description(
        "Events per minute, the end of the pipeline. Zero with detections coming in means that batches or the analysis stand \
         still.",
    )
}

fn errors() -> PanelSpec {
    let query = QuerySpec::new([query("sum(rate(hsi_pipeline_errors_total[$__rate_interval])) * 60", "Errors")])
        .unit("cpm")
        .decimals(2_u32)
        .thresholds(ThresholdsSpec::base("green").step(0.1, "yellow").step(1, "red"));
    small("Pipeline errors", PanelKind::Stat(query)).description(
        "Errors per minute over all stages. Any lasting value needs a look at *Error traces* and at *Pipeline errors by type*.",
    )
}

fn analysis_latency() -> PanelSpec {
    let buckets = r#"sum by (le) (rate(hsi_stage_duration_seconds_bucket{stage="analyze"}[$__rate_interval]))"#;
    let query = QuerySpec::new([query(&format!("histogram_quantile(0.95, {buckets})"), "p95")])
        .unit("s")
        .thresholds(ThresholdsSpec::base("green").step(30, "yellow").step(60, "red"));
    small("Analysis latency (p95)", PanelKind::Stat(query)).description(
        "95 of 100 analyses are faster. The histogram ends at 60 s, so that 60 s means 60 s or more. Look at *LLM inference \
         traces* then.",
    )
}

fn llm_context() -> PanelSpec {
    let query = QuerySpec::new([query("max by (model) (hsi_llm_context_utilization_ratio)", "{{model}}").instant(true)])
        .unit("percentunit")
        .min(0)
        .max(1)
        .thresholds(ThresholdsSpec::base("green").step(0.8, "yellow").step(0.95, "red"));
    small("LLM context in use", PanelKind::Gauge(query)).description(
        "The part of the model's context that prompts fill. Near 100 % prompts are cut, and analyses miss what was cut.",
    )
}

fn queues() -> PanelSpec {
    let targets = [
        query("hsi_detection_queue_depth", "Detection").instant(true),
        query("hsi_analysis_queue_depth", "Analysis").instant(true),
    ];
    let query = QuerySpec::new(targets)
        .unit("short")
        .min(0)
        .max(100)
        .thresholds(ThresholdsSpec::base("green").step(25, "yellow").step(75, "red"));
    small("Queues now", PanelKind::Bargauge(query)).description(
        "What waits for detection and for analysis. A queue that grows and does not shrink means that its workers are too slow or \
         have stopped.",
    )
}

fn workers() -> PanelSpec {
    let query = QuerySpec::new([query("max by (worker_name) (hsi_worker_status)", "{{worker_name}}")]).mappings([states()]);
    PanelSpec::new("Workers", PanelKind::StateTimeline(query)).datasource(PROMETHEUS).size(24, 6).description(
        "What each worker does. A worker that is crashed or failed does not come back by itself; restart the backend after a look \
         at its log.",
    )
}

/// The states of a worker, by their numbers.
fn states() -> spanboard::grafana::dashboard::ValueMapping {
    let states =
        [("stopped", "#808080"), ("running", "green"), ("crashed", "red"), ("restarting", "yellow"), ("failed", "dark-red")];
    let options = states
        .into_iter()
        .zip(0_u32..)
        .map(|((text, color), number)| (number.to_string(), ValueMappingResult::default().text(text).color(color).index(number)));
    let options: std::collections::BTreeMap<_, _> = options.collect();
    ValueMap::default().r#type("value").options(options).into()
}
