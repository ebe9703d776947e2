//! The flow in one piece: load, resolve, plan, render, verify, and then a list of files to be.
//!
//! From: a project, read from files or built in Rust. To: [`Artifact`]s, all of them proven, or everything that is wrong. Nothing
//! is written here. Dashboards go through all stages one by one, on all processors, so that only texts pile up in memory.

pub mod check;
mod flow;
mod prepared;
mod rule_settings;
mod timings;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diag::{Diagnostic, Sources, Unchecked, passes};
use crate::foreign::Document;
use crate::parallel;
use crate::plan;
use crate::render::{Artifact, Overrides, Templates};
use crate::resolve::{self, Outputs, ResolvedDatasources};
use crate::rules::view::DatasourceFileView;
use crate::rules::{Checked, Checker, Datasources, Facts, RuleSettings, Usage};
use crate::signals::{Contract, SignalsSpec};
use crate::spec::loader::{self, ProjectFiles, Refused};
use crate::spec::{DashboardSpec, DatasourcesSpec, FilePath, ProjectSpec, SpecFile};
use crate::verify::{self, Known};

use flow::{Flow, Made};
use prepared::Prepared;
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

    /// A path of the spec as it is shown.
    fn shown(&self, path: &str) -> String {
        self.folder.join(path).to_string_lossy().into_owned()
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
    /// Whether to gather the telemetry that files ask for, even without a contract.
    pub with_usage: bool,
    /// Whether a check keeps the documents that it saw.
    pub with_documents: bool,
    /// Today as `YYYY-MM-DD`, which the end dates of suppressions are held against. `None`: none has ended.
    pub today: Option<String>,
}

/// All files of a project, proven and in memory.
#[derive(Debug, Clone)]
pub struct Built {
    /// The files, in the order of the spec.
    pub artifacts: Vec<Artifact>,
    /// Where they go.
    pub outputs: Outputs,
    /// What rules found that is no error.
    pub diagnostics: Vec<Diagnostic>,
    /// What rules could not check.
    pub unchecked: Vec<Unchecked>,
    /// The telemetry that each file asks for, where that was gathered.
    pub usages: Vec<(String, Usage)>,
}

/// Takes a project through the flow. On an error, everything that is wrong is gathered, findings of rules that are none included.
pub fn build(project: &Project, settings: &Settings) -> Result<Built, Refused> {
    let Examined { built, mut refused, .. } = examine(project, settings)?;
    if refused.diagnostics.is_empty() && passes(&built.diagnostics) {
        return Ok(built);
    }
    refused.diagnostics.extend(built.diagnostics);
    refused.sources.extend(pointed_at(project, &refused.diagnostics));
    Err(refused.with(&project.sources))
}

/// What came of a project: what could be made of it, and what could not.
struct Examined {
    built: Built,
    refused: Refused,
    /// The models of the files, where they were asked for.
    documents: Vec<Document>,
    /// The data sources of the project.
    datasources: Datasources,
}

