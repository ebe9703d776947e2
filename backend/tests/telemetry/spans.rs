//! Spans: what is set on them, and how they end.

use crate::receiver::{Behaviour, Event, Receiver, Value};
use crate::{CameraError, LONG, connected, settings};
use nemotron_backend::telemetry::settings::{Environment, Headers, Protocol, ResourceSettings};
use nemotron_backend::telemetry::signals::{attributes, spans};
use nemotron_backend::telemetry::{Telemetry, setup};
use opentelemetry::global;
use opentelemetry::trace::{TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use opentelemetry_sdk::trace::InMemorySpanExporterBuilder;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[tokio::test]
async fn test_setup_telemetry() {
    let receiver = Receiver::grpc(Behaviour::Accept);
    let mut settings = settings(Protocol::Grpc, &receiver.endpoint());
    settings.resource = ResourceSettings {
        service_name: "a-service".to_owned(),
        service_version: "1.2.3".to_owned(),
        environment: Environment::Development,
        attributes: vec![("team".to_owned(), "cameras".to_owned())],
    };
    let telemetry = setup(&settings).unwrap();
    let again = setup(&settings).unwrap();

    telemetry.tracer().create_span(&spans::DETECTION_PROCESSING, |_| Ok::<_, Infallible>(())).unwrap();
    again.tracer().create_span(&spans::EVENT_CREATION, |_| Ok::<_, Infallible>(())).unwrap();
    // A library that knows of nothing but OpenTelemetry's globals.
    global::tracer("a library").in_span("of a library", |_| ());
    assert_eq!(telemetry.health().snapshot().ended(), 3, "both are the same, and spans come in once");
    telemetry.shutdown(LONG).await.unwrap();

    let mut names = receiver.names();
    names.sort();
    assert_eq!(names, ["detection_processing", "event_creation", "of a library"]);
    let sdk = ["telemetry.sdk.language", "telemetry.sdk.name"].map(|key| receiver.span("event_creation").resource[key].clone());
    assert_eq!(sdk, [Value::from("rust"), Value::from("opentelemetry")]);
    let mut resource = receiver.span("detection_processing").resource;
    resource.retain(|key, _| !key.starts_with("telemetry.sdk."));
    let expected = [
        ("deployment.environment", "development"),
        ("service.name", "a-service"),
        ("service.version", "1.2.3"),
        ("team", "cameras"),
    ];
    assert_eq!(resource, BTreeMap::from(expected.map(|(key, value)| (key.to_owned(), Value::from(value)))));
    assert_eq!(receiver.span("detection_processing").scope, "nemotron-backend");
}

#[tokio::test]
async fn test_create_span() {
    let (receiver, telemetry) = connected();
    let tracer = telemetry.tracer();
    let answer = tracer.create_async_span(&spans::ANALYSIS_PROCESSING, async |outer| {
        tokio::task::yield_now().await;
        let ids = outer.span_context();
        let inner = tracer.create_span(&spans::LLM_INFERENCE, |inner| {
            assert_eq!(Context::current().span().span_context(), &inner.span_context(), "the span is the current one inside");
            Ok::<_, Infallible>(42)
        });
        assert_eq!(Context::current().span().span_context(), &ids, "and no longer after it");
        inner
    });
    assert_eq!(answer.await, Ok(42));
    assert!(!Context::current().has_active_span());
    telemetry.shutdown(LONG).await.unwrap();

    let (outer, inner) = (receiver.span("analysis_processing"), receiver.span("llm_inference"));
    assert_eq!((outer.kind, inner.kind), (SpanKind::Internal, SpanKind::Client));
    assert_eq!((inner.trace_id, inner.parent_span_id), (outer.trace_id.clone(), outer.span_id));
    assert_eq!(outer.parent_span_id, "");
    assert_eq!((outer.trace_id.len(), inner.span_id.len()), (32, 16));
    assert_eq!(outer.status, StatusCode::Unset);
    assert!(outer.start_nanos <= inner.start_nanos && inner.end_nanos <= outer.end_nanos);
}

#[tokio::test]
async fn test_span_attributes() {
    let (receiver, telemetry) = connected();
    let run = telemetry.tracer().create_span(&spans::LLM_INFERENCE, |span| {
        span.set(&attributes::MODEL, "nemotron");
        span.set(&attributes::PROMPT_LENGTH, 1200);
        span.set(&attributes::DURATION_MS, 12.5);
        span.set(&attributes::TIMEOUT_TRIGGERED, true);
        span.set(&attributes::PROMPT_LENGTH, 1300);
        span.set_attribute(KeyValue::new("of.nobody", "x"));
        Ok::<_, Infallible>(())
    });
    run.unwrap();
    telemetry.shutdown(LONG).await.unwrap();

    let expected = [
        ("duration_ms", Value::Double(12.5)),
        ("model", Value::from("nemotron")),
        ("of.nobody", Value::from("x")),
        ("prompt_length", Value::Int(1300)),
        ("timeout_triggered", Value::Bool(true)),
    ];
    assert_eq!(receiver.span("llm_inference").attributes, BTreeMap::from(expected.map(|(key, value)| (key.to_owned(), value))));
}

#[tokio::test]
async fn test_error_recording() {
    let (receiver, telemetry) = connected();
    let tracer = telemetry.tracer();
    let error = tracer.create_span(&spans::DETECTION_PROCESSING, |_| Err::<(), _>(CameraError::new())).unwrap_err();
    assert_eq!(error.to_string(), "the camera does not answer", "the error is passed on");
    let later = tracer.create_async_span(&spans::EVENT_CREATION, async |_| Err::<(), _>(CameraError::new())).await;
    assert!(later.is_err());
    telemetry.shutdown(LONG).await.unwrap();

    for name in ["detection_processing", "event_creation"] {
        let span = receiver.span(name);
        let message = "the camera does not answer: no route to host";
        assert_eq!((span.status, span.status_message.as_str()), (StatusCode::Error, message), "{name}");
        assert_eq!(span.events.len(), 1);
        let Event { name, attributes } = &span.events[0];
        assert_eq!(name, "exception");
        let expected = [("exception.message", message), ("exception.type", "telemetry::CameraError")];
        assert_eq!(attributes, &BTreeMap::from(expected.map(|(key, value)| (key.to_owned(), Value::from(value)))));
    }
}

#[tokio::test]
async fn a_panic_is_recorded_with_its_message_and_goes_on() {
    let (receiver, telemetry) = connected();
    let run = || telemetry.tracer().create_span(&spans::BATCH_AGGREGATION, |_| -> Result<(), Infallible> { panic!("lens cap") });
    let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"lens cap"));
    assert!(!Context::current().has_active_span(), "the context is left behind");
    let tracer = telemetry.tracer().clone();
    let task = tokio::spawn(async move {
        let run = tracer.create_async_span(&spans::EVENT_CREATION, async |_| -> Result<(), Infallible> {
            tokio::task::yield_now().await;
            panic!("lens cap {}", 2)
        });
        run.await
    });
    assert!(task.await.unwrap_err().is_panic());
    telemetry.shutdown(LONG).await.unwrap();

    for (name, message) in [("batch_aggregation", "lens cap"), ("event_creation", "lens cap 2")] {
        let span = receiver.span(name);
        assert_eq!((span.status, span.status_message.as_str()), (StatusCode::Error, message));
        assert_eq!(span.events[0].attributes["exception.type"], Value::from("panic"));
        assert_eq!(span.events[0].attributes["exception.message"], Value::from(message));
    }
}

