//! Where a difference stands, in words: `override for field Duration: unit`.

use serde_json::Value;

use super::names;
use super::show::{cut, quoted};
use crate::foreign::PartKind;
use crate::grafana::json::Step;

/// Where something stands below a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// In words, or by path.
    pub words: String,
    /// Whether the end of it is an entry of a list that has a name of its own.
    pub is_entry: bool,
    /// The list that the innermost entry belongs to; empty in none.
    pub list: String,
    /// The keys after that entry.
    pub path: String,
}

/// Says where the end of `way` is, begun at `subject`.
pub(super) fn place(kind: PartKind, subject: Option<&Value>, way: &[Step<'_>]) -> Place {
    let mut parts: Vec<String> = Vec::new();
    let mut list = "";
    let mut pending = String::new();
    let mut last_key = "";
    let mut at = subject;
    for step in way {
        match step {
            Step::Key(key) => {
                if !pending.is_empty() {
                    pending.push('.');
                }
                pending.push_str(key);
                last_key = key;
                at = at.and_then(|value| value.get(*key));
            }
            Step::Index(index) => {
                at = at.and_then(|value| value.get(*index));
                match at.and_then(|entry| entry_name(last_key, entry)) {
                    Some(name) => {
                        let around = pending.strip_suffix(last_key).unwrap_or_default().trim_end_matches('.');
                        parts.extend(around_words(kind, around));
                        // Of thresholds, each says that it is one.
                        if last_key == "steps" && parts.last().is_some_and(|part| part == "thresholds") {
                            parts.pop();
                        }
                        parts.push(name);
                        pending.clear();
                        list = last_key;
                    }
                    None => pending.extend(["[", &index.to_string(), "]"]),
                }
            }
        }
    }
    let is_entry = pending.is_empty() && !parts.is_empty();
    if !pending.is_empty() {
        match known(kind, list, &pending) {
            Some(words) if words.is_empty() => {}
            Some(words) => parts.push(words),
            None => parts.push(format!("`{pending}`")),
        }
    }
    Place { words: parts.join(": "), is_entry, list: list.to_owned(), path: pending }
}

/// Words for the keys after the last entry, where there are any.
fn known(kind: PartKind, list: &str, path: &str) -> Option<String> {
    if let Some(words) = names::name(list, path) {
        return Some(words.to_owned());
    }
    if list == "mappings" {
        // A mapping of values has one entry a value.
        let (value, setting) = path.strip_prefix("options.")?.rsplit_once('.')?;
        return Some(format!("{}: {setting}", quoted(value)));
    }
    if kind == PartKind::Datasources {
        if let Some(key) = path.strip_prefix("secureJsonData.") {
            return Some(format!("secret {key}"));
        }
        // The settings of a data source are known by these keys, in Grafana's documents too.
        if !list.is_empty() {
            return Some(path.to_owned());
        }
        return path.strip_prefix("jsonData.").map(|path| path.replace('.', ": "));
    }
    None
}

/// What an entry stands in, where that is worth a word.
fn around_words(kind: PartKind, around: &str) -> Option<String> {
    match around {
        ""
        | "jsonData"
        | "fieldConfig"
        | "fieldConfig.defaults"
        | "fieldConfig.defaults.thresholds"
        | "value"
        | "templating"
        | "annotations" => None,
        around if kind == PartKind::Datasources => Some(around.strip_prefix("jsonData.").unwrap_or(around).replace('.', ": ")),
        around => Some(format!("`{around}`")),
    }
}

/// What an entry of the list `list` is called; `None` where only its number tells it from the others.
fn entry_name(list: &str, entry: &Value) -> Option<String> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(cut);
    let named =
        |what: &str, key: &str| Some(text(key).map_or_else(|| what.to_owned(), |name| format!("{what} {}", quoted(&name))));
    match list {
        "targets" => named("query", "refId"),
        "overrides" => Some(format!("override for {}", matched(entry.get("matcher")))),
        "properties" => {
            let id = text("id")?;
            Some(names::name("", &format!("fieldConfig.defaults.{id}")).map_or(format!("`{id}`"), ToOwned::to_owned))
        }
        "steps" => {
            let color = text("color");
            let is_base = entry.get("value").is_none_or(Value::is_null);
            Some(match (color, is_base) {
                (Some(color), true) => format!("{color} base color"),
                (Some(color), false) => format!("{color} threshold"),
                (None, _) => "threshold".to_owned(),
            })
        }
        "mappings" => named("value mapping of type", "type"),
        "transformations" => named("transformation", "id"),
        "links" | "dataLinks" => named("link", "title"),
        "derivedFields" => named("derived field", "name"),
        "exemplarTraceIdDestinations" => named("exemplar destination", "name"),
        "queries" => named("query", "name"),
        "tags" if entry.is_object() => named("tag", "key"),
        "tags" if entry.is_string() => Some("tag".to_owned()),
        "options" if entry.is_object() => named("option", "text"),
        "deleteDatasources" => named("deletion of data source", "name"),
        "__inputs" => named("input", "name"),
        "__requires" => named("requirement", "id"),
        "rows" => named("row", "title"),
        _ => None,
    }
}

