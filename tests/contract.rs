//! The contract of the HSI backend knows what the dashboards and links of `observability/` name.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use spanboard::pipeline::Project;
use spanboard::signals::{Contract, Part};
use spanboard::yaml;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn contract() -> Contract {
    Project::read(&root().join("spanboard.yaml")).unwrap().contract().unwrap()
}

fn spec_files() -> Vec<Value> {
    let paths = ["observability/datasources.yaml", "observability/dashboards/tracing.yaml"];
    paths.iter().map(|path| yaml::parse(&fs::read_to_string(root().join(path)).unwrap()).unwrap()).collect()
}

/// The texts under the key `key`, at any depth.
fn texts<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(entries) => {
            for (name, entry) in entries {
                match entry {
                    Value::String(text) if name == key => found.push(text),
                    entry => texts(entry, key, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, key, found)),
        _ => {}
    }
}

fn all_texts(files: &[Value], key: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        texts(file, key, &mut found);
    }
    found.into_iter().map(ToOwned::to_owned).collect()
}

/// The words of a query that begin as metrics of the system do.
fn metrics(query: &str) -> impl Iterator<Item = &str> {
    let words = query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'));
    words.filter(|word| ["hsi_", "http_", "rtdetr_"].iter().any(|begin| word.starts_with(begin)))
}

#[test]
fn every_series_that_a_query_names_is_declared() {
    let (contract, files) = (contract(), spec_files());
    let queries: Vec<String> = ["expr", "query"].iter().flat_map(|key| all_texts(&files, key)).collect();
    let named: BTreeSet<&str> = queries.iter().flat_map(|query| metrics(query)).collect();
    assert!(named.len() > 15, "{named:?}");
    let unknown: Vec<&&str> = named.iter().filter(|name| contract.series(name).next().is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?} are not in observability/signals.yaml");
}

#[test]
fn every_operation_that_a_search_names_is_a_span_of_its_service() {
    let (contract, files) = (contract(), spec_files());
    let operations = all_texts(&files, "operation");
    assert!(!operations.is_empty());
    for operation in operations {
        assert!(!contract.span_matches(Some("nemotron-backend"), &operation).is_empty(), "{operation}");
    }
    for name in ["GET /api/events/{id}", "POST /api/images", "GET", "SELECT hsi", "XREADGROUP"] {
        assert!(!contract.span_matches(Some("nemotron-backend"), name).is_empty(), "{name}");
    }
}

#[test]
fn links_from_spans_fill_in_labels_that_the_metric_has() {
    let contract = contract();
    let bucket = contract.series("http_request_duration_seconds_bucket").next().unwrap();
    assert_eq!(bucket.part, Part::Bucket);
    for (attribute, label) in [("service.name", "service"), ("http.method", "method"), ("http.status_code", "status_code")] {
        assert!(!contract.attribute(attribute).is_empty() && bucket.label(label).is_some(), "{attribute} -> {label}");
    }
    for name in
        ["hsi_stage_duration_seconds_bucket", "hsi_ai_request_duration_seconds_bucket", "http_request_duration_seconds_bucket"]
    {
        assert_eq!(contract.series(name).next().unwrap().metric.exemplars, ["trace_id"], "{name}");
    }
}
