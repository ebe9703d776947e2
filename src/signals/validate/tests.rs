use serde_json::{Value, json};

use super::validate;
use crate::diag::At;

/// The findings as `rule at`, sorted.
fn findings(contract: &Value) -> Vec<String> {
    let spec = serde_json::from_value(contract.clone()).unwrap();
    let mut found: Vec<String> = validate("signals.yaml", &spec)
        .into_iter()
        .map(|found| match found.place.map(|place| place.at) {
            Some(At::Value(at) | At::Key(at)) => format!("{} {at}", found.rule),
            other => panic!("{other:?} is no place in the contract"),
        })
        .collect();
    found.sort();
    found
}

fn of_source(list: &str, entry: &Value) -> Vec<String> {
    findings(&json!({ "sources": [{ "name": "a", "scrape": { "interval": "15s" }, list: [entry] }] }))
}

#[expect(clippy::needless_pass_by_value, reason = "the entry is written where it is handed over")]
fn metric(entry: Value) -> Vec<String> {
    let found = of_source("metrics", &entry).into_iter();
    found.map(|line| line.replace("signals/", "").replace(" /sources/0/metrics/0", " ")).collect()
}

#[test]
fn a_contract_in_order_has_no_findings() {
    assert!(metric(json!({ "name": "a_total", "type": "counter", "exemplars": ["trace_id"] })).is_empty());
    assert!(
        metric(json!({ "name": "a_seconds", "type": "histogram", "buckets": [-1, 0, 0.5], "labels": { "b": ["c"] } })).is_empty()
    );
    assert!(metric(json!({ "name": "a_bytes", "type": "summary", "quantiles": [0.5, 0.99] })).is_empty());
}

#[test]
fn names_are_those_that_prometheus_takes() {
    assert_eq!(metric(json!({ "name": "a-b", "type": "gauge" })), ["name /name"]);
    assert_eq!(metric(json!({ "name": "a:b", "type": "gauge" })), ["name /name"]);
    assert_eq!(metric(json!({ "name": "a", "type": "gauge", "labels": { "b.c": "open" } })), ["name /labels/b.c"]);
    assert_eq!(metric(json!({ "name": "a_count", "type": "summary" })), ["name /name"]);
}

#[test]
fn a_counter_ends_with_total() {
    assert_eq!(metric(json!({ "name": "requests", "type": "counter" })), ["counter-name /name"]);
}

#[test]
fn reserved_labels_and_those_of_the_scrape_are_refused() {
    let labels = |name: &str| metric(json!({ "name": "a", "type": "gauge", "labels": { name: "open" } }));
    for name in ["le", "quantile", "__name__", "job", "instance"] {
        assert_eq!(labels(name), [format!("reserved-label /labels/{name}")]);
    }
}

#[test]
fn buckets_rise_and_belong_to_histograms() {
    assert_eq!(metric(json!({ "name": "a", "type": "histogram" })), ["buckets /name"]);
    assert_eq!(metric(json!({ "name": "a", "type": "gauge", "buckets": [1] })), ["buckets /buckets"]);
    assert_eq!(
        metric(json!({ "name": "a", "type": "histogram", "buckets": [1, 1, 0.5] })),
        ["buckets /buckets/1", "buckets /buckets/2"]
    );
}

#[test]
fn quantiles_lie_between_0_and_1_and_belong_to_summaries() {
    assert_eq!(metric(json!({ "name": "a", "type": "summary", "quantiles": [0.5, 99] })), ["quantiles /quantiles/1"]);
    assert_eq!(metric(json!({ "name": "a", "type": "gauge", "quantiles": [0.5] })), ["quantiles /quantiles"]);
}

#[test]
fn exemplars_are_on_counters_and_histograms_only() {
    assert_eq!(metric(json!({ "name": "a", "type": "gauge", "exemplars": ["trace_id"] })), ["exemplars /exemplars"]);
    assert_eq!(metric(json!({ "name": "a_total", "type": "counter", "exemplars": ["trace id"] })), ["name /exemplars/0"]);
}

#[test]
fn a_series_is_declared_once_in_a_source() {
    let twice = |second: Value| {
        let first = json!({ "name": "a", "type": "histogram", "buckets": [1] });
        findings(&json!({ "sources": [{ "name": "s", "metrics": [first, second] }] }))
    };
    assert_eq!(twice(json!({ "name": "a", "type": "gauge" })), ["signals/duplicate /sources/0/metrics/1/name"]);
    assert_eq!(twice(json!({ "name": "a_count", "type": "gauge" })), ["signals/duplicate /sources/0/metrics/1/name"]);
}

#[test]
fn two_sources_may_share_a_metric_of_one_shape_only() {
    let shared = |second: Value| {
        let first = json!({ "name": "a", "type": "gauge", "labels": { "b": ["x"] } });
        findings(&json!({ "sources": [{ "name": "s", "metrics": [first] }, { "name": "t", "metrics": [second] }] }))
    };
    assert!(shared(json!({ "name": "a", "type": "gauge", "labels": { "b": ["y"] } })).is_empty());
    let at = ["signals/two-shapes /sources/1/metrics/0/name"];
    assert_eq!(shared(json!({ "name": "a", "type": "gauge", "labels": { "c": "open" } })), at);
    assert_eq!(shared(json!({ "name": "a", "type": "summary", "labels": { "b": "open" } })), at);
}

