//! The form in which Grafana exports JSON: sorted keys, two spaces, a newline at the end.

use serde_json::Value;

/// Writes `value` as Grafana exports it.
pub fn format(value: &Value) -> Result<String, serde_json::Error> {
    format_into(String::new(), value)
}

/// The same, in the room that a text of about that size took: what is in it is lost.
pub fn format_into(room: String, value: &Value) -> Result<String, serde_json::Error> {
    let mut text = room.into_bytes();
    text.clear();
    // `serde_json`'s maps are sorted by key, as its feature `preserve_order` is off; a test holds that.
    serde_json::to_writer_pretty(&mut text, value)?;
    text.push(b'\n');
    // The text stays until all files are written, and the room that it grew into would stay with it.
    text.shrink_to_fit();
    String::from_utf8(text).map_err(serde::ser::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::{format, format_into};

    #[test]
    fn keys_are_sorted_and_indented_by_two() {
        let value = serde_json::from_str(r#"{"b": [], "a": {"d": 1.0, "c": "µs"}}"#).unwrap();
        assert_eq!(format(&value).unwrap(), format_into("{ \"another\": 1 }".to_owned(), &value).unwrap());
        assert_eq!(format(&value).unwrap(), "{\n  \"a\": {\n    \"c\": \"µs\",\n    \"d\": 1.0\n  },\n  \"b\": []\n}\n");
    }
}
