//! What the running service emits is what `observability/signals.yaml` declares, both ways: nothing else, and all of it.
//!
//! Every phase is the whole service in a state that makes it emit something of its own: work that goes well, model services that fail, a full
//! queue, a database that breaks. What it exported is gathered over all phases and then held against the contract. By default the
//! database is SQLite and the queues are in the process; `HSI_TEST_DATABASE_URL` and `HSI_TEST_REDIS_URL` name real servers.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what is not there fails the test")]
#![expect(clippy::indexing_slicing, reason = "what is not there fails the test")]

mod contract;
#[expect(dead_code, unused_imports, reason = "other tests use the rest of it")]
mod receiver;

#[path = "telemetry_contract/phase.rs"]
mod phase;
#[path = "telemetry_contract/redis.rs"]
mod redis;
#[path = "telemetry_contract/server.rs"]
mod server;

use contract::{Differences, declared, log_lines, metrics, spans};
use nemotron_backend::telemetry::logs::{self, Buffer};
use nemotron_backend::telemetry::settings::{BatchSettings, ExporterSettings, LogFormat, LogSettings};
use nemotron_backend::telemetry::{Settings, Telemetry};
use phase::Emitted;
use receiver::{Behaviour, Received, Receiver};
use std::collections::BTreeSet;
use std::time::Duration;
use tracing_subscriber::layer::SubscriberExt as _;

/// What no phase moves from zero: the collector of this test takes all spans, and in time.
const NEVER_MOVED: &[&str] = &["otel_spans_failed", "otel_spans_dropped"];

/// Where log lines of this test go: as text, and as JSON.
struct Log {
    text: Buffer,
    json: Buffer,
}

fn log() -> Log {
    let log = Log { text: Buffer::default(), json: Buffer::default() };
    let of = |format| LogSettings { format, ..LogSettings::default() };
    let subscriber = tracing_subscriber::registry()
        .with(logs::layer(&of(LogFormat::Text), log.text.clone()))
        .with(logs::layer(&of(LogFormat::Json), log.json.clone()));
    tracing::subscriber::set_global_default(subscriber).unwrap();
    log
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_emitted_is_what_is_declared() {
    let log = log();
    let receiver = Receiver::grpc(Behaviour::Accept);
    let settings = Settings {
        enabled: true,
        exporter: ExporterSettings { endpoint: receiver.endpoint(), ..ExporterSettings::default() },
        batch: BatchSettings { schedule_delay: Duration::from_millis(50), max_queue_size: 65_536, ..BatchSettings::default() },
        ..Settings::default()
    };
    let telemetry = Telemetry::new(&settings).unwrap();

    let mut emitted = Emitted::default();
    phase::work_goes_well(&settings, &telemetry, &mut emitted).await;
    phase::nemotron_is_not_understood(&settings, &telemetry, &mut emitted).await;
    phase::nemotron_fails(&settings, &telemetry, &mut emitted).await;
    phase::rtdetr_is_not_there(&settings, &telemetry, &mut emitted).await;
    phase::queues_are_full(&settings, &telemetry, &mut emitted).await;
    phase::the_database_breaks(&settings, &telemetry, &mut emitted).await;
    server::handler_panics(&telemetry).await;
    redis::commands(&telemetry).await;
    telemetry.shutdown(Duration::from_secs(10)).await.unwrap();

    let contract = declared::contract();
    let backend = contract.source("nemotron-backend");
    let received = receiver.spans();
    let mut differences = Differences::default();
    metrics::compare(backend, &emitted.backend, &mut differences);
    metrics::compare(contract.source("rtdetr"), &emitted.rtdetr, &mut differences);
    for metric in metrics::never_moved(&emitted.backend, NEVER_MOVED) {
        differences.note(format!("nothing in this test moved the metric `{metric}`"));
    }
    spans::compare(backend, &received, &mut differences);
    spans::compare_resource(backend, &received[0].resource, &mut differences);
    let of_text = log_lines::compare(backend, "text", &log.text.text(), &mut differences);
    let of_json = log_lines::compare(backend, "json", &log.json.text(), &mut differences);
    assert_eq!(of_text, of_json, "both formats tell the same traces");
    log_lines_lead_to_traces(&of_text, &received, &log);
    differences.none();
}

/// The derived fields of the generated data source find the traces of the log lines, in either form, and these were exported.
fn log_lines_lead_to_traces(trace_ids: &BTreeSet<String>, received: &[Received], log: &Log) {
    let generated = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/grafana/provisioning/datasources/hsi.yaml");
    let generated: serde_yaml::Value = serde_yaml::from_str(&std::fs::read_to_string(generated).unwrap()).unwrap();
    let loki = generated["datasources"].as_sequence().unwrap().iter().find(|datasource| datasource["type"] == "loki").unwrap();
    let matchers: Vec<regex::Regex> = loki["jsonData"]["derivedFields"]
        .as_sequence()
        .unwrap()
        .iter()
        .map(|field| regex::Regex::new(&field["matcherRegex"].as_str().unwrap().replace("$$", "$")).unwrap())
        .collect();
    for text in [log.text.text(), log.json.text()] {
        let ids = |line| matchers.iter().filter_map(move |matcher| Some(matcher.captures(line)?[1].to_owned()));
        let found: BTreeSet<String> = text.lines().flat_map(ids).collect();
        assert_eq!(&found, trace_ids, "the derived fields find the ids of the lines, and no others");
    }
    let exported: BTreeSet<&str> = received.iter().map(|span| span.trace_id.as_str()).collect();
    let lost: Vec<&String> = trace_ids.iter().filter(|id| !exported.contains(id.as_str())).collect();
    assert!(!trace_ids.is_empty() && lost.is_empty(), "log lines lead to traces that were not exported: {lost:?}");
}
