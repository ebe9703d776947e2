//! From the written form to Grafana's models: names become uids, panels get numbers and places, short forms become whole ones.
//!
//! What comes out says what the author meant and nothing else; how it looks is the templates' part. Every error is gathered, at
//! its place in the spec.

mod annotations;
mod catalog;
mod dashboard;
mod datasources;
mod durations;
mod fields;
mod known;
mod layout;
mod links;
mod outputs;
mod panel_ids;
mod panels;
mod providers;
mod references;
mod signals;
mod targets;
mod traces;
mod unused;
mod variables;

use crate::diag::{Diagnostic, Place, Pointer};
use crate::grafana::dashboard::{Dashboard, Panel};
use crate::grafana::datasource::DatasourceFile;
use crate::grafana::provider::ProviderFile;
use crate::spec::{FilePath, VariableSpec};

pub use catalog::{Catalog, Known};
pub use dashboard::dashboard;
pub use datasources::{catalog, datasources};
pub use outputs::{Outputs, outputs};
pub use providers::providers;
pub use signals::{Constant, ResolvedSignals, signals};

/// The data sources of a project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResolvedDatasources {
    /// The spec file.
    pub path: FilePath,
    /// What Grafana's file says.
    pub file: DatasourceFile,
    /// The data sources by name.
    pub catalog: Catalog,
}

/// The dashboard providers of a project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResolvedProviders {
    /// The spec file.
    pub path: FilePath,
    /// What Grafana's file says.
    pub file: ProviderFile,
}

/// A dashboard.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedDashboard {
    /// The spec file.
    pub path: FilePath,
    /// The file's name below the folder of the dashboards, without an ending: `tracing`, `team/tracing`.
    pub name: String,
    /// What the dashboard says, without its panels.
    pub dashboard: Dashboard,
    /// The panels that stand at the top: rows, and panels outside of collapsed rows.
    pub panels: Vec<ResolvedPanel>,
}

/// A panel.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedPanel {
    /// The type as the spec has it, which is also the name of the template: `traceSearch`.
    pub kind: &'static str,
    /// Where it stands in the spec.
    pub place: Pointer,
    /// What the panel says. The panels of a collapsed row are in `panels` below.
    pub panel: Panel,
    /// The panels of a collapsed row.
    pub panels: Vec<ResolvedPanel>,
}

/// What the parts of one file are resolved with, and what they find.
struct Scope<'a> {
    shown: &'a str,
    catalog: &'a Catalog,
    variables: &'a [VariableSpec],
    found: Vec<Diagnostic>,
}

impl Scope<'_> {
    /// The place of a value of this file.
    fn value(&self, at: &Pointer) -> Place {
        Place::value(self.shown, at.clone())
    }

    /// The place of a key of this file.
    fn key(&self, at: &Pointer) -> Place {
        Place::key(self.shown, at.clone())
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }
}
