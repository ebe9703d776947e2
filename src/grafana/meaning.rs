//! The boundary between the text of provisioning files and what it means to Grafana, for whole trees.
//!
//! From: a file's value, in which `$` is written as Grafana's expansion wants it. To: a meaning tree, in which every string is
//! literally what Grafana shall hold, and back. Keys are never expanded, so they are the same in both.
//!
//! In a meaning tree an object with one entry stands for what is not plain text:
//! - `{"$__env": "NAME"}` for the file text `$NAME`,
//! - `{"$__file": "/path"}` for `$__file{/path}`,
//! - `{"$__expanded": "…"}` for any other file text that Grafana would change, as it stands,
//! - `{"$__object": {…}}` for an object of the file that has just one of these four keys.
//!
//! Laws: `write(read(v)) == v` and `read(write(literal(v))) == literal(v)` for every value `v`.

use serde_json::{Map, Value};

use super::expand::escape;
use super::json::Json;
use super::setting::{ENV, EXPANDED, FILE, Setting};

/// The key of the object that stands for an object which looks like one of the others.
const OBJECT: &str = "$__object";

/// The meaning of a file's value.
#[must_use]
pub fn read(file: Value) -> Value {
    map(file, |text| Setting::from_file_text(&text).to_json())
}

/// The meaning tree of a value whose strings are all plain text, whatever they look like.
#[must_use]
pub fn literal(plain: Value) -> Value {
    map(plain, Value::String)
}

/// Replaces the strings, and wraps the objects that could be misunderstood.
fn map(value: Value, string: fn(String) -> Value) -> Value {
    match value {
        Value::String(text) => string(text),
        Value::Array(items) => items.into_iter().map(|item| map(item, string)).collect(),
        Value::Object(entries) => {
            let ambiguous = looks_like_a_marker(&entries);
            let entries: Value = entries.into_iter().map(|(key, entry)| (key, map(entry, string))).collect();
            if ambiguous { Value::Object(Map::from_iter([(OBJECT.to_owned(), entries)])) } else { entries }
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => other,
    }
}

fn looks_like_a_marker(entries: &Map<String, Value>) -> bool {
    let mut keys = entries.keys();
    let (Some(key), None) = (keys.next(), keys.next()) else { return false };
    [ENV, FILE, EXPANDED, OBJECT].contains(&key.as_str())
}

/// The file's value for a meaning.
#[must_use]
pub fn write(meaning: Value) -> Value {
    match meaning {
        Value::String(text) => Value::String(escape(&text)),
        Value::Array(items) => items.into_iter().map(write).collect(),
        Value::Object(entries) => write_object(entries),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => other,
    }
}

fn write_object(mut entries: Map<String, Value>) -> Value {
    if let Some(setting) = Setting::from_marker(&entries) {
        return Value::String(setting.to_file_text());
    }
    if looks_like_a_marker(&entries) && entries.get(OBJECT).is_some_and(Value::is_object) {
        entries = match entries.remove(OBJECT) {
            Some(Value::Object(wrapped)) => wrapped,
            _ => entries,
        };
    }
    entries.into_iter().map(|(key, entry)| (key, write(entry))).collect()
}

#[cfg(test)]
mod tests {
    use super::{literal, read, write};
    use serde_json::json;

    #[test]
    fn strings_are_decoded_at_any_depth_and_keys_are_not() {
        let file = json!({"$$a": [{"b": "$${__value.raw}"}, 1, null, true], "c": "$HOST"});
        let meaning = json!({"$$a": [{"b": "${__value.raw}"}, 1, null, true], "c": {"$__env": "HOST"}});
        assert_eq!(read(file.clone()), meaning);
        assert_eq!(write(meaning), file);
    }

    #[test]
    fn an_object_that_looks_like_a_reference_stays_an_object() {
        for file in [json!({"$__env": "HOME"}), json!({"$__object": {"$__env": "$HOME"}}), json!({"$__file": 3})] {
            assert_eq!(write(read(file.clone())), file);
        }
        assert_eq!(read(json!({"$__env": "HOME"})), json!({"$__object": {"$__env": "HOME"}}));
    }

    #[test]
    fn an_object_with_a_reference_key_among_others_is_an_ordinary_one() {
        let file = json!({"$__env": "a", "b": "c"});
        assert_eq!(read(file.clone()), file);
    }

    #[test]
    fn what_is_literal_is_written_so_that_it_stays_literal() {
        assert_eq!(write(literal(json!({"a": "$HOME"}))), json!({"a": "$$HOME"}));
        assert_eq!(write(literal(json!({"$__env": "HOME"}))), json!({"$__env": "HOME"}));
    }
}
