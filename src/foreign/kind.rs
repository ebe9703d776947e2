//! What a value is to Grafana, told by what it holds.

use serde_json::{Map, Value};

/// What a value is to Grafana.
pub(super) enum Kind {
    /// A classic dashboard, and the keys that lead to it.
    Dashboard(Value, &'static [&'static str]),
    /// A data source file.
    Datasources(Value),
    /// A provider file.
    Providers(Value),
    /// An object of Kubernetes that holds files as texts: the keys that lead to each, its name, and its text.
    Texts(Vec<(Vec<String>, String, String)>),
    /// A dashboard of the schema v2.
    DashboardV2,
    /// Something else.
    Other,
}

/// What `value` is, which stands in a file of JSON or of YAML. Dashboards are written as JSON, so in YAML only what names the version
/// of a dashboard's schema is taken for one.
pub(super) fn of(value: Value, is_json: bool) -> Kind {
    let Value::Object(entries) = &value else {
        return if is_legacy_providers(&value) { Kind::Providers(value) } else { Kind::Other };
    };
    let text = |key: &str| entries.get(key).and_then(Value::as_str).unwrap_or_default();
    if text("apiVersion").starts_with("dashboard.grafana.app/") && text("kind") == "Dashboard" {
        return resource(value);
    }
    match text("kind") {
        "ConfigMap" => return Kind::Texts(texts_of(entries, "data")),
        "GrafanaDashboard" => return Kind::Texts(operator_dashboard(entries)),
        _ => {}
    }
    if is_dashboard(entries) && (is_json || entries.contains_key("schemaVersion")) {
        return Kind::Dashboard(value, &[]);
    }
    if entries.get("elements").is_some_and(Value::is_object) && entries.get("layout").is_some_and(Value::is_object) {
        return Kind::DashboardV2;
    }
    if entries.get("dashboard").and_then(Value::as_object).is_some_and(is_dashboard) {
        return inside(value, "dashboard", &["dashboard"]);
    }
    if is_datasources(entries) {
        return Kind::Datasources(value);
    }
    if is_providers(entries) {
        return Kind::Providers(value);
    }
    Kind::Other
}

fn inside(value: Value, key: &str, keys: &'static [&'static str]) -> Kind {
    match value {
        Value::Object(mut entries) => entries.remove(key).map_or(Kind::Other, |inner| Kind::Dashboard(inner, keys)),
        _ => Kind::Other,
    }
}

/// A dashboard in the envelope of Grafana's API.
fn resource(value: Value) -> Kind {
    let is_classic = value.get("spec").and_then(Value::as_object).is_some_and(|spec| !spec.contains_key("elements"));
    if is_classic { inside(value, "spec", &["spec"]) } else { Kind::DashboardV2 }
}

/// Whether an object is a classic dashboard: panels or rows, and something else that dashboards alone have.
fn is_dashboard(entries: &Map<String, Value>) -> bool {
    let has_panels = ["panels", "rows"].iter().any(|key| entries.get(*key).is_some_and(Value::is_array));
    let others = ["schemaVersion", "templating", "annotations", "timepicker", "time", "title", "uid", "refresh", "editable"];
    let known = others.iter().filter(|key| entries.contains_key(**key)).count();
    (has_panels && known >= 1 && (known >= 2 || entries.contains_key("schemaVersion")))
        || (entries.contains_key("schemaVersion") && entries.contains_key("templating"))
}

/// A list of objects, each with the key `name` or `type`.
fn is_list_of_named(value: Option<&Value>) -> bool {
    let Some(Value::Array(items)) = value else { return false };
    items.iter().all(|item| item.as_object().is_some_and(|item| item.contains_key("name") || item.contains_key("type")))
}

fn is_datasources(entries: &Map<String, Value>) -> bool {
    let is_grafana = !entries.contains_key("kind") && !entries.get("apiVersion").is_some_and(Value::is_string);
    is_grafana
        && (is_list_of_named(entries.get("datasources")) || is_list_of_named(entries.get("deleteDatasources")))
        && (entries.contains_key("apiVersion")
            || has_any(entries.get("datasources"), &["url", "access", "uid", "jsonData", "isDefault"]))
}

fn is_providers(entries: &Map<String, Value>) -> bool {
    let is_grafana = !entries.contains_key("kind") && !entries.get("apiVersion").is_some_and(Value::is_string);
    is_grafana
        && is_list_of_named(entries.get("providers"))
        && has_any(entries.get("providers"), &["options", "folder", "folderUid", "updateIntervalSeconds", "disableDeletion"])
}

fn has_any(list: Option<&Value>, keys: &[&str]) -> bool {
    let items = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().any(|item| keys.iter().any(|key| item.get(key).is_some()))
}

