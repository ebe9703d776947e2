//! Plans one dashboard file.

use std::sync::Arc;

use serde_json::Value;

use super::{Context, FileKind, Planned, Source};
use crate::diag::Pointer;
use crate::grafana::json::Json;
use crate::resolve::{ResolvedDashboard, ResolvedPanel};

/// What `grafana/dashboard.json.j2` is given beside the model: `dashboard`, what the dashboard says without its panels, and
/// `panels`, each with what its own template is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DashboardContext {
    /// The panels, in the order of the model.
    pub panels: Vec<PanelContext>,
}

/// What a panel's template is given beside the panel's part of the model: `panel.frame` (what every panel says: `id`, `type`,
/// `title`, `gridPos`, …), `panel.targets`, `panel.defaults` and `panel.overrides` of its field settings, `panel.options`, and
/// `panel.panels` of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelContext {
    /// The panel's template: `grafana/panels/timeseries.json.j2`.
    pub template: String,
    /// The panels of a collapsed row.
    pub panels: Vec<PanelContext>,
}

/// Plans the file of one dashboard in the folder `folder`.
#[must_use]
pub fn dashboard(folder: &str, resolved: &ResolvedDashboard) -> Planned {
    let mut source = Source { origin: resolved.path.origin.clone(), shown: resolved.path.shown.clone(), places: Vec::new() };
    let root = Pointer::root();
    source.places.push((root.clone(), root.clone()));
    source.places.push((root.key("templating").key("list"), root.key("variables")));
    // Grafana's own annotation query stands before those of the spec.
    let annotations =
        resolved.dashboard.annotations.as_ref().and_then(|annotations| annotations.list.as_ref()).map_or(0, Vec::len);
    let list = root.key("annotations");
    source.places.extend((1..annotations).map(|index| (list.key("list").index(index), list.index(index - 1))));
    let mut model = resolved.dashboard.to_json();
    let (models, panels) = plan_panels(&resolved.panels, &Pointer::root().key("panels"), &mut source.places);
    insert(&mut model, "panels", Value::Array(models));
    Planned {
        path: format!("{}/{}.json", folder.trim_end_matches('/'), resolved.name),
        kind: FileKind::Dashboard,
        template: "grafana/dashboard.json.j2",
        context: Context::Dashboard(DashboardContext { panels }),
        model: Arc::new(model),
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
        let mut context = PanelContext { template: format!("grafana/panels/{}.json.j2", resolved.kind), panels: Vec::new() };
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
