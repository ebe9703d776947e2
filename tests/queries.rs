//! The queries of the corpus, where there is one: every one is read, and none is called wrong that is not. The crate promql-parser,
//! which knows nothing of the reader here, says the same of them.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a file that can't be read fails the test, and one that did not run says so"
)]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::iter;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value;
use spanboard::query::{Unread, promql};

/// The JSON files of the corpus; `None` where there is no corpus, which is a failure under CI.
fn corpus() -> Option<Vec<PathBuf>> {
    let folder = env::var_os("SPANBOARD_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    if !folder.is_dir() {
        assert!(env::var_os("CI").is_none(), "no corpus at {}", folder.display());
        eprintln!("NOT RUN: no corpus at {}; set SPANBOARD_CORPUS", folder.display());
        return None;
    }
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json") {
                files.push(path);
            }
        }
    }
    files.sort();
    Some(files)
}

/// The type of the data source that a target or a panel names, in any of the ways that Grafana has had.
fn kind(node: &Value) -> Option<String> {
    match node.get("datasource")? {
        Value::String(name) => Some(name.clone()),
        Value::Object(reference) => Some(reference.get("type")?.as_str()?.to_owned()),
        _ => None,
    }
}

/// Every `expr` below `node` that is not said to be for another data source than Prometheus.
fn expressions(node: &Value, panel: Option<&str>, found: &mut Vec<String>) {
    let own = kind(node);
    let kind = own.as_deref().filter(|kind| !kind.contains("Mixed")).or(panel);
    if let Some(Value::String(expression)) = node.get("expr") {
        let is_other = kind.is_some_and(|kind| kind.to_lowercase().contains("loki"));
        if !is_other {
            found.push(expression.clone());
        }
    }
    match node {
        Value::Object(fields) => fields.values().for_each(|value| expressions(value, kind, found)),
        Value::Array(items) => items.iter().for_each(|value| expressions(value, kind, found)),
        _ => {}
    }
}

/// The queries of `files`.
fn all(files: &[PathBuf]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        if let Ok(value) = serde_json::from_slice::<Value>(&fs::read(file).unwrap()) {
            expressions(&value, None, &mut found);
        }
    }
    found
}

/// Queries by what is said of them.
type ByReason = BTreeMap<String, Vec<String>>;

/// How many queries there are, what is called wrong, and what is not checked.
fn read(files: &[PathBuf]) -> (usize, ByReason, ByReason) {
    let (mut count, mut wrong, mut unchecked) = (0, ByReason::new(), ByReason::new());
    for file in files {
        let Ok(value) = serde_json::from_slice::<Value>(&fs::read(file).unwrap()) else { continue };
        let mut found = Vec::new();
        expressions(&value, None, &mut found);
        for expression in found {
            count += 1;
            let (by_reason, reason): (&mut ByReason, String) = match promql::parse(&expression) {
                Ok(query) => {
                    check_bytes(&expression, &query);
                    continue;
                }
                Err(Unread::Syntax { message, range }) => {
                    assert!(expression.get(range).is_some(), "{expression}");
                    (&mut wrong, message)
                }
                Err(Unread::Unchecked { reason }) => (&mut unchecked, reason),
            };
            by_reason.entry(reason).or_default().push(format!("{}: {expression}", file.display()));
        }
    }
    (count, wrong, unchecked)
}

/// Every part says what stands at its bytes.
fn check_bytes(text: &str, query: &promql::Query) {
    for selector in &query.selectors {
        for matcher in &selector.matchers {
            assert_eq!(text[matcher.label.range.clone()].trim_matches('"'), matcher.label.text, "{text}");
            let value = &text[matcher.value.range.clone()];
            assert!(value.starts_with(['"', '\'', '`', '$']), "{value}: {text}");
        }
        if let promql::MetricName::Known(name) = &selector.metric {
            assert!(text[name.range.clone()].contains(&name.text), "{text}");
        }
        if let Some(range) = &selector.range {
            assert_eq!(text[range.written.range.clone()], range.written.text, "{text}");
        }
    }
}