#[tokio::test]
async fn a_future_that_is_dropped_ends_its_span() {
    let (receiver, telemetry) = connected();
    {
        let never =
            telemetry.tracer().create_async_span(&spans::LLM_INFERENCE, |_| std::future::pending::<Result<(), Infallible>>());
        let never = std::pin::pin!(never);
        assert!(futures_util::poll!(never).is_pending());
        assert_eq!(telemetry.health().snapshot().ended(), 0);
    }
    assert_eq!(telemetry.health().snapshot().ended(), 1);
    telemetry.shutdown(LONG).await.unwrap();
    assert_eq!(receiver.span("llm_inference").status, StatusCode::Unset);
}

#[tokio::test]
async fn a_link_leads_to_another_span_and_never_to_none() {
    let (receiver, telemetry) = connected();
    let tracer = telemetry.tracer();
    let first = tracer.create_span(&spans::DETECTION_PROCESSING, |span| Ok::<_, Infallible>(span.span_context())).unwrap();
    let run = tracer.create_span(&spans::BATCH_AGGREGATION, |span| {
        span.link(first.clone());
        span.link(opentelemetry::trace::SpanContext::NONE);
        Ok::<_, Infallible>(())
    });
    run.unwrap();
    telemetry.shutdown(LONG).await.unwrap();
    let linked = receiver.span("detection_processing");
    assert_eq!(receiver.span("batch_aggregation").links, [(linked.trace_id, linked.span_id)]);
}

