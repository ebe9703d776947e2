//! Plans one dashboard file.

use serde_json::{Map, Value};

use super::{Context, FileKind, Planned, Source};
use crate::diag::Pointer;
use crate::grafana::json::Json;
use crate::resolve::{ResolvedDashboard, ResolvedPanel};

/// What `grafana/dashboard.json.j2` is given.
#[derive(Debug, Clone, PartialEq)]
pub struct DashboardContext {
    /// What the dashboard says, without its panels.
    pub dashboard: Value,
    /// The panels, in order.
    pub panels: Vec<PanelContext>,
}

/// What a panel's template is given.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelContext {
    /// The panel's template: `grafana/panels/timeseries.json.j2`.
    pub template: String,
    /// What the panel says, but for the parts below: `id`, `type`, `title`, `gridPos`, `datasource`, …
    pub frame: Value,
    /// The queries.
    pub targets: Value,
    /// The settings of all fields.
    pub defaults: Value,
    /// The settings of some fields.
    pub overrides: Value,
    /// The panel type's options.
    pub options: Value,
    /// The panels of a collapsed row.
    pub panels: Vec<PanelContext>,
}

/// Plans the file of one dashboard in the folder `folder`.
#[must_use]
pub fn dashboard(folder: &str, resolved: &ResolvedDashboard) -> Planned {
    let dashboard = resolved.dashboard.to_json();
    let mut source = Source { origin: resolved.path.origin.clone(), shown: resolved.path.shown.clone(), places: Vec::new() };
    source.places.push((Pointer::root(), Pointer::root()));
    let (models, panels) = plan_panels(&resolved.panels, &Pointer::root().key("panels"), &mut source.places);
    let mut model = dashboard.clone();
    insert(&mut model, "panels", Value::Array(models));
    Planned {
        path: format!("{}/{}.json", folder.trim_end_matches('/'), resolved.name),
        kind: FileKind::Dashboard,
        template: "grafana/dashboard.json.j2",
        context: Context::Dashboard(DashboardContext { dashboard, panels }),
        model,
        source,
    }
}

/// The models and contexts of `panels`, whose list stands at `at` in the file.
fn plan_panels(panels: &[ResolvedPanel], at: &Pointer, places: &mut Vec<(Pointer, Pointer)>) -> (Vec<Value>, Vec<PanelContext>) {
    let mut models = Vec::with_capacity(panels.len());
    let mut contexts = Vec::with_capacity(panels.len());
    for (index, resolved) in panels.iter().enumerate() {
        let at = at.index(index);
        let mut model = resolved.panel.to_json();
        let mut context = context(&model, resolved.kind);
        if resolved.panel.is_row() {
            let (inside, contexts) = plan_panels(&resolved.panels, &at.key("panels"), places);
            insert(&mut model, "panels", Value::Array(inside));
            context.panels = contexts;
        }
        places.push((at, resolved.place.clone()));
        models.push(model);
        contexts.push(context);
    }
    (models, contexts)
}

fn insert(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(entries) = object {
        entries.insert(key.to_owned(), value);
    }
}

/// Takes a panel apart into what its template puts together again.
fn context(model: &Value, kind: &str) -> PanelContext {
    let mut frame = model.as_object().cloned().unwrap_or_default();
    let mut part = |key: &str| frame.remove(key).unwrap_or_else(|| Value::Object(Map::new()));
    let mut field_config = part("fieldConfig");
    let options = part("options");
    let targets = part("targets");
    let mut field_part =
        |key: &str, otherwise: Value| field_config.as_object_mut().and_then(|parts| parts.remove(key)).unwrap_or(otherwise);
    PanelContext {
        template: format!("grafana/panels/{kind}.json.j2"),
        defaults: field_part("defaults", Value::Object(Map::new())),
        overrides: field_part("overrides", Value::Array(Vec::new())),
        targets: if targets.is_array() { targets } else { Value::Array(Vec::new()) },
        options,
        frame: Value::Object(frame),
        panels: Vec::new(),
    }
}
