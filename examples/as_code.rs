//! The bundled system in Rust instead of YAML: the same data sources, the same dashboard, the same flow, the same bytes.
//!
//! ```text
//! cargo run --example as_code              writes into a new folder and says where
//! cargo run --example as_code -- FOLDER    writes below FOLDER
//! ```
//!
//! Keys of the written form are setters here, in the case that Rust wants: `spanStartTimeShift` stays as it is within settings of
//! a plugin, `durationThresholds` is `duration_thresholds`. A setting that Grafana does not know and a data source that does not
//! exist are refused as in YAML.

#[path = "as_code/datasources.rs"]
mod datasources;
#[path = "as_code/logs.rs"]
mod logs;
#[path = "as_code/metrics.rs"]
mod metrics;
#[path = "as_code/state.rs"]
mod state;
#[path = "as_code/traces.rs"]
mod traces;
#[path = "as_code/tracing.rs"]
mod tracing;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use spanboard::diag::Diagnostic;
use spanboard::output::{self, Mode};
use spanboard::pipeline::{self, DashboardSource, Project, Settings};
use spanboard::signals::SignalsSpec;
use spanboard::spec::{Duration, OutputsSpec, ProjectSpec, ProviderSpec, SignalsOutputSpec, SpecFile};

/// The data sources as the dashboard's variables choose them.
const PROMETHEUS: &str = "${prometheus}";
const JAEGER: &str = "${jaeger}";
const LOKI: &str = "${loki}";

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a command, and says what it did")]
fn main() -> ExitCode {
    let folder = std::env::args_os().nth(1).map_or_else(new_folder, PathBuf::from);
    match generate(&folder) {
        Ok(summary) => {
            println!("{}: {summary}", folder.display());
            ExitCode::SUCCESS
        }
        Err(problems) => {
            for problem in problems {
                eprintln!("{}: {}", problem.rule, problem.message);
            }
            ExitCode::FAILURE
        }
    }
}

/// A folder of its own for each run, among the system's temporary files.
fn new_folder() -> PathBuf {
    std::env::temp_dir().join(format!("spanboard-as-code-{}", std::process::id()))
}

/// Proves all files in memory, then writes them below `folder`. Returns what was done, or everything that is wrong.
pub fn generate(folder: &Path) -> Result<String, Vec<Diagnostic>> {
    let built = pipeline::build(&project(signals()?), &Settings::default()).map_err(|refused| refused.diagnostics)?;
    let applied = output::apply(folder, &built.outputs.manifest, &built.artifacts, Mode::Write { force: false })?;
    Ok(applied.summary())
}

/// What the code emits. The contract stays in YAML, where tools of any language read it.
fn signals() -> Result<SignalsSpec, Vec<Diagnostic>> {
    spanboard::yaml::from_str(include_str!("../observability/signals.yaml"))
        .map_err(|error| vec![Diagnostic::error("spec/yaml", error.to_string())])
}

/// The project. Each part has the name of the YAML file that says the same: written files name it as their origin.
fn project(signals: SignalsSpec) -> Project {
    let tracing = SpecFile::new("observability/dashboards/tracing.yaml", tracing::dashboard());
    Project {
        project: SpecFile::new("spanboard.yaml", files()),
        datasources: SpecFile::new("observability/datasources.yaml", datasources::datasources()),
        dashboards: vec![DashboardSource::Built(Box::new(tracing))],
        signals: Some(SpecFile::new("observability/signals.yaml", signals)),
        ..Project::default()
    }
}

/// What is written, and where Grafana finds the dashboards.
fn files() -> ProjectSpec {
    ProjectSpec::default()
        .datasources("observability/datasources.yaml")
        .dashboards("observability/dashboards")
        .signals("observability/signals.yaml")
        .providers([ProviderSpec::new("hsi", "/var/lib/grafana/dashboards")
            .folder("HSI")
            .folder_uid("hsi")
            .allow_ui_updates(false)
            .update_interval(Duration::seconds(30))])
        .outputs(
            OutputsSpec::new("generated/MANIFEST.json")
                .datasources("generated/grafana/provisioning/datasources/hsi.yaml")
                .providers("generated/grafana/provisioning/dashboards/hsi.yaml")
                .dashboards("generated/grafana/dashboards")
                .signals(SignalsOutputSpec::new("backend/src/telemetry/signals.rs", "nemotron-backend")),
        )
}
