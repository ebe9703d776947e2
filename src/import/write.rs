//! Metrics as the text of a contract: in block style as a person would write it, or on one line.

use std::fmt::Write as _;

use crate::signals::{MetricSpec, Values};

/// A metric as an element of a list whose dashes stand `indent` columns from the left. Without a line break at the end.
pub(super) fn metric(metric: &MetricSpec, indent: usize) -> String {
    let spaces = " ".repeat(indent);
    let mut lines = entries(metric).into_iter().map(|(key, value)| format!("{key}: {value}"));
    let mut text = format!("{spaces}- {}", lines.next().unwrap_or_default());
    for line in lines {
        let _ = write!(text, "\n{spaces}  {line}");
    }
    if !metric.labels.is_empty() {
        let _ = write!(text, "\n{spaces}  labels:");
        for (name, values) in &metric.labels {
            let _ = write!(text, "\n{spaces}    {}", label(name, values));
        }
    }
    for (key, value) in numbers(metric) {
        let _ = write!(text, "\n{spaces}  {key}: {value}");
    }
    text
}

/// A metric on one line, as an element of a list in brackets.
pub(super) fn metric_in_brackets(metric: &MetricSpec) -> String {
    let mut all: Vec<String> = entries(metric).into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    if !metric.labels.is_empty() {
        let labels: Vec<String> = metric.labels.iter().map(|(name, values)| label(name, values)).collect();
        all.push(format!("labels: {{{}}}", labels.join(", ")));
    }
    all.extend(numbers(metric).into_iter().map(|(key, value)| format!("{key}: {value}")));
    format!("{{{}}}", all.join(", "))
}

/// A label and its values: `method: [GET, POST]`.
pub(super) fn label(name: &str, values: &Values) -> String {
    let written = match values {
        Values::Open => "open".to_owned(),
        Values::Known(known) => list(known.iter().map(|value| scalar(value))),
    };
    format!("{}: {written}", scalar(name))
}

/// A text: plain where YAML reads it as that text whatever stands round it, and else in quotes.
pub(super) fn scalar(text: &str) -> String {
    const WORDS: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];
    let letters = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let plain = letters
        && !text.ends_with(' ')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b' '));
    if plain && !WORDS.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            shown if shown == '\'' || shown.escape_debug().count() == 1 => quoted.push(shown),
            hidden => drop(write!(quoted, "\\U{:08X}", u32::from(hidden))),
        }
    }
    quoted.push('"');
    quoted
}

fn entries(metric: &MetricSpec) -> Vec<(&'static str, String)> {
    let mut entries = vec![("name", scalar(&metric.name)), ("type", metric.kind.name().to_owned())];
    entries.extend(metric.unit.as_deref().map(|unit| ("unit", scalar(unit))));
    entries.extend(metric.help.as_deref().map(|help| ("help", scalar(help))));
    entries
}

fn numbers(metric: &MetricSpec) -> Vec<(&'static str, String)> {
    let mut entries = Vec::new();
    entries.extend(metric.buckets.as_ref().map(|bounds| ("buckets", list(bounds.iter().copied().map(number)))));
    if !metric.quantiles.is_empty() {
        entries.push(("quantiles", list(metric.quantiles.iter().copied().map(number))));
    }
    if !metric.exemplars.is_empty() {
        entries.push(("exemplars", list(metric.exemplars.iter().map(|label| scalar(label)))));
    }
    entries
}

/// A whole number without a point as far as every reader of YAML takes it for that number.
fn number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { format!("{number:?}") }
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
