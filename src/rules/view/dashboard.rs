//! Dashboards as rules see them: flat lists of panels, variables, annotations and queries, each with its place.

use std::collections::HashSet;

use serde_json::Value;

use super::fields;
use super::panel::{PanelView, TargetView};
use super::query::{Asked, Language, Owner, QueryView};
use super::text::{self, TextView};
use super::variable_query;
use crate::diag::Pointer;
use crate::grafana::dashboard::{Annotation, Dashboard, JaegerQueryType, Panel, Target, TempoQueryType, Variable, Variables};
use crate::grafana::json::Json;
use crate::rules::catalog::{Datasources, Meant, Written};

/// A dashboard.
#[derive(Debug)]
pub struct DashboardView<'a> {
    /// The dashboard.
    pub dashboard: &'a Dashboard,
    /// Its panels and rows in their order, the panels of a collapsed row after that row.
    pub panels: Vec<PanelView<'a>>,
    /// Its variables.
    pub variables: Vec<VariableView<'a>>,
    /// Its annotations.
    pub annotations: Vec<AnnotationView<'a>>,
    /// All its queries: of panels, then of variables, then of annotations.
    pub queries: Vec<QueryView<'a>>,
    /// Queries of which the language can't be told, because their data source is not known.
    pub untold: Vec<Pointer>,
    /// All its texts in which variables stand, or what looks like them.
    pub texts: Vec<TextView<'a>>,
    /// The names of its variables.
    names: HashSet<&'a str>,
    /// The names of what Grafana asks for when it is imported by hand.
    inputs: HashSet<&'a str>,
}

/// A variable.
#[derive(Debug)]
pub struct VariableView<'a> {
    /// Where it stands.
    pub at: Pointer,
    /// The variable.
    pub variable: &'a Variable,
    /// How it names its data source.
    pub written: Written<'a>,
    /// What that means.
    pub datasource: Meant<'a>,
}

/// An annotation.
#[derive(Debug)]
pub struct AnnotationView<'a> {
    /// Where it stands.
    pub at: Pointer,
    /// The annotation.
    pub annotation: &'a Annotation,
    /// How it names its data source.
    pub written: Written<'a>,
    /// What that means.
    pub datasource: Meant<'a>,
}

/// The panels of the rows of old dashboards (before schema version 16), which stand in `rows` and not in `panels`.
#[must_use]
pub fn panels_of_old_rows(dashboard: &Dashboard) -> Vec<(Pointer, Panel)> {
    let rows = dashboard.extra.get("rows").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let list = Pointer::root().key("rows");
    let mut found = Vec::new();
    for (row, entry) in rows.iter().enumerate() {
        let panels = entry.get("panels").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (index, panel) in panels.iter().enumerate() {
            if let Ok(panel) = Panel::from_json(panel.clone()) {
                found.push((list.index(row).key("panels").index(index), panel));
            }
        }
    }
    found
}

impl<'a> DashboardView<'a> {
    /// Walks through `dashboard`, once. `old` are its panels in the rows of old dashboards, see [`panels_of_old_rows`].
    #[must_use]
    pub fn new(dashboard: &'a Dashboard, old: &'a [(Pointer, Panel)], datasources: &'a Datasources) -> Self {
        let mut view = Self {
            dashboard,
            panels: Vec::new(),
            variables: Vec::new(),
            annotations: Vec::new(),
            queries: Vec::new(),
            untold: Vec::new(),
            texts: Vec::new(),
            names: HashSet::new(),
            inputs: inputs(dashboard),
        };
        view.add_panels(dashboard.panels.as_deref().unwrap_or_default(), &Pointer::root().key("panels"), None, datasources);
        for (at, panel) in old {
            view.add_panel(panel, at.clone(), None, datasources);
        }
        view.add_variables(datasources);
        view.add_annotations(datasources);
        view.names = view.variables.iter().filter_map(|view| view.variable.name.as_deref()).collect();
        view.texts = text::texts(&view);
        view
    }