#[test]
fn sources_recording_rules_and_values_are_named_once() {
    let found = findings(&json!({
        "sources": [{ "name": "a" }, { "name": "a", "resource": { "b": ["x", "x"], "c": [] } }],
        "recordingRules": [{ "name": "r:a" }, { "name": "r:a" }, { "name": "r-a" }],
    }));
    assert_eq!(
        found,
        [
            "signals/duplicate /recordingRules/1/name",
            "signals/duplicate /sources/1/name",
            "signals/duplicate /sources/1/resource/b/1",
            "signals/name /recordingRules/2/name",
            "signals/values /sources/1/resource/c",
        ]
    );
}

fn spans(spans: &Value) -> Vec<String> {
    let found = findings(&json!({ "sources": [{ "name": "a", "spans": spans }] })).into_iter();
    found.map(|line| line.replace("signals/", "").replace(" /sources/0/spans", " ")).collect()
}

#[test]
fn a_span_has_a_name_or_a_pattern_of_its_attributes() {
    assert_eq!(spans(&json!([{ "kind": "client" }])), ["span /0"]);
    assert_eq!(spans(&json!([{ "name": "a", "pattern": "{b}", "attributes": { "b": "string" } }])), ["span /0"]);
    assert_eq!(spans(&json!([{ "pattern": "a" }])), ["span /0/pattern"]);
    assert_eq!(spans(&json!([{ "pattern": "{b}" }])), ["span /0/pattern"]);
    assert!(spans(&json!([{ "pattern": "{b} x", "attributes": { "b": "string" } }])).is_empty());
}

#[test]
fn a_span_is_declared_once_for_each_kind() {
    assert_eq!(spans(&json!([{ "name": "a" }, { "name": "a" }])), ["duplicate /1/name"]);
    assert!(spans(&json!([{ "name": "a", "kind": "producer" }, { "name": "a", "kind": "consumer" }])).is_empty());
}

#[test]
fn an_attribute_has_one_type_in_a_source() {
    let twice = json!([{ "name": "a", "attributes": { "id": "int" } }, { "name": "b", "events": [{ "name": "e", "attributes": { "id": "string" } }] }]);
    assert_eq!(spans(&twice), ["attribute-types /1/events/0/attributes/id"]);
}

#[test]
fn values_of_attributes_are_of_their_type() {
    let typed = json!([{ "name": "a", "attributes": { "b": { "type": "int", "values": [1, "x"] }, "c d": "string" } }]);
    assert_eq!(spans(&typed), ["name /0/attributes/c d", "values /0/attributes/b/values/1"]);
}

#[expect(clippy::needless_pass_by_value, reason = "the entry is written where it is handed over")]
fn log(log: Value) -> Vec<String> {
    of_source("logs", &log).into_iter().map(|line| line.replace("signals/", "").replace(" /sources/0/logs/0", " ")).collect()
}

#[test]
fn log_lines_have_examples_of_their_form() {
    assert_eq!(log(json!({ "format": "text" })), ["no-example "]);
    let fields = json!({ "level": ["INFO"], "a": "open", "b_c": "open" });
    let example = |format: &str, line: &str| log(json!({ "format": format, "fields": fields, "examples": [line] }));
    for (format, line) in [
        ("json", r#"{"level": "INFO", "a": 1, "b": {"c": true}, "list": []}"#),
        ("logfmt", r#"level=INFO a="x \" y" b_c"#),
        ("text", "anything"),
    ] {
        assert!(example(format, line).is_empty(), "{line}");
    }
    for (format, line) in [
        ("json", "INFO"),
        ("json", "[]"),
        ("json", r#"{"level": "DEBUG"}"#),
        ("json", r#"{"b": {"d": 1}}"#),
        ("logfmt", "level=DEBUG"),
        ("logfmt", "a=\"x"),
        ("logfmt", "=x"),
        ("text", " "),
        ("text", "two\nlines"),
    ] {
        assert_eq!(example(format, line), ["example /examples/0"], "{line}");
    }
}

#[test]
fn the_pattern_of_a_text_names_fields_and_fits_the_examples() {
    let text = |pattern: &str, line: &str| {
        log(
            json!({ "format": "text", "pattern": pattern, "fields": { "level": ["INFO"], "message": "open" }, "examples": [line] }),
        )
    };
    assert!(text("<_> | <level> | <message>", "10:30 | INFO | a | b\n").is_empty());
    assert_eq!(text("<level> | <message>", "DEBUG | a"), ["example /examples/0"]);
    assert_eq!(text("<level> | <message>", "INFO a"), ["example /examples/0"]);
    assert_eq!(text("<level><message>", "INFO a"), ["log-pattern /pattern"]);
    let unknown = text("<levle> | <message>", "INFO | a");
    assert_eq!(unknown, ["example /examples/0", "log-pattern /pattern"]);
    assert_eq!(log(json!({ "format": "json", "pattern": "<a>", "examples": ["{}"] })), ["log-pattern /pattern"]);
}
