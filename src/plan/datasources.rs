//! Plans the data source provisioning file.

use std::sync::Arc;

use serde_json::Value;

use super::{Context, FileKind, Planned, Source};
use crate::diag::Pointer;
use crate::grafana::json::Json;
use crate::grafana::meaning;
use crate::resolve::ResolvedDatasources;

/// What `grafana/datasources.yaml.j2` is given. Every text is as the file writes it: with `$$` for `$`.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasourcesContext {
    /// The spec file.
    pub origin: String,
    /// The file's content.
    pub file: Arc<Value>,
}

/// Plans the file `path`.
#[must_use]
pub fn datasources(path: &str, resolved: &ResolvedDatasources) -> Planned {
    let model = resolved.file.to_json();
    let file = Arc::new(meaning::write(model.clone()));
    let list = Pointer::root().key("datasources");
    let mut places = vec![(Pointer::root(), Pointer::root())];
    places.extend(
        (0..resolved.file.datasources.as_ref().map_or(0, |list| list.len())).map(|index| (list.index(index), list.index(index))),
    );
    for (index, datasource) in model["datasources"].as_array().into_iter().flatten().enumerate() {
        links(&datasource["jsonData"], &list.index(index).key("jsonData"), &mut places);
    }
    Planned {
        path: path.to_owned(),
        kind: FileKind::Datasources,
        template: "grafana/datasources.yaml.j2",
        context: Context::Datasources(DatasourcesContext { origin: resolved.path.origin.clone(), file }),
        model: Arc::new(model),
        source: Source { origin: resolved.path.origin.clone(), shown: resolved.path.shown.clone(), places },
    }
}

/// Adds where the spec has what a setting's `datasourceUid` comes from: `datasource`, the name of another data source.
fn links(settings: &Value, at: &Pointer, places: &mut Vec<(Pointer, Pointer)>) {
    match settings {
        Value::Object(entries) => {
            for (key, value) in entries {
                if key == "datasourceUid" {
                    places.push((at.key(key), at.key("datasource")));
                } else if value.is_object() || value.is_array() {
                    links(value, &at.key(key), places);
                }
            }
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| links(item, &at.index(index), places)),
        _ => {}
    }
}
