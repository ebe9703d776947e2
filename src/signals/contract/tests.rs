use super::{AttributeOwner, Contract, Origin, Part};
use crate::diag::{Place, Pointer};
use crate::signals::{SignalsSpec, Values};

const CONTRACT: &str = r#"{
    "sources": [
        {
            "name": "backend",
            "resource": { "service.name": ["shop"], "service.version": "open" },
            "scrape": { "interval": "15s", "labels": { "job": ["shop"] } },
            "metrics": [
                { "name": "requests_total", "type": "counter", "labels": { "method": ["GET"] } },
                { "name": "wait_seconds", "type": "histogram", "buckets": [0.5, 1], "labels": { "stage": "open" } },
                { "name": "size_bytes", "type": "summary", "quantiles": [0.5] }
            ],
            "spans": [
                { "name": "order", "attributes": { "id": "string", "state": { "type": "string", "values": ["new"] } } },
                { "pattern": "{http.method} {http.route}", "kind": "server",
                  "attributes": { "http.method": { "type": "string", "values": ["GET"] }, "http.route": "string" } }
            ],
            "logs": [{ "format": "text", "labels": { "service_name": ["shop"] }, "fields": { "level": ["INFO"] }, "examples": ["a"] }]
        },
        { "name": "mailer", "metrics": [{ "name": "requests_total", "type": "counter" }], "spans": [{ "name": "send" }] },
        { "name": "node", "kind": "exporter", "scrape": { "interval": "1m" } }
    ],
    "recordingRules": [{ "name": "shop:requests:rate5m", "labels": { "method": ["GET"] } }]
}"#;

fn contract() -> Contract {
    let spec: SignalsSpec = serde_json::from_str(CONTRACT).unwrap();
    Contract::new("signals.yaml", spec)
}

#[test]
fn a_contract_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    shared(&contract());
}

#[test]
fn every_source_that_declares_a_series_is_found() {
    let contract = contract();
    let sources: Vec<&str> = contract.series("requests_total").map(|series| series.source.unwrap().name.as_str()).collect();
    assert_eq!(sources, ["backend", "mailer"]);
    assert_eq!(contract.series("request_total").count(), 0);
}

#[test]
fn histograms_and_summaries_have_the_series_that_prometheus_stores() {
    let contract = contract();
    let part = |name: &str| contract.series(name).next().map(|series| (series.part, series.is_cumulative()));
    assert_eq!(part("wait_seconds_bucket"), Some((Part::Bucket, true)));
    assert_eq!(part("wait_seconds_sum"), Some((Part::Sum, true)));
    assert_eq!(part("wait_seconds_count"), Some((Part::Count, true)));
    assert_eq!(part("wait_seconds_created"), Some((Part::Created, false)));
    assert_eq!(part("wait_seconds"), None);
    assert_eq!(part("size_bytes"), Some((Part::Quantile, false)));
    assert_eq!(part("requests_total"), Some((Part::Value, true)));
    assert_eq!(part("requests_created"), Some((Part::Created, false)));
}

#[test]
fn labels_are_those_of_the_metric_of_the_scrape_and_of_the_part() {
    let contract = contract();
    let bucket = contract.series("wait_seconds_bucket").next().unwrap();
    assert_eq!(bucket.label_names().collect::<Vec<_>>(), ["instance", "job", "le", "stage"]);
    assert_eq!(bucket.label("le"), Some(&Values::from(["0.5", "1", "1.0", "+Inf"])));
    assert_eq!(bucket.label("job"), Some(&Values::from(["shop"])));
    assert_eq!(bucket.label("instance"), Some(&Values::Open));
    assert_eq!(bucket.label("stages"), None);
    let unscraped = contract.series("requests_total").nth(1).unwrap();
    assert_eq!(unscraped.label_names().count(), 0);
    assert_eq!(contract.labels().collect::<Vec<_>>(), ["instance", "job", "le", "method", "quantile", "stage"]);
}

#[test]
fn a_scrape_brings_its_own_series_for_each_target() {
    let contract = contract();
    let jobs: Vec<_> = contract.series("up").map(|series| series.label("job").cloned().unwrap()).collect();
    assert_eq!(jobs, [Values::from(["shop"]), Values::Open]);
    assert!(contract.series("scrape_duration_seconds").all(|series| series.origin == Origin::Scrape));
}

#[test]
fn a_recording_rule_is_a_series_without_a_source() {
    let contract = contract();
    let rule = contract.series("shop:requests:rate5m").next().unwrap();
    assert!(rule.source.is_none() && rule.origin == Origin::RecordingRule && !rule.is_cumulative());
    assert_eq!(rule.place(), Place::value("signals.yaml", Pointer::parse("/recordingRules/0").unwrap()));
}

#[test]
fn spans_are_found_by_service_and_by_operation() {
    let contract = contract();
    let count = |service, operation| contract.span_matches(service, operation).count();
    assert_eq!((count(Some("shop"), "order"), count(Some("backend"), "order"), count(None, "order")), (1, 0, 1));
    assert_eq!((count(Some("shop"), "GET /orders"), count(None, "POST /orders")), (1, 0));
    assert_eq!(count(Some("mailer"), "order"), 0);
    assert_eq!(contract.services(), ["mailer", "shop"]);
    assert_eq!(contract.operations(), ["order", "send"]);
    assert!(contract.has_service("mailer") && !contract.has_service("node"));
}

#[test]
fn attributes_are_found_on_spans_on_resources_and_where_jaeger_adds_them() {
    let contract = contract();
    let state = contract.attribute("state");
    assert!(matches!(state.as_slice(), [one] if matches!(one.owner, AttributeOwner::Span(_)) && !one.values.contains("old")));
    assert!(matches!(contract.attribute("service.name")[0].owner, AttributeOwner::Resource(_)));
    assert!(matches!(contract.attribute("error")[0].owner, AttributeOwner::Jaeger));
    assert!(contract.attribute("stat").is_empty());
    assert!(contract.attribute_keys().contains(&"http.route"));
}

#[test]
fn log_lines_have_labels_fields_and_examples() {
    let contract = contract();
    let log = contract.logs().next().unwrap();
    assert!(log.label("service_name").is_some() && log.field("level").is_some() && log.field("message").is_none());
    assert_eq!(log.spec.examples, ["a"]);
    assert_eq!((contract.stream_labels(), contract.log_fields()), (vec!["service_name"], vec!["level"]));
}
