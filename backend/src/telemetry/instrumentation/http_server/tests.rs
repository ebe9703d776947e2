use super::super::recorded::{self, Recorded, attributes, exception, names};
use super::*;
use crate::telemetry::signals::{metrics, spans};
use axum::body::Bytes;
use axum::http::Method;
use axum::routing::{get, post};
use futures_util::{StreamExt as _, stream};
use opentelemetry::Value;
use opentelemetry::trace::{SpanKind, Status, TraceContextExt as _};
use std::convert::Infallible;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

struct Server {
    address: std::net::SocketAddr,
    metrics: Metrics,
    recorded: Recorded,
}

/// A real server on the loopback device.
async fn serve(change: impl FnOnce(&mut HttpServerSettings)) -> Server {
    let (tracer, recorded) = recorded::tracer();
    let metrics = Metrics::new(metrics::ALL);
    let mut settings = HttpServerSettings::new("nemotron-backend");
    change(&mut settings);
    let server = HttpServer::new(tracer.clone(), &metrics, settings);
    let inner = move || {
        let tracer = tracer.clone();
        async move {
            tracer.create_async_span(&spans::EVENT_CREATION, |_| async { Ok::<_, Infallible>("made") }).await.unwrap_or_default()
        }
    };
    let router = Router::new()
        .route("/api/events/{id}", get(|| async { "an event" }))
        .route("/api/images", post(|_: Bytes| async { StatusCode::BAD_REQUEST }))
        .route("/fails", get(|| async { StatusCode::SERVICE_UNAVAILABLE }))
        .route("/panics", get(|| async { if true { panic!("secret of the house") } else { "never" } }))
        .route("/slow", get(|| async { tokio::time::sleep(Duration::from_mins(1)).await }))
        .route(
            "/endless",
            get(|| async { Body::from_stream(stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(b"x")))) }),
        )
        .route("/health/ready", get(inner.clone()))
        .route("/health", get(|| async { "traced" }))
        .route("/metrics", get(|| async { "" }))
        .route("/inner", get(inner))
        .fallback(|| async { StatusCode::NOT_FOUND });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(async move { axum::serve(listener, server.instrument(router)).await });
    Server { address, metrics, recorded }
}

async fn standard() -> Server {
    serve(|_| {}).await
}

