//! The flow in one piece: load, resolve, plan, render, verify, and then a list of files to be.
//!
//! From: a project, read from files or built in Rust. To: [`Artifact`]s, all of them proven, or everything that is wrong. Nothing
//! is written here. Dashboards go through all stages one by one, on all processors, so that only texts pile up in memory.

mod timings;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diag::{Diagnostic, Place, Sources};
use crate::plan::{self, Planned};
use crate::render::{Artifact, Overrides, Templates, format};
use crate::resolve::{self, Catalog, Outputs};
use crate::signals::{self, Contract, SignalsSpec};
use crate::spec::loader::{self, ProjectFiles, Refused};
use crate::spec::{DashboardSpec, DatasourcesSpec, FilePath, ProjectSpec, SpecFile};
use crate::verify::{self, Known};

pub use timings::{Stage, Timings};

/// A project, before anything is resolved.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// The project's folder. Paths of the spec are relative to it.
    pub folder: PathBuf,
    /// `spanboard.yaml`.
    pub project: SpecFile<ProjectSpec>,
    /// The data sources.
    pub datasources: SpecFile<DatasourcesSpec>,
    /// The contract, where there is one.
    pub signals: Option<SpecFile<SignalsSpec>>,
    /// The dashboards.
    pub dashboards: Vec<DashboardSource>,
    /// The texts of the spec files that are read already, for messages.
    pub sources: Sources,
}

/// Where a dashboard comes from.
#[derive(Debug, Clone)]
pub enum DashboardSource {
    /// A spec file, which is still to be read.
    File(FilePath),
    /// A dashboard that was built in Rust. Its path stands for it in messages, and its place below the folder of the dashboards
    /// is where its output goes.
    Built(Box<SpecFile<DashboardSpec>>),
}

impl From<ProjectFiles> for Project {
    fn from(files: ProjectFiles) -> Self {
        Self {
            folder: files.folder,
            project: files.project,
            datasources: files.datasources,
            signals: files.signals,
            dashboards: files.dashboards.into_iter().map(DashboardSource::File).collect(),
            sources: files.sources,
        }
    }
}

impl Project {
    /// Reads the project that `config` (`spanboard.yaml`) describes. Dashboards are found here, and read by [`build`]. Errors of
    /// the project's file and of the data sources are gathered; with one of them, those of the dashboards too.
    pub fn read(config: &Path) -> Result<Self, Refused> {
        loader::project(config).map(Self::from)
    }

    /// The index of the contract, where the project has one.
    #[must_use]
    pub fn contract(&self) -> Option<Contract> {
        self.signals.as_ref().map(|file| Contract::new(&file.path.shown, file.spec.clone()))
    }
}

/// How a project is built.
#[derive(Debug, Default)]
pub struct Settings {
    /// A folder of templates that go before those of the project.
    pub templates: Option<PathBuf>,
    /// How many files are to be made, known once the project is read.
    pub total: AtomicUsize,
    /// How many files have gone through.
    pub done: AtomicUsize,
    /// What each stage took.
    pub timings: Timings,
}

/// All files of a project, proven and in memory.
#[derive(Debug, Clone)]
pub struct Built {
    /// The files, in the order of the spec.
    pub artifacts: Vec<Artifact>,
    /// Where they go.
    pub outputs: Outputs,
}

