//! The end of a process, and what the next one finds.

use crate::backend::{Backend, LONG, settings, until};
use crate::models::{Answer, Models};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_under_way_is_finished_and_the_rest_is_done_by_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    models.rtdetr.answers(Answer::Holds);
    let mut settings = settings(folder.path(), &models.url);
    settings.pipeline.batch_max_detections = 1;
    settings.pipeline.detection_workers = 2;
    let backend = Backend::start(&settings).await;
    let mut ids = BTreeSet::new();
    for _ in 0..20 {
        ids.insert(backend.accepted("hall").await);
    }
    until("two are under way", async || models.rtdetr.asked() == 2).await;
    let (stopped, ()) = tokio::join!(backend.service.stop(LONG), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        models.rtdetr.answers(Answer::Good);
    });
    assert!(stopped, "what was under way was finished");
    assert!(models.rtdetr.asked() < 20, "and nothing else was begun: {}", models.rtdetr.asked());

    let next = Backend::start(&settings).await;
    next.events_become(20).await;
    let of_images: BTreeSet<String> = next.detections().await.into_iter().map(|detection| detection.image_id).collect();
    assert_eq!(of_images, ids, "every image was detected");
    let batches: BTreeSet<String> = next.events().await.into_iter().map(|event| event.batch_id).collect();
    assert_eq!((batches.len(), next.events().await.len(), models.rtdetr.asked()), (20, 20, 20), "and each once");
    assert!(next.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn batches_that_were_not_analysed_are_by_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    models.nemotron.answers(Answer::Holds);
    let mut settings = settings(folder.path(), &models.url);
    settings.pipeline.batch_max_detections = 1;
    settings.queue_capacity = 3;
    let backend = Backend::start(&settings).await;
    for _ in 0..3 {
        backend.accepted("hall").await;
    }
    backend.metric_becomes("hsi_analysis_queue_depth", 3.0).await;
    backend.accepted("hall").await;
    // One waits for room in the queue for analysis; Nemotron does not answer until the time is up.
    backend.metric_becomes("hsi_queue_overflow_total{queue_name=\"analysis\",policy=\"wait\"}", 1.0).await;
    let began = Instant::now();
    assert!(!backend.service.stop(Duration::from_millis(300)).await, "not all was finished");
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());

    models.nemotron.answers(Answer::Good);
    let next = Backend::start(&settings).await;
    assert_eq!(next.events_become(4).await.len(), 4);
    assert!(next.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_fits_into_the_queue_is_put_back_bit_by_bit() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    models.rtdetr.answers(Answer::Holds);
    let mut settings = settings(folder.path(), &models.url);
    settings.pipeline.batch_max_detections = 1;
    settings.queue_capacity = 30;
    let backend = Backend::start(&settings).await;
    for _ in 0..30 {
        backend.accepted("hall").await;
    }
    backend.service.stop(Duration::from_millis(50)).await;

    models.rtdetr.answers(Answer::Good);
    settings.queue_capacity = 4;
    settings.pipeline.recovery_after = Duration::from_hours(1);
    let next = Backend::start(&settings).await;
    next.events_become(30).await;
    assert_eq!(next.images_waiting().await, 0);
    assert!(next.dead_letters().await.is_empty());
    next.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_holds_on_to_its_connection_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let backend = Backend::start(&settings(folder.path(), &models.url)).await;
    let mut idle = TcpStream::connect(backend.service.address()).await.unwrap();
    let mut slow = TcpStream::connect(backend.service.address()).await.unwrap();
    slow.write_all(
        b"POST /api/images?camera_id=hall HTTP/1.1\r\nhost: x\r\ncontent-type: image/jpeg\r\ncontent-length: 500\r\n\r\n\xFF\xD8",
    )
    .await
    .unwrap();
    idle.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let began = Instant::now();
    backend.service.stop(Duration::from_millis(500)).await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}
