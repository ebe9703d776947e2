//! How long it takes to say what changed between two folders of 10, 100 and 1,000 dashboards (eleven panels, 20 kB each) of which one
//! in ten differs; and the steps of one such dashboard alone.
//!
//! `cargo bench --bench diff`. With `SPANBOARD_KEEP=FOLDER` the two folders of 1,000 dashboards are left there as `before` and `after`,
//! to time the program as a whole.

#![expect(clippy::unwrap_used, reason = "a bench that can't go on has nothing to tell")]

use std::fs;
use std::path::Path;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use serde_json::{Value, json};
use spanboard::diff::{self, Content, File, Side};
use spanboard::foreign::PartKind;
use spanboard::report::{DiffFormat, DiffReport, render_diff};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 3] = [10, 100, 1000];

fn main() {
    if let Some(folder) = std::env::var_os("SPANBOARD_KEEP") {
        keep(Path::new(&folder));
        return;
    }
    divan::main();
}

/// Two sides in memory, from bytes to changes.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn folders(bencher: Bencher<'_, '_>, dashboards: usize) {
    let (before, after) = (side(dashboards, false), side(dashboards, true));
    bencher.counter(ItemsCount::new(dashboards)).bench_local(|| diff::compare(&before, &after));
}

/// The same where every path is another one, so that files are found by their uids.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn renamed_folders(bencher: Bencher<'_, '_>, dashboards: usize) {
    let before = side(dashboards, false);
    let mut after = side(dashboards, true);
    for file in &mut after.files {
        file.path = format!("elsewhere/{}", file.path);
    }
    bencher.counter(ItemsCount::new(dashboards)).bench_local(|| diff::compare(&before, &after));
}

/// One dashboard of which four things changed.
#[divan::bench]
fn one_dashboard(bencher: Bencher<'_, '_>) {
    let (before, after) = (dashboard(10, false), dashboard(10, true));
    let bytes = before.to_string().len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| diff::compare_values(PartKind::Dashboard, &before, &after));
}

/// One hundred changed dashboards, as text and as Markdown.
#[divan::bench(args = [100])]
fn report(bencher: Bencher<'_, '_>, dashboards: usize) {
    let comparison = diff::compare(&side(dashboards * 10, false), &side(dashboards * 10, true));
    let report = DiffReport { comparison: &comparison, before: "before", after: "after", is_stat: false };
    bencher.bench_local(|| {
        let text = render_diff(DiffFormat::Text, &report, false);
        (text, render_diff(DiffFormat::Markdown, &report, false))
    });
}

fn keep(folder: &Path) {
    for (name, is_after) in [("before", false), ("after", true)] {
        fs::create_dir_all(folder.join(name)).unwrap();
        for file in side(1000, is_after).files {
            if let Content::Bytes(bytes) = file.content {
                fs::write(folder.join(name).join(file.path), bytes).unwrap();
            }
        }
    }
}

fn side(dashboards: usize, is_after: bool) -> Side {
    let files = (0..dashboards).map(|number| {
        let text = serde_json::to_string_pretty(&dashboard(number, is_after)).unwrap();
        File { path: format!("service-{number}.json"), content: Content::Bytes(text.into_bytes()) }
    });
    Side { name: String::new(), files: files.collect() }
}

/// A dashboard; every tenth one is another one after.
fn dashboard(number: usize, is_after: bool) -> Value {
    let is_changed = is_after && number.is_multiple_of(10);
    let mut panels = vec![json!({
        "id": 1, "type": "text", "title": "About", "gridPos": {"h": 3, "w": 24, "x": 0, "y": 0},
        "options": {"mode": "markdown", "content": format!("# Service {number}\nWhat it does, who owns it, and what to do when it fails.")}
    })];
    for (index, operation) in
        ["analysis_processing", "detection_processing", "llm_inference", "event_creation"].iter().enumerate()
    {
        panels.push(trace_search(number, index, operation, if is_changed { 90_000_000 } else { 120_000_000 }));
    }
    for stage in 0..6 {
        panels.push(time_series(number, stage, is_changed && stage == 2));
    }
    if is_changed {
        panels.remove(4);
    }
    json!({
        "annotations": {"list": []}, "editable": false, "fiscalYearStartMonth": 0, "graphTooltip": 0, "id": null, "links": [],
        "panels": panels, "refresh": if is_changed { "1m" } else { "30s" }, "schemaVersion": 42,
        "tags": ["tracing", format!("service-{number}")], "templating": {"list": []}, "time": {"from": "now-1h", "to": "now"},
        "timepicker": {}, "timezone": "", "title": format!("Service {number}"), "uid": format!("service-{number}"), "version": 1
    })
}

fn trace_search(number: usize, index: usize, operation: &str, limit: u64) -> Value {
    let steps = json!([
        {"color": "green", "value": null}, {"color": "yellow", "value": 5_000_000}, {"color": "red", "value": limit}
    ]);
    json!({
        "id": 10 + index, "type": "table", "title": format!("Traces of {operation}"),
        "gridPos": {"h": 8, "w": 12, "x": (index % 2) * 12, "y": 3 + (index / 2) * 8},
        "datasource": {"type": "jaeger", "uid": "jaeger"},
        "fieldConfig": {
            "defaults": {"color": {"mode": "thresholds"}, "custom": {"align": "auto", "cellOptions": {"type": "auto"}}, "mappings": [],
                "thresholds": {"mode": "absolute", "steps": [{"color": "green", "value": null}, {"color": "red", "value": 80}]}},
            "overrides": [{"matcher": {"id": "byName", "options": "Duration"}, "properties": [
                {"id": "unit", "value": "µs"}, {"id": "thresholds", "value": {"mode": "absolute", "steps": steps}},
                {"id": "custom.cellOptions", "value": {"type": "color-background"}}
            ]}]
        },
        "options": {"cellHeight": "sm", "footer": {"countRows": false, "reducer": ["sum"], "show": false}, "showHeader": true},
        "targets": [{"refId": "A", "queryType": "search", "service": format!("service-{number}"), "operation": operation, "limit": 20,
            "datasource": {"type": "jaeger", "uid": "jaeger"}}]
    })
}

fn time_series(number: usize, stage: usize, is_changed: bool) -> Value {
    let function = if is_changed { "irate" } else { "rate" };
    let query = format!(
        "histogram_quantile(0.95, sum by (le, stage) ({function}(hsi_stage_duration_seconds_bucket{{service=\"service-{number}\"}}[$__rate_interval])))"
    );
    json!({
        "id": 20 + stage, "type": "timeseries", "title": format!("Latency of stage {stage}"),
        "gridPos": {"h": 8, "w": 12, "x": (stage % 2) * 12, "y": 19 + (stage / 2) * 8},
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "fieldConfig": {
            "defaults": {"color": {"mode": "palette-classic"}, "custom": {"drawStyle": "line", "fillOpacity": 10,
                "lineWidth": 1, "showPoints": "auto", "spanNulls": false}, "mappings": [],
                "thresholds": {"mode": "absolute", "steps": [{"color": "green", "value": null}]}, "unit": "s"},
            "overrides": []
        },
        "options": {"legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": true},
            "tooltip": {"mode": "multi", "sort": "desc"}},
        "targets": [{"refId": "A", "expr": query, "legendFormat": "{{stage}}", "range": true,
            "datasource": {"type": "prometheus", "uid": "prometheus"}}]
    })
}
