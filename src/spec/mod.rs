//! The written form: what people type in `spanboard.yaml` and below `observability/`, and its loader.
//!
//! From: YAML files, or Rust code that uses the setters. To: typed values whose references are still names. Each type is read
//! strictly: an unknown key or a value of another form is an error. When a file is refused, `explain` says what is wrong with
//! it: all of it, each at its place.

pub mod annotation;
pub mod dashboard;
pub mod datasource;
pub mod duration;
mod explain;
pub mod loader;
mod masked;
pub mod panel;
pub mod project;
pub mod provider;
pub mod reference;
pub mod rule;
pub mod schema;
pub mod strict;
pub mod target;
pub mod variable;

pub use annotation::AnnotationSpec;
pub use dashboard::DashboardSpec;
pub use datasource::{DatasourceSpec, DatasourcesSpec};
pub use duration::Duration;
pub use panel::{PanelKind, PanelSpec};
pub use project::{OutputsSpec, ProjectSpec, SignalsOutputSpec};
pub use provider::ProviderSpec;
pub use rule::{RuleSeveritySpec, SuppressionSpec};
pub use strict::Strict;
pub use target::TargetSpec;
pub use variable::VariableSpec;

/// Where a spec file stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilePath {
    /// Relative to the project's folder, with `/`: `observability/dashboards/tracing.yaml`. What is written names it so.
    pub origin: String,
    /// As it is shown to a person, relative to where the command runs.
    pub shown: String,
}

/// What one spec file says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpecFile<T> {
    /// Where it stands.
    pub path: FilePath,
    /// What it says.
    pub spec: T,
}

impl<T> SpecFile<T> {
    /// A spec that was built in Rust. `origin` stands for it: in messages, in the manifest and in the heads of written files.
    pub fn new(origin: impl Into<String>, spec: T) -> Self {
        let origin = origin.into();
        Self { path: FilePath { shown: origin.clone(), origin }, spec }
    }
}