/// The fields that an override finds.
fn matched(matcher: Option<&Value>) -> String {
    let text = |key: &str| matcher.and_then(|matcher| matcher.get(key)).and_then(Value::as_str).map(cut);
    let options = || text("options").unwrap_or_default();
    match text("id").as_deref() {
        Some("byName") => format!("field {}", quoted(&options())),
        Some("byRegexp") => format!("fields matching {}", quoted(&options())),
        Some("byType") => format!("fields of type {}", quoted(&options())),
        Some("byFrameRefID") => format!("fields of query {}", quoted(&options())),
        Some(other) => format!("fields by {other}"),
        None => "fields".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::foreign::PartKind;
    use crate::grafana::json::Step::{Index, Key};
    use serde_json::json;

    #[test]
    fn settings_are_called_as_grafana_calls_them() {
        let panel = json!({
            "fieldConfig": {"defaults": {"thresholds": {"steps": [{"color": "red", "value": 5}]}},
                "overrides": [{"matcher": {"id": "byName", "options": "Duration"},
                    "properties": [{"id": "unit", "value": "s"}, {"id": "thresholds", "value": {"steps": [{"color": "red", "value": 3}]}}]}]},
            "targets": [{"refId": "A", "expr": "x"}],
            "weird": [[1]],
        });
        let words = |way: &[_]| place(PartKind::Dashboard, Some(&panel), way).words;
        let steps = [Key("fieldConfig"), Key("defaults"), Key("thresholds"), Key("steps"), Index(0), Key("value")];
        assert_eq!(words(&steps), "red threshold");
        let property = [Key("fieldConfig"), Key("overrides"), Index(0), Key("properties"), Index(0), Key("value")];
        assert_eq!(words(&property), "override for field Duration: unit");
        let deep = [
            Key("fieldConfig"),
            Key("overrides"),
            Index(0),
            Key("properties"),
            Index(1),
            Key("value"),
            Key("steps"),
            Index(0),
            Key("value"),
        ];
        assert_eq!(words(&deep), "override for field Duration: red threshold");
        assert_eq!(words(&[Key("targets"), Index(0), Key("expr")]), "query A");
        assert_eq!(words(&[Key("targets"), Index(0), Key("legendFormat")]), "query A: legend");
        assert_eq!(words(&[Key("targets"), Index(0), Key("novel"), Key("x")]), "query A: `novel.x`");
        assert_eq!(words(&[Key("weird"), Index(0), Index(0)]), "`weird[0][0]`");
    }

    #[test]
    fn links_of_data_sources_are_called_by_their_keys() {
        let datasource = json!({"jsonData": {"tracesToMetrics": {"queries": [{"name": "Slow queries/min", "query": "x"}]}}});
        let words = |way: &[_]| place(PartKind::Datasources, Some(&datasource), way).words;
        let query = [Key("jsonData"), Key("tracesToMetrics"), Key("queries"), Index(0)];
        assert_eq!(words(&query), "tracesToMetrics: query \"Slow queries/min\"");
        assert_eq!(words(&[Key("jsonData"), Key("tracesToLogsV2"), Key("query")]), "tracesToLogsV2: query");
        assert_eq!(words(&[Key("secureJsonData"), Key("password")]), "secret password");
    }
}
