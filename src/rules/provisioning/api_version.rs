//! A provisioning file without `apiVersion`.

use serde_json::Value;

use crate::diag::Pointer;
use crate::rules::view::{Context, DatasourceFileView, ProviderFileView};
use crate::rules::{About, Findings, Rule, about};

pub struct ApiVersion;

/// Keys that are written alike in the legacy form.
const IN_BOTH: [&str; 9] = ["name", "type", "access", "url", "user", "database", "password", "editable", "version"];

impl Rule for ApiVersion {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "provisioning/api-version");
        &ABOUT
    }

    fn datasource_file(&self, file: &DatasourceFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if has_version(file.written) {
            return;
        }
        let lost = |key: &&String| !IN_BOTH.contains(&key.as_str()) && key.chars().any(char::is_uppercase);
        let entries = file.written.get("datasources").and_then(Value::as_array).into_iter().flatten();
        let lost = entries.filter_map(Value::as_object).find_map(|entry| entry.keys().find(lost));
        if let Some(key) = lost {
            let message =
                format!("without `apiVersion: 1` Grafana reads the legacy form and drops `{key}` and all keys of its kind");
            found.value(&at(file.written), message).help("begin the file with `apiVersion: 1`");
        }
    }

    fn provider_file(&self, file: &ProviderFileView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if file.written.is_object() && !has_version(file.written) {
            let message = "without `apiVersion: 1` Grafana expects the legacy form, a bare list, and does not start";
            found.value(&at(file.written), message).help("begin the file with `apiVersion: 1`");
        }
    }
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
