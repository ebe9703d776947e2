//! A provisioning file without `apiVersion`.

use serde_json::Value;

use crate::diag::Pointer;
use crate::grafana::datasource::Datasource;
use crate::rules::view::{Context, DatasourceFileView, ProviderFileView};
use crate::rules::{About, Findings, Rule, about};

pub struct ApiVersion;

impl Rule for ApiVersion {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provisioning/api-version");
        &ABOUT
    }

    fn datasource_file(&self, file: &DatasourceFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if has_version(file.written) {
            return;
        }
        let entries = file.written.get("datasources").and_then(Value::as_array).into_iter().flatten();
        // Other programs have data sources too; theirs have no `type` or no key of Grafana's.
        let entries = entries.filter_map(Value::as_object).filter(|entry| entry.contains_key("type"));
        let lost = entries.flat_map(serde_json::Map::keys).find(|key| is_lost(key));
        if let Some(key) = lost {
            let message =
                format!("without `apiVersion: 1` Grafana reads the legacy form and drops `{key}` and all keys of its kind");
            found.value(&at(file.written), message).help("begin the file with `apiVersion: 1`");
        }
    }

    fn provider_file(&self, file: &ProviderFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if !has_version(file.written) && is_for_grafana(file.written) {
            let message = "without `apiVersion: 1` Grafana expects the legacy form, a bare list, and does not start";
            found.value(&at(file.written), message).help("begin the file with `apiVersion: 1`");
        }
    }
}

/// Whether the legacy form writes a key of Grafana's otherwise: in snake case.
fn is_lost(key: &str) -> bool {
    Datasource::KEYS.contains(&key) && key.contains(char::is_uppercase)
}

/// Whether an object with `providers` is one of Grafana's. Other programs have providers too.
fn is_for_grafana(file: &Value) -> bool {
    let providers = file.get("providers").and_then(Value::as_array).into_iter().flatten();
    providers.filter_map(|provider| provider.get("options")).any(|options| options.get("path").is_some())
}

/// Whether a file says a version that is not the legacy one.
fn has_version(file: &Value) -> bool {
    match file.get("apiVersion") {
        None | Some(Value::Null) => false,
        Some(version) => version.as_i64() != Some(0),
    }
}

/// The version, where it is written.
fn at(file: &Value) -> Pointer {
    if file.get("apiVersion").is_some() { Pointer::root().key("apiVersion") } else { Pointer::root() }
}