#[test]
fn telemetry_that_is_off_runs_the_code_and_does_nothing_else() {
    let telemetry = Telemetry::new(&nemotron_backend::telemetry::Settings::default()).unwrap();
    assert!(!telemetry.tracer().is_on());
    let answer = telemetry.tracer().create_span(&spans::LLM_INFERENCE, |span| {
        span.set(&attributes::MODEL, "nemotron");
        assert!(!span.is_recording() && !span.span_context().is_valid());
        Ok::<_, Infallible>(telemetry.tracer().inject_context())
    });
    assert_eq!(answer, Ok(BTreeMap::new()));
    assert_eq!(telemetry.health().snapshot().ended(), 0);
}

#[tokio::test]
async fn the_exporter_of_the_sdk_that_keeps_spans_in_memory_fits_in() {
    let exporter = InMemorySpanExporterBuilder::new().build();
    let telemetry = Telemetry::with_exporter(&settings(Protocol::Grpc, "http://localhost:1"), exporter.clone()).unwrap();
    telemetry.tracer().create_span(&spans::LLM_INFERENCE, |_| Ok::<_, Infallible>(())).unwrap();
    telemetry.flush(LONG).await.unwrap();
    let spans = exporter.get_finished_spans().unwrap();
    assert_eq!(spans.iter().map(|span| span.name.as_ref()).collect::<Vec<_>>(), ["llm_inference"]);
    assert_eq!(telemetry.health().snapshot().exported, 1);
}

#[tokio::test]
async fn over_http_the_same_arrives_with_the_headers_of_the_settings() {
    for receiver in [Receiver::http(Behaviour::Accept), Receiver::grpc(Behaviour::Accept)] {
        let protocol = if receiver.endpoint().ends_with("/v1/traces") { Protocol::HttpProtobuf } else { Protocol::Grpc };
        let mut settings = settings(protocol, &receiver.endpoint());
        settings.exporter.headers = Headers(vec![("authorization".to_owned(), "Bearer x y".to_owned())]);
        let telemetry = Telemetry::new(&settings).unwrap();
        telemetry.tracer().create_span(&spans::LLM_INFERENCE, |_| Err::<(), _>(CameraError::new())).unwrap_err();
        telemetry.shutdown(LONG).await.unwrap();
        let span = receiver.span("llm_inference");
        assert_eq!((span.kind, span.status, span.events.len()), (SpanKind::Client, StatusCode::Error, 1));
        assert_eq!(span.resource["service.name"], Value::from("nemotron-backend"));
        let headers = &receiver.requests()[0].headers;
        assert_eq!(headers["authorization"], "Bearer x y", "{protocol:?}");
        assert!(headers["user-agent"].starts_with("nemotron-backend/"), "{headers:?}");
    }
}
