//! Spanboard writes Grafana data sources and dashboards from a spec, and proves them before Grafana reads them.
//!
//! The flow, one module a step:
//!
//! - [`spec`]: what people write in YAML, or build in Rust, and its loader;
//! - [`signals`]: the contract: what the code emits, and what may be asked about it;
//! - [`resolve`]: names become uids, panels get ids and places; the result is models of Grafana's files, from [`grafana`];
//! - [`plan`]: which files there will be, each with its template and what that template is given;
//! - [`render`]: templates to texts in memory;
//! - [`verify`]: each text is read back, expanded as Grafana expands it, and held against its model;
//! - [`output`]: the only writer: makes the disk hold the proven texts, or says what differs;
//! - [`report`]: findings ([`diag`]) as text for people.
//!
//! [`preview`] draws dashboards without Grafana. [`import`] begins a contract from what a program exposes. [`pipeline`] ties the steps together, up to the proven texts; [`cli`] is the command around it. [`yaml`] is the one home of the
//! YAML library, [`parallel`] the one of threads, [`written`] the one of how written forms are declared.
//!
//! # As code
//!
//! A project can be built in Rust in place of YAML, and goes through the same steps:
//!
//! ```
//! use spanboard::pipeline::{self, DashboardSource, Project, Settings};
//! use spanboard::spec::panel::QuerySpec;
//! use spanboard::spec::{
//!     DashboardSpec, DatasourceSpec, DatasourcesSpec, OutputsSpec, PanelKind, PanelSpec, ProjectSpec, SpecFile, TargetSpec,
//! };
//!
//! let outputs = OutputsSpec::new("out/MANIFEST.json").datasources("out/datasources.yaml").dashboards("out/dashboards");
//! let files = ProjectSpec::default().datasources("datasources.yaml").dashboards("dashboards").outputs(outputs);
//! let prometheus = DatasourceSpec::new("Prometheus", "prometheus").url("http://prometheus:9090").is_default(true);
//! let query = QuerySpec::new([TargetSpec::new("sum(up)").instant(true)]);
//! let dashboard = DashboardSpec::new("Up").panel(PanelSpec::new("Targets that are up", PanelKind::Stat(query)));
//!
//! // The paths stand for files that might have said the same: findings and the heads of written files name them.
//! let project = Project {
//!     project: SpecFile::new("spanboard.yaml", files),
//!     datasources: SpecFile::new("datasources.yaml", DatasourcesSpec::default().datasources([prometheus])),
//!     dashboards: vec![DashboardSource::Built(Box::new(SpecFile::new("dashboards/up.yaml", dashboard)))],
//!     ..Project::default()
//! };
//! let built = pipeline::build(&project, &Settings::default()).map_err(|refused| refused.diagnostics)?;
//!
//! let paths: Vec<&str> = built.artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
//! assert_eq!(paths, ["out/datasources.yaml", "out/dashboards/up.json"]);
//! # Ok::<(), Vec<spanboard::diag::Diagnostic>>(())
//! ```
//!
//! Nothing is on the disk yet: [`output::apply`] writes the artifacts. `examples/as_code.rs` is a whole system built this way.

pub mod cli;
pub mod diag;
pub mod diff;
pub mod foreign;
pub mod grafana;
pub mod import;
pub mod output;
pub mod parallel;
pub mod pipeline;
pub mod plan;
pub mod preview;
pub mod query;
pub mod render;
pub mod report;
pub mod resolve;
pub mod revisions;
pub mod rules;
pub mod signals;
pub mod spec;
pub mod verify;
pub mod written;
pub mod yaml;
