//! Rust literals, as a person would write them, from a JSON value.

use serde_json::Value;

/// A text, a number (always with a fraction) or a list of them.
pub(super) fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), float),
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// The shortest text that gives the number again, with its digits in groups of three where there are many.
fn float(number: f64) -> String {
    let text = format!("{number:?}");
    let (digits, exponent) = text.split_at(text.find('e').unwrap_or(text.len()));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (sign, whole) = whole.split_at(usize::from(whole.starts_with('-')));
    let whole = if whole.len() > 4 { groups(whole, whole.len() % 3) } else { whole.to_owned() };
    let fraction = if fraction.len() > 4 { groups(fraction, 0) } else { fraction.to_owned() };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}{exponent}")
}

/// The digits with `_` after the first `first` and after every third of the rest.
fn groups(digits: &str, first: usize) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 3 == first % 3 {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// The text on one line, without backticks and without characters that don't show.
pub(super) fn words(text: &str) -> String {
    let shows = |c: &char| *c != '`' && (matches!(c, '\\' | '"' | '\'') || c.escape_debug().count() == 1);
    let words = text.split_whitespace().map(|word| word.chars().filter(shows).collect::<String>());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{literal, words};
    use serde_json::json;

    #[test]
    fn literals_are_those_that_rust_reads() {
        for (value, text) in [
            (json!("a \"b\"\n\\ \u{202e}é"), r#""a \"b\"\n\\ \u{202e}é""#),
            (json!(["a", "b"]), r#"["a", "b"]"#),
            (json!([]), "[]"),
            (json!([0.025, 1, -5.0]), "[0.025, 1.0, -5.0]"),
            (json!(31_536_000), "31_536_000.0"),
            (json!(10_000.0), "10_000.0"),
            (json!(0.123_456_7), "0.123_456_7"),
            (json!(1e20), "1e20"),
        ] {
            assert_eq!(literal(&value), text);
        }
    }

    #[test]
    fn a_comment_stays_on_its_line() {
        assert_eq!(words("a\n`b`\r\n  \u{202e}c \u{7}é"), "a b c é");
    }
}
