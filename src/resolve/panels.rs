//! Panels and rows.

use super::fields::models;
use super::layout::{Area, Flow};
use super::links::links;
use super::panel_ids::PanelIds;
use super::{ResolvedPanel, Scope};
use crate::diag::{Diagnostic, Pointer};
use crate::grafana::dashboard::panel_type::{Options, TextMode as GrafanaTextMode, TextOptions};
use crate::grafana::dashboard::{Panel, RepeatDirection};
use crate::grafana::json::{Json, Nullable};
use crate::spec::panel::{PanelFrame, QuerySpec, RawSpec, RepeatDirectionSpec, RowSpec, TextMode, TextSpec, grafana_type};
use crate::spec::{PanelKind, PanelSpec};

/// What panels are placed with.
#[derive(Default)]
struct Placing {
    flow: Flow,
    /// The areas of what can be seen at once, each with its panel's place in the spec.
    areas: Vec<(Area, Pointer)>,
}

/// A collapsed row that is being filled.
struct OpenRow {
    row: ResolvedPanel,
    outside: Placing,
}

impl Scope<'_> {
    /// The panels at `at` (the list). Panels that follow a collapsed row stand within it.
    pub(super) fn panels(&mut self, specs: &[PanelSpec], at: &Pointer) -> Vec<ResolvedPanel> {
        let mut ids = PanelIds::default();
        let mut placing = Placing::default();
        let mut open: Option<OpenRow> = None;
        let mut top = Vec::with_capacity(specs.len());
        for (index, spec) in specs.iter().enumerate() {
            let at = at.index(index);
            let id = ids.assign(self, spec, &at);
            if matches!(spec.kind, PanelKind::Row(_)) {
                self.close(open.take(), &mut placing, &mut top);
            }
            self.expect_used(spec, &at);
            let area = self.area(spec, &mut placing, &at);
            let panel = framed(spec, id, area);
            let panel = self.panel(panel, spec, &at);
            let resolved = ResolvedPanel { kind: spec.kind.name(), place: at, panel, panels: Vec::new() };
            let collapsed = matches!(&spec.kind, PanelKind::Row(RowSpec { collapsed: Some(true) }));
            match &mut open {
                _ if collapsed => {
                    // What is hidden takes no room: what comes after the row goes on right below it.
                    let inside = Placing { flow: placing.flow.clone(), areas: Vec::new() };
                    open = Some(OpenRow { row: resolved, outside: std::mem::replace(&mut placing, inside) });
                }
                Some(open) => open.row.panels.push(resolved),
                None => top.push(resolved),
            }
        }
        self.close(open, &mut placing, &mut top);
        self.overlaps(&placing.areas);
        top
    }

    fn close(&mut self, open: Option<OpenRow>, placing: &mut Placing, top: &mut Vec<ResolvedPanel>) {
        if let Some(OpenRow { row, outside }) = open {
            self.overlaps(&placing.areas);
            *placing = outside;
            top.push(row);
        }
    }

    fn area(&mut self, spec: &PanelSpec, placing: &mut Placing, at: &Pointer) -> Area {
        let area = if matches!(spec.kind, PanelKind::Row(_)) {
            placing.flow.row()
        } else if let Some(explicit) = self.explicit_area(spec, at) {
            placing.flow.explicit(explicit);
            explicit
        } else {
            let (width, height) = self.size(spec, default_size(&spec.kind), at);
            placing.flow.place(width, height)
        };
        placing.areas.push((area, at.clone()));
        area
    }

    /// Fills in what the panel's type has.
    fn panel(&mut self, panel: Panel, spec: &PanelSpec, at: &Pointer) -> Panel {
        let name = spec.frame.datasource.as_deref();
        let source_at = at.key("datasource");
        match &spec.kind {
            PanelKind::Row(row) => panel.collapsed(row.collapsed == Some(true)),
            PanelKind::Text(text) => panel.options(text_options(text)),
            PanelKind::TraceSearch(search) => match self.datasource(name, &source_at) {
                Some(source) => self.trace_search(panel.datasource(source.clone()), search, &source, at),
                None => panel,
            },
            PanelKind::TraceView(view) => match self.datasource(name, &source_at) {
                Some(source) => self.trace_view(panel.datasource(source.clone()), view, &source, at),
                None => panel,
            },
            PanelKind::ServiceGraph(graph) => match self.datasource(name, &source_at) {
                Some(source) => self.service_graph(panel.datasource(source.clone()), graph, &source, at),
                None => panel,
            },
            PanelKind::Raw(raw) => self.raw(&panel, raw, name, at),
            PanelKind::Timeseries(query)
            | PanelKind::Stat(query)
            | PanelKind::Gauge(query)
            | PanelKind::Bargauge(query)
            | PanelKind::Barchart(query)
            | PanelKind::Heatmap(query)
            | PanelKind::Histogram(query)
            | PanelKind::Piechart(query)
            | PanelKind::StateTimeline(query)
            | PanelKind::Table(query)
            | PanelKind::Logs(query) => self.query_panel(panel, query, spec, at),
        }
    }

    fn query_panel(&mut self, mut panel: Panel, query: &QuerySpec, spec: &PanelSpec, at: &Pointer) -> Panel {
        let kind = spec.kind.name();
        let (targets, source) = self.targets(&query.targets, spec.frame.datasource.as_deref(), &at.key("targets"));
        panel.targets = Some(targets);
        panel.datasource = source;
        panel.field_config = self.field_config(kind, query, at);
        panel.options = self.options(kind, &query.options, &at.key("options"));
        panel.transformations = (!query.transformations.is_empty()).then(|| models(&query.transformations));
        panel.interval = query.interval.as_ref().map(|interval| Nullable::Value(self.interval(interval, &at.key("interval"))));
        panel.max_data_points = query.max_data_points.map(|points| Nullable::Value(points.into()));
        panel.time_from = query.time_from.clone().map(Nullable::Value);
        panel.time_shift = query.time_shift.clone().map(Nullable::Value);
        if query.targets.is_empty() {
            self.report(
                Diagnostic::error("spec/value", "a panel without a query shows nothing").at(self.value(&at.key("targets"))),
            );
        }
        panel
    }

    /// A panel in Grafana's own form, with data sources by name.
    fn raw(&mut self, panel: &Panel, raw: &RawSpec, name: Option<&str>, at: &Pointer) -> Panel {
        let mut written = serde_json::Value::Object(raw.panel.clone());
        self.raw_datasources(&mut written, &at.key("panel"));
        let mut entries = match written {
            serde_json::Value::Object(entries) => entries,
            _ => serde_json::Map::new(),
        };
        if let serde_json::Value::Object(frame) = panel.to_json() {
            entries.extend(frame);
        }
        if let Some(name) = name
            && let Some(source) = self.datasource(Some(name), &at.key("datasource"))
        {
            entries.insert("datasource".to_owned(), source.to_json());
        }
        if !entries.contains_key("type") {
            self.report(
                Diagnostic::error("spec/missing-key", "`type` is missing: which panel is it?").at(self.value(&at.key("panel"))),
            );
        }
        Panel::from_json(serde_json::Value::Object(entries)).unwrap_or_default()
    }

    fn raw_datasources(&mut self, value: &mut serde_json::Value, at: &Pointer) {
        match value {
            serde_json::Value::Object(entries) => {
                for (key, entry) in entries {
                    let at = at.key(key);
                    match entry {
                        serde_json::Value::String(name) if key == "datasource" => {
                            let name = name.clone();
                            if let Some(source) = self.datasource(Some(&name), &at) {
                                *entry = source.to_json();
                            }
                        }
                        entry => self.raw_datasources(entry, &at),
                    }
                }
            }
            serde_json::Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.raw_datasources(item, &at.index(index));
                }
            }
            _ => {}
        }
    }
}

