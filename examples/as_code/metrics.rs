//! The row *Pipeline metrics*: how much, how often wrong, how long, how full.

use serde_json::json;
use spanboard::grafana::dashboard::{FieldColor, FieldColorMode, FieldOverride, Matcher, Property};
use spanboard::spec::panel::{QuerySpec, ThresholdsSpec};
use spanboard::spec::{PanelKind, PanelSpec, TargetSpec};

use super::{JAEGER, PROMETHEUS, traces};

/// The row and its panels.
pub fn panels() -> Vec<PanelSpec> {
    vec![
        PanelSpec::row("Pipeline metrics"),
        throughput(),
        errors_by_type(),
        error_rate(),
        stage_latency(),
        analysis_latency(),
        queue_depths(),
        ai_request_latency(),
        batch_sizes(),
        batch_traces(),
        events_by_risk_level(),
        risk_scores(),
    ]
}

fn panel(title: &str, kind: PanelKind, width: u32) -> PanelSpec {
    PanelSpec::new(title, kind).datasource(PROMETHEUS).width(width)
}

fn query(expr: &str, legend: &str) -> TargetSpec {
    TargetSpec::new(expr).legend_format(legend)
}

/// How fast a counter rises, per minute. `by` are the labels that are kept.
fn per_minute(by: &str, counter: &str, legend: &str) -> TargetSpec {
    let sum = if by.is_empty() { "sum".to_owned() } else { format!("sum by ({by}) ") };
    query(&format!("{sum}(rate({counter}[$__rate_interval])) * 60"), legend)
}

/// What the part `quantile` of the values of a histogram stays below.
fn quantile(quantile: &str, by: &str, histogram: &str, legend: &str) -> TargetSpec {
    query(&format!("histogram_quantile({quantile}, sum by ({by}) (rate({histogram}_bucket[$__rate_interval])))"), legend)
}

/// The buckets of a histogram, as a heatmap wants them.
fn buckets(histogram: &str) -> TargetSpec {
    query(&format!("sum by (le) (increase({histogram}[$__rate_interval]))"), "{{le}}").format("heatmap")
}

fn throughput() -> PanelSpec {
    let targets = [
        per_minute("", "hsi_detections_processed_total", "Detections"),
        per_minute("", "hsi_events_created_total", "Events"),
        per_minute("", "hsi_detections_filtered_low_confidence_total", "Detections of low confidence"),
    ];
    panel("Throughput", PanelKind::Timeseries(QuerySpec::new(targets).unit("cpm").min(0)), 8).description(
        "What goes in and what comes out. Both fall together when cameras fall silent; events alone fall when batches or the \
         analysis stand still.",
    )
}

fn errors_by_type() -> PanelSpec {
    let query = QuerySpec::new([per_minute("error_type", "hsi_pipeline_errors_total", "{{error_type}}")])
        .unit("cpm")
        .min(0)
        .thresholds(ThresholdsSpec::base("transparent").step(1, "red"))
        .custom([
            ("thresholdsStyle", json!({"mode": "dashed"})),
            ("fillOpacity", json!(30)),
            ("stacking", json!({"mode": "normal", "group": "A"})),
        ]);
    panel("Pipeline errors by type", PanelKind::Timeseries(query), 8)
        .description("Errors per minute. The type says which stage to look at; *Error traces* holds examples.")
}

fn error_rate() -> PanelSpec {
    let errors = "sum(rate(hsi_pipeline_errors_total[$__rate_interval]))";
    let detections = "sum(rate(hsi_detections_processed_total[$__rate_interval]))";
    let query = QuerySpec::new([query(&format!("{errors} / ({detections} > 0)"), "Errors per detection")])
        .unit("percentunit")
        .min(0)
        .thresholds(ThresholdsSpec::base("transparent").step(0.01, "yellow").step(0.05, "red"))
        .custom([("thresholdsStyle", json!({"mode": "dashed"}))]);
    panel("Error rate", PanelKind::Timeseries(query), 8)
        .description("Pipeline errors per detection processed. A few per mille are images that can't be read; more is a fault.")
}

fn stage_latency() -> PanelSpec {
    let stage = |part, legend| quantile(part, "le, stage", "hsi_stage_duration_seconds", legend);
    let targets = [stage("0.50", "{{stage}} p50"), stage("0.95", "{{stage}} p95").exemplar(true), stage("0.99", "{{stage}} p99")];
    let legend = json!({"displayMode": "table", "placement": "right", "calcs": ["lastNotNull", "max"]});
    let query = QuerySpec::new(targets).unit("s").min(0).options([("legend", legend)]);
    panel("Stage latency", PanelKind::Timeseries(query), 12).description(
        "The median, and what 95 and 99 of 100 stay below, by stage. The histogram ends at 60 s. The dots are single traces; follow \
         one of those that lie high.",
    )
}

