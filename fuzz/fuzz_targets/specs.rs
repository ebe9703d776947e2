//! Whatever a spec says, it goes through the flow up to the proven texts, or is refused in words.

#![no_main]

use libfuzzer_sys::fuzz_target;
use spanboard::diag::Sources;
use spanboard::pipeline::{self, DashboardSource, Project, Settings};
use spanboard::report::{Format, Report, render};
use spanboard::signals::{SignalsSpec, validate};
use spanboard::spec::{DashboardSpec, DatasourcesSpec, OutputsSpec, ProjectSpec, SpecFile};
use spanboard::yaml;

const DATASOURCES: &str = "
datasources:
  - {name: Prometheus, type: prometheus, url: 'http://p:9090', isDefault: true}
  - {name: Jaeger, type: jaeger, url: 'http://j:16686'}
  - {name: Loki, type: loki, url: 'http://l:3100'}
";

fuzz_target!(|text: &str| {
    if let Ok(spec) = yaml::from_str::<DashboardSpec>(text) {
        let datasources = yaml::from_str(DATASOURCES).unwrap_or_default();
        build(datasources, vec![DashboardSource::Built(Box::new(SpecFile::new("dashboards/a.yaml", spec)))], text);
    }
    if let Ok(spec) = yaml::from_str::<DatasourcesSpec>(text) {
        build(spec, Vec::new(), text);
    }
    if let Ok(spec) = yaml::from_str::<SignalsSpec>(text) {
        shown(&validate("a.yaml", &spec), text);
        let _ = spanboard::signals::Contract::new("a.yaml", spec);
    }
    let _ = yaml::from_str::<ProjectSpec>(text);
});

fn build(datasources: DatasourcesSpec, dashboards: Vec<DashboardSource>, text: &str) {
    let outputs = OutputsSpec::new("out/MANIFEST.json").datasources("out/datasources.yaml").dashboards("out/dashboards");
    let files = ProjectSpec::default().datasources("datasources.yaml").dashboards("dashboards").outputs(outputs);
    let project = Project {
        project: SpecFile::new("spanboard.yaml", files),
        datasources: SpecFile::new("datasources.yaml", datasources),
        dashboards,
        ..Project::default()
    };
    match pipeline::build(&project, &Settings::default()) {
        Ok(built) => assert_eq!(built.artifacts.len(), 1 + project.dashboards.len()),
        Err(refused) => {
            // A template of ours that says something else than the spec would be a bug of ours, whatever the spec.
            let is_ours =
                |rule: &str| ["template/drops-meaning", "template/changes-meaning", "template/not-parsed"].contains(&rule);
            let of_templates = refused.diagnostics.iter().find(|found| is_ours(&found.rule));
            assert!(of_templates.is_none(), "{of_templates:?}");
            shown(&refused.diagnostics, text);
        }
    }
}

/// Findings can be told, with lines and columns.
fn shown(found: &[spanboard::diag::Diagnostic], text: &str) {
    let mut sources = Sources::new();
    for name in ["a.yaml", "dashboards/a.yaml", "datasources.yaml"] {
        sources.insert(name.to_owned(), text.to_owned());
    }
    for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
        let _ = render(format, &Report::of(found, &sources), false);
    }
}