impl Server {
    /// Sends a request as it stands here and reads all of the answer.
    async fn ask(&self, head: &str) -> String {
        let mut stream = tokio::net::TcpStream::connect(self.address).await.expect("a connection");
        stream.write_all(format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn counted(&self, method: &str, status: &str) -> bool {
        let line = format!(
            "http_request_duration_seconds_count{{method=\"{method}\",service=\"nemotron-backend\",status_code=\"{status}\"}} 1\n"
        );
        self.metrics.encode().contains(&line)
    }
}

fn text(span: &opentelemetry_sdk::trace::SpanData, name: &str) -> Option<String> {
    attributes(span).get(name).map(ToString::to_string)
}

#[tokio::test]
async fn a_request_is_a_span_named_by_method_and_route_with_the_six_attributes() {
    let server = standard().await;
    let answer =
        server.ask("GET /api/events/7?token=abc&page=2 HTTP/1.1\r\nhost: hsi.example:8000\r\nuser-agent: camera/1.0").await;
    assert!(answer.contains("content-length: 8"), "{answer}");
    let span = server.recorded.only().await;
    assert_eq!((span.name.as_ref(), &span.span_kind, &span.status), ("GET /api/events/{id}", &SpanKind::Server, &Status::Unset));
    let expected = ["http.host", "http.method", "http.route", "http.status_code", "http.url", "http.user_agent"];
    assert_eq!(names(&span), expected);
    assert_eq!(text(&span, "http.method").as_deref(), Some("GET"));
    assert_eq!(text(&span, "http.route").as_deref(), Some("/api/events/{id}"));
    assert_eq!(text(&span, "http.host").as_deref(), Some("hsi.example:8000"));
    assert_eq!(text(&span, "http.user_agent").as_deref(), Some("camera/1.0"));
    assert_eq!(text(&span, "http.url").as_deref(), Some("http://hsi.example:8000/api/events/7?token=REDACTED&page=2"));
    assert_eq!(attributes(&span).get("http.status_code"), Some(&Value::I64(200)));
}

#[tokio::test]
async fn the_stable_names_replace_the_old_ones_or_go_beside_them() {
    let ask = "GET /api/events/7?a=1 HTTP/1.1\r\nhost: hsi.example:8000\r\nuser-agent: camera/1.0";
    let server = serve(|settings| settings.conventions = Emit::Stable).await;
    server.ask(ask).await;
    let stable = names(&server.recorded.only().await);
    assert_eq!(
        stable,
        [
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "server.address",
            "server.port",
            "url.path",
            "url.query",
            "url.scheme",
            "user_agent.original"
        ]
    );
    let server = serve(|settings| settings.conventions = Emit::Both).await;
    server.ask(ask).await;
    let both = names(&server.recorded.only().await);
    assert_eq!(both.len(), stable.len() + 5);
}

#[tokio::test]
async fn a_request_continues_the_trace_of_its_headers_and_a_bad_header_begins_one() {
    let server = standard().await;
    let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    server.ask(&format!("GET /inner HTTP/1.1\r\nhost: a\r\ntraceparent: {traceparent}")).await;
    let spans = server.recorded.wait(2).await;
    let outer = spans.iter().find(|span| span.name == "GET /inner").expect("the span of the request");
    assert_eq!(outer.parent_span_id.to_string(), "b7ad6b7169203331");
    let inner = spans.iter().find(|span| span.name == "event_creation").expect("the inner span");
    assert_eq!(inner.parent_span_id, outer.span_context.span_id());
    assert!(spans.iter().all(|span| span.span_context.trace_id().to_string() == "0af7651916cd43dd8448eb211c80319c"));

    let server = standard().await;
    server.ask(&format!("GET /fails HTTP/1.1\r\nhost: a\r\ntraceparent: 00-{}-01", "z".repeat(4_000))).await;
    assert_eq!(server.recorded.only().await.parent_span_id, opentelemetry::SpanId::INVALID);
}

#[tokio::test]
async fn a_trace_that_the_caller_does_not_sample_is_not_recorded_but_counted() {
    let server = standard().await;
    server
        .ask("GET /api/events/7 HTTP/1.1\r\nhost: a\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")
        .await;
    assert!(server.counted("GET", "200"));
    assert!(server.recorded.spans().is_empty());
    assert!(!server.metrics.encode().contains(" # {"));
}

#[tokio::test]
async fn an_answer_from_500_on_is_an_error_and_one_below_is_not() {
    let server = standard().await;
    server.ask("GET /fails HTTP/1.1\r\nhost: a").await;
    assert_eq!(server.recorded.only().await.status, Status::error(""));
    let server = standard().await;
    server.ask("POST /api/images HTTP/1.1\r\nhost: a\r\ncontent-length: 0").await;
    assert_eq!(server.recorded.only().await.status, Status::Unset);
    assert!(server.counted("POST", "400"));
}

#[tokio::test]
async fn a_handler_that_panics_answers_500_without_telling_why_and_the_span_says_it() {
    let server = standard().await;
    let answer = server.ask("GET /panics HTTP/1.1\r\nhost: a").await;
    assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    assert!(answer.contains("application/problem+json") && !answer.contains("secret"), "{answer}");
    let span = server.recorded.only().await;
    assert_eq!(exception(&span), ("panic".to_owned(), "secret of the house".to_owned()));
    assert!(matches!(span.status, Status::Error { .. }));
    assert_eq!(attributes(&span).get("http.status_code"), Some(&Value::I64(500)));
    assert!(server.counted("GET", "500"));
}

#[tokio::test]
async fn metrics_and_health_make_no_spans_nor_does_what_they_do() {
    let server = standard().await;
    for path in ["/metrics", "/health/ready"] {
        server.ask(&format!("GET {path} HTTP/1.1\r\nhost: a")).await;
    }
    server.ask("GET /health HTTP/1.1\r\nhost: a").await;
    assert_eq!(server.recorded.only().await.name, "GET /health");
    assert!(server.metrics.encode().contains("http_request_duration_seconds_count"));
}

#[tokio::test]
async fn what_no_route_matches_is_named_by_its_method_and_an_unknown_method_is_other() {
    let server = standard().await;
    server.ask("GET /no/such/page HTTP/1.1\r\nhost: a").await;
    let span = server.recorded.only().await;
    assert_eq!(span.name, "GET");
    assert_eq!(names(&span), ["http.host", "http.method", "http.status_code", "http.url"]);
    let server = standard().await;
    server.ask("BREW /no/such/page HTTP/1.1\r\nhost: a").await;
    let span = server.recorded.only().await;
    assert_eq!((span.name.as_ref(), text(&span, "http.method").as_deref()), ("_OTHER", Some("_OTHER")));
    assert!(server.counted("_OTHER", "404"));
}

#[tokio::test]
async fn long_values_are_cut() {
    let server = standard().await;
    server.ask(&format!("GET /api/events/{} HTTP/1.1\r\nhost: a\r\nuser-agent: {}", "e".repeat(5_000), "u".repeat(5_000))).await;
    let span = server.recorded.only().await;
    assert_eq!(text(&span, "http.url").map(|url| url.len()), Some(2_048));
    assert_eq!(text(&span, "http.user_agent").map(|agent| agent.len()), Some(256));
}

#[tokio::test]
async fn the_duration_is_counted_with_the_trace_as_exemplar() {
    let server = standard().await;
    server.ask("GET /api/events/7 HTTP/1.1\r\nhost: a").await;
    let trace_id = server.recorded.only().await.span_context.trace_id();
    assert!(server.counted("GET", "200"));
    assert!(server.metrics.encode().contains(&format!("# {{trace_id=\"{trace_id}\"}}")));
}

#[tokio::test]
async fn without_the_switch_there_is_no_span_but_the_duration() {
    let server = serve(|settings| settings.enabled = false).await;
    server.ask("GET /api/events/7 HTTP/1.1\r\nhost: a").await;
    assert!(server.counted("GET", "200"));
    assert!(server.recorded.spans().is_empty());
}

#[tokio::test]
async fn with_tracing_off_there_is_the_duration_all_the_same() {
    let metrics = Metrics::new(metrics::ALL);
    let server = HttpServer::new(Tracer::off(), &metrics, HttpServerSettings::new("nemotron-backend"));
    let router = server.instrument(Router::new().route("/a", get(|| async { "a" })));
    let request = Request::builder().method(Method::GET).uri("/a").body(Body::empty()).expect("a request");
    let response = tower::ServiceExt::oneshot(router, request).await.expect("an answer");
    assert!(!metrics.encode().contains("http_request_duration_seconds_count"), "the body is not read yet");
    assert_eq!(axum::body::to_bytes(response.into_body(), 10).await.expect("a body"), "a");
    assert!(metrics.encode().contains("http_request_duration_seconds_count"));
}

#[tokio::test]
async fn a_client_that_goes_away_ends_the_span_before_or_while_it_is_answered() {
    for (path, status) in [("/slow", "499"), ("/endless", "200")] {
        let server = standard().await;
        let mut stream = tokio::net::TcpStream::connect(server.address).await.expect("a connection");
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes()).await.expect("sent");
        if path == "/endless" {
            stream.read_exact(&mut [0; 64]).await.expect("a beginning");
        } else {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(server.recorded.spans().is_empty());
        drop(stream);
        assert_eq!(server.recorded.only().await.name, format!("GET {path}"));
        assert!(server.counted("GET", status), "{path}");
    }
}

#[tokio::test]
async fn a_context_that_is_current_around_the_server_is_no_parent() {
    let (tracer, recorded) = recorded::tracer();
    let metrics = Metrics::new(metrics::ALL);
    let server = HttpServer::new(tracer.clone(), &metrics, HttpServerSettings::new("nemotron-backend"));
    let router = server
        .instrument(Router::new().route("/a", get(|| async { Context::current().span().span_context().trace_id().to_string() })));
    let outer = tracer.start("outer", SpanKind::Internal, &Context::new(), Vec::new());
    let request = Request::builder().uri("/a").body(Body::empty()).expect("a request");
    let response = tower::ServiceExt::oneshot(router, request).with_context(outer.context()).await.expect("an answer");
    let seen = axum::body::to_bytes(response.into_body(), 100).await.expect("a body");
    let span = recorded.only().await;
    assert_eq!(span.span_context.trace_id().to_string().as_bytes(), seen);
    assert_ne!(span.span_context.trace_id(), outer.span_context().trace_id());
}

/// A router with one route, called in the process, whose answer is this body.
async fn body_of(tracer: Tracer, body: impl FnOnce() -> Body + Clone + Send + Sync + 'static) -> Body {
    let server = HttpServer::new(tracer, &Metrics::new(metrics::ALL), HttpServerSettings::new("nemotron-backend"));
    let router = server.instrument(Router::new().route("/a", get(|| async move { body() })));
    let request = Request::builder().uri("/a").body(Body::empty()).expect("a request");
    tower::ServiceExt::oneshot(router, request).await.expect("an answer").into_body()
}

async fn frame(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    let frame = std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_frame(context)).await?;
    Some(frame.map(|frame| frame.into_data().expect("data")))
}

#[tokio::test]
async fn the_span_is_current_while_a_body_is_made_and_ends_with_its_last_frame() {
    let (tracer, recorded) = recorded::tracer();
    let mut body = body_of(tracer, || {
        let ids = || Ok::<_, Infallible>(Bytes::from(Context::current().span().span_context().span_id().to_string()));
        Body::from_stream(stream::repeat_with(ids).take(1))
    })
    .await;
    let seen = frame(&mut body).await.expect("a frame").expect("data");
    assert!(recorded.spans().is_empty(), "there may be more");
    assert!(frame(&mut body).await.is_none());
    let span = recorded.only().await;
    assert_eq!(span.span_context.span_id().to_string().as_bytes(), seen);
    drop(body);
    assert_eq!(recorded.spans().len(), 1);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_on_the_span() {
    let (tracer, recorded) = recorded::tracer();
    let mut body =
        body_of(tracer, || Body::from_stream(stream::once(async { Err::<Bytes, _>(std::io::Error::other("the disk is gone")) })))
            .await;
    assert!(frame(&mut body).await.is_some_and(|frame| frame.is_err()));
    assert_eq!(exception(&recorded.only().await).1, "the disk is gone");
}