fn analysis_latency() -> PanelSpec {
    let target = buckets(r#"hsi_stage_duration_seconds_bucket{stage="analyze"}"#).exemplar(true);
    let query = QuerySpec::new([target]).unit("s").options([("yAxis", json!({"unit": "s"}))]);
    panel("Analysis latency", PanelKind::Heatmap(query), 12)
        .description("How long analyses take, all of them. Two bands mean two kinds of work, cold and warm models for one.")
}

fn queue_depths() -> PanelSpec {
    let overflow = "sum by (queue_name, policy) (increase(hsi_queue_overflow_total[$__rate_interval])) > 0";
    let targets = [
        query("hsi_detection_queue_depth", "Detection"),
        query("hsi_analysis_queue_depth", "Analysis"),
        query(overflow, "{{queue_name}} full ({{policy}})").ref_id("Overflow"),
    ];
    let red_bars = of_query("Overflow").properties([
        Property::new("custom.drawStyle", "bars"),
        Property::new("custom.fillOpacity", json!(60)),
        Property::new("color", FieldColor::fixed("red")),
    ]);
    let query = QuerySpec::new(targets)
        .unit("short")
        .min(0)
        .thresholds(ThresholdsSpec::base("transparent").step(25, "yellow").step(75, "red"))
        .custom([("thresholdsStyle", json!({"mode": "dashed"}))])
        .overrides([red_bars]);
    panel("Queue depths", PanelKind::Timeseries(query), 12).description(
        "What waits, and how often a queue was full. What the policy of a full queue then does with an item is in the legend; unless \
         it only moves it aside, that image or batch is lost.",
    )
}

/// The results of one of a panel's queries.
fn of_query(ref_id: &str) -> FieldOverride {
    FieldOverride::default().matcher(Matcher::default().id("byFrameRefID").options(json!(ref_id)))
}

fn ai_request_latency() -> PanelSpec {
    let targets = [
        quantile("0.95", "le, service", "hsi_ai_request_duration_seconds", "{{service}} p95").exemplar(true),
        quantile("0.50", "le, service", "hsi_ai_request_duration_seconds", "{{service}} p50"),
        quantile("0.95", "le", "rtdetr_inference_latency_seconds", "RT-DETR's own p95"),
    ];
    panel("AI request latency", PanelKind::Timeseries(QuerySpec::new(targets).unit("s").min(0)), 12).description(
        "What 95 of 100 requests to the models stay below. RT-DETR's own measure leaves out the network; a gap between both is the \
         network or a queue in front of the model.",
    )
}

fn batch_sizes() -> PanelSpec {
    let detections = "sum(rate(hsi_detections_processed_total[$__rate_interval]))";
    let batches = r#"sum(rate(hsi_stage_duration_seconds_count{stage="batch"}[$__rate_interval]))"#;
    let targets = [
        query(&format!("{detections} / ({batches} > 0)"), "Detections per batch"),
        per_minute("camera_id", "hsi_batch_max_detections_reached_total", "Full batches of {{camera_id}}").ref_id("Full"),
    ];
    let bars_at_the_right = of_query("Full").properties([
        Property::new("custom.drawStyle", "bars"),
        Property::new("custom.axisPlacement", "right"),
        Property::new("unit", "cpm"),
    ]);
    let query = QuerySpec::new(targets).unit("short").min(0).overrides([bars_at_the_right]);
    panel("Batch sizes", PanelKind::Timeseries(query), 12).description(
        "Detections per batch on average, counted from detections and from batches that went through their stage, and how many \
         batches were closed for being full. The size of a single batch is `batch_size` of its span.",
    )
}

fn batch_traces() -> PanelSpec {
    PanelSpec::new("Batch traces", traces::search("batch_aggregation", 10)).datasource(JAEGER).size(12, 8).description(
        "Batches as they were put together. The span says `batch_size`, and in `timeout_triggered` whether time or size closed it.",
    )
}

fn events_by_risk_level() -> PanelSpec {
    let query = QuerySpec::new([per_minute("level", "hsi_events_by_risk_level_total", "{{level}}")])
        .unit("cpm")
        .min(0)
        .color(FieldColor::default().mode(FieldColorMode::PaletteClassicByName))
        .custom([("fillOpacity", json!(40)), ("stacking", json!({"mode": "normal", "group": "A"}))]);
    panel("Events by risk level", PanelKind::Timeseries(query), 12).description(
        "What the analysis makes of what it sees. A sudden change in the mix right after a prompt rollback is the prompt and not the \
         world.",
    )
}

fn risk_scores() -> PanelSpec {
    let query = QuerySpec::new([buckets("hsi_risk_score_bucket")]).options([("color", json!({"scheme": "YlOrRd"}))]);
    panel("Risk scores", PanelKind::Heatmap(query), 12)
        .description("The scores of events, 0 to 100. All in one band means that the model no longer tells events apart.")
}
