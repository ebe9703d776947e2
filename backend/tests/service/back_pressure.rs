//! More than can be worked on: what is too much is refused at the door, and what was let in is not lost.

use crate::backend::{Backend, is_error, settings, until};
use crate::models::{Answer, Models};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_refuses_for_now_and_loses_nothing_that_it_took() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    models.rtdetr.answers(Answer::Holds);
    let mut settings = settings(folder.path(), &models.url);
    settings.queue_capacity = 4;
    settings.pipeline.batch_max_detections = 1;
    let backend = Backend::start(&settings).await;
    let (mut accepted, mut refused) = (Vec::new(), 0);
    for _ in 0..10 {
        let answer = backend.upload("hall").await;
        if answer.status() == 202 {
            let body: serde_json::Value = answer.json().await.unwrap();
            accepted.push(body["image_id"].as_str().unwrap().to_owned());
        } else {
            assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (503, &"2".parse().unwrap()));
            refused += 1;
        }
    }
    assert_eq!((accepted.len(), refused), (4, 6));
    assert_eq!(backend.images_waiting().await, 4, "what was refused is not stored");
    assert!((backend.metric("hsi_queue_overflow_total{queue_name=\"detection\",policy=\"reject\"}") - 6.0).abs() < 0.1);
    backend.metric_becomes("hsi_detection_queue_depth", 4.0).await;
    let spans = backend.spans_named("POST /api/images").await;
    assert_eq!(spans.iter().filter(|span| is_error(span)).count(), 6, "503 is an error of ours");

    models.rtdetr.answers(Answer::Good);
    backend.events_become(4).await;
    assert_eq!(backend.images_of(&accepted).await, 4);
    assert_eq!(backend.upload("hall").await.status(), 202, "and there is room again");
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_for_analysis_makes_detection_wait() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    models.nemotron.answers(Answer::Holds);
    let mut settings = settings(folder.path(), &models.url);
    settings.queue_capacity = 2;
    settings.pipeline.batch_max_detections = 1;
    settings.pipeline.detection_workers = 1;
    let backend = Backend::start(&settings).await;
    let waits = "hsi_queue_overflow_total{queue_name=\"analysis\",policy=\"wait\"}";
    for _ in 0..2 {
        backend.accepted("hall").await;
    }
    backend.metric_becomes("hsi_analysis_queue_depth", 2.0).await;
    backend.accepted("hall").await;
    backend.metric_becomes(waits, 1.0).await;
    // The one that waits, one more behind it, and then the door is shut.
    until("the queue for detection is full", async || backend.upload("hall").await.status() == 503).await;
    let asked = models.rtdetr.asked();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(models.rtdetr.asked(), asked, "detection stands still");
    assert!((backend.metric(waits) - 1.0).abs() < 0.1, "one wait is counted once");

    let accepted = backend.images_waiting().await + i64::try_from(backend.detections().await.len()).unwrap();
    models.nemotron.answers(Answer::Good);
    let events = backend.events_become(usize::try_from(accepted).unwrap()).await;
    assert_eq!((events.len(), backend.images_waiting().await), (usize::try_from(accepted).unwrap(), 0));
    assert!(backend.dead_letters().await.is_empty());
    backend.stop().await;
}
