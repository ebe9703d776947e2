//! Checks Grafana's files, made by anyone: from texts to findings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Examined, Project, Settings};
use crate::diag::{Diagnostic, Pointer, Sources, Unchecked};
use crate::foreign::{self, Content, Document, Documents, Text};
use crate::parallel;
use crate::render::Artifact;
use crate::rules::view::DatasourceFileView;
use crate::rules::{Checked, Checker, Datasources, Facts, RuleSettings, Usage};
use crate::signals::Contract;
use crate::spec::loader::Refused;

/// What a check gave.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be checked.
    pub unchecked: Vec<Unchecked>,
    /// The texts that the findings point into.
    pub sources: Sources,
    /// How many dashboards, data source files and provider files were checked.
    pub counts: Counts,
    /// The telemetry that each file asks for, where that was gathered.
    pub usages: Vec<(String, Usage)>,
    /// The documents that were checked. Of a project, only those that were asked for with [`Settings::with_documents`].
    pub documents: Vec<Seen>,
}

/// A document as it was checked.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The document.
    pub document: Document,
    /// The data sources that it can refer to.
    pub datasources: Datasources,
}

/// How many documents were checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Dashboards.
    pub dashboards: usize,
    /// Data source files.
    pub datasources: usize,
    /// Provider files.
    pub providers: usize,
}

/// Checks the project that `config` describes: everything that `generate` would write, up to writing.
#[must_use]
pub fn project(config: &Path, settings: &Settings) -> Outcome {
    let refused = |Refused { diagnostics, sources }| Outcome { diagnostics, sources, ..Outcome::default() };
    let project = match Project::read(config) {
        Ok(project) => project,
        Err(error) => return refused(error),
    };
    match super::examine(&project, settings) {
        Ok(Examined { built, refused, documents, datasources }) => {
            let mut diagnostics = refused.diagnostics;
            diagnostics.extend(built.diagnostics);
            let mut all = Refused { sources: refused.sources, diagnostics };
            all.sources.extend(super::pointed_at(&project, &all.diagnostics));
            let Refused { diagnostics, sources } = all.with(&project.sources);
            let counts = Counts::of(&built.artifacts);
            let documents = documents.into_iter().map(|document| Seen { document, datasources: datasources.clone() }).collect();
            Outcome { diagnostics, unchecked: built.unchecked, sources, counts, usages: built.usages, documents }
        }
        Err(error) => refused(error),
    }
}

/// Checks the files `texts`. Rules about what the code emits find nothing without a contract.
#[must_use]
pub fn files(texts: Vec<Text>, settings: &RuleSettings, contract: Option<&Contract>) -> Outcome {
    check(texts, settings, &Checker::new(settings, contract))
}

/// The same, with the telemetry that each file asks for.
#[must_use]
pub fn files_with_usage(texts: Vec<Text>, settings: &RuleSettings, contract: Option<&Contract>) -> Outcome {
    check(texts, settings, &Checker::new(settings, contract).with_usage())
}

fn check(texts: Vec<Text>, settings: &RuleSettings, checker: &Checker<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut documents = Vec::new();
    for found in parallel::map(&texts, foreign::documents) {
        let Documents { documents: more, diagnostics, unchecked } = found;
        documents.extend(more);
        outcome.diagnostics.extend(diagnostics);
        outcome.unchecked.extend(unchecked);
    }
    let known = known(&documents, &texts);
    let mut facts: Vec<Facts> = Vec::with_capacity(documents.len());
    let seen: Vec<Datasources> = documents.iter().map(|document| visible(&document.source.shown, &known)).collect();
    let pairs: Vec<(&Document, &Datasources)> = documents.iter().zip(&seen).collect();
    for (document, checked) in documents.iter().zip(parallel::map(&pairs, |(document, known)| one(document, checker, known))) {
        outcome.counts.add(document);
        outcome.diagnostics.extend(checked.diagnostics);
        outcome.unchecked.extend(checked.unchecked);
        facts.push(checked.facts);
    }
    outcome.diagnostics.extend(checker.across(&facts));
    outcome.diagnostics = settings.apply(std::mem::take(&mut outcome.diagnostics), true);
    outcome.usages = facts.into_iter().filter(|facts| !facts.usage.is_empty()).map(|facts| (facts.file, facts.usage)).collect();
    for text in texts {
        outcome.sources.insert(text.shown, text.text);
    }
    outcome.documents = documents.into_iter().zip(seen).map(|(document, datasources)| Seen { document, datasources }).collect();
    outcome
}

fn one(document: &Document, checker: &Checker<'_>, datasources: &Datasources) -> Checked {
    match &document.content {
        Content::Dashboard(dashboard) => checker.dashboard(dashboard, &document.source, datasources),
        Content::Datasources(file) => checker.datasources(file, &document.source, datasources),
        Content::Providers(file) => checker.providers(file, &document.source),
    }
}