    /// Whether the dashboard has the variable `name`.
    #[must_use]
    pub fn has_variable(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether all its variables could be read.
    #[must_use]
    pub fn knows_its_variables(&self) -> bool {
        let is_whole = |templating: &Variables| !templating.extra.contains_key("list");
        !self.dashboard.extra.contains_key("templating")
            && self.dashboard.templating.as_ref().is_none_or(is_whole)
            && self.variables.iter().all(|view| view.variable.name.is_some())
    }

    /// Whether Grafana asks for `name` when the dashboard is imported by hand (`__inputs`).
    #[must_use]
    pub fn is_input(&self, name: &str) -> bool {
        self.inputs.contains(name)
    }

    fn add_panels(&mut self, panels: &'a [Panel], list: &Pointer, row: Option<usize>, datasources: &'a Datasources) {
        for (index, panel) in panels.iter().enumerate() {
            self.add_panel(panel, list.index(index), row, datasources);
        }
    }

    fn add_panel(&mut self, panel: &'a Panel, at: Pointer, row: Option<usize>, datasources: &'a Datasources) {
        let index = self.panels.len();
        let written = Written::of(panel.datasource.as_ref(), &panel.extra);
        let datasource = datasources.resolve(written, self.dashboard);
        let targets: Vec<TargetView<'a>> = panel
            .targets
            .iter()
            .flatten()
            .enumerate()
            .map(|(number, target)| {
                let own = target_written(target);
                let meant = match own {
                    Written::Missing => datasource,
                    own => datasources.resolve(own, self.dashboard),
                };
                TargetView {
                    at: at.key("targets").index(number),
                    target,
                    datasource: meant,
                    written: own,
                    names_datasource: own != Written::Missing,
                }
            })
            .collect();
        for target in &targets {
            match asked(target.target, target.datasource) {
                Some(asked) => {
                    let owner = Owner::Panel(index, target.target);
                    self.queries.push(QueryView::new(owner, target.at.clone(), target.datasource, asked));
                }
                None if is_untold(target) => self.untold.push(target.at.clone()),
                None => {}
            }
        }
        let inside = at.key("panels");
        let (thresholds, units) = fields::settings(panel, &at);
        self.panels.push(PanelView { index, at, panel, row, written, datasource, targets, thresholds, units });
        // Rows hold no rows; what stands deeper is shown in the row all the same.
        self.add_panels(panel.panels.as_deref().unwrap_or_default(), &inside, Some(row.unwrap_or(index)), datasources);
    }

    fn add_variables(&mut self, datasources: &'a Datasources) {
        let list = Pointer::root().key("templating").key("list");
        let variables = self.dashboard.templating.as_ref().and_then(|templating| templating.list.as_deref()).unwrap_or_default();
        for (index, variable) in variables.iter().enumerate() {
            let at = list.index(index);
            let written = Written::of(variable.datasource.as_ref(), &variable.extra);
            let datasource = datasources.resolve(written, self.dashboard);
            if let Some(asked) = variable_query::asked(variable, datasource) {
                self.queries.push(QueryView::new(Owner::Variable(index), at.clone(), datasource, asked));
            }
            self.variables.push(VariableView { at, variable, written, datasource });
        }
    }

    fn add_annotations(&mut self, datasources: &'a Datasources) {
        let list = Pointer::root().key("annotations").key("list");
        let annotations =
            self.dashboard.annotations.as_ref().and_then(|annotations| annotations.list.as_deref()).unwrap_or_default();
        for (index, annotation) in annotations.iter().enumerate() {
            let at = list.index(index);
            let written = Written::of(annotation.datasource.as_ref(), &annotation.extra);
            let datasource = datasources.resolve(written, self.dashboard);
            if let Some(asked) = annotation_query(annotation, datasource) {
                self.queries.push(QueryView::new(Owner::Annotation(index), at.clone(), datasource, asked));
            }
            self.annotations.push(AnnotationView { at, annotation, written, datasource });
        }
    }
}

/// The names of what Grafana asks for when `dashboard` is imported by hand (`__inputs`).
fn inputs(dashboard: &Dashboard) -> HashSet<&str> {
    let inputs = dashboard.extra.get("__inputs").and_then(Value::as_array);
    inputs.into_iter().flatten().filter_map(|input| input.get("name")?.as_str()).collect()
}

/// How a query names its data source.
fn target_written(target: &Target) -> Written<'_> {
    let (typed, extra) = match target {
        Target::Prometheus(query) => (query.datasource.as_ref(), &query.extra),
        Target::Loki(query) => (query.datasource.as_ref(), &query.extra),
        Target::Jaeger(query) => (query.datasource.as_ref(), &query.extra),
        Target::Tempo(query) => (query.datasource.as_ref(), &query.extra),
        Target::Expression(query) => (query.datasource.as_ref(), &query.extra),
        Target::Other(Value::Object(entries)) => match entries.get("datasource") {
            Some(Value::String(text)) => return Written::Text(text),
            Some(Value::Object(reference)) => {
                return match reference.get("uid").and_then(Value::as_str) {
                    Some(uid) => Written::Text(uid),
                    None => Written::Missing,
                };
            }
            _ => return Written::Missing,
        },
        Target::Other(_) => return Written::Missing,
    };
    Written::of(typed, extra)
}

/// The text of a query and its language.
fn asked<'a>(target: &'a Target, datasource: Meant<'a>) -> Option<Asked<'a>> {
    match target {
        Target::Prometheus(query) => Asked::new("expr", query.expr.as_deref()?, Language::PromQl),
        Target::Loki(query) => Asked::new("expr", query.expr.as_deref()?, Language::LogQl),
        Target::Tempo(query) if matches!(query.query_type, None | Some(TempoQueryType::TraceQl)) => {
            // A trace's id is no query.
            let text = query.query.as_deref()?;
            if text.contains('{') { Asked::new("query", text, Language::TraceQl) } else { None }
        }
        Target::Jaeger(query) if query.query_type == Some(JaegerQueryType::Search) => {
            Asked::new("tags", query.tags.as_deref()?, Language::Jaeger)
        }
        Target::Other(value) => {
            let text = value.get("expr")?.as_str()?;
            let language = match datasource.plugin() {
                Some("prometheus") => Language::PromQl,
                Some("loki") => Language::LogQl,
                Some(_) => return None,
                None => Language::told_by(text)?,
            };
            Asked::new("expr", text, language)
        }
        Target::Tempo(_) | Target::Jaeger(_) | Target::Expression(_) => None,
    }
}

/// Whether a query has a text that nobody here can read, because nothing says what data source it asks.
fn is_untold(target: &TargetView<'_>) -> bool {
    let Target::Other(value) = target.target else { return false };
    let text = value.get("expr").and_then(Value::as_str).unwrap_or_default();
    !text.trim().is_empty() && target.datasource.plugin().is_none()
}

fn annotation_query<'a>(annotation: &'a Annotation, datasource: Meant<'a>) -> Option<Asked<'a>> {
    let language = match datasource.plugin()? {
        "prometheus" => Language::PromQl,
        "loki" => Language::LogQl,
        _ => return None,
    };
    // Some versions of Grafana write the query at both places; the one in the target is the newer one.
    let target = annotation.target.as_ref().and_then(|target| target.extra.get("expr")?.as_str());
    match target.filter(|text| !text.is_empty()) {
        Some(text) => Asked::below(&["target", "expr"], text, language),
        None => Asked::new("expr", annotation.expr.as_deref()?, language),
    }
}