/// What is put in place of a part of a query: its bytes, and the text for them.
type Replaced = (Range<usize>, &'static str);

/// What a selector has that the other reader does not know: variables, and regular expressions of Go.
fn of_selector(selector: &promql::Selector, replaced: &mut Vec<Replaced>) {
    replaced.extend(selector.matchers.iter().map(|matcher| (matcher.value.range.clone(), "\"v\"")));
    replaced.extend(selector.variables.iter().map(|variable| (variable.reference.range.clone(), "v=\"v\"")));
    if let promql::MetricName::Variable(name) = &selector.metric {
        replaced.push((name.range.clone(), "v"));
    }
    let mut durations: Vec<&promql::Duration> = selector.range.iter().collect();
    durations.extend(selector.offset.iter().map(|offset| &offset.duration));
    for applied in &selector.applied {
        let promql::Applied::Subquery { range, step, offset } = applied else { continue };
        durations.extend(iter::once(range).chain(step).chain(offset.iter().map(|offset| &offset.duration)));
    }
    let variable = durations.into_iter().filter(|duration| duration.variable.is_some());
    replaced.extend(variable.map(|duration| (duration.written.range.clone(), "1m")));
}

/// The query without variables; where one may be any expression, with `expression`.
fn plain(text: &str, query: &promql::Query, expression: &'static str) -> String {
    let mut replaced: Vec<Replaced> = Vec::new();
    for selector in &query.selectors {
        of_selector(selector, &mut replaced);
    }
    let is_label = |variable: &Range<usize>| {
        let mut labels = query.matchings.iter().flat_map(|matching| &matching.labels);
        labels.any(|label| label.range.contains(&variable.start))
    };
    let is_half_a_word =
        |variable: &Range<usize>| text[..variable.start].ends_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_number = |variable: &Range<usize>| ["__interval", "__range"].iter().any(|name| text[variable.clone()].contains(name));
    for variable in query.variables.iter().map(|variable| variable.range.clone()) {
        let value = match () {
            () if is_label(&variable) || is_half_a_word(&variable) => "v",
            () if is_number(&variable) => "1",
            () => expression,
        };
        replaced.push((variable, value));
    }
    replaced.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
    let (mut plain, mut end) = (String::new(), 0);
    for (range, value) in replaced.into_iter().filter(|(range, _)| !range.is_empty()) {
        if range.start >= end {
            plain.push_str(&text[end..range.start]);
            plain.push_str(value);
            end = range.end;
        }
    }
    plain.push_str(&text[end..]);
    // Its name until Prometheus 3.
    plain.replace("holt_winters", "double_exponential_smoothing")
}

fn is_read_by_another(text: &str) -> bool {
    promql_parser::parser::parse(text).is_ok()
}

#[test]
fn another_reader_agrees_on_the_queries_of_the_corpus() {
    let Some(files) = corpus() else { return };
    let (mut read, mut disagreed) = (0, Vec::new());
    for expression in all(&files) {
        match promql::parse(&expression) {
            Ok(query) => {
                read += 1;
                if !["v", "1"].iter().any(|value| is_read_by_another(&plain(&expression, &query, value))) {
                    disagreed.push(format!("read here: {expression}\n{}", plain(&expression, &query, "v")));
                }
            }
            Err(Unread::Syntax { message, .. }) if is_read_by_another(&expression) => {
                disagreed.push(format!("refused here ({message}): {expression}"));
            }
            Err(_) => {}
        }
    }
    assert!(disagreed.is_empty(), "{} of {read}: {}", disagreed.len(), disagreed.join("\n"));
    assert!(read > 3000, "{read}");
}

#[test]
fn another_reader_agrees_on_queries_of_the_corpus_that_lost_a_bracket_or_more() {
    let Some(files) = corpus() else { return };
    let (mut read, mut refused, mut disagreed) = (0, 0, Vec::new());
    for (index, expression) in all(&files).iter().enumerate() {
        let Ok(query) = promql::parse(expression) else { continue };
        let plain = plain(expression, &query, "v");
        let is_droppable = |(_, character): &(usize, char)| "()[]{},:=\"<>+-*/".contains(*character);
        let places: Vec<usize> = plain.char_indices().filter(is_droppable).map(|(at, _)| at).collect();
        // Some of the places, others in each query.
        for at in places.iter().skip(index % 5).step_by(5).take(4) {
            let broken = format!("{}{}", &plain[..*at], &plain[at + 1..]);
            match (promql::parse(&broken), is_read_by_another(&broken)) {
                (Ok(_), true) => read += 1,
                (Err(Unread::Syntax { .. }), false) => refused += 1,
                (Err(Unread::Unchecked { .. }), _) => {}
                (own, _) => disagreed.push(format!("{:?} here: {broken}", own.map(drop))),
            }
        }
    }
    eprintln!("{read} read, {refused} refused by both");
    assert!(disagreed.is_empty(), "{}: {}", disagreed.len(), disagreed.join("\n"));
    assert!(read > 10 && refused > 1000, "{read} {refused}");
}

#[test]
fn the_queries_of_the_corpus_are_read() {
    let Some(files) = corpus() else { return };
    let (count, wrong, unchecked) = read(&files);
    assert!(count > 3000, "{count}");
    eprintln!("{count} queries; not checked: {unchecked:#?}");
    // `ceil` is a function: `ceil by (cluster, …) (…)` is refused by Prometheus too.
    let known = ["`by` stands where an operator or the end is expected"];
    let found: Vec<&String> = wrong.keys().collect();
    assert_eq!(found, known, "{wrong:#?}");
    assert!(wrong.values().flatten().all(|query| query.contains(": ceil by (")), "{wrong:#?}");
    // Empty targets, which Grafana does not run.
    let reasons: Vec<&String> = unchecked.keys().collect();
    assert_eq!(reasons, ["it is empty: Grafana does not run it"], "{unchecked:#?}");
    assert!(unchecked.values().flatten().count() <= 10, "{unchecked:#?}");
}