/// What every panel has.
fn framed(spec: &PanelSpec, id: u64, area: Area) -> Panel {
    let frame: &PanelFrame = &spec.frame;
    let mut panel = Panel::default().id(id).grid_pos(area.grid_pos());
    if !matches!(spec.kind, PanelKind::Raw(_)) {
        panel.r#type = Some(grafana_type(spec.kind.name()).to_owned());
    }
    panel.title = Some(frame.title.clone().unwrap_or_default());
    panel.description.clone_from(&frame.description);
    panel.transparent = frame.transparent;
    panel.links = links(&frame.links);
    panel.repeat = frame.repeat.clone().map(Nullable::Value);
    panel.repeat_direction = frame.repeat_direction.map(|direction| match direction {
        RepeatDirectionSpec::Horizontal => RepeatDirection::Horizontal,
        RepeatDirectionSpec::Vertical => RepeatDirection::Vertical,
    });
    panel.max_per_row = frame.max_per_row.map(u64::from);
    panel
}

/// Columns and rows of a panel whose spec has none.
const fn default_size(kind: &PanelKind) -> (u32, u32) {
    match kind {
        PanelKind::Row(_) => (24, 1),
        PanelKind::Text(_) => (24, 3),
        PanelKind::Stat(_) | PanelKind::Gauge(_) => (6, 4),
        PanelKind::TraceView(_) | PanelKind::ServiceGraph(_) | PanelKind::Logs(_) => (24, 10),
        PanelKind::Bargauge(_) | PanelKind::Piechart(_) => (8, 8),
        _ => (12, 8),
    }
}

fn text_options(spec: &TextSpec) -> Options {
    let options = TextOptions::default().content(spec.content.as_str());
    Options::from(match spec.mode {
        None => options,
        Some(TextMode::Markdown) => options.mode(GrafanaTextMode::Markdown),
        Some(TextMode::Html) => options.mode(GrafanaTextMode::Html),
        Some(TextMode::Code) => options.mode(GrafanaTextMode::Code),
    })
}
