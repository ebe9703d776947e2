//! What the doctor finds, with collectors and backends that are well and ill.

use crate::backend::{Backend, settings};
use crate::models::Models;
use crate::receiver::{Behaviour, Receiver, nobody, silent};
use nemotron_backend::doctor::{Check, Outcome, examine};
use nemotron_backend::telemetry::Settings;
use nemotron_backend::telemetry::settings::{ExporterSettings, Protocol};
use std::time::{Duration, Instant};

fn telemetry(protocol: Protocol, endpoint: &str) -> Settings {
    Settings {
        enabled: true,
        exporter: ExporterSettings { protocol, endpoint: endpoint.to_owned(), ..ExporterSettings::default() },
        ..Settings::default()
    }
}

/// The answer to the question that begins like this.
fn answer<'a>(checks: &'a [Check], question: &str) -> &'a Check {
    checks.iter().find(|check| check.question.starts_with(question)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_collector_and_a_backend_that_are_well_all_is_in_order() {
    let (receiver, folder, models) = (Receiver::grpc(Behaviour::Accept), tempfile::tempdir().unwrap(), Models::start().await);
    let backend = Backend::start(&settings(folder.path(), &models.url)).await;
    backend.accepted("hall").await;
    backend.events_become(1).await;
    backend.spans().await;
    let checks = examine(&telemetry(Protocol::Grpc, &receiver.endpoint()), Some(&backend.url("/"))).await;
    let wrong: Vec<_> = checks.iter().filter(|check| check.outcome != Outcome::Fine).collect();
    assert!(wrong.is_empty() && checks.len() == 9, "{wrong:#?}");
    let span = receiver.span("doctor_test_span");
    assert!(answer(&checks, "Does the collector take").found.contains(&span.trace_id), "the trace can be looked for");
    assert_eq!(receiver.names().len(), 1, "nothing else of the checks arrives");
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_is_not_there_is_said_once() {
    let checks = examine(&telemetry(Protocol::Grpc, &nobody()), None).await;
    let reachable = answer(&checks, "Is the collector reachable");
    assert_eq!(reachable.outcome, Outcome::Wrong);
    assert!(reachable.found.contains("refused") && reachable.fix.contains("OTEL_EXPORTER_OTLP_ENDPOINT"), "{reachable:?}");
    assert_eq!(
        answer(&checks, "Does the collector take").outcome,
        Outcome::Unknown,
        "what was not tried is not said to be wrong"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_hangs_is_waited_for_no_longer_than_a_few_seconds() {
    let (_listener, endpoint) = silent();
    let mut settings = telemetry(Protocol::Grpc, &endpoint);
    settings.exporter.timeout = Duration::from_secs(1);
    let began = Instant::now();
    let checks = examine(&settings, None).await;
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    assert_eq!(answer(&checks, "Is the collector reachable").outcome, Outcome::Fine);
    let takes = answer(&checks, "Does the collector take");
    assert_eq!(takes.outcome, Outcome::Wrong);
    assert!(takes.found.contains("did not answer in time"), "{takes:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wrong_protocol_for_a_port_is_found_and_the_right_one_named() {
    let http = Receiver::http(Behaviour::Accept);
    let grpc = Receiver::grpc(Behaviour::Accept);
    let origin = http.endpoint().replace("/v1/traces", "");
    for (settings, right) in [
        (telemetry(Protocol::Grpc, &origin), "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"),
        (telemetry(Protocol::HttpProtobuf, &format!("{}/v1/traces", grpc.endpoint())), "OTEL_EXPORTER_OTLP_PROTOCOL=grpc"),
    ] {
        let checks = examine(&settings, None).await;
        let takes = answer(&checks, "Does the collector take");
        assert_eq!(takes.outcome, Outcome::Wrong);
        assert!(takes.fix.contains(right), "{takes:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_collector_says_against_a_span_is_told() {
    let receiver = Receiver::grpc(Behaviour::Invalid);
    let checks = examine(&telemetry(Protocol::Grpc, &receiver.endpoint()), None).await;
    let takes = answer(&checks, "Does the collector take");
    assert!(takes.outcome == Outcome::Wrong && takes.found.contains("no such thing"), "{takes:?}");
    assert!(takes.fix.contains("OTEL_EXPORTER_OTLP_HEADERS"), "{takes:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn telemetry_that_is_off_is_wrong_and_the_collector_is_tried_all_the_same() {
    let receiver = Receiver::http(Behaviour::Accept);
    let settings = Settings { enabled: false, ..telemetry(Protocol::HttpProtobuf, &receiver.endpoint()) };
    let checks = examine(&settings, None).await;
    assert_eq!(answer(&checks, "Is telemetry enabled").outcome, Outcome::Wrong);
    assert_eq!(answer(&checks, "Does the collector take").outcome, Outcome::Fine);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_propagators_relationships_go_missing() {
    let receiver = Receiver::grpc(Behaviour::Accept);
    let settings = Settings { propagators: Vec::new(), ..telemetry(Protocol::Grpc, &receiver.endpoint()) };
    let checks = examine(&settings, None).await;
    for question in ["Are headers", "Do tasks and queues"] {
        let check = answer(&checks, question);
        assert!(check.outcome == Outcome::Wrong && check.fix.contains("OTEL_PROPAGATORS"), "{check:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backend_whose_spans_fail_is_found() {
    let (folder, models) = (tempfile::tempdir().unwrap(), Models::start().await);
    let backend = Backend::start_with(&settings(folder.path(), &models.url), &telemetry(Protocol::Grpc, &nobody())).await;
    backend.accepted("hall").await;
    backend.flush_fails().await;
    let receiver = Receiver::grpc(Behaviour::Accept);
    let checks = examine(&telemetry(Protocol::Grpc, &receiver.endpoint()), Some(&backend.url(""))).await;
    let errors = answer(&checks, "Were export errors");
    assert!(errors.outcome == Outcome::Wrong && errors.fix.contains("Spans are not exported"), "{errors:?}");
    backend.stop().await;
}
