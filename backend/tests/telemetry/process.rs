//! What there is once a process: its log, its environment. And what telemetry may know.

use crate::receiver::nobody;
use crate::{LONG, settings};
use nemotron_backend::telemetry::logs::{Buffer, install};
use nemotron_backend::telemetry::settings::{LogFormat, LogLevel, LogSettings, Protocol};
use nemotron_backend::telemetry::signals::spans;
use nemotron_backend::telemetry::{ShutdownError, Telemetry};
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

#[tokio::test]
async fn a_dead_collector_is_told_once_and_the_sdk_says_nothing() {
    let lines = Buffer::default();
    let log = LogSettings { format: LogFormat::Text, level: Some(LogLevel::Info) };
    install(&log, lines.clone()).unwrap();
    assert!(install(&log, lines.clone()).is_err(), "there is one log a process");

    let mut settings = settings(Protocol::Grpc, &nobody());
    settings.batch.schedule_delay = Duration::from_hours(1);
    let telemetry = Telemetry::new(&settings).unwrap();
    for _ in 0..3 {
        for _ in 0..13 {
            telemetry.tracer().create_span(&spans::LLM_INFERENCE, |_| Ok::<_, Infallible>(())).unwrap();
        }
        let flushed = telemetry.flush(LONG).await;
        assert!(matches!(flushed, Err(ShutdownError::Lost { spans: 13 })), "{flushed:?}");
    }
    telemetry.shutdown(LONG).await.unwrap();
    assert_eq!(telemetry.health().snapshot().failed, 39);

    // Other tests of this process log as well, none of them with a cause such as this.
    let text = lines.text();
    let told: Vec<&str> = text.lines().filter(|line| line.contains("Connection refused")).collect();
    assert!(
        told.iter().all(|line| line
            .contains(" | WARNING | nemotron_backend.telemetry.export.failures | trace_id=0 span_id=0 | Spans are not exported")),
        "{text}"
    );
    assert_eq!(told.iter().filter(|line| line.contains("batches=1 spans=13 ")).count(), 1, "{text}");
    assert!(!text.contains("opentelemetry"), "{text}");
}

#[test]
fn the_environment_is_not_read_behind_the_settings() {
    let tests = ["spans::", "sampling::", "export::what_a_collector_takes", "export::a_full_queue"];
    let output = Command::new(std::env::current_exe().unwrap())
        .args(tests)
        .env("OTEL_SERVICE_NAME", "another")
        .env("OTEL_RESOURCE_ATTRIBUTES", "service.name=another,stray=yes")
        .env("OTEL_TRACES_SAMPLER", "always_off")
        .env("OTEL_SDK_DISABLED", "true")
        .env("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "1")
        .env("OTEL_SPAN_EVENT_COUNT_LIMIT", "0")
        .env("OTEL_BSP_MAX_QUEUE_SIZE", "1")
        .env("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1")
        .env("OTEL_BSP_SCHEDULE_DELAY", "3600000")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1")
        .env("OTEL_EXPORTER_OTLP_HEADERS", "authorization=another")
        .env("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
        .env("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
        .env("HTTP_PROXY", "http://localhost:1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}");
    assert!(text.lines().filter(|line| line.ends_with("... ok")).count() >= 14, "{text}");
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

#[test]
fn telemetry_knows_nothing_of_the_rest_of_the_crate() {
    let files = rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/telemetry"));
    assert!(files.len() > 20);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for after in text.split("crate::").skip(1) {
            assert!(
                after.starts_with("telemetry") || after.starts_with("critical"),
                "{} uses crate::{after:.30}",
                path.display()
            );
        }
    }
}
