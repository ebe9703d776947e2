//! The form in which Grafana exports JSON: sorted keys, two spaces, a newline at the end.

use serde_json::Value;

/// Writes `value` as Grafana exports it.
pub fn format(value: &Value) -> Result<String, serde_json::Error> {
    // `serde_json`'s maps are sorted by key, as its feature `preserve_order` is off; a test holds that.
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    // The text stays until all files are written, and the room that it grew into would stay with it.
    text.shrink_to_fit();
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn keys_are_sorted_and_indented_by_two() {
        let value = serde_json::from_str(r#"{"b": [], "a": {"d": 1.0, "c": "µs"}}"#).unwrap();
        assert_eq!(format(&value).unwrap(), "{\n  \"a\": {\n    \"c\": \"µs\",\n    \"d\": 1.0\n  },\n  \"b\": []\n}\n");
    }
}
