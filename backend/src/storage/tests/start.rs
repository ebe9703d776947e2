use super::*;
use crate::telemetry::propagation::Propagation;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use std::collections::BTreeSet;
use std::time::Instant;
use tokio::task::JoinSet;

on_both!(
    several_processes_can_start_at_once,
    what_was_stored_is_there_after_a_restart,
    statements_have_spans_and_those_of_the_start_have_none,
);

async fn several_processes_can_start_at_once(database: &TestDatabase) {
    let mut tasks = JoinSet::new();
    for _ in 0..6 {
        let settings = database.settings();
        tasks.spawn(async move { Storage::connect(&settings, &Tracer::off(), Conventions::default()).await.unwrap() });
    }
    for (number, storage) in tasks.join_all().await.into_iter().enumerate() {
        assert!(storage.accept_image(&new_image(&format!("image {number}"), "front"), 1).await.unwrap());
    }
}

async fn what_was_stored_is_there_after_a_restart(database: &TestDatabase) {
    let first = database.storage().await;
    first.accept_image(&new_image("a", "front"), 1).await.unwrap();
    first.close().await;
    assert!(first.ping().await.is_err());
    assert!(database.storage().await.load_image("a").await.unwrap().is_some());
}

async fn statements_have_spans_and_those_of_the_start_have_none(database: &TestDatabase) {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let tracer = Tracer::new(provider.tracer("test"), Propagation::new(&[]));
    let storage = Storage::connect(&database.settings(), &tracer, Conventions::default()).await.unwrap();
    storage.ping().await.unwrap();
    storage.counts().await.unwrap();
    storage.close_due_batches(5, 1).await.unwrap();
    assert!(exporter.get_finished_spans().unwrap().is_empty());
    let batch = closed_batch(&storage, "front", &["a"]).await;
    storage.store_event(&batch.id, &new_event(), 20).await.unwrap();
    let spans = exporter.get_finished_spans().unwrap();
    let operations: BTreeSet<_> = spans.iter().filter_map(|span| span.name.split(' ').next()).collect();
    assert_eq!(operations, BTreeSet::from(["BEGIN", "COMMIT", "INSERT", "UPDATE"]));
    assert!(!format!("{spans:?}").contains("front"), "values stay out of spans");
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_waited_for_and_named_without_its_password() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let settings = Settings {
        connect_timeout: Duration::from_millis(700),
        ..Settings::new(format!("postgres://hsi:hunter2@127.0.0.1:{port}/events"))
    };
    let start = Instant::now();
    let error = Storage::connect(&settings, &Tracer::off(), Conventions::default()).await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(5));
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("the postgresql database `events` at 127.0.0.1:{port} did not answer within 0.")),
        "{text}"
    );
    assert!(text.contains("refused"), "{text}");
    assert!(!format!("{text} {error:?} {settings:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_server_that_takes_the_connection_and_says_nothing_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://hsi@127.0.0.1:{}/events", listener.local_addr().unwrap().port());
    let settings = Settings { connect_timeout: Duration::from_millis(300), ..Settings::new(url) };
    let error = Storage::connect(&settings, &Tracer::off(), Conventions::default()).await.unwrap_err();
    assert!(matches!(error, StorageError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn a_file_in_a_folder_that_is_not_there_is_refused_at_once() {
    let settings = Settings::new("sqlite:/nowhere/at/all/hsi.db");
    let start = Instant::now();
    let error = Storage::connect(&settings, &Tracer::off(), Conventions::default()).await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(error.to_string().starts_with("the sqlite database `hsi.db` cannot be opened: "), "{error}");
}

#[tokio::test]
async fn a_database_in_memory_works() {
    let storage = Storage::connect(&Settings::new("sqlite::memory:"), &Tracer::off(), Conventions::default()).await.unwrap();
    let batch = closed_batch(&storage, "front", &["a", "b"]).await;
    assert_eq!(storage.load_batch(&batch.id).await.unwrap().detections.len(), 2);
}

#[tokio::test]
async fn a_lock_of_another_process_is_waited_for() {
    let database = TestDatabase::sqlite();
    let storage = database.storage().await;
    let mut other = sqlx::AnyConnection::connect(&database.url).await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let accepted = tokio::spawn(async move { storage.accept_image(&new_image("a", "front"), 1).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!accepted.is_finished());
    lock.rollback().await.unwrap();
    assert!(accepted.await.unwrap().unwrap());
}

#[tokio::test]
async fn what_takes_too_long_is_given_up_and_undone() {
    let database = TestDatabase::sqlite();
    let settings = Settings { operation_timeout: Duration::from_millis(300), ..database.settings() };
    let storage = Storage::connect(&settings, &Tracer::off(), Conventions::default()).await.unwrap();
    storage.accept_image(&new_image("a", "front"), 1).await.unwrap();
    let mut other = sqlx::AnyConnection::connect(&database.url).await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let error = storage.store_detections("a", &found(1), 1, 2).await.unwrap_err();
    assert_eq!(error.to_string(), "the database did not answer within 0.3 s");
    lock.rollback().await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(storage.store_detections("a", &found(1), 1, 2).await.unwrap().stored);
}
