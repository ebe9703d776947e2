//! How long `check` takes: over the corpus, and over one large dashboard.
//!
//! `cargo bench --bench check`. The corpus is looked for where `SPANBOARD_CORPUS` names it, or at `../shared/corpus`; without it that
//! bench is left out and says so.

#![expect(clippy::unwrap_used, reason = "a bench that can't go on has nothing to tell")]
#![expect(clippy::print_stderr, reason = "it says what it leaves out")]

use std::env;
use std::path::{Path, PathBuf};

use divan::Bencher;
use divan::counter::BytesCount;
use serde_json::{Value, json};
use spanboard::foreign::{Text, walk};
use spanboard::parallel;
use spanboard::pipeline::check;
use spanboard::rules::RuleSettings;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// From the disk to findings: the files of a folder that others made.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn corpus(bencher: Bencher<'_, '_>) {
    let Some(folder) = corpus_folder() else {
        eprintln!("there is no corpus: not measured");
        return;
    };
    let bytes: usize = read(&folder).iter().map(|text| text.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| check::files(read(&folder), &RuleSettings::default(), None));
}

/// The corpus once, twice and four times: the cost is to grow with it and no faster.
#[divan::bench(args = [1, 2, 4], sample_count = 10, sample_size = 1)]
fn corpus_times(bencher: Bencher<'_, '_>, times: usize) {
    let Some(folder) = corpus_folder() else { return };
    let texts = read(&folder);
    let copies = || {
        let copies = (0..times)
            .flat_map(|copy| texts.iter().map(move |text| Text { shown: format!("copy{copy}/{}", text.shown), ..text.clone() }));
        copies.collect::<Vec<Text>>()
    };
    bencher.with_inputs(copies).bench_local_values(|texts| check::files(texts, &RuleSettings::default(), None));
}

/// One dashboard of 800 kB with 360 queries.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn large_dashboard(bencher: Bencher<'_, '_>) {
    let text = large();
    let bytes = text.len();
    let texts = || vec![Text { shown: "large.json".to_owned(), text: text.clone(), is_named: true }];
    let input = bencher.counter(BytesCount::new(bytes)).with_inputs(texts);
    input.bench_local_values(|texts| check::files(texts, &RuleSettings::default(), None));
}

fn corpus_folder() -> Option<PathBuf> {
    let named = env::var_os("SPANBOARD_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    folder.is_dir().then_some(folder)
}

fn read(folder: &Path) -> Vec<Text> {
    let (found, problems) = walk::files(&[folder.to_path_buf()]);
    assert!(problems.is_empty());
    parallel::map(&found, |found| walk::read(found).unwrap())
}

/// 120 panels of three queries, each panel with the weight of what Grafana writes beside them.
fn large() -> String {
    let panels: Vec<Value> = (0..120).map(panel).collect();
    let dashboard = json!({"title": "Large", "uid": "large", "schemaVersion": 42, "panels": panels});
    serde_json::to_string_pretty(&dashboard).unwrap()
}

fn panel(number: usize) -> Value {
    let targets: Vec<Value> = ["A", "B", "C"]
        .iter()
        .map(|id| {
            let expr = format!(
                "histogram_quantile(0.9{number}, sum by (le, job) (rate(http_request_duration_seconds_bucket{{job=\"api\", \
                 handler=~\"/v{number}/.*\", code!~\"5..\"}}[$__rate_interval]))) / on (job) group_left avg by (job) (up{{job=\"api\"}})"
            );
            json!({"refId": id, "expr": expr, "legendFormat": "{{job}}", "range": true, "editorMode": "code"})
        })
        .collect();
    let overrides: Vec<Value> = (0..12)
        .map(|field| {
            json!({"matcher": {"id": "byName", "options": format!("field {field}")}, "properties": [
                {"id": "color", "value": {"mode": "fixed", "fixedColor": "#73bf69"}},
                {"id": "custom.lineWidth", "value": 2},
                {"id": "unit", "value": "s"},
            ]})
        })
        .collect();
    json!({
        "id": number + 1,
        "type": "timeseries",
        "title": format!("Panel {number}"),
        "description": "One of many.",
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "gridPos": {"x": (number % 2) * 12, "y": (number / 2) * 8, "w": 12, "h": 8},
        "fieldConfig": {"defaults": {"unit": "s", "thresholds": {"mode": "absolute", "steps": [
            {"color": "green", "value": null}, {"color": "red", "value": 1},
        ]}}, "overrides": overrides},
        "options": {"legend": {"showLegend": true, "displayMode": "table", "placement": "bottom", "calcs": ["mean", "max"]}},
        "targets": targets,
    })
}