/// Takes a project through the flow. On an error, everything that is wrong is gathered.
pub fn build(project: &Project, settings: &Settings) -> Result<Built, Refused> {
    let mut refused = Refused::default();
    let timings = &settings.timings;
    let templates = refused.take(timings.measure(Stage::Render, || read_templates(project, settings)));
    let outputs = refused.take(resolve::outputs(&project.project));
    let providers = refused.take(resolve::providers(&project.project));
    if let Some(contract) = &project.signals {
        refused.diagnostics.extend(signals::validate(&contract.path.shown, &contract.spec));
    }
    let constants = project.signals.as_ref().map_or(Ok(None), |contract| resolve::signals(&project.project, contract));
    let constants = refused.take(constants).flatten();
    let datasources = refused.take(timings.measure(Stage::Resolve, || resolve::datasources(&project.datasources)));
    // With bad templates or outputs the rest is looked at all the same, so that everything is told in one run.
    let outputs = outputs.unwrap_or_else(|| project.project.spec.outputs.clone());
    let Some(templates) = templates.or_else(|| refused.take(Templates::new(Overrides::default()))) else {
        return Err(refused.with(&project.sources));
    };

    let flow = Flow { project, outputs: &outputs, templates: &templates, settings };
    let mut planned = Vec::new();
    // An output without its part of the spec is reported already.
    let has_datasources = project.project.spec.datasources.is_some();
    if let (Some(path), Some(resolved), true) = (&outputs.datasources, &datasources, has_datasources) {
        planned.push(plan::datasources(path, resolved));
    }
    let has_providers = !project.project.spec.providers.is_empty();
    if let (Some(path), Some(resolved), true) = (&outputs.providers, &providers, has_providers) {
        planned.push(plan::providers(path, resolved));
    }
    if let (Some(output), Some(resolved)) = (&outputs.signals, &constants) {
        planned.push(plan::signals(&output.path, resolved));
    }
    settings.total.store(project.dashboards.len() + planned.len(), Ordering::Relaxed);
    let mut made: Vec<Result<(Artifact, Known), Refused>> = planned.iter().map(|planned| flow.finish(planned)).collect();
    let catalog = resolve::catalog(&project.datasources);
    made.extend(crate::parallel::map(&project.dashboards, |source| flow.dashboard(source, &catalog)));

    let mut files = Vec::with_capacity(made.len());
    for file in made {
        match file {
            Ok(file) => files.push(file),
            Err(error) => refused.extend(error),
        }
    }
    let known: Vec<&Known> = files.iter().map(|(_, known)| known).collect();
    if refused.diagnostics.is_empty() {
        refused.diagnostics.extend(timings.measure(Stage::Verify, || verify::across(&known)));
        refused.sources.extend(pointed_at(project, &refused.diagnostics));
    }
    if refused.diagnostics.is_empty() {
        Ok(Built { artifacts: files.into_iter().map(|(artifact, _)| artifact).collect(), outputs })
    } else {
        Err(refused.with(&project.sources))
    }
}

/// The texts of the dashboards' spec files that `found` points into: they are not kept while all is well.
fn pointed_at(project: &Project, found: &[Diagnostic]) -> Sources {
    let mut sources = Sources::new();
    for source in &project.dashboards {
        let DashboardSource::File(path) = source else { continue };
        let places = found.iter().flat_map(|found| found.place.iter().chain(found.related.iter().map(|related| &related.place)));
        if places.into_iter().any(|place| place.file == path.shown)
            && let Ok((_, text)) = loader::dashboard(&project.folder, path)
        {
            sources.insert(path.shown.clone(), text);
        }
    }
    sources
}

fn read_templates(project: &Project, settings: &Settings) -> Result<Templates, Vec<Diagnostic>> {
    let mut overrides = Overrides::default();
    if let Some(folder) = &project.project.spec.templates {
        overrides.read(&project.folder.join(folder))?;
    }
    if let Some(folder) = &settings.templates {
        overrides.read(folder)?;
    }
    Templates::new(overrides)
}

/// What all files go through the flow with.
struct Flow<'a> {
    project: &'a Project,
    outputs: &'a Outputs,
    templates: &'a Templates,
    settings: &'a Settings,
}

impl Flow<'_> {
    fn dashboard(&self, source: &DashboardSource, catalog: &Catalog) -> Result<(Artifact, Known), Refused> {
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

    fn finish(&self, planned: &Planned) -> Result<(Artifact, Known), Refused> {
        let timings = &self.settings.timings;
        let refuse = |diagnostics| Refused { diagnostics, sources: Sources::new() };
        let rendered = timings.measure(Stage::Render, || self.templates.render(planned)).map_err(|found| refuse(vec![found]))?;
        let verified = timings.measure(Stage::Verify, || verify::file(planned, &rendered, self.templates)).map_err(refuse)?;
        let text = timings
            .measure(Stage::Render, || final_text(planned, rendered, &verified.value))
            .map_err(|found| refuse(vec![found]))?;
        self.settings.done.fetch_add(1, Ordering::Relaxed);
        let artifact = Artifact {
            path: planned.path.clone(),
            text,
            template: planned.template.to_owned(),
            origin: planned.source.origin.clone(),
        };
        Ok((artifact, verified.known))
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

impl Refused {
    /// The value, or its findings gathered here.
    fn take<T>(&mut self, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
        result.map_err(|found| self.diagnostics.extend(found)).ok()
    }

    /// The same with the texts that were read before.
    fn with(mut self, sources: &Sources) -> Self {
        self.sources.extend(sources.clone());
        self.without_repeats()
    }

    /// One broken template fails for every file that it writes; once is enough.
    fn without_repeats(mut self) -> Self {
        let mut seen = std::collections::BTreeSet::new();
        self.diagnostics.retain(|found| {
            let about_a_template = found.rule == "template/fails" || found.rule == "template/not-parsed";
            !about_a_template || seen.insert((found.rule.clone(), found.message.clone()))
        });
        self
    }
}
