//! Values as people read them: short, with units, and without secrets.

use serde_json::{Number, Value};

use super::unit;
use crate::foreign::PartKind;
use crate::grafana::json::Step;

/// Longer values are cut. Characters.
const LONGEST: usize = 120;

/// What stands in place of a secret.
pub(super) const HIDDEN: &str = "(not shown)";

/// A value in few words. `unit` is that of the field it belongs to.
pub(super) fn show(value: &Value, unit: Option<&str>, is_secret: bool) -> String {
    if is_secret {
        return HIDDEN.to_owned();
    }
    match value {
        Value::Number(number) => unit::with_unit(&number_text(number), unit),
        Value::String(text) => quoted(&cut(&without_password(text))),
        other => cut(&without_secrets(other).to_string()),
    }
}

/// Numbers without needless zeros: `1.0` is `1`.
pub(super) fn number_text(number: &Number) -> String {
    let text = number.to_string();
    text.strip_suffix(".0").map_or(text.clone(), ToOwned::to_owned)
}

/// The text as it is if it is one word, or else in quotes.
pub(super) fn quoted(text: &str) -> String {
    let is_word = !text.is_empty() && !text.contains(char::is_whitespace);
    if is_word { text.to_owned() } else { format!("\"{text}\"") }
}

/// At most so much of a text as fits into a line.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A url without the password in it: `http://user:(not shown)@host`.
pub(super) fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let authority = rest.find(['/', '?', '#']).map_or(rest, |end| rest.get(..end).unwrap_or_default());
    let Some((login, _)) = authority.rsplit_once('@') else { return text.to_owned() };
    let Some((user, password)) = login.split_once(':') else { return text.to_owned() };
    if password.is_empty() {
        return text.to_owned();
    }
    let after = rest.get(login.len()..).unwrap_or_default();
    format!("{scheme}://{user}:{HIDDEN}{after}")
}

/// Whether what stands at the end of a way may be a secret. In dashboards there are none.
pub(super) fn is_secret(kind: PartKind, way: &[Step<'_>]) -> bool {
    kind != PartKind::Dashboard
        && way.iter().any(|step| match step {
            Step::Key(key) => is_secret_key(key),
            Step::Index(_) => false,
        })
}

fn is_secret_key(key: &str) -> bool {
    const PARTS: [&str; 8] = ["password", "passwd", "secret", "token", "apikey", "api_key", "privatekey", "credential"];
    /// Keys that only speak of secrets.
    const HARMLESS: [&str; 4] = ["tokenuri", "tokenurl", "secretname", "existingsecret"];
    let key = key.to_lowercase();
    key == "securejsondata" || (!HARMLESS.contains(&key.as_str()) && PARTS.iter().any(|part| key.contains(part)))
}

/// The value with words in place of what may be secret.
fn without_secrets(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(without_password(text)),
        Value::Array(items) => items.iter().map(without_secrets).collect(),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, entry)| {
                let entry = if is_secret_key(key) { Value::String(HIDDEN.to_owned()) } else { without_secrets(entry) };
                (key.clone(), entry)
            });
            entries.collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_secret, show};
    use crate::foreign::PartKind;
    use crate::grafana::json::Step::Key;
    use serde_json::json;

    #[test]
    fn no_secret_is_shown() {
        let shown = [
            show(&json!("http://admin:hunter2@db:5432/x"), None, false),
            show(&json!({"a": {"basicAuthPassword": "hunter2"}, "b": ["redis://:hunter2@cache"]}), None, false),
            show(&json!("hunter2"), None, is_secret(PartKind::Datasources, &[Key("secureJsonData"), Key("x")])),
            show(&json!("hunter2"), None, is_secret(PartKind::Other, &[Key("adminPassword")])),
        ];
        for text in shown {
            assert!(!text.contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn values_are_short_and_numbers_plain() {
        assert_eq!(show(&json!(90.0), Some("s"), false), "90 s");
        assert_eq!(show(&json!(0.25), None, false), "0.25");
        assert_eq!(show(&json!("5s"), None, false), "5s");
        assert_eq!(show(&json!("two words"), None, false), "\"two words\"");
        assert_eq!(show(&json!(""), None, false), "\"\"");
        assert_eq!(show(&json!("http://a@b/c:d"), None, false), "http://a@b/c:d");
        assert_eq!(show(&json!("x".repeat(500)), None, false).chars().count(), 121);
    }
}
