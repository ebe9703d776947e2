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
    write(&mut text, value, Some(0))?;
    text.push(b'\n');
    // The text stays until all files are written, and the room that it grew into would stay with it.
    text.shrink_to_fit();
    String::from_utf8(text).map_err(serde::ser::Error::custom)
}

/// Writes `value` on one line, without spaces.
pub(super) fn write_compact(text: &mut Vec<u8>, value: &Value) -> Result<(), serde_json::Error> {
    write(text, value, None)
}

/// Writes `value`, whose first line stands `depth` steps in; with no depth, all on one line. `serde_json` could do it as well and takes
/// nearly twice the time, since it writes step by step.
fn write(text: &mut Vec<u8>, value: &Value, depth: Option<usize>) -> Result<(), serde_json::Error> {
    let inner = depth.map(|depth| depth + 1);
    match value {
        // `serde_json`'s maps are sorted by key, as its feature `preserve_order` is off; a test holds that.
        Value::Object(entries) if !entries.is_empty() => {
            let colon: &[u8] = if depth.is_some() { b": " } else { b":" };
            let mut before = b'{';
            for (key, entry) in entries {
                text.push(std::mem::replace(&mut before, b','));
                begin_line(text, inner);
                write_text(text, key)?;
                text.extend_from_slice(colon);
                write(text, entry, inner)?;
            }
            begin_line(text, depth);
            text.push(b'}');
        }
        Value::Array(items) if !items.is_empty() => {
            let mut before = b'[';
            for item in items {
                text.push(std::mem::replace(&mut before, b','));
                begin_line(text, inner);
                write(text, item, inner)?;
            }
            begin_line(text, depth);
            text.push(b']');
        }
        Value::String(written) => write_text(text, written)?,
        other => serde_json::to_writer(text, other)?,
    }
    Ok(())
}

fn begin_line(text: &mut Vec<u8>, depth: Option<usize>) {
    /// A line feed, and as many spaces as nearly all values are deep.
    const BEGIN: &[u8] = b"\n                                                                ";
    let Some(depth) = depth else { return };
    match BEGIN.get(..=2 * depth) {
        Some(begin) => text.extend_from_slice(begin),
        None => text.extend(std::iter::once(b'\n').chain(std::iter::repeat_n(b' ', 2 * depth))),
    }
}

/// Writes a text in its quotes.
pub(super) fn write_text(text: &mut Vec<u8>, written: &str) -> Result<(), serde_json::Error> {
    let is_escaped = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    if written.bytes().fold(false, |found, byte| found | is_escaped(byte)) {
        return serde_json::to_writer(text, written);
    }
    text.push(b'"');
    text.extend_from_slice(written.as_bytes());
    text.push(b'"');
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::{format, format_into, write_compact};

    #[test]
    fn keys_are_sorted_and_indented_by_two() {
        let value = serde_json::from_str(r#"{"b": [], "a": {"d": 1.0, "c": "µs"}}"#).unwrap();
        assert_eq!(format(&value).unwrap(), format_into("{ \"another\": 1 }".to_owned(), &value).unwrap());
        assert_eq!(format(&value).unwrap(), "{\n  \"a\": {\n    \"c\": \"µs\",\n    \"d\": 1.0\n  },\n  \"b\": []\n}\n");
    }

    #[test]
    fn what_is_very_deep_is_indented_too() {
        let value = (0..100).fold(Value::from(1), |inner, _| Value::Array(vec![inner]));
        assert_eq!(format(&value).unwrap(), format!("{}\n", serde_json::to_string_pretty(&value).unwrap()));
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[\\x00-\\x7f]*".prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 60, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..5)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_is_written_as_serde_json_writes_it(value in values()) {
            let expected = format!("{}\n", serde_json::to_string_pretty(&value).unwrap());
            prop_assert_eq!(format(&value).unwrap(), expected);
            let mut compact = Vec::new();
            write_compact(&mut compact, &value).unwrap();
            prop_assert_eq!(compact, serde_json::to_vec(&value).unwrap());
        }
    }
}
