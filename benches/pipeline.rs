//! How long a project takes from its spec files to Grafana's files: 1, 100 and 1,000 dashboards of 11 panels (a text, four trace
//! searches, six time series), each from a spec file of its own; and each stage alone, for one such dashboard.
//!
//! `cargo bench --bench pipeline`. The files lie in the folder that `TMPDIR` names; a file system in memory shows the program
//! rather than the disk.

#![expect(clippy::unwrap_used, reason = "a bench that can't go on has nothing to tell")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use spanboard::output::{self, Mode};
use spanboard::pipeline::{self, Project, Settings};
use spanboard::plan;
use spanboard::render::{Overrides, Templates, format};
use spanboard::resolve;
use spanboard::spec::{FilePath, SpecFile, loader};
use spanboard::verify;
use tempfile::TempDir;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 3] = [1, 100, 1000];

fn main() {
    divan::main();
}

/// From the spec files to the files of a first run.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn first_run(bencher: Bencher<'_, '_>, dashboards: usize) {
    let project = project(dashboards);
    bencher
        .counter(ItemsCount::new(dashboards))
        .with_inputs(|| fs::remove_dir_all(project.path().join("generated")))
        .bench_local_values(
            // The folder is missing before the very first run.
            |_removed| run(project.path()),
        );
}

/// The same where nothing has changed since.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn unchanged_run(bencher: Bencher<'_, '_>, dashboards: usize) {
    let project = project(dashboards);
    run(project.path());
    bencher.counter(ItemsCount::new(dashboards)).bench_local(|| run(project.path()));
}

fn run(folder: &Path) {
    let project = Project::read(&folder.join("spanboard.yaml")).unwrap();
    let built = pipeline::build(&project, &Settings::default()).unwrap();
    output::apply(folder, &built.outputs.manifest, &built.artifacts, Mode::Write { force: false }).unwrap();
}

/// One dashboard, from its file to types.
#[divan::bench]
fn load_one(bencher: Bencher<'_, '_>) {
    let project = project(1);
    let path = dashboard_path();
    bencher.bench_local(|| loader::dashboard(project.path(), &path).unwrap());
}

/// One dashboard, from types to models.
#[divan::bench]
fn resolve_one(bencher: Bencher<'_, '_>) {
    let one = One::new();
    bencher.bench_local(|| resolve::dashboard(&one.file, "service-0", &one.catalog).unwrap());
}

/// One dashboard, from models to what its template is given.
#[divan::bench]
fn plan_one(bencher: Bencher<'_, '_>) {
    let one = One::new();
    let resolved = resolve::dashboard(&one.file, "service-0", &one.catalog).unwrap();
    bencher.bench_local(|| plan::dashboard("generated", &resolved));
}

/// One dashboard, from its context to text.
#[divan::bench]
fn render_one(bencher: Bencher<'_, '_>) {
    let (planned, templates, _) = One::new().rendered();
    bencher.bench_local(|| templates.render(&planned).unwrap());
}

/// One dashboard, parsed again and proven.
#[divan::bench]
fn verify_one(bencher: Bencher<'_, '_>) {
    let (planned, templates, text) = One::new().rendered();
    bencher.bench_local(|| verify::file(&planned, &text, &templates).unwrap());
}

/// One dashboard, written as Grafana exports it.
#[divan::bench]
fn format_one(bencher: Bencher<'_, '_>) {
    let (planned, templates, text) = One::new().rendered();
    let verified = verify::file(&planned, &text, &templates).unwrap();
    bencher.bench_local(|| format::format(&verified.value).unwrap());
}

/// What every run pays once: the templates, compiled.
#[divan::bench]
fn compile_templates(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Templates::new(Overrides::default()).unwrap());
}

/// What a run pays once in which a dashboard does not fit its type: the schema of dashboards, compiled.
#[divan::bench]
fn compile_schema(bencher: Bencher<'_, '_>) {
    let schema = verify::schema(plan::FileKind::Dashboard);
    bencher.bench_local(|| jsonschema::Validator::new(&schema).unwrap());
}

