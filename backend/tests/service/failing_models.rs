//! Models that fail: errors in spans and metrics, a dead letter at the end of all tries, and a service that goes on.

use crate::backend::{Backend, attribute, exceptions, is_error, settings, until};
use crate::models::{Answer, Models, stand_ins};
use nemotron_backend::ai::CircuitBreakerSettings;
use nemotron_backend::service::Settings;
use nemotron_backend::simulate::Options;
use opentelemetry_sdk::trace::SpanData;
use std::time::Duration;
use tempfile::TempDir;

async fn prepared(change: impl FnOnce(&mut Settings)) -> (Backend, Models, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let mut settings = settings(folder.path(), &models.url);
    settings.pipeline.batch_max_detections = 1;
    change(&mut settings);
    (Backend::start(&settings).await, models, folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_image_that_rtdetr_fails_at_is_tried_again_and_then_a_dead_letter() {
    for (answer, error_type, said) in [
        (Answer::Says(500, "out of memory"), "rtdetr_status", "RT-DETR answered 500: out of memory"),
        (Answer::Says(200, "<html>"), "rtdetr_malformed", "RT-DETR gave an answer that cannot be used"),
        (Answer::Says(200, ""), "rtdetr_malformed", "RT-DETR gave an answer that cannot be used"),
        (Answer::Says(200, r#"{"detections": "none"}"#), "rtdetr_malformed", "RT-DETR gave an answer that cannot be used"),
        (
            Answer::Says(
                200,
                r#"{"detections": [{"class": "cat", "confidence": 7, "bbox": {"x":1,"y":1,"width":1,"height":1}}]}"#,
            ),
            "rtdetr_malformed",
            "confidence 7",
        ),
        (Answer::Holds, "rtdetr_timeout", "RT-DETR did not answer within the time-out"),
    ] {
        let (backend, models, _folder) = prepared(|settings| settings.ai_timeout = Duration::from_millis(50)).await;
        models.rtdetr.answers(answer);
        let id = backend.accepted("hall").await;
        until("a dead letter", async || backend.dead_letters().await.len() == 1).await;
        let letter = &backend.dead_letters().await[0];
        assert_eq!((letter.failure.message_id.as_str(), letter.failure.attempts), (id.as_str(), 3), "{answer:?}");
        assert!(letter.failure.error.contains(said), "{}", letter.failure.error);
        assert!((backend.metric(&format!("hsi_pipeline_errors_total{{error_type=\"{error_type}\"}}")) - 3.0).abs() < 0.1);
        let spans = backend.spans_named("detection_processing").await;
        assert_eq!(spans.len(), 3);
        assert!(spans.iter().all(|span| is_error(span) && exceptions(span)[0].contains(said)), "{spans:?}");

        // The next one is worked on as if nothing had been.
        models.rtdetr.answers(Answer::Good);
        backend.accepted("hall").await;
        backend.events_become(1).await;
        assert_eq!(backend.dead_letters().await.len(), 1);
        backend.stop().await;
    }
}

/// What is logged and stored about a failure is found by its trace.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn giving_up_is_a_part_of_the_trace() {
    let (backend, models, _folder) = prepared(|_| ()).await;
    models.rtdetr.answers(Answer::Says(422, "no image"));
    backend.accepted("hall").await;
    until("a dead letter", async || backend.dead_letters().await.len() == 1).await;
    let upload = backend.spans_named("POST /api/images").await.remove(0).span_context.trace_id();
    let stored = |span: &SpanData| attribute(span, "db.statement").contains("INSERT INTO dead_letters");
    until("the statement has its span", async || backend.spans().await.iter().any(stored)).await;
    let statement = backend.spans().await.into_iter().find(stored).unwrap();
    assert_eq!(statement.span_context.trace_id(), upload);
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_rtdetr_refuses_for_good_is_not_tried_again() {
    let (backend, models, _folder) = prepared(|_| ()).await;
    models.rtdetr.answers(Answer::Says(422, "no image"));
    backend.accepted("hall").await;
    until("a dead letter", async || backend.dead_letters().await.len() == 1).await;
    assert_eq!((backend.dead_letters().await[0].failure.attempts, models.rtdetr.asked()), (1, 1));
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_nemotron_fails_at_is_tried_again_and_then_a_dead_letter() {
    for (answer, error_type, failed) in [
        (Answer::Says(500, "out of memory"), "nemotron_status", "llm_inference"),
        (Answer::Says(200, "[]"), "nemotron_malformed", "llm_inference"),
        (
            Answer::Says(200, r#"{"content": "I cannot help with that.", "tokens_evaluated": 1, "tokens_predicted": 1}"#),
            "nemotron_assessment",
            "analysis_processing",
        ),
        (
            Answer::Says(
                200,
                r#"{"content": "{\"risk_score\": 900, \"summary\": \"x\"}", "tokens_evaluated": 1, "tokens_predicted": 1}"#,
            ),
            "nemotron_assessment",
            "analysis_processing",
        ),
    ] {
        let (backend, models, _folder) = prepared(|_| ()).await;
        models.nemotron.answers(answer);
        backend.accepted("hall").await;
        until("a dead letter", async || backend.dead_letters().await.len() == 1).await;
        assert_eq!(backend.dead_letters().await[0].failure.queue, "analysis");
        assert!((backend.metric(&format!("hsi_pipeline_errors_total{{error_type=\"{error_type}\"}}")) - 3.0).abs() < 0.1);
        let spans = backend.spans_named(failed).await;
        assert_eq!(spans.len(), 3, "{failed}");
        assert!(spans.iter().all(|span| is_error(span) && !exceptions(span).is_empty()), "{spans:?}");
        assert!(backend.events().await.is_empty());
        backend.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_says_not_now_is_asked_again_within_the_same_try() {
    let (backend, models, _folder) = prepared(|settings| settings.ai_retry.times = 5).await;
    models.rtdetr.answers(Answer::Says(503, "busy"));
    backend.accepted("hall").await;
    until("it is asked again", async || models.rtdetr.asked() >= 3).await;
    models.rtdetr.answers(Answer::Good);
    backend.events_become(1).await;
    let spans = backend.spans_named("detection_processing").await;
    assert!(spans.len() == 1 && !is_error(&spans[0]), "one try: {spans:?}");
    let requests: Vec<_> = backend.spans_named("POST").await;
    assert!(requests.iter().filter(|span| attribute(span, "http.status_code") == "503" && is_error(span)).count() >= 3);
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_waits_for_a_service_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut settings = settings(folder.path(), &models.url);
    settings.rtdetr = url::Url::parse(&format!("http://{address}/")).unwrap();
    settings.pipeline.batch_max_detections = 1;
    let backend = Backend::start(&settings).await;
    backend.accepted("hall").await;
    // Many more tries than an image has.
    backend.metric_becomes("hsi_pipeline_errors_total{error_type=\"rtdetr_connect\"}", 10.0).await;
    assert!(backend.dead_letters().await.is_empty(), "that nobody listens is no fault of the image");
    assert!(backend.spans_named("detection_processing").await.iter().all(is_error));
    let options = Options { rtdetr_port: address.port(), ..Options::default() };
    let stand_ins = stand_ins(options).await;
    until("it is detected", async || backend.images_waiting().await == 0).await;
    assert!(backend.dead_letters().await.is_empty());
    backend.stop().await;
    stand_ins.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_waits_while_the_circuit_is_open() {
    let (backend, models, _folder) = prepared(|settings| {
        settings.ai_circuit_breaker = CircuitBreakerSettings { failures: 2, open_for: Duration::from_millis(600) };
        settings.pipeline.detection_workers = 1;
    })
    .await;
    models.rtdetr.answers(Answer::Says(500, "ill"));
    backend.accepted("hall").await;
    backend.metric_becomes("hsi_pipeline_errors_total{error_type=\"rtdetr_circuit_open\"}", 5.0).await;
    assert_eq!(models.rtdetr.asked(), 2, "it is left alone");
    assert!(backend.dead_letters().await.is_empty(), "waiting is no try");
    models.rtdetr.answers(Answer::Good);
    backend.events_become(1).await;
    assert!(backend.dead_letters().await.is_empty());
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_that_is_loading_is_waited_for_and_counted_once() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let stand_ins = stand_ins(Options { loading: Duration::from_millis(800), ..Options::default() }).await;
    let mut settings = settings(folder.path(), &models.url);
    settings.nemotron = url::Url::parse(&stand_ins.nemotron_url).unwrap();
    settings.pipeline.batch_max_detections = 1;
    let backend = Backend::start(&settings).await;
    for _ in 0..3 {
        backend.accepted("hall").await;
    }
    backend.events_become(3).await;
    assert!(backend.metric("hsi_pipeline_errors_total{error_type=\"nemotron_loading\"}") >= 4.0, "longer than all tries");
    assert!(backend.dead_letters().await.is_empty());
    assert!((backend.metric("hsi_model_cold_start_total{model=\"nemotron\"}") - 1.0).abs() < 0.1);
    backend.stop().await;
    stand_ins.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_in_a_row_that_cannot_be_read_take_the_prompt_back() {
    let (backend, models, _folder) = prepared(|settings| settings.pipeline.max_attempts = 6).await;
    models.nemotron.answers(Answer::Says(200, r#"{"content": "No.", "tokens_evaluated": 1, "tokens_predicted": 1}"#));
    backend.accepted("hall").await;
    let rollbacks = "hsi_prompt_rollbacks_total{model=\"nemotron\",reason=\"unparsable_answers\"}";
    backend.metric_becomes(rollbacks, 1.0).await;
    models.nemotron.answers(Answer::Good);
    // The sixth try comes long after the fifth.
    backend.events_become(1).await;
    assert!((backend.metric(rollbacks) - 1.0).abs() < 0.1);
    let lengths: std::collections::BTreeSet<String> =
        backend.spans_named("llm_inference").await.iter().map(|span| attribute(span, "prompt_length")).collect();
    assert_eq!(lengths.len(), 2, "another prompt was sent: {lengths:?}");
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_models_that_fail_now_and_then_every_image_comes_to_its_end() {
    use nemotron_backend::simulate::Behaviour;
    let folder = tempfile::tempdir().unwrap();
    let ill = Behaviour { failure_rate: 0.3, malformed_rate: 0.2, hang_rate: 0.05, ..Behaviour::default() };
    let stand_ins = stand_ins(Options { rtdetr: ill, nemotron: ill, ..Options::default() }).await;
    let mut settings = settings(folder.path(), &stand_ins.rtdetr_url);
    settings.nemotron = url::Url::parse(&stand_ins.nemotron_url).unwrap();
    settings.ai_timeout = Duration::from_millis(200);
    settings.ai_circuit_breaker = CircuitBreakerSettings { failures: 5, open_for: Duration::from_millis(50) };
    settings.pipeline.min_confidence = 0.0;
    settings.pipeline.max_attempts = 10;
    let backend = Backend::start(&settings).await;
    for number in 0..40 {
        backend.accepted(["hall", "gate", "garden"][number % 3]).await;
    }
    until("all is dealt with", async || {
        let counts = backend.service.storage().counts().await.unwrap();
        counts.images_accepted + counts.batches_open + counts.batches_closed == 0
    })
    .await;
    assert!(!backend.events().await.is_empty());
    assert_eq!(backend.get("/health/ready").await.status(), 200);
    assert!((backend.metric("hsi_worker_status{worker_name=\"detection-1\"}") - 1.0).abs() < 0.1);
    backend.stop().await;
    stand_ins.shutdown().await;
}
