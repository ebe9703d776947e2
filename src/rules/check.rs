//! [`Checker`]: walks a file once and shows its parts to all rules.

use std::collections::BTreeMap;

use serde_json::Value;

use super::view::{Context, DashboardView, DatasourceFileView, ProviderFileView, panels_of_old_rows};
use super::{Datasources, Findings, KnownDatasource, Rule, RuleSettings, Usage, rules};
use crate::diag::{Diagnostic, Place, Pointer, Severity, Unchecked};
use crate::grafana::dashboard::Dashboard;
use crate::grafana::json::Nullable;
use crate::plan::Source;
use crate::signals::Contract;

/// Checks files.
pub struct Checker<'a> {
    /// Each with its id.
    rules: Vec<(&'static dyn Rule, &'static str, Severity)>,
    contract: Option<&'a Contract>,
    /// Whether to gather what files ask for.
    with_usage: bool,
}

/// What one file gave.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be checked.
    pub unchecked: Vec<Unchecked>,
    /// What the checks across files need to know of it.
    pub facts: Facts,
}

/// What the checks across files need to know of one file.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The file's path, as it is shown.
    pub file: String,
    /// The folder that the file lies in. For data sources within a `ConfigMap`: the file of that, since one folder often holds the
    /// objects of several Grafanas.
    pub folder: String,
    /// Whether all files of the folder were looked at, as far as it sets up data sources.
    pub is_complete: bool,
    /// The data sources that it sets up.
    pub datasources: Vec<KnownDatasource>,
    /// The dashboard providers that it sets up.
    pub providers: Vec<KnownProvider>,
    /// The dashboard that it holds.
    pub dashboard: Option<DashboardFacts>,
    /// The telemetry that it asks for; empty where nobody wants to know.
    pub usage: Usage,
}

/// What the checks across files need to know of a dashboard provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownProvider {
    /// Its name.
    pub name: String,
    /// Where it is set up.
    pub place: Place,
}

/// What the checks across files need to know of a dashboard.
#[derive(Debug, Clone)]
pub struct DashboardFacts {
    /// Its uid, with its place.
    pub uid: Option<(String, Place)>,
    /// Its title, with its place.
    pub title: Option<(String, Place)>,
}

impl<'a> Checker<'a> {
    /// A checker with the rules that `settings` leaves on. Without a contract, rules that need one find nothing.
    #[must_use]
    pub fn new(settings: &RuleSettings, contract: Option<&'a Contract>) -> Self {
        let rules = rules().iter().filter_map(|rule| {
            let about = rule.about();
            settings.severity(about.id, about.severity).map(|severity| (*rule, about.id, severity))
        });
        Self { rules: rules.collect(), contract, with_usage: contract.is_some() }
    }

    /// The same, which gathers what files ask for even without a contract.
    #[must_use]
    pub const fn with_usage(mut self) -> Self {
        self.with_usage = true;
        self
    }

    /// Checks a data source file. `file` is its value as it is written.
    #[must_use]
    pub fn datasources(&self, file: &Value, source: &Source, datasources: &Datasources) -> Checked {
        let view = DatasourceFileView::new(file);
        let around = Context { source, datasources, contract: self.contract, dashboard: None, datasource: None };
        let mut found = Findings::new(Some(source));
        let mut usage = Usage::default();
        self.each(&mut found, |rule, found| rule.datasource_file(&view, &around, found));
        for datasource in &view.datasources() {
            let around = Context { datasource: Some(datasource), ..around };
            self.each(&mut found, |rule, found| rule.datasource(datasource, &around, found));
            for query in &datasource.queries(datasources) {
                if self.with_usage {
                    usage.add(query);
                }
                self.each(&mut found, |rule, found| rule.query(query, &around, found));
            }
        }
        let facts = Facts {
            file: source.shown.clone(),
            folder: if is_embedded(source) { source.shown.clone() } else { folder(source) },
            is_complete: datasources.is_complete,
            datasources: view.known(source),
            usage,
            ..Facts::default()
        };
        Checked { diagnostics: found.diagnostics, unchecked: found.unchecked, facts }
    }