/// What such a run pays too: the schema of dashboards, made from the types.
#[divan::bench]
fn make_schema(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| verify::schema(plan::FileKind::Dashboard));
}

struct One {
    file: SpecFile<spanboard::spec::DashboardSpec>,
    catalog: resolve::Catalog,
}

impl One {
    fn new() -> Self {
        let folder = project(1);
        let project = Project::read(&folder.path().join("spanboard.yaml")).unwrap();
        let (spec, _) = loader::dashboard(folder.path(), &dashboard_path()).unwrap();
        let catalog = resolve::datasources(&project.datasources).unwrap().catalog;
        Self { file: SpecFile { path: dashboard_path(), spec }, catalog }
    }

    fn rendered(&self) -> (plan::Planned, Templates, String) {
        let resolved = resolve::dashboard(&self.file, "service-0", &self.catalog).unwrap();
        let planned = plan::dashboard("generated", &resolved);
        let templates = Templates::new(Overrides::default()).unwrap();
        let text = templates.render(&planned).unwrap();
        (planned, templates, text)
    }
}

fn dashboard_path() -> FilePath {
    let origin = "observability/dashboards/service-0.yaml".to_owned();
    FilePath { shown: origin.clone(), origin }
}

/// A project of so many dashboards, in a temporary folder.
fn project(dashboards: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    let specs = folder.path().join("observability/dashboards");
    fs::create_dir_all(&specs).unwrap();
    fs::write(folder.path().join("spanboard.yaml"), PROJECT).unwrap();
    fs::write(folder.path().join("observability/datasources.yaml"), DATASOURCES).unwrap();
    for number in 0..dashboards {
        fs::write(specs.join(format!("service-{number}.yaml")), dashboard(number)).unwrap();
    }
    folder
}

const PROJECT: &str = "\
datasources: observability/datasources.yaml
dashboards: observability/dashboards
providers:
  - name: bench
    options: {path: /var/lib/grafana/dashboards}
outputs:
  manifest: generated/MANIFEST.json
  datasources: generated/grafana/provisioning/datasources/bench.yaml
  providers: generated/grafana/provisioning/dashboards/bench.yaml
  dashboards: generated/grafana/dashboards
";

const DATASOURCES: &str = "\
datasources:
  - {name: Prometheus, type: prometheus, url: 'http://prometheus:9090', isDefault: true}
  - {name: Jaeger, type: jaeger, url: 'http://jaeger:16686'}
";

fn dashboard(number: usize) -> String {
    let mut text = format!(
        "\
title: Service {number}
description: Traces and metrics of service {number}.
tags: [tracing, service-{number}]
refresh: 30s
time: {{from: now-1h, to: now}}
panels:
  - type: text
    title: About
    content: |
      # Service {number}
      What it does, who owns it, and what to do when it fails.
"
    );
    for (operation, limit) in
        [("analysis_processing", 15), ("detection_processing", 10), ("llm_inference", 10), ("event_creation", 20)]
    {
        write!(
            text,
            "  - type: traceSearch
    title: Traces of {operation}
    datasource: Jaeger
    service: service-{number}
    operation: {operation}
    limit: {limit}
    durationThresholds:
      - color: green
      - {{color: yellow, value: 5s}}
      - {{color: red, value: 30s}}
"
        )
        .unwrap();
    }
    for stage in 0..6 {
        write!(
            text,
            "  - type: timeseries
    title: Latency of stage {stage}
    datasource: Prometheus
    unit: s
    targets:
      - expr: histogram_quantile(0.95, sum by (le, stage) (rate(hsi_stage_duration_seconds_bucket{{service=\"service-{number}\"}}[$__rate_interval])))
        legendFormat: \"{{{{stage}}}}\"
"
        )
        .unwrap();
    }
    text
}
