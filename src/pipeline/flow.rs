//! One file's way through the flow: from its spec to a proven text and what rules say of it.

use std::sync::atomic::Ordering;

use super::{DashboardSource, Project, Settings, Stage};
use crate::diag::{Diagnostic, Place, Sources};
use crate::foreign::{Content, Document};
use crate::grafana::dashboard::Dashboard;
use crate::grafana::json::Json;
use crate::plan::{self, Planned};
use crate::render::{Artifact, Templates, format};
use crate::resolve::{self, Catalog, Outputs};
use crate::rules::{Checked, Checker, Datasources};
use crate::spec::loader::{self, Refused};
use crate::spec::{DashboardSpec, FilePath, SpecFile};
use crate::verify::{self, Known, Verified};

/// What all files go through the flow with.
pub(super) struct Flow<'a> {
    pub(super) project: &'a Project,
    pub(super) outputs: &'a Outputs,
    pub(super) templates: &'a Templates,
    pub(super) settings: &'a Settings,
    pub(super) checker: &'a Checker<'a>,
    pub(super) datasources: &'a Datasources,
}

/// What one file gave.
pub(super) struct Made {
    pub(super) artifact: Artifact,
    pub(super) known: Known,
    pub(super) checked: Checked,
    /// The model, where it was asked for.
    pub(super) document: Option<Document>,
}

impl Flow<'_> {
    pub(super) fn dashboard(&self, source: &DashboardSource, catalog: &Catalog) -> Result<Made, Refused> {
        match source {
            DashboardSource::Built(file) => self.planned(file, catalog).and_then(|planned| self.finish(&planned)),
            DashboardSource::File(path) => {
                let load = || loader::dashboard(&self.project.folder, path);
                let (spec, text) = self.settings.timings.measure(Stage::Load, load)?;
                // The spec is gone before the file is made of the plan: what it took is used again.
                let planned = self.planned(&SpecFile { path: path.clone(), spec }, catalog);
                planned.and_then(|planned| self.finish(&planned)).map_err(|mut error| {
                    error.sources.insert(path.shown.clone(), text);
                    error
                })
            }
        }
    }

    fn planned(&self, file: &SpecFile<DashboardSpec>, catalog: &Catalog) -> Result<Planned, Refused> {
        let timings = &self.settings.timings;
        let name = self.name(&file.path);
        let folder = self.outputs.dashboards.as_deref().unwrap_or_default();
        match timings.measure(Stage::Resolve, || resolve::dashboard(file, &name, catalog)) {
            Ok(resolved) => Ok(timings.measure(Stage::Plan, || plan::dashboard(folder, &resolved))),
            Err(diagnostics) => Err(Refused { diagnostics, sources: Sources::new() }),
        }
    }

    /// The place of a dashboard below the folder of the dashboards, without its ending.
    fn name(&self, path: &FilePath) -> String {
        let folder = self.project.project.spec.dashboards.as_deref().unwrap_or_default();
        let below = path.origin.strip_prefix(folder.trim_end_matches('/')).unwrap_or(&path.origin).trim_start_matches('/');
        below.strip_suffix(".yaml").or_else(|| below.strip_suffix(".yml")).unwrap_or(below).to_owned()
    }

    pub(super) fn finish(&self, planned: &Planned) -> Result<Made, Refused> {
        let timings = &self.settings.timings;
        let refuse = |diagnostics| Refused { diagnostics, sources: Sources::new() };
        let rendered = timings.measure(Stage::Render, || self.templates.render(planned)).map_err(|found| refuse(vec![found]))?;
        let Verified { value, known } =
            timings.measure(Stage::Verify, || verify::file(planned, &rendered, self.templates)).map_err(refuse)?;
        let text =
            timings.measure(Stage::Render, || final_text(planned, rendered, &value)).map_err(|found| refuse(vec![found]))?;
        let (checked, content) = timings.measure(Stage::Check, || self.check(planned, value));
        let content = content.filter(|_| self.settings.with_documents);
        let document = content.map(|content| Document { source: planned.source.clone(), content });
        self.settings.done.fetch_add(1, Ordering::Relaxed);
        let artifact = Artifact {
            path: planned.path.clone(),
            text,
            template: planned.template.to_owned(),
            origin: planned.source.origin.clone(),
        };
        Ok(Made { artifact, known, checked, document })
    }

    /// Shows what was verified to the rules, and gives it back as what it is to Grafana.
    fn check(&self, planned: &Planned, value: serde_json::Value) -> (Checked, Option<Content>) {
        match planned.kind {
            plan::FileKind::Dashboard => match Dashboard::from_json(value) {
                Ok(dashboard) => {
                    let checked = self.checker.dashboard(&dashboard, &planned.source, self.datasources);
                    (checked, Some(Content::Dashboard(Box::new(dashboard))))
                }
                // What is no dashboard has not passed.
                Err(_) => (Checked::default(), None),
            },
            plan::FileKind::Datasources => {
                (self.checker.datasources(&value, &planned.source, self.datasources), Some(Content::Datasources(value)))
            }
            plan::FileKind::Providers => (self.checker.providers(&value, &planned.source), Some(Content::Providers(value))),
            // The contract it is made from is validated on its own.
            plan::FileKind::Rust => (Checked::default(), None),
        }
    }
}

/// JSON is written as Grafana exports it; YAML stays as its template wrote it, with its comments.
fn final_text(planned: &Planned, rendered: String, value: &serde_json::Value) -> Result<String, Diagnostic> {
    if planned.kind != plan::FileKind::Dashboard {
        return Ok(rendered);
    }
    format::format_into(rendered, value).map_err(|error| {
        let message = format!("`{}` can't be written as JSON: {error}", planned.path);
        Diagnostic::error("template/not-parsed", message).at(Place::file(&planned.source.shown))
    })
}
