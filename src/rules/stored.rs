//! What Grafana stores of a provisioning file's strings.
//!
//! From: a file's value. To: a meaning tree for the models, in which what Grafana would eat is eaten, and a list of that. A reference
//! that someone meant for the environment stays a reference, whose value nobody can know here.

use std::io;

use serde_json::Value;

use crate::diag::Pointer;
use crate::grafana::expand::{Environment, Reference, escape, expand, references};
use crate::grafana::meaning;

/// A string of which Grafana eats a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eaten {
    /// Where it stands.
    pub at: Pointer,
    /// What the file says.
    pub text: String,
    /// What Grafana would hold; what comes from the environment is shown as `<NAME>`.
    pub left: String,
}

/// Keys whose values people take from the environment, under whatever name.
const FROM_ENVIRONMENT: [&str; 8] = ["name", "url", "user", "database", "basicAuthUser", "path", "orgId", "uid"];

/// What Grafana stores of `file`, the value of a provisioning file, and what it eats.
#[must_use]
pub fn stored(file: Value) -> (Value, Vec<Eaten>) {
    let mut eaten = Vec::new();
    let settled = settle(file, &Pointer::root(), "", &mut eaten);
    (meaning::read(settled), eaten)
}

/// Puts what would be left in the place of what Grafana eats, still in the file's form.
fn settle(value: Value, at: &Pointer, key: &str, eaten: &mut Vec<Eaten>) -> Value {
    match value {
        Value::String(text) => settle_text(text, at, key, eaten),
        Value::Array(items) => {
            items.into_iter().enumerate().map(|(index, item)| settle(item, &at.index(index), key, eaten)).collect()
        }
        Value::Object(entries) => {
            let entries = entries.into_iter().map(|(key, entry)| {
                let entry = settle(entry, &at.key(&key), &key, eaten);
                (key, entry)
            });
            entries.collect()
        }
        other => other,
    }
}

fn settle_text(text: String, at: &Pointer, key: &str, eaten: &mut Vec<Eaten>) -> Value {
    if !text.contains('$') {
        return Value::String(text);
    }
    let is_secret = at.steps().any(|step| step == "secureJsonData");
    let in_json_data = at.steps().any(|step| step == "jsonData" || step == "correlations");
    let free = is_secret || (!in_json_data && FROM_ENVIRONMENT.contains(&key));
    let (meant, unmeant): (Vec<_>, Vec<_>) = references(&text).into_iter().partition(|reference| is_meant(reference, free));
    let Ok(left) = expand(&text, &Shown { free }) else { return Value::String(text) };
    if meant.is_empty() {
        if left != text.replace("$$", "$") {
            eaten.push(Eaten { at: at.clone(), text, left: left.clone() });
        }
        // Doubled, so that it is read as what it is.
        return Value::String(escape(&left));
    }
    if !unmeant.is_empty() {
        eaten.push(Eaten { at: at.clone(), text: text.clone(), left });
    }
    Value::String(text)
}

/// An environment in which what someone meant stands for itself, and nothing else is set.
struct Shown {
    free: bool,
}

impl Environment for Shown {
    fn variable(&self, name: &str) -> Option<String> {
        is_meant(&Reference::Env(name.to_owned()), self.free).then(|| format!("<{name}>"))
    }

    fn file(&self, path: &str) -> io::Result<String> {
        Ok(format!("<{path}>"))
    }

    fn hostname(&self) -> String {
        "<HOSTNAME>".to_owned()
    }
}

/// Whether someone meant the environment: a name in capitals, or any name where values usually come from there. Grafana's own
/// variables begin with two underscores.
fn is_meant(reference: &Reference, free: bool) -> bool {
    match reference {
        Reference::File(_) => true,
        Reference::Env(name) => {
            let capitals = name.starts_with(|first: char| first.is_ascii_uppercase())
                && name.chars().all(|character| character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_');
            let word = name.starts_with(|first: char| first.is_ascii_alphabetic())
                && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
            capitals || (free && word)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stored;
    use serde_json::{Value, json};

    /// What is stored of a text below `jsonData`, and whether something was eaten.
    fn below_json_data(text: &str) -> (Value, bool) {
        let (value, eaten) = stored(json!({"jsonData": {"query": text}}));
        (value["jsonData"]["query"].clone(), !eaten.is_empty())
    }

    #[test]
    fn variables_of_grafana_are_eaten_unless_their_dollar_is_doubled() {
        assert_eq!(below_json_data("${__value.raw}"), (json!(""), true));
        assert_eq!(below_json_data("$${__value.raw}"), (json!("${__value.raw}"), false));
        assert_eq!(below_json_data("m{$__tags}"), (json!("m{}"), true));
        assert_eq!(below_json_data("a$1b"), (json!("ab"), true));
    }

    #[test]
    fn a_dollar_that_grafana_leaves_alone_is_not_eaten() {
        assert_eq!(below_json_data("^(\\w+)$"), (json!("^(\\w+)$"), false));
        assert_eq!(below_json_data("a $ b"), (json!("a $ b"), false));
    }

    #[test]
    fn a_reference_to_the_environment_stays_one() {
        assert_eq!(below_json_data("$TOKEN"), (json!({"$__env": "TOKEN"}), false));
        assert_eq!(below_json_data("http://${HOST}:3100"), (json!({"$__expanded": "http://${HOST}:3100"}), false));
        let (value, eaten) = stored(json!({"url": "$prometheus_url", "secureJsonData": {"password": "$pw"}}));
        assert_eq!(value["url"], json!({"$__env": "prometheus_url"}));
        assert!(eaten.is_empty());
    }
}
