//! Panels and their queries as rules see them.
//!
//! From: a panel's model, with its place and the meaning of its data source. To: what rules ask of it.

use super::fields::FieldSetting;
use crate::diag::Pointer;
use crate::grafana::dashboard::{JaegerQueryType, JaegerTarget, Panel, Target, Thresholds};
use crate::rules::catalog::{Meant, Written};

/// A panel or row.
#[derive(Debug)]
pub struct PanelView<'a> {
    /// Its place in the list of the dashboard's panels.
    pub index: usize,
    /// Where it stands.
    pub at: Pointer,
    /// The panel.
    pub panel: &'a Panel,
    /// The row that it is hidden in, by its place in the list.
    pub row: Option<usize>,
    /// How the panel itself names its data source.
    pub written: Written<'a>,
    /// What that means.
    pub datasource: Meant<'a>,
    /// Its queries as they are written, each with its place and its data source.
    pub targets: Vec<TargetView<'a>>,
    /// The thresholds of its fields: of all, then of those that overrides find.
    pub thresholds: Vec<FieldSetting<'a, Thresholds>>,
    /// The units of its fields: of all, then of those that overrides find.
    pub units: Vec<FieldSetting<'a, str>>,
}

/// A query of a panel, as it is written.
#[derive(Debug)]
pub struct TargetView<'a> {
    /// Where it stands.
    pub at: Pointer,
    /// The query.
    pub target: &'a Target,
    /// What its data source, or else the panel's, means.
    pub datasource: Meant<'a>,
    /// How the query itself names its data source.
    pub written: Written<'a>,
    /// Whether it names a data source of its own.
    pub names_datasource: bool,
}

impl<'a> PanelView<'a> {
    /// Its type: `timeseries`; empty where none is written.
    #[must_use]
    pub fn kind(&self) -> &'a str {
        self.panel.r#type.as_deref().unwrap_or_default()
    }

    /// The place that stands for the panel as a whole: its title, or else its type.
    #[must_use]
    pub fn head(&self) -> Pointer {
        if self.panel.title.is_some() {
            self.at.key("title")
        } else if self.panel.r#type.is_some() {
            self.at.key("type")
        } else {
            self.at.clone()
        }
    }

    /// Its title, for a message: `` `Requests` ``, or `without a title`.
    #[must_use]
    pub fn shown_title(&self) -> String {
        match self.panel.title.as_deref() {
            None | Some("") => "without a title".to_owned(),
            Some(title) => format!("`{title}`"),
        }
    }

    /// What it is and its title, for a message: ``the panel `Requests` ``.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("the {} {}", if self.panel.is_row() { "row" } else { "panel" }, self.shown_title())
    }

    /// Whether its type shows the results of queries and nothing without them.
    #[must_use]
    pub fn shows_queries(&self) -> bool {
        const KINDS: [&str; 20] = [
            "barchart",
            "bargauge",
            "candlestick",
            "flamegraph",
            "gauge",
            "graph",
            "heatmap",
            "histogram",
            "logs",
            "nodeGraph",
            "piechart",
            "singlestat",
            "stat",
            "state-timeline",
            "status-history",
            "table",
            "timeseries",
            "traces",
            "trend",
            "xychart",
        ];
        KINDS.contains(&self.kind())
    }

    /// Whether it shows what searches of Jaeger give, with the columns under their own names and the values as they come.
    #[must_use]
    pub fn shows_jaeger_search(&self) -> bool {
        const HARMLESS: [&str; 6] = ["organize", "sortBy", "limit", "filterFieldsByName", "merge", "filterByValue"];
        let mut shown = self.targets.iter().filter(|target| !target.target.is_hidden()).peekable();
        let is_search =
            |target: &TargetView<'_>| target.jaeger().is_some_and(|query| query.query_type == Some(JaegerQueryType::Search));
        let mut transformations = self.panel.transformations.iter().flatten();
        self.kind() == "table"
            && shown.peek().is_some()
            && shown.all(is_search)
            && transformations.all(|done| done.id.as_deref().is_some_and(|id| HARMLESS.contains(&id)))
    }
}

impl<'a> TargetView<'a> {
    /// The place that stands for the query as a whole: its name, where it has one.
    #[must_use]
    pub fn head(&self) -> Pointer {
        if self.target.ref_id().is_some() { self.at.key("refId") } else { self.at.clone() }
    }

    /// The query, if it is one to Jaeger.
    #[must_use]
    pub fn jaeger(&self) -> Option<&'a JaegerTarget> {
        match self.target {
            Target::Jaeger(query) => Some(query),
            _ => None,
        }
    }
}