/// The form of provider files without `apiVersion`: a bare list.
fn is_legacy_providers(value: &Value) -> bool {
    let Value::Array(items) = value else { return false };
    let is_one = |item: &Value| item.get("type").is_some_and(|kind| kind == "file") && item.get("options").is_some();
    !items.is_empty() && items.iter().all(is_one)
}

/// The files in a `ConfigMap`.
fn texts_of(entries: &Map<String, Value>, key: &str) -> Vec<(Vec<String>, String, String)> {
    let Some(Value::Object(data)) = entries.get(key) else { return Vec::new() };
    let files = data.iter().filter_map(|(name, text)| {
        let is_file = [".json", ".yaml", ".yml"].iter().any(|ending| name.ends_with(ending));
        let text = text.as_str().filter(|_| is_file)?;
        Some((vec![key.to_owned(), name.clone()], name.clone(), text.to_owned()))
    });
    files.collect()
}

/// The dashboard in an object of Grafana's operator.
fn operator_dashboard(entries: &Map<String, Value>) -> Vec<(Vec<String>, String, String)> {
    let text = entries.get("spec").and_then(|spec| spec.get("json")).and_then(Value::as_str);
    let keys = vec!["spec".to_owned(), "json".to_owned()];
    text.map(|text| (keys, "dashboard.json".to_owned(), text.to_owned())).into_iter().collect()
}

/// Whether a text that can't be parsed was meant for Grafana. Templates of other tools are not: Grafana does not read them.
pub(super) fn looks_like_grafana(shown: &str, text: &str) -> bool {
    let is_json = super::is_json(shown);
    if text.contains("{{") && !is_json {
        return false;
    }
    if is_json {
        return text.contains("\"schemaVersion\"") && text.contains("\"panels\"") && !text.contains("{%");
    }
    let begins = |key: &str| text.lines().any(|line| line.starts_with(key));
    begins("apiVersion: 1") && (begins("datasources:") || begins("providers:") || begins("deleteDatasources:"))
}

#[cfg(test)]
mod tests {
    use super::{Kind, of};
    use serde_json::{Value, json};

    fn name(value: Value) -> &'static str {
        match of(value, true) {
            Kind::Dashboard(_, []) => "dashboard",
            Kind::Dashboard(_, _) => "dashboard inside",
            Kind::Datasources(_) => "datasources",
            Kind::Providers(_) => "providers",
            Kind::Texts(texts) if texts.is_empty() => "no texts",
            Kind::Texts(_) => "texts",
            Kind::DashboardV2 => "v2",
            Kind::Other => "other",
        }
    }

    #[test]
    fn a_spec_of_a_dashboard_in_yaml_is_none_of_grafanas() {
        let spec = json!({"title": "Shop", "uid": "shop", "panels": [{"type": "stat", "title": "Up"}]});
        assert!(matches!(of(spec, false), Kind::Other));
        assert!(matches!(of(json!({"title": "Shop", "schemaVersion": 39, "panels": []}), false), Kind::Dashboard(..)));
    }

    #[test]
    fn files_are_known_by_what_they_hold() {
        for (value, expected) in [
            (json!({"panels": [], "schemaVersion": 39}), "dashboard"),
            (json!({"rows": [], "title": "x", "time": {}}), "dashboard"),
            (json!({"dashboard": {"panels": [], "schemaVersion": 39}, "overwrite": true}), "dashboard inside"),
            (
                json!({"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "spec": {"panels": []}}),
                "dashboard inside",
            ),
            (json!({"apiVersion": "dashboard.grafana.app/v2", "kind": "Dashboard", "spec": {"elements": {}}}), "v2"),
            (json!({"elements": {}, "layout": {}}), "v2"),
            (json!({"apiVersion": 1, "datasources": [{"name": "a"}]}), "datasources"),
            (json!({"datasources": [{"name": "a", "url": "http://a"}]}), "datasources"),
            (json!({"apiVersion": 1, "deleteDatasources": [{"name": "a"}]}), "datasources"),
            (json!({"apiVersion": 1, "providers": [{"name": "a", "options": {}}]}), "providers"),
            (json!([{"name": "a", "type": "file", "options": {"path": "/x"}}]), "providers"),
            (json!({"kind": "ConfigMap", "data": {"a.json": "{}", "note": "x"}}), "texts"),
            (json!({"kind": "ConfigMap"}), "no texts"),
            (json!({"services": {}}), "other"),
            (json!({"panels": 3, "title": "a puzzle"}), "other"),
            (json!({"providers": [{"name": "aws"}]}), "other"),
            (json!({"datasources": {"x": 1}}), "other"),
            (json!("text"), "other"),
        ] {
            assert_eq!(name(value.clone()), expected, "{value}");
        }
    }
}
