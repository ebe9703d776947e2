use super::*;
use crate::simulate::{self, Behaviour, Options, Running};
use crate::telemetry::instrumentation::http_client::HttpClientSettings;
use crate::telemetry::instrumentation::recorded::{self, attributes, exception};
use crate::telemetry::metrics::Metrics;
use crate::telemetry::signals::{metrics, spans};
use crate::telemetry::{Tracer, message};
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use bytes::Bytes;
use opentelemetry::Value;
use opentelemetry::trace::Status;
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

fn quick(url: &str) -> ServiceSettings {
    let mut settings = ServiceSettings::new(url.parse().expect("an address"), Duration::from_millis(500));
    settings.retry.first_wait = Duration::from_millis(1);
    settings
}

fn rtdetr(settings: ServiceSettings, metrics: &Metrics) -> Rtdetr {
    Rtdetr::new(settings, Tracer::off(), metrics, HttpClientSettings::default()).expect("a client")
}

fn nemotron(url: &str, tracer: Tracer, metrics: &Metrics) -> Nemotron {
    Nemotron::new(NemotronSettings::default(), quick(url), tracer, metrics, HttpClientSettings::default()).expect("a client")
}

async fn simulated(rtdetr: Behaviour, nemotron: Behaviour, loading: Duration) -> Running {
    simulate::start(Options { rtdetr, nemotron, loading, ..Options::default() }).await.expect("started")
}

async fn well() -> Running {
    simulated(Behaviour::default(), Behaviour::default(), Duration::ZERO).await
}

