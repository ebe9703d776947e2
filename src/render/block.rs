//! YAML in block style, as a person would write it, from a JSON value.
//!
//! Mappings and lists go down the page; texts stand in double quotes unless they are plain words.

use std::fmt::Write as _;

use serde_json::Value;

/// Writes a mapping or a list as lines that begin with `indent` spaces, without a newline at the end. Lines whose text holds `$$`
/// get `note` as a comment, as a reader may wonder about it.
pub(super) fn block(value: &Value, indent: usize, note: &str) -> String {
    let mut writer = Writer { text: String::new(), note };
    writer.container(value, indent);
    writer.text.trim_end_matches('\n').to_owned()
}

/// Writes a value that stands on one line.
pub(super) fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

struct Writer<'a> {
    text: String,
    note: &'a str,
}

impl Writer<'_> {
    fn container(&mut self, value: &Value, indent: usize) {
        let spaces = " ".repeat(indent);
        match value {
            Value::Object(entries) => {
                for (key, entry) in entries {
                    self.text.push_str(&spaces);
                    self.entry(key, entry, indent);
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.text.push_str(&spaces);
                    self.text.push_str("- ");
                    self.item(item, indent + 2);
                }
            }
            scalar => self.line(scalar),
        }
    }

    fn entry(&mut self, key: &str, entry: &Value, indent: usize) {
        self.text.push_str(&scalar(&Value::from(key)));
        self.text.push(':');
        if is_empty_or_scalar(entry) {
            self.text.push(' ');
            self.line(entry);
        } else {
            self.text.push('\n');
            self.container(entry, indent + 2);
        }
    }

    /// What follows `- `: the first entry of a mapping stands on the same line.
    fn item(&mut self, item: &Value, indent: usize) {
        match item {
            Value::Object(entries) if !entries.is_empty() => {
                for (index, (key, entry)) in entries.iter().enumerate() {
                    if index > 0 {
                        self.text.push_str(&" ".repeat(indent));
                    }
                    self.entry(key, entry, indent);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                self.text.push('\n');
                self.container(item, indent);
            }
            scalar => self.line(scalar),
        }
    }

    fn line(&mut self, value: &Value) {
        let text = scalar(value);
        self.text.push_str(&text);
        if text.contains("$$") {
            // Writing to a string can't fail.
            let _ = write!(self.text, "  # {}", self.note);
        }
        self.text.push('\n');
    }
}

fn is_empty_or_scalar(value: &Value) -> bool {
    match value {
        Value::Object(entries) => entries.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => true,
    }
}

/// Whether a text means itself without quotes, in every version of YAML.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(letters)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// A JSON text is a YAML text, but for characters that YAML does not print; these are escaped.
fn quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    for character in Value::from(text).to_string().chars() {
        match character {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                // Writing to a string can't fail.
                let _ = write!(written, "\\u{:04x}", u32::from(character));
            }
            other => written.push(other),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{block, scalar};
    use crate::yaml;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn mappings_and_lists_go_down_the_page() {
        let value = json!({"a": [{"b": "x y", "c": {"d": 1}}, [1, 2], []], "e": {}, "yes": "no", "f": "$$x"});
        let text = block(&value, 2, "why");
        let expected = r#"  a:
    - b: "x y"
      c:
        d: 1
    - 
      - 1
      - 2
    - []
  e: {}
  f: "$$x"  # why
  "yes": "no""#;
        assert_eq!(text, expected);
        assert_eq!(yaml::parse(&text).unwrap(), value);
    }

    /// Any but the merge key, which our reader takes for one in quotes too.
    fn keys() -> impl Strategy<Value = String> {
        any::<String>().prop_filter("a merge key", |key| key != "<<")
    }

    fn json_values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[a-z]{1,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(keys(), inner, 0..4).prop_map(|entries| json!(entries)),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in prop::collection::btree_map("[a-z $:#-]{0,6}", json_values(), 1..4)) {
            let value = json!(value);
            prop_assert_eq!(yaml::parse(&block(&value, 4, "a note: # with signs")).unwrap(), value);
        }

        #[test]
        fn every_text_is_read_back_as_a_text(text in any::<String>()) {
            prop_assert_eq!(yaml::parse(&format!("a: {}", scalar(&json!(text)))).unwrap(), json!({"a": text}));
        }
    }
}
