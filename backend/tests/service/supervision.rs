//! Workers that fail, and work that got lost.

use crate::backend::{Backend, settings, until, value};
use crate::models::{Answer, Models};
use nemotron_backend::pipeline::{PipelineMetrics, RestartPolicy, Shutdown, Supervisor};
use nemotron_backend::storage::StorageError;
use nemotron_backend::telemetry::metrics::Metrics;
use nemotron_backend::telemetry::signals::metrics::ALL;
use sqlx::Connection as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// A worker whose first lives, so many of them, end in a panic.
struct Panicking {
    metrics: Metrics,
    given_up: Arc<AtomicBool>,
    lives: Arc<AtomicU32>,
    end: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

fn panicking(panics: u32, give_up_after: u32) -> Panicking {
    let metrics = Metrics::new(ALL);
    let (given_up, lives) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let (end, shutdown) = Shutdown::switch();
    let policy = RestartPolicy {
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(5),
        healthy_after: Duration::from_mins(1),
        give_up_after,
    };
    let supervisor =
        Supervisor { metrics: Arc::new(PipelineMetrics::new(&metrics)), policy, shutdown, given_up: Arc::clone(&given_up) };
    let count = Arc::clone(&lives);
    let task = supervisor.supervise("w".to_owned(), move |mut shutdown| {
        let life = count.fetch_add(1, Ordering::SeqCst);
        async move {
            assert!(life >= panics, "life {life} ends badly");
            shutdown.asked().await;
            Ok(())
        }
    });
    Panicking { metrics, given_up, lives, end, task }
}

#[tokio::test]
async fn a_worker_that_panics_is_started_again() {
    let worker = panicking(3, 20);
    let running = "hsi_worker_status{worker_name=\"w\"}";
    until("it runs", async || worker.lives.load(Ordering::SeqCst) == 4 && value(&worker.metrics.encode(), running) == Some(1.0))
        .await;
    let text = worker.metrics.encode();
    assert_eq!(value(&text, "hsi_pipeline_worker_restarts_total{worker_name=\"w\",reason_category=\"panic\"}"), Some(3.0));
    assert!(!worker.given_up.load(Ordering::SeqCst));
    worker.end.send_replace(true);
    worker.task.await.unwrap();
    assert_eq!(value(&worker.metrics.encode(), running), Some(0.0));
}

#[tokio::test]
async fn a_worker_that_keeps_panicking_is_given_up() {
    let worker = panicking(u32::MAX, 4);
    worker.task.await.unwrap();
    assert_eq!((worker.lives.load(Ordering::SeqCst), worker.given_up.load(Ordering::SeqCst)), (4, true));
    assert_eq!(value(&worker.metrics.encode(), "hsi_worker_status{worker_name=\"w\"}"), Some(4.0));
}

#[tokio::test]
async fn a_database_that_is_away_gives_no_worker_up() {
    let metrics = Metrics::new(ALL);
    let given_up = Arc::new(AtomicBool::new(false));
    let (end, shutdown) = Shutdown::switch();
    let policy = RestartPolicy {
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(1),
        give_up_after: 2,
        ..RestartPolicy::default()
    };
    let supervisor =
        Supervisor { metrics: Arc::new(PipelineMetrics::new(&metrics)), policy, shutdown, given_up: Arc::clone(&given_up) };
    let task = supervisor.supervise("w".to_owned(), |_| async { Err(StorageError::Statement(sqlx::Error::PoolTimedOut).into()) });
    let restarts = "hsi_pipeline_worker_restarts_total{worker_name=\"w\",reason_category=\"storage\"}";
    until("it is started again", async || value(&metrics.encode(), restarts).is_some_and(|count| count >= 10.0)).await;
    assert!(!given_up.load(Ordering::SeqCst));
    end.send_replace(true);
    task.await.unwrap();
}

/// Runs a statement beside the service.
async fn meddle(folder: &std::path::Path, sql: &'static str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", folder.join("backend.db").display());
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_worker_given_up_the_process_is_not_ready() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let backend = Backend::start(&settings(folder.path(), &models.url)).await;
    assert_eq!(backend.get("/health/ready").await.status(), 200);
    meddle(folder.path(), "DROP TABLE batches").await;
    until("it is not ready", async || backend.get("/health/ready").await.status() == 503).await;
    let body: serde_json::Value = backend.get("/health/ready").await.json().await.unwrap();
    assert_eq!((&body["workers"], &body["database"]), (&"failing".into(), &"ok".into()), "{body}");
    assert!((backend.metric("hsi_worker_status{worker_name=\"batching\"}") - 4.0).abs() < 0.1);
    assert!(backend.metric("hsi_pipeline_worker_restarts_total{worker_name=\"batching\",reason_category=\"storage\"}") >= 1.0);
    assert_eq!(backend.get("/health/live").await.status(), 200, "it lives all the same");
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_cannot_be_written_for_a_while_costs_no_worker_and_no_image() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    models.rtdetr.answers(Answer::Holds);
    let mut settings = settings(folder.path(), &models.url);
    settings.pipeline.batch_max_detections = 1;
    let backend = Backend::start(&settings).await;
    backend.accepted("hall").await;
    until("it is under way", async || models.rtdetr.asked() == 1).await;
    meddle(folder.path(), "ALTER TABLE detections RENAME TO elsewhere").await;
    models.rtdetr.answers(Answer::Good);
    backend.metric_becomes("hsi_pipeline_errors_total{error_type=\"storage\"}", 5.0).await;
    assert!(backend.dead_letters().await.is_empty(), "more failures than tries, and none is the image's fault");
    meddle(folder.path(), "ALTER TABLE elsewhere RENAME TO detections").await;
    assert_eq!(backend.events_become(1).await.len(), 1);
    assert_eq!(backend.detections().await.len(), 1);
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_no_queue_has_any_more_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let mut settings = settings(folder.path(), &models.url);
    settings.pipeline.batch_max_detections = 1;
    settings.pipeline.recovery_after = Duration::from_millis(300);
    let backend = Backend::start(&settings).await;
    // As if another process had accepted it, and its queue had come to nothing.
    let image = nemotron_backend::storage::NewImage {
        id: nemotron_backend::storage::Storage::new_id(),
        camera_id: "hall".to_owned(),
        content_type: "image/jpeg".to_owned(),
        content: vec![0xFF, 0xD8, 0xFF],
        trace_context: [("traceparent".to_owned(), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned())].into(),
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    backend.service.storage().accept_image(&image, i64::try_from(now).unwrap()).await.unwrap();
    backend.events_become(1).await;
    let spans = backend.spans_named("detection_processing").await;
    assert_eq!(spans[0].span_context.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c", "it keeps its trace");
    backend.stop().await;
}