/// Takes a project through the flow, and goes on after errors as far as that tells more. Only without templates nothing can be done.
fn examine(project: &Project, settings: &Settings) -> Result<Examined, Refused> {
    let mut refused = Refused::default();
    let timings = &settings.timings;
    let (templates, prepared) = parallel::both(
        || timings.measure(Stage::Render, || read_templates(project, settings)),
        || Prepared::new(project, settings),
    );
    let templates = refused.take(templates);
    refused.extend(prepared.refused);
    let Prepared { outputs, providers, constants, datasources, rule_settings, contract, .. } = prepared;
    // With bad templates the rest is looked at all the same, so that everything is told in one run.
    let Some(templates) = templates.or_else(|| refused.take(Templates::new(Overrides::default()))) else {
        return Err(refused.with(&project.sources));
    };

    let checker = Checker::new(&rule_settings, contract.as_ref());
    let checker = if settings.with_usage { checker.with_usage() } else { checker };
    let known = datasources.as_ref().map(known_datasources).unwrap_or_default();
    let flow = Flow { project, outputs: &outputs, templates: &templates, settings, checker: &checker, datasources: &known };
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
    let catalog = resolve::catalog(&project.datasources);
    let (mut made, dashboards) = parallel::both(
        || planned.iter().map(|planned| flow.finish(planned)).collect::<Vec<Result<Made, Refused>>>(),
        || parallel::map(&project.dashboards, |source| flow.dashboard(source, &catalog)),
    );
    made.extend(dashboards);

    let mut files = Vec::with_capacity(made.len());
    let mut all = Gathered::default();
    let mut documents = Vec::new();
    for made in made {
        match made {
            Ok(Made { artifact, known, checked, document }) => {
                files.push((artifact, known));
                all.add(checked);
                documents.extend(document);
            }
            Err(error) => refused.extend(error),
        }
    }
    let whole: Vec<&Known> = files.iter().map(|(_, known)| known).collect();
    if refused.diagnostics.is_empty() {
        refused.diagnostics.extend(timings.measure(Stage::Verify, || verify::across(&whole)));
    }
    let usages = all.usages();
    let mut found = all.diagnostics;
    let is_whole = refused.diagnostics.is_empty();
    if is_whole {
        found.extend(timings.measure(Stage::Check, || checker.across(&all.facts)));
    }
    let diagnostics = rule_settings.apply(found, is_whole);
    let artifacts = files.into_iter().map(|(artifact, _)| artifact).collect();
    let built = Built { artifacts, outputs, diagnostics, unchecked: all.unchecked, usages };
    Ok(Examined { built, refused, documents, datasources: known })
}

/// What the project file `config` says about rules, for files that are not the project's own. `today` is `YYYY-MM-DD`.
pub fn rule_settings_of(config: &Path, today: Option<String>) -> Result<RuleSettings, Refused> {
    let project = Project::read(config)?;
    let settings = rule_settings::rule_settings(&project.project, |file| project.shown(file), today);
    settings.map_err(|diagnostics| Refused { diagnostics, sources: project.sources })
}

/// Reads the contract `path` on its own, and gives its text along.
pub fn read_signals(path: &Path) -> Result<(SpecFile<SignalsSpec>, String), Refused> {
    let shown = path.to_string_lossy().into_owned();
    loader::signals(Path::new(""), &FilePath { origin: shown.clone(), shown }, None)
}

/// What all files gave together.
#[derive(Default)]
struct Gathered {
    diagnostics: Vec<Diagnostic>,
    unchecked: Vec<Unchecked>,
    facts: Vec<Facts>,
}

impl Gathered {
    fn add(&mut self, checked: Checked) {
        self.diagnostics.extend(checked.diagnostics);
        self.unchecked.extend(checked.unchecked);
        self.facts.push(checked.facts);
    }

    fn usages(&self) -> Vec<(String, Usage)> {
        let asking = self.facts.iter().filter(|facts| !facts.usage.is_empty());
        asking.map(|facts| (facts.file.clone(), facts.usage.clone())).collect()
    }
}

/// The data sources of the project, as references are looked up among them.
fn known_datasources(resolved: &ResolvedDatasources) -> Datasources {
    let source = plan::datasources("", resolved).source;
    let view = DatasourceFileView::of_model(&resolved.file);
    Datasources { known: view.known(&source), is_complete: true }
}

/// The texts of the dashboards' spec files that `found` points into: they are not kept while all is well.
fn pointed_at(project: &Project, found: &[Diagnostic]) -> Sources {
    let mut sources = Sources::new();
    let places = found.iter().flat_map(|found| found.place.iter().chain(found.related.iter().map(|related| &related.place)));
    let files: BTreeSet<&str> = places.map(|place| place.file.as_str()).collect();
    for source in &project.dashboards {
        let DashboardSource::File(path) = source else { continue };
        if files.contains(path.shown.as_str())
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
        let mut seen = BTreeSet::new();
        self.diagnostics.retain(|found| {
            let about_a_template = found.rule == "template/fails" || found.rule == "template/not-parsed";
            !about_a_template || seen.insert((found.rule.clone(), found.message.clone()))
        });
        self
    }
}