    /// Checks a provider file. `file` is its value as it is written.
    #[must_use]
    pub fn providers(&self, file: &Value, source: &Source) -> Checked {
        let view = ProviderFileView::new(file);
        let datasources = Datasources::default();
        let around = Context { source, datasources: &datasources, contract: self.contract, dashboard: None, datasource: None };
        let mut found = Findings::new(Some(source));
        self.each(&mut found, |rule, found| rule.provider_file(&view, &around, found));
        for provider in &view.providers() {
            self.each(&mut found, |rule, found| rule.provider(provider, &around, found));
        }
        let facts =
            Facts { file: source.shown.clone(), folder: folder(source), providers: view.known(source), ..Facts::default() };
        Checked { diagnostics: found.diagnostics, unchecked: found.unchecked, facts }
    }

    /// Checks a dashboard.
    #[must_use]
    pub fn dashboard(&self, dashboard: &Dashboard, source: &Source, datasources: &Datasources) -> Checked {
        let old = panels_of_old_rows(dashboard);
        let view = DashboardView::new(dashboard, &old, datasources);
        let around = Context { source, datasources, contract: self.contract, dashboard: Some(&view), datasource: None };
        let mut found = Findings::new(Some(source));
        self.each(&mut found, |rule, found| rule.dashboard(&view, &around, found));
        for panel in &view.panels {
            self.each(&mut found, |rule, found| rule.panel(panel, &around, found));
        }
        for query in &view.queries {
            self.each(&mut found, |rule, found| rule.query(query, &around, found));
        }
        for at in &view.untold {
            found.unchecked("query", at, "its data source is not known");
        }
        let text = |text: Option<&str>, key: &str| text.map(|text| (text.to_owned(), found.place(&Pointer::root().key(key))));
        let uid = match &dashboard.uid {
            Some(Nullable::Value(uid)) => Some(uid.as_str()),
            _ => None,
        };
        let facts = DashboardFacts { uid: text(uid, "uid"), title: text(dashboard.title.as_deref(), "title") };
        let usage = if self.with_usage { Usage::of_dashboard(&view) } else { Usage::default() };
        let facts =
            Facts { file: source.shown.clone(), folder: folder(source), dashboard: Some(facts), usage, ..Facts::default() };
        Checked { diagnostics: found.diagnostics, unchecked: found.unchecked, facts }
    }

    /// Checks all files against one another.
    #[must_use]
    pub fn across(&self, files: &[Facts]) -> Vec<Diagnostic> {
        let (source, datasources) = (Source::default(), Datasources::default());
        let around =
            Context { source: &source, datasources: &datasources, contract: self.contract, dashboard: None, datasource: None };
        let mut found = Findings::new(None);
        self.each(&mut found, |rule, found| rule.across(files, &around, found));
        found.diagnostics
    }

    fn each<'f>(&self, found: &mut Findings<'f>, mut show: impl FnMut(&'static dyn Rule, &mut Findings<'f>)) {
        for (rule, id, severity) in &self.rules {
            found.begin(id, *severity);
            show(*rule, found);
        }
    }
}

/// Whether a document is not a file of its own, but stands within one.
fn is_embedded(source: &Source) -> bool {
    matches!(source.places.as_slice(), [(from, to)] if *from == Pointer::root() && *to != Pointer::root())
}

/// The folder that a file lies in, as it is shown.
fn folder(source: &Source) -> String {
    source.shown.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned())
}

/// The entries of `items` under each key that more than one of them has, in the order of the keys.
pub(super) fn repeated<'i, K: Ord, T>(items: impl Iterator<Item = (K, &'i T)>) -> Vec<(K, Vec<&'i T>)> {
    let mut by_key: BTreeMap<K, Vec<&'i T>> = BTreeMap::new();
    for (key, item) in items {
        by_key.entry(key).or_default().push(item);
    }
    by_key.into_iter().filter(|(_, items)| items.len() > 1).collect()
}
