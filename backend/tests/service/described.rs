//! The OpenAPI description, and answers held against it.

use serde_json::Value;
use std::collections::BTreeSet;

/// The description, and which of its answers came.
pub struct Description {
    document: Value,
    came: BTreeSet<String>,
}

impl Description {
    pub fn of(document: Value) -> Self {
        Self { document, came: BTreeSet::new() }
    }

    /// Fails where it has other paths than these.
    pub fn lists(&self, paths: &[&str]) {
        let listed: Vec<&String> = self.document["paths"].as_object().unwrap().keys().collect();
        assert_eq!(listed, paths);
    }

    /// An answer that came.
    pub async fn came(&mut self, method: &str, path: &str, answer: reqwest::Response) {
        let status = answer.status().as_u16();
        let content_type = answer.headers()["content-type"].to_str().unwrap().to_owned();
        let body = answer.text().await.unwrap();
        self.check(method, path, status, &content_type, &body);
    }

    /// The same, as it came over the wire.
    pub fn came_as_text(&mut self, method: &str, path: &str, answer: &str) {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head[9..12].parse().unwrap();
        let content_type = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap();
        self.check(method, path, status, content_type, body);
    }

    fn check(&mut self, method: &str, path: &str, status: u16, content_type: &str, body: &str) {
        let place = format!("{method} {path} {status}");
        let described = &self.document["paths"][path][method.to_lowercase()]["responses"][status.to_string()];
        assert!(described.is_object(), "{place} is not described");
        let content = described["content"].as_object().unwrap();
        let types: Vec<&String> = content.keys().collect();
        assert_eq!(types, [content_type], "{place}");
        let schema = &content[content_type]["schema"];
        if content_type.contains("json") {
            self.is_of(&serde_json::from_str(body).unwrap(), schema, &place);
        }
        self.came.insert(place);
    }

    /// Holds a value against a schema: types, required fields, and no field that is not described.
    fn is_of(&self, value: &Value, schema: &Value, place: &str) {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.is_of(value, self.document.pointer(reference.trim_start_matches('#')).unwrap(), place);
        }
        let types = match &schema["type"] {
            Value::String(one) => vec![one.as_str()],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            // Nothing is said of it: the description itself.
            _ => return,
        };
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_i64() && types.contains(&"integer") => "integer",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        assert!(types.contains(&found), "{place}: {value} is no {types:?}");
        for item in value.as_array().into_iter().flatten() {
            self.is_of(item, &schema["items"], place);
        }
        let (Some(fields), Some(properties)) = (value.as_object(), schema["properties"].as_object()) else { return };
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(fields.contains_key(name.as_str().unwrap()), "{place}: {name} is missing");
        }
        for (name, field) in fields {
            assert!(properties.contains_key(name), "{place}: {name} is not described");
            self.is_of(field, &properties[name], &format!("{place} {name}"));
        }
    }

    /// Fails where a described answer did not come.
    pub fn all_came(&self) {
        let mut described = BTreeSet::new();
        for (path, operations) in self.document["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let responses = operation["responses"].as_object().unwrap();
                described.extend(responses.keys().map(|status| format!("{} {path} {status}", method.to_uppercase())));
            }
        }
        assert_eq!(described, self.came);
    }
}
