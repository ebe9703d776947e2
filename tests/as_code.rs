//! What `examples/as_code.rs` builds in Rust is what the root project's YAML says, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

#[path = "../examples/as_code.rs"]
#[expect(dead_code, reason = "the example's `main` is not run here")]
mod as_code;

/// The files below `folder`, by their paths in it.
fn files(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
                found.insert(name, fs::read_to_string(path)?);
            }
        }
    }
    Ok(found)
}

#[test]
fn rust_and_yaml_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("spanboard.yaml");
    let project = spanboard::pipeline::Project::read(&config).unwrap();
    let from_yaml = spanboard::pipeline::build(&project, &spanboard::pipeline::Settings::default()).unwrap();
    let yaml_folder = folder.path().join("yaml");
    let mode = spanboard::output::Mode::Write { force: false };
    spanboard::output::apply(&yaml_folder, &from_yaml.outputs.manifest, &from_yaml.artifacts, mode).unwrap();

    let rust_folder = folder.path().join("rust");
    as_code::generate(&rust_folder).unwrap();

    let (expected, built) = (files(&yaml_folder).unwrap(), files(&rust_folder).unwrap());
    assert_eq!(built.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    assert!(expected.contains_key("generated/MANIFEST.json") && expected.len() >= 4, "{:?}", expected.keys());
    for (name, text) in &expected {
        assert_eq!(&built[name], text, "{name}");
    }
}

#[test]
fn a_second_run_in_rust_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    as_code::generate(folder.path()).unwrap();
    let before = files(folder.path()).unwrap();
    let summary = as_code::generate(folder.path()).unwrap();
    assert_eq!(summary, "5 unchanged");
    assert_eq!(files(folder.path()).unwrap(), before);
}

#[test]
fn settings_that_grafana_does_not_know_are_refused_in_rust_too() {
    use serde_json::json;
    use spanboard::pipeline::{DashboardSource, Project, Settings, build};
    use spanboard::spec::panel::{QuerySpec, TraceSearchSpec};
    use spanboard::spec::{
        DashboardSpec, DatasourceSpec, DatasourcesSpec, OutputsSpec, PanelKind, PanelSpec, ProjectSpec, SpecFile, TargetSpec,
    };

    let query = QuerySpec::new([TargetSpec::new("up")]).options([("legnd", json!({}))]).custom([("lineWidth", json!("thick"))]);
    let dashboard = DashboardSpec::new("Any").panel(PanelSpec::new("Up", PanelKind::Timeseries(query))).panel(
        PanelSpec::new("Search", TraceSearchSpec::new("shop").options([("cellHeigth", json!("sm"))])).datasource("Jaeger"),
    );
    let prometheus = DatasourceSpec::new("Prometheus", "prometheus").is_default(true);
    let jaeger = DatasourceSpec::new("Jaeger", "jaeger");
    let project = |datasources: [DatasourceSpec; 2]| Project {
        project: SpecFile::new(
            "spanboard.yaml",
            ProjectSpec::default()
                .datasources("datasources.yaml")
                .dashboards("dashboards")
                .outputs(OutputsSpec::new("out/MANIFEST.json").datasources("out/datasources.yaml").dashboards("out/dashboards")),
        ),
        datasources: SpecFile::new("datasources.yaml", DatasourcesSpec::default().datasources(datasources)),
        dashboards: vec![DashboardSource::Built(Box::new(SpecFile::new("dashboards/any.yaml", dashboard.clone())))],
        ..Project::default()
    };
    let messages = |project: Project| -> Vec<String> {
        let refused = build(&project, &Settings::default()).unwrap_err();
        refused.diagnostics.iter().map(|found| found.message.clone()).collect()
    };

    let in_dashboard = ["the value of `lineWidth` is not of its shape", "unknown key `legnd`", "unknown key `cellHeigth`"];
    assert_eq!(messages(project([prometheus.clone(), jaeger.clone()])), in_dashboard);
    let mistyped = prometheus.json_data([("timeIntervall", json!("15s"))]); // misspelt on purpose
    assert_eq!(messages(project([mistyped, jaeger])), [&["unknown key `timeIntervall`"], in_dashboard.as_slice()].concat());
}
