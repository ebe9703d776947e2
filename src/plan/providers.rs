//! Plans the dashboard provider file.

use std::sync::Arc;

use serde_json::Value;

use super::{Context, FileKind, Planned, Source};
use crate::diag::Pointer;
use crate::grafana::json::Json;
use crate::grafana::meaning;
use crate::resolve::ResolvedProviders;

/// What `grafana/dashboard-providers.yaml.j2` is given. Every text is as the file writes it: with `$$` for `$`.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvidersContext {
    /// The spec file.
    pub origin: String,
    /// The file's content.
    pub file: Arc<Value>,
}

/// Plans the file `path`.
#[must_use]
pub fn providers(path: &str, resolved: &ResolvedProviders) -> Planned {
    let model = resolved.file.to_json();
    let file = Arc::new(meaning::write(model.clone()));
    Planned {
        path: path.to_owned(),
        kind: FileKind::Providers,
        template: "grafana/dashboard-providers.yaml.j2",
        context: Context::Providers(ProvidersContext { origin: resolved.path.origin.clone(), file }),
        model: Arc::new(model),
        source: Source {
            origin: resolved.path.origin.clone(),
            shown: resolved.path.shown.clone(),
            places: vec![(Pointer::root(), Pointer::root())],
        },
    }
}