/// A service whose answers a test writes, by the number of the request. It counts them.
async fn service(answer: impl Fn(usize) -> Response + Clone + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let handler = post(move || std::future::ready(answer(count.fetch_add(1, Ordering::Relaxed))));
    let router = Router::new().route("/below/detect", handler.clone()).route("/below/completion", handler);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/below/", listener.local_addr().expect("its address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

async fn detect(client: &Rtdetr) -> Result<Vec<Detection>, AiError> {
    client.detect(&Bytes::from_static(b"an image"), "image/jpeg").await
}

const ONE: &str =
    r#"{"detections": [{"class": "cat", "confidence": 0.5, "bbox": {"x": -1, "y": 2, "width": 3.5, "height": 4}}]}"#;

fn requests(metrics: &Metrics, service: &str) -> Option<u64> {
    let line = format!("hsi_ai_request_duration_seconds_count{{service=\"{service}\"}} ");
    metrics.encode().lines().find_map(|found| found.strip_prefix(&line)?.parse().ok())
}

#[tokio::test]
async fn detections_are_what_the_service_answers() {
    let (url, _) = service(|_| ONE.into_response()).await;
    let metrics = Metrics::new(metrics::ALL);
    let bounding_box = BoundingBox { x: -1.0, y: 2.0, width: 3.5, height: 4.0 };
    let cat = Detection { object_class: "cat".to_owned(), confidence: 0.5, bounding_box };
    assert_eq!(detect(&rtdetr(quick(&url), &metrics)).await.expect("detections"), [cat]);
    assert_eq!(requests(&metrics, "rtdetr"), Some(1));
}

#[tokio::test]
async fn the_image_arrives_as_it_was_sent() {
    let running = well().await;
    let client = rtdetr(quick(&running.rtdetr_url), &Metrics::new(metrics::ALL));
    let mut found = 0;
    for number in 0..20_u8 {
        let image = Bytes::from(vec![number; 3_000]);
        let detections = client.detect(&image, "image/png").await.expect("detections");
        assert_eq!(detections, client.detect(&image, "image/jpeg").await.expect("detections"));
        found += detections.len();
    }
    assert!(found > 10);
}

#[tokio::test]
async fn a_busy_service_is_asked_again_and_each_request_is_measured() {
    for status in [429, 502, 503, 504] {
        let (url, asked) = service(move |number| {
            if number < 2 { StatusCode::from_u16(status).expect("a status").into_response() } else { ONE.into_response() }
        })
        .await;
        let metrics = Metrics::new(metrics::ALL);
        assert!(detect(&rtdetr(quick(&url), &metrics)).await.is_ok());
        assert_eq!((asked.load(Ordering::Relaxed), requests(&metrics, "rtdetr")), (3, Some(3)));
    }
}

#[tokio::test]
async fn what_is_not_safe_or_of_no_use_is_not_asked_again() {
    for (status, transient) in [(500, true), (400, false), (413, false), (422, false), (302, false)] {
        let (url, asked) = service(move |_| (StatusCode::from_u16(status).expect("a status"), "no\nway").into_response()).await;
        let error = detect(&rtdetr(quick(&url), &Metrics::new(metrics::ALL))).await.expect_err("an error");
        assert_eq!((asked.load(Ordering::Relaxed), error.is_transient()), (1, transient), "{status}");
        assert_eq!(message(&error), format!("RT-DETR answered {status}: no way"));
        assert_eq!(error.error_type(), "rtdetr_status");
    }
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_kept_and_one_too_long_ends_the_call() {
    let busy = |seconds: &'static str| {
        move |number| {
            let busy = (StatusCode::TOO_MANY_REQUESTS, [("retry-after", seconds)]);
            if number == 0 { busy.into_response() } else { ONE.into_response() }
        }
    };
    let (url, _) = service(busy("1")).await;
    let started = Instant::now();
    assert!(detect(&rtdetr(quick(&url), &Metrics::new(metrics::ALL))).await.is_ok());
    assert!(started.elapsed() >= Duration::from_secs(1));
    let (url, asked) = service(busy("86400")).await;
    let error = detect(&rtdetr(quick(&url), &Metrics::new(metrics::ALL))).await.expect_err("too long a wait");
    assert_eq!((asked.load(Ordering::Relaxed), error.retry_after()), (1, Some(Duration::from_hours(24))));
}

#[tokio::test]
async fn a_service_that_hangs_times_out_without_another_try() {
    let running = simulated(Behaviour { hang_rate: 1.0, ..Behaviour::default() }, Behaviour::default(), Duration::ZERO).await;
    let metrics = Metrics::new(metrics::ALL);
    let error = detect(&rtdetr(quick(&running.rtdetr_url), &metrics)).await.expect_err("no answer");
    assert!(matches!(error.kind, AiErrorKind::Timeout(_)) && error.is_transient(), "{error:?}");
    assert_eq!(requests(&metrics, "rtdetr"), Some(1));
}

#[tokio::test]
async fn a_call_that_is_given_up_is_measured_and_leaves_the_next_a_way_through() {
    let slow = Behaviour { latency: Duration::from_millis(200), ..Behaviour::default() };
    let running = simulated(slow, Behaviour::default(), Duration::ZERO).await;
    let mut settings = quick(&running.rtdetr_url);
    settings.circuit_breaker = CircuitBreakerSettings { failures: 1, open_for: Duration::ZERO };
    settings.timeout = Duration::from_millis(50);
    let metrics = Metrics::new(metrics::ALL);
    let client = rtdetr(settings, &metrics);
    assert!(detect(&client).await.is_err());
    assert!(tokio::time::timeout(Duration::from_millis(20), detect(&client)).await.is_err());
    assert!(matches!(detect(&client).await.expect_err("too slow").kind, AiErrorKind::Timeout(_)));
    assert_eq!(requests(&metrics, "rtdetr"), Some(3));
}

#[tokio::test]
async fn a_service_that_cannot_be_reached_is_left_alone_and_asked_again_when_it_is_back() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = free.local_addr().expect("its address");
    drop(free);
    let mut settings = quick(&format!("http://{address}"));
    settings.circuit_breaker = CircuitBreakerSettings { failures: 3, open_for: Duration::from_millis(300) };
    let metrics = Metrics::new(metrics::ALL);
    let client = rtdetr(settings, &metrics);
    let error = detect(&client).await.expect_err("nobody listens");
    assert!(matches!(error.kind, AiErrorKind::Connect(_)) && error.is_transient(), "{error:?}");
    let error = detect(&client).await.expect_err("left alone");
    assert!(matches!(error.kind, AiErrorKind::CircuitOpen { .. }) && error.is_transient(), "{error:?}");
    assert!(error.retry_after().is_some_and(|wait| wait <= Duration::from_millis(300)));
    assert_eq!(requests(&metrics, "rtdetr"), Some(3));

    let back = simulate::start(Options { rtdetr_port: address.port(), ..Options::default() }).await.expect("started");
    tokio::time::sleep(Duration::from_millis(310)).await;
    assert!(detect(&client).await.is_ok());
    back.shutdown().await;
}

