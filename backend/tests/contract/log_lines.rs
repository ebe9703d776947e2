//! The lines of a log, held against the declared formats.

use super::Differences;
use super::declared::{Log, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Reads each line of a log by a declared format and compares its fields with those declared. Returns the trace ids of the lines.
pub fn compare(source: &Source, format: &str, text: &str, differences: &mut Differences) -> BTreeSet<String> {
    let log = source.logs.iter().find(|log| log.format == format).unwrap_or_else(|| panic!("no log of the format `{format}`"));
    assert!(!text.is_empty(), "nothing was logged");
    let mut trace_ids = BTreeSet::new();
    for line in text.lines() {
        let Some(fields) = fields(log, line) else {
            differences.note(format!("the log line {line:?} is not as the format `{format}` is declared"));
            continue;
        };
        compare_fields(log, &fields, differences);
        trace_ids.extend(fields.get("trace_id").filter(|id| id.len() == 32).cloned());
    }
    trace_ids
}

fn compare_fields(log: &Log, fields: &BTreeMap<String, String>, differences: &mut Differences) {
    for (name, values) in &log.fields {
        match fields.get(name) {
            None => differences.note(format!("a log line ({}) has no `{name}`", log.format)),
            Some(value) if !values.allow(value) => {
                differences.note(format!("a log line has {name}={value:?}, which is not declared"))
            }
            Some(_) => {}
        }
    }
    let is_id = |name: &str, length: usize| {
        fields.get(name).is_some_and(|id| id == "0" || (id.len() == length && id.bytes().all(|digit| digit.is_ascii_hexdigit())))
    };
    if !is_id("trace_id", 32) || !is_id("span_id", 16) {
        differences.note(format!("a log line has the ids {:?} and {:?}", fields.get("trace_id"), fields.get("span_id")));
    }
}

fn fields(log: &Log, line: &str) -> Option<BTreeMap<String, String>> {
    match &log.pattern {
        Some(pattern) => by_pattern(pattern, line),
        None => {
            let object: BTreeMap<String, serde_json::Value> = serde_json::from_str(line).ok()?;
            Some(
                object
                    .into_iter()
                    .map(|(key, value)| (key, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
                    .collect(),
            )
        }
    }
}

/// A pattern of Loki: `<name>` takes all up to the text that follows it.
fn by_pattern(pattern: &str, line: &str) -> Option<BTreeMap<String, String>> {
    let mut fields = BTreeMap::new();
    let (mut pattern, mut line) = (pattern, line);
    while let Some((before, after)) = pattern.split_once('<') {
        line = line.strip_prefix(before)?;
        let (name, after) = after.split_once('>')?;
        let until = after.split('<').next().unwrap_or_default();
        let end = if until.is_empty() { line.len() } else { line.find(until)? };
        fields.insert(name.to_owned(), line.get(..end)?.to_owned());
        line = line.get(end..)?;
        pattern = after;
    }
    (line == pattern).then_some(fields)
}