/// The data sources that are set up in each folder. They are all that there are where the whole folder was read, and not only
/// files named one by one. What an object of Kubernetes holds may be joined by what others hold, wherever they lie.
fn known(documents: &[Document], texts: &[Text]) -> BTreeMap<String, Datasources> {
    let whole: BTreeSet<&str> = texts.iter().filter(|text| !text.is_named).map(|text| folder(&text.shown)).collect();
    let mut known: BTreeMap<String, Datasources> = BTreeMap::new();
    for document in documents {
        if let Content::Datasources(file) = &document.content {
            let folder = folder(&document.source.shown);
            let is_a_file = document.source.places.iter().all(|(_, place)| *place == Pointer::root());
            let all = known
                .entry(folder.to_owned())
                .or_insert_with(|| Datasources { known: Vec::new(), is_complete: whole.contains(folder) });
            all.is_complete &= is_a_file;
            all.known.extend(DatasourceFileView::new(file).known(&document.source));
        }
    }
    known
}

/// The data sources that `file` can refer to: those of the one folder of data source files below the nearest folder around it that
/// holds any. Where there are several, each is another Grafana's, and nobody can tell which one is meant.
fn visible(file: &str, known: &BTreeMap<String, Datasources>) -> Datasources {
    let mut around = folder(file);
    loop {
        let inside = |other: &str| around.is_empty() || other == around || other.starts_with(&format!("{around}/"));
        let mut found = known.iter().filter(|(folder, _)| inside(folder));
        match (found.next(), found.next()) {
            (Some((_, datasources)), None) => return datasources.clone(),
            (None, _) if !around.is_empty() => around = folder(around),
            _ => return Datasources::default(),
        }
    }
}

/// The folder that a path lies in; empty for none.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Counts {
    /// By what the files are made of.
    fn of(artifacts: &[Artifact]) -> Self {
        let count = |template: &str| artifacts.iter().filter(|artifact| artifact.template == template).count();
        Self {
            dashboards: count("grafana/dashboard.json.j2"),
            datasources: count("grafana/datasources.yaml.j2"),
            providers: count("grafana/dashboard-providers.yaml.j2"),
        }
    }

    fn add(&mut self, document: &Document) {
        match document.content {
            Content::Dashboard(_) => self.dashboards += 1,
            Content::Datasources(_) => self.datasources += 1,
            Content::Providers(_) => self.providers += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::files;
    use crate::foreign::Text;
    use crate::rules::RuleSettings;

    /// The rules that find something in a link to a data source that no file sets up, and how much could not be checked.
    fn found_in(shown: &str, text: &str, is_named: bool) -> (Vec<String>, usize) {
        let text = Text { shown: shown.to_owned(), text: text.to_owned(), is_named };
        let outcome = files(vec![text], &RuleSettings::default(), None);
        (outcome.diagnostics.iter().map(|found| found.rule.to_string()).collect(), outcome.unchecked.len())
    }

    const DANGLING: &str = "apiVersion: 1
datasources:
  - name: Loki
    type: loki
    jsonData:
      derivedFields:
        - name: trace_id
          matcherRegex: trace_id=(\\w+)
          datasourceUid: jaeger
          url: $${__value.raw}
";

    #[test]
    fn a_link_that_leads_nowhere_in_a_whole_folder_is_found() {
        assert_eq!(found_in("datasources/loki.yaml", DANGLING, false), (vec!["datasource/dangling-link".to_owned()], 0));
    }

    #[test]
    fn a_file_that_was_named_alone_may_link_to_what_its_neighbours_set_up() {
        assert_eq!(found_in("datasources/loki.yaml", DANGLING, true), (Vec::new(), 1));
    }

    #[test]
    fn an_object_of_kubernetes_may_link_to_what_others_set_up() {
        let indented = DANGLING.replace('\n', "\n    ");
        let text = format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  loki.yaml: |\n    {indented}");
        assert_eq!(found_in("loki-configmap.yaml", &text, false), (Vec::new(), 1));
    }

    #[test]
    fn no_finding_says_a_secret() {
        let text = r#"apiVersion: 1
datasources:
  - name: Prometheus
    type: prometheus
    password: hunter0
    basicAuthPassword: hunter$1
    jsonData: {httpHeaderValue1: hunter2, httpHeaderValue2: hunter$2, apiKey: hunter$2, basicAuthPassword: "hunter$3"}
    secureJsonData: {basicAuthPassword: hunter4, token: "hunter$5", key: "hunter$$6", other: "hunter$__7", number: 7}
"#;
        let text = Text { shown: "a.yaml".to_owned(), text: text.to_owned(), is_named: false };
        let outcome = files(vec![text], &RuleSettings::default(), None);
        let told = format!("{:?} {:?}", outcome.diagnostics, outcome.unchecked);
        assert!(!told.contains("hunter"), "{told}");
        assert!(outcome.diagnostics.len() > 8, "{told}");
    }
}