#[tokio::test]
async fn more_than_is_ever_answered_is_not_read() {
    let (url, _) = service(|_| " ".repeat(2_000).into_response()).await;
    let mut settings = quick(&url);
    settings.largest_answer = 1_999;
    let error = detect(&rtdetr(settings, &Metrics::new(metrics::ALL))).await.expect_err("too large");
    assert!(matches!(error.kind, AiErrorKind::TooLarge { limit: 1_999 }) && !error.is_transient());
}

#[tokio::test]
async fn an_answer_that_is_none_is_an_error_that_says_what_is_wrong() {
    let detection = |class: &str, confidence: &str, width: &str| {
        format!(
            r#"{{"detections": [{{"class": "{class}", "confidence": {confidence}, "bbox": {{"x": 0, "y": 0, "width": {width}, "height": 1}}}}]}}"#
        )
    };
    let cases = [
        (String::new(), "EOF while parsing"),
        ("<html>".to_owned(), "expected value"),
        ("[[]]".to_owned(), "expected a map"),
        ("{}".to_owned(), "missing field `detections`"),
        (r#"{"detections": [["cat", 0.5, {}]]}"#.to_owned(), "expected a map"),
        (ONE.replace(r#"{"x": -1, "y": 2, "width": 3.5, "height": 4}"#, "[0, 0, 1, 1]"), "expected a map"),
        (format!("{ONE} and more"), "trailing characters"),
        (detection("cat", "1.01", "1"), "detection 0 has the confidence 1.01, which is not between 0 and 1"),
        (detection("cat", "-0.5", "1"), "detection 0 has the confidence -0.5"),
        (detection("cat", "NaN", "1"), "expected"),
        (detection("cat", "1e999", "1"), "out of range"),
        (detection("cat", "\"0.5\"", "1"), "invalid type: string"),
        (detection("cat", "0.5", "-1"), "detection 0 has a bounding box that is none"),
        (detection("", "0.5", "1"), "detection 0 has a class of 0 characters"),
        (detection(&"x".repeat(65), "0.5", "1"), "detection 0 has a class of 65 characters"),
    ];
    for (body, expected) in cases {
        let error = rtdetr::parse(body.as_bytes()).expect_err(&body).to_string();
        assert!(error.contains(expected), "{body}: {error}");
    }
    let many = format!(
        "{{\"detections\": [{}]}}",
        vec![r#"{"class": "a", "confidence": 0, "bbox": {"x":0,"y":0,"width":0,"height":0}}"#; 1_001].join(",")
    );
    assert!(matches!(rtdetr::parse(many.as_bytes()), Err(Malformed::TooMany { count: 1_001, .. })));
    let (url, asked) = service(|_| "{".into_response()).await;
    let error = detect(&rtdetr(quick(&url), &Metrics::new(metrics::ALL))).await.expect_err("malformed");
    assert_eq!((error.error_type().as_str(), error.is_transient(), asked.load(Ordering::Relaxed)), ("rtdetr_malformed", true, 1));
}

#[tokio::test]
async fn a_content_type_or_an_address_that_is_none_is_an_error() {
    let running = well().await;
    let client = rtdetr(quick(&running.rtdetr_url), &Metrics::new(metrics::ALL));
    let error = client.detect(&Bytes::from_static(b"x"), "an\nimage").await.expect_err("no content type");
    assert!(matches!(error.kind, AiErrorKind::Request(_)) && !error.is_transient());
    let error = Rtdetr::new(quick("ftp://a"), Tracer::off(), &Metrics::new(metrics::ALL), HttpClientSettings::default())
        .expect_err("ftp");
    assert_eq!(error.to_string(), "RT-DETR cannot be asked this: its address has the scheme `ftp`, expected `http` or `https`");
}

#[tokio::test]
async fn a_completion_is_a_span_around_the_request_with_its_four_attributes() {
    let running = well().await;
    let (tracer, recorded) = recorded::tracer();
    let all = Metrics::new(metrics::ALL);
    let client = nemotron(&running.nemotron_url, tracer, &all);
    let completion = client.complete(&"a prompt".repeat(100)).await.expect("a completion");
    assert_eq!(completion.input_tokens, 200);
    assert!(assessment::parse(&completion.text).is_ok());
    let spans = recorded.wait(2).await;
    let (request, inference) = (&spans[0], &spans[1]);
    assert_eq!((request.name.as_ref(), inference.name.as_ref()), ("POST", "llm_inference"));
    assert_eq!(request.parent_span_id, inference.span_context.span_id());
    let found = attributes(inference);
    assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), spans::LLM_INFERENCE.attributes);
    assert_eq!((&found["model"], &found["prompt_length"]), (&Value::from("nemotron"), &Value::I64(800)));
    assert_eq!(found["completion_length"], Value::I64(completion.text.chars().count().try_into().expect("short")));
    assert!(matches!(found["duration_ms"], Value::F64(duration) if duration > 0.0 && duration < 5_000.0));
    let seen = running.nemotron.traceparents();
    assert_eq!(seen, [format!("00-{}-{}-01", request.span_context.trace_id(), request.span_context.span_id())]);
    let text = all.encode();
    assert!(text.contains("hsi_llm_context_utilization_ratio{model=\"nemotron\"} 0.048828125\n"), "{text}");
    assert!(text.contains(&format!("# {{trace_id=\"{}\"}}", inference.span_context.trace_id())));
}

#[tokio::test]
async fn a_completion_that_fails_is_an_error_on_its_span() {
    let (url, _) = service(|_| StatusCode::BAD_REQUEST.into_response()).await;
    let (tracer, recorded) = recorded::tracer();
    assert!(nemotron(&url, tracer, &Metrics::new(metrics::ALL)).complete("a prompt").await.is_err());
    let spans = recorded.wait(2).await;
    let inference = spans.iter().find(|span| span.name == "llm_inference").expect("the span");
    assert!(matches!(inference.status, Status::Error { .. }));
    assert_eq!(exception(inference).1, "Nemotron answered 400: no text");
    assert!(attributes(inference).contains_key("duration_ms"));
}

#[tokio::test]
async fn a_model_that_loads_is_one_cold_start_however_often_it_is_asked() {
    let loading = |number| {
        let error = (StatusCode::SERVICE_UNAVAILABLE, r#"{"error":{"code":503,"message":"Loading model"}}"#).into_response();
        let good = r#"{"content": "", "tokens_evaluated": 1, "tokens_predicted": 0, "more": []}"#.into_response();
        if number < 8 || number == 9 { error } else { good }
    };
    let (url, asked) = service(loading).await;
    let all = Metrics::new(metrics::ALL);
    let client = nemotron(&url, Tracer::off(), &all);
    let starts = || all.encode().lines().find(|line| line.starts_with("hsi_model_cold_start_total{")).map(ToOwned::to_owned);
    assert_eq!(starts().as_deref(), Some("hsi_model_cold_start_total{model=\"nemotron\"} 0"));
    for _ in 0..2 {
        let error = client.complete("a prompt").await.expect_err("it loads");
        assert!(matches!(error.kind, AiErrorKind::Loading) && error.is_transient(), "{error:?}");
    }
    // Loading takes longer than one call and less than another, and a service that loads is never left alone for it.
    assert!(client.complete("a prompt").await.is_ok());
    assert_eq!(starts().as_deref(), Some("hsi_model_cold_start_total{model=\"nemotron\"} 1"));
    assert!(client.complete("a prompt").await.is_ok());
    assert_eq!(
        (asked.load(Ordering::Relaxed), starts().as_deref()),
        (11, Some("hsi_model_cold_start_total{model=\"nemotron\"} 2"))
    );
}

/// A good body with some of its bytes changed, and cut.
fn mutated(good: &'static str) -> impl Strategy<Value = Vec<u8>> {
    (prop::collection::vec((0..good.len(), any::<u8>()), 0..4), 0..=good.len()).prop_map(move |(changes, length)| {
        let mut body = good.as_bytes().to_vec();
        for (index, byte) in changes {
            body[index] = byte;
        }
        body.truncate(if length % 3 == 0 { length } else { good.len() });
        body
    })
}

proptest! {
    #[test]
    fn any_body_is_detections_that_hold_or_an_error(body in prop_oneof![mutated(ONE), prop::collection::vec(any::<u8>(), 0..60)]) {
        for detection in rtdetr::parse(&body).unwrap_or_default() {
            prop_assert!((0.0..=1.0).contains(&detection.confidence));
            prop_assert!(detection.bounding_box.width >= 0.0 && detection.bounding_box.x.is_finite());
            prop_assert!(!detection.object_class.is_empty());
        }
    }

    #[test]
    fn any_body_is_a_completion_or_an_error(
        body in mutated(r#"{"content": "text", "tokens_evaluated": 12, "tokens_predicted": 3, "truncated": false}"#)
    ) {
        let _ = nemotron::parse(&body);
    }
}
