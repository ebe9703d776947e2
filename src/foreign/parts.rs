//! A file taken to its parts, none of it lost: for whoever compares files.
//!
//! From: the text of a file. To: what Grafana would read in it, and the rest around that, each as it is written.

use serde_json::Value;

use super::{Text, is_json, kind, values};
use crate::diag::{Diagnostic, Pointer};
use crate::yaml;

/// A part of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What tells it from the other parts of its file, however these are ordered; empty for a file of one document.
    pub name: String,
    /// Where it stands in the file.
    pub at: Pointer,
    /// What it is.
    pub kind: PartKind,
    /// What it holds. Where another part was taken out of it, `null` is left.
    pub value: Value,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// A classic dashboard.
    Dashboard,
    /// A data source file.
    Datasources,
    /// A file of dashboard providers.
    Providers,
    /// Anything else.
    Other,
}

/// The parts of a file: each of its documents, and each Grafana file that stands within one.
///
/// # Errors
///
/// The text is neither JSON nor YAML that can be read.
pub fn parts(file: &Text) -> Result<Vec<Part>, Diagnostic> {
    let values = values(file)?;
    let many = values.len() > 1;
    let mut parts = Vec::with_capacity(values.len());
    for (index, value) in values.into_iter().enumerate() {
        let (name, at) =
            if many { (document_name(&value, index), Pointer::root().index(index)) } else { (String::new(), Pointer::root()) };
        add(&mut parts, value, &name, &at, is_json(&file.shown));
    }
    Ok(parts)
}

/// What a document of several is called: by the kind and name of a Kubernetes object, or else by its number.
fn document_name(value: &Value, index: usize) -> String {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let name = value.get("metadata").and_then(|metadata| Some((text(metadata, "namespace"), text(metadata, "name")?)));
    match (text(value, "kind"), name) {
        (Some(kind), Some((namespace, name))) => format!("{kind} {}/{name}", namespace.unwrap_or_default()),
        _ => format!("document {}", index + 1),
    }
}

fn add(parts: &mut Vec<Part>, value: Value, name: &str, at: &Pointer, is_json: bool) {
    let part = |kind, value| Part { name: name.to_owned(), at: at.clone(), kind, value };
    match kind::of(value.clone(), is_json) {
        kind::Kind::Dashboard(_, []) => parts.push(part(PartKind::Dashboard, value)),
        kind::Kind::Dashboard(inner, keys) => {
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            parts.push(part(PartKind::Other, without(value, &keys)));
            parts.push(within(name, at, &keys, PartKind::Dashboard, inner));
        }
        kind::Kind::Datasources(_) => parts.push(part(PartKind::Datasources, value)),
        kind::Kind::Providers(_) => parts.push(part(PartKind::Providers, value)),
        kind::Kind::Texts(texts) => {
            let mut rest = value;
            let mut inner = Vec::new();
            for (keys, file, text) in texts {
                if let Some((kind, value)) = embedded(&file, &text) {
                    rest = without(rest, &keys);
                    inner.push(within(name, at, &keys, kind, value));
                }
            }
            parts.push(part(PartKind::Other, rest));
            parts.extend(inner);
        }
        kind::Kind::DashboardV2 | kind::Kind::Other => parts.push(part(PartKind::Other, value)),
    }
}

fn within(name: &str, at: &Pointer, keys: &[String], kind: PartKind, value: Value) -> Part {
    let at = keys.iter().fold(at.clone(), |at, key| at.key(key));
    Part { name: format!("{name} {}", keys.join("/")).trim_start().to_owned(), at, kind, value }
}

/// The value with `null` at the end of `keys`.
fn without(mut value: Value, keys: &[String]) -> Value {
    let mut at = Some(&mut value);
    for key in keys {
        at = at.and_then(|inner| inner.get_mut(key));
    }
    if let Some(found) = at {
        *found = Value::Null;
    }
    value
}

/// What a file that stands as a text within another holds; `None` where it can't be read and stays a text.
fn embedded(name: &str, text: &str) -> Option<(PartKind, Value)> {
    let is_json = is_json(name);
    let value: Value = if is_json { serde_json::from_str(text).ok()? } else { yaml::parse(text).ok()? };
    let kind = match kind::of(value.clone(), is_json) {
        kind::Kind::Dashboard(_, []) => PartKind::Dashboard,
        kind::Kind::Datasources(_) => PartKind::Datasources,
        kind::Kind::Providers(_) => PartKind::Providers,
        _ => PartKind::Other,
    };
    Some((kind, value))
}

#[cfg(test)]
mod tests {
    use super::{PartKind, parts};
    use crate::foreign::Text;

    fn found(shown: &str, text: &str) -> Vec<(String, String, PartKind)> {
        let text = Text { shown: shown.to_owned(), text: text.to_owned(), is_named: false };
        parts(&text).unwrap().into_iter().map(|part| (part.name, part.at.to_string(), part.kind)).collect()
    }

    fn one(name: &str, at: &str, kind: PartKind) -> (String, String, PartKind) {
        (name.to_owned(), at.to_owned(), kind)
    }

    #[test]
    fn a_dashboard_is_one_part() {
        assert_eq!(found("a.json", r#"{"panels": [], "schemaVersion": 39}"#), [one("", "", PartKind::Dashboard)]);
    }

    #[test]
    fn the_envelope_of_a_dashboard_is_a_part_of_its_own() {
        assert_eq!(
            found("a.json", r#"{"dashboard": {"panels": [], "schemaVersion": 39}, "overwrite": true}"#),
            [one("", "", PartKind::Other), one("dashboard", "/dashboard", PartKind::Dashboard)]
        );
    }

    #[test]
    fn documents_and_the_texts_within_them_are_told_apart_by_name() {
        let text = "kind: ConfigMap
metadata: {name: shop}
data:
  a.json: '{\"panels\": [], \"schemaVersion\": 39}'
  note.txt: hello
---
x: 1
";
        assert_eq!(
            found("a.yaml", text),
            [
                one("ConfigMap /shop", "/0", PartKind::Other),
                one("ConfigMap /shop data/a.json", "/0/data/a.json", PartKind::Dashboard),
                one("document 2", "/1", PartKind::Other),
            ]
        );
    }
}
