//! Which files are written: from resolved models to planned files, each with its path, its template and the template's context.

use std::sync::Arc;

use serde_json::Value;

use crate::diag::{Place, Pointer};

mod dashboard;
mod datasources;
mod providers;
mod signals;

pub use dashboard::{DashboardContext, PanelContext, dashboard};
pub use datasources::{DatasourcesContext, datasources};
pub use providers::{ProvidersContext, providers};
pub use signals::{SignalsContext, signals};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// A dashboard: JSON, which Grafana takes as it is.
    Dashboard,
    /// Data sources: YAML, in whose texts Grafana expands `$`.
    Datasources,
    /// Dashboard providers: YAML, in whose texts Grafana expands `$`.
    Providers,
    /// Rust constants of what one source of the contract emits.
    Rust,
}

/// What a template is given: one small type a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Context {
    /// Of `grafana/dashboard.json.j2`.
    Dashboard(DashboardContext),
    /// Of `grafana/datasources.yaml.j2`.
    Datasources(DatasourcesContext),
    /// Of `grafana/dashboard-providers.yaml.j2`.
    Providers(ProvidersContext),
    /// Of `rust/signals.rs.j2`.
    Signals(SignalsContext),
}

/// A file to be rendered.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The path below the output root, with `/`.
    pub path: String,
    /// Its form, which says how it is read back.
    pub kind: FileKind,
    /// The template's name: `grafana/dashboard.json.j2`.
    pub template: &'static str,
    /// What the template is given.
    pub context: Context,
    /// What the file says, as Grafana shall hold it; references to the environment are marked (see [`crate::grafana::meaning`]).
    pub model: Arc<Value>,
    /// Where in the spec it comes from.
    pub source: Source,
}

/// Where a file comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// The spec file, relative to the project's folder.
    pub origin: String,
    /// The spec file, as it is shown.
    pub shown: String,
    /// From places of the file to the places of the spec that they come from. The longest match holds.
    pub places: Vec<(Pointer, Pointer)>,
}

impl Source {
    /// The place of the spec that the place `rendered` of the file comes from. The rest of the way after the longest match is
    /// taken to be the same in both; where it is not, the nearest place that the spec has is shown.
    #[must_use]
    pub fn place(&self, rendered: &Pointer) -> Place {
        let matches =
            self.places.iter().filter_map(|(from, spec)| rendered.after(from).map(|rest| rest.below(spec)).map(|to| (from, to)));
        match matches.max_by_key(|(from, _)| from.as_str().len()) {
            Some((_, spec)) => Place::value(&self.shown, spec),
            None => Place::file(&self.shown),
        }
    }
}
