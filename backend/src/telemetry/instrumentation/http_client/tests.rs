use super::super::recorded::{self, Recorded, attributes, exception, names};
use super::*;
use crate::telemetry::signals::spans;
use crate::telemetry::tls;
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use opentelemetry::Value;
use opentelemetry::trace::Status;
use std::convert::Infallible;
use std::time::Duration;
use tokio::net::TcpListener;

/// A server that answers with the header `traceparent` that it got.
async fn server() -> String {
    let seen =
        |headers: HeaderMap| async move { headers.get("traceparent").map(|value| value.as_bytes().to_vec()).unwrap_or_default() };
    let router = Router::new()
        .route("/seen", get(seen))
        .route("/missing", get(|| async { StatusCode::NOT_FOUND }))
        .route("/slow", get(|| async { tokio::time::sleep(Duration::from_mins(1)).await }));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://user:password@{address}")
}

fn client(tracer: &Tracer, settings: HttpClientSettings) -> HttpClient {
    tls::install_ring();
    let client = reqwest::Client::builder().timeout(Duration::from_millis(300)).no_proxy().build().expect("a client");
    HttpClient::new(client, tracer.clone(), settings)
}

async fn get_in_span(
    tracer: &Tracer,
    client: &HttpClient,
    url: &str,
) -> (Result<Response, reqwest::Error>, opentelemetry::trace::SpanContext) {
    let outcome = tracer
        .create_async_span(&spans::DETECTION_PROCESSING, |span| async move {
            Ok::<_, Infallible>((client.send(client.request(Method::GET, url)).await, span.span_context()))
        })
        .await;
    let Ok(outcome) = outcome;
    outcome
}

fn http_span(recorded: &Recorded) -> opentelemetry_sdk::trace::SpanData {
    recorded.spans().into_iter().find(|span| span.name == "GET").expect("a span of the client")
}

#[tokio::test]
async fn a_request_is_a_client_span_within_the_current_one_and_carries_its_ids() {
    let (tracer, recorded) = recorded::tracer();
    let client = client(&tracer, HttpClientSettings::default());
    let url = format!("{}/seen?sig=abc&a=1", server().await);
    let (answer, outer) = get_in_span(&tracer, &client, &url).await;
    let seen = answer.expect("an answer").text().await.expect("a text");
    let span = http_span(&recorded);
    assert_eq!((span.span_kind.clone(), span.status.clone()), (SpanKind::Client, Status::Unset));
    assert_eq!(span.parent_span_id, outer.span_id());
    assert_eq!(seen, format!("00-{}-{}-01", outer.trace_id(), span.span_context.span_id()));
    assert_eq!(names(&span), ["http.method", "http.status_code", "http.url"]);
    assert_eq!(attributes(&span).get("http.status_code"), Some(&Value::I64(200)));
    let told = attributes(&span).get("http.url").map(ToString::to_string).expect("an address");
    assert!(told.starts_with("http://127.0.0.1:") && told.ends_with("/seen?sig=REDACTED&a=1"), "{told}");
}

#[tokio::test]
async fn the_stable_names_are_those_of_a_client() {
    let (tracer, recorded) = recorded::tracer();
    let client = client(&tracer, HttpClientSettings { conventions: Emit::Stable, ..HttpClientSettings::default() });
    let (answer, _) = get_in_span(&tracer, &client, &format!("{}/missing", server().await)).await;
    assert!(answer.is_ok());
    let span = http_span(&recorded);
    assert_eq!(
        names(&span),
        ["error.type", "http.request.method", "http.response.status_code", "server.address", "server.port", "url.full"]
    );
    assert_eq!(span.status, Status::error(""));
}

#[tokio::test]
async fn no_answer_is_an_error_of_its_kind_and_tells_no_secret() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let closed = format!("http://user:password@{}/?token=geheim", free.local_addr().expect("its address"));
    drop(free);
    for (url, kind) in [(format!("{}/slow?token=geheim", server().await), "timeout"), (closed, "connect")] {
        let (tracer, recorded) = recorded::tracer();
        let client = client(&tracer, HttpClientSettings::default());
        let (answer, _) = get_in_span(&tracer, &client, &url).await;
        let error = answer.expect_err("no answer");
        assert_eq!(super::kind(&error), kind);
        let span = http_span(&recorded);
        let (exception_type, message) = exception(&span);
        assert_eq!(exception_type, kind);
        assert!(matches!(span.status, Status::Error { .. }));
        for told in [message, crate::telemetry::message(&error), format!("{error:?}"), format!("{span:?}")] {
            assert!(!told.contains("geheim") && !told.contains("password"), "{told}");
        }
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_ends_its_span_with_an_error() {
    let (tracer, recorded) = recorded::tracer();
    let client = client(&tracer, HttpClientSettings::default());
    let url = format!("{}/slow", server().await);
    let sent = client.send(client.request(Method::GET, &url));
    assert!(tokio::time::timeout(Duration::from_millis(50), sent).await.is_err());
    assert_eq!(recorded.only().await.status, Status::error("given up before there was an answer"));
}

#[tokio::test]
async fn without_the_switch_the_headers_of_the_current_span_go_out() {
    let (tracer, recorded) = recorded::tracer();
    let client = client(&tracer, HttpClientSettings { enabled: false, ..HttpClientSettings::default() });
    let (answer, outer) = get_in_span(&tracer, &client, &format!("{}/seen", server().await)).await;
    let seen = answer.expect("an answer").text().await.expect("a text");
    assert_eq!(seen, format!("00-{}-{}-01", outer.trace_id(), outer.span_id()));
    assert_eq!(recorded.only().await.name, "detection_processing");
}

#[tokio::test]
async fn with_tracing_off_nothing_is_sent_along() {
    let client = client(&Tracer::off(), HttpClientSettings::default());
    let url = format!("{}/seen", server().await);
    let answer = client.send(client.request(Method::GET, &url)).await.expect("an answer");
    assert_eq!(answer.text().await.expect("a text"), "");
}
