//! What nobody should send: a 4xx with a problem as its body, a span without an error, and nothing stored.

use crate::backend::{Backend, JPEG, LONG, attribute, is_error, settings, until};
use crate::models::{Answer, Models};
use opentelemetry::trace::SpanKind;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A service that takes 1000 bytes.
async fn small() -> (Backend, TempDir, Models) {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let mut settings = settings(folder.path(), &models.url);
    settings.max_image_bytes = 1000;
    (Backend::start(&settings).await, folder, models)
}

/// Fails where an answer is no problem of this status, or the service stored anything.
async fn is_refused(backend: &Backend, answer: reqwest::Response, status: u16, detail: &str) {
    assert_eq!(answer.status(), status, "{detail}");
    assert_eq!(answer.headers()["content-type"], "application/problem+json", "{detail}");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["status"], status);
    assert!(body["detail"].as_str().unwrap().contains(detail), "{body}");
    assert!(!body["title"].as_str().unwrap().is_empty());
    assert_eq!(backend.images_waiting().await, 0);
}

/// Fails where the last request has no span of the kind SERVER with this name and status, or one with ERROR.
async fn has_a_span(backend: &Backend, name: &str, status: u16) {
    let spans = backend.spans().await;
    let server: Vec<_> = spans.iter().filter(|span| span.span_kind == SpanKind::Server).collect();
    let last = server.last().unwrap();
    assert_eq!((last.name.as_ref(), attribute(last, "http.status_code")), (name, status.to_string()));
    assert!(!is_error(last), "{name}: the fault is the client's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_is_none_is_refused() {
    let (backend, _folder, models) = small().await;
    let good = "/api/images?camera_id=hall";
    let large = vec![0xFF; 1001];
    let cases: &[(&str, &str, &[u8], u16, &str)] = &[
        (good, "image/jpeg", b"", 400, "the body is empty"),
        (good, "image/jpeg", &large, 413, "at most 1000 bytes"),
        (good, "text/plain", JPEG, 415, "image/jpeg, image/png or image/webp"),
        (good, "image/png", JPEG, 415, "does not begin as image/png does"),
        (good, "\u{7f}", JPEG, 415, "send an image as"),
        ("/api/images", "image/jpeg", JPEG, 400, "camera_id"),
        ("/api/images?camera_id=", "image/jpeg", JPEG, 400, "camera_id has to be"),
        ("/api/images?camera_id=a%0Ab", "image/jpeg", JPEG, 400, "camera_id has to be"),
        ("/api/images?camera_id=..%2F..%2Fetc", "image/jpeg", JPEG, 400, "camera_id has to be"),
        ("/api/images?camera_id=%FF", "image/jpeg", JPEG, 400, ""),
        ("/api/images?camera_id=hall&camera_id=gate", "image/jpeg", JPEG, 400, "duplicate"),
        ("/api/images?camera_id=hall&camera=gate", "image/jpeg", JPEG, 400, "unknown field `camera`"),
    ];
    for (path, content_type, body, status, detail) in cases {
        let request = backend.post(path).body(body.to_vec());
        let request = match reqwest::header::HeaderValue::from_bytes(content_type.as_bytes()) {
            Ok(value) => request.header("content-type", value),
            Err(_) => request,
        };
        is_refused(&backend, request.send().await.unwrap(), *status, detail).await;
        has_a_span(&backend, "POST /api/images", *status).await;
    }
    assert_eq!(models.rtdetr.asked(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_without_a_length_is_cut_off_once_it_is_too_large() {
    let (backend, _folder, _models) = small().await;
    let chunk = format!("190\r\n{}\r\n", "x".repeat(400));
    let head =
        "POST /api/images?camera_id=hall HTTP/1.1\r\nhost: x\r\ncontent-type: image/jpeg\r\ntransfer-encoding: chunked\r\n\r\n";
    // It never ends. That the answer comes says that no end is waited for.
    let answer = backend.raw(format!("{head}{chunk}{chunk}{chunk}").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("application/problem+json"), "{answer}");
    has_a_span(&backend, "POST /api/images", 413).await;
    let body = [head.as_bytes(), b"5\r\nhello\r\nnonsense\r\n"].concat();
    let answer = backend.raw(&body).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert_eq!(backend.images_waiting().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_length_that_is_announced_is_enough_to_refuse() {
    let (backend, _folder, _models) = small().await;
    let head =
        "POST /api/images?camera_id=hall HTTP/1.1\r\nhost: x\r\ncontent-type: image/jpeg\r\ncontent-length: 99999999999\r\n\r\n";
    let answer = backend.raw(head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    has_a_span(&backend, "POST /api/images", 413).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_ends_before_its_announced_length_is_not_stored() {
    let (backend, _folder, _models) = small().await;
    let mut stream = TcpStream::connect(backend.service.address()).await.unwrap();
    let head = b"POST /api/images?camera_id=hall HTTP/1.1\r\nhost: x\r\ncontent-type: image/jpeg\r\ncontent-length: 500\r\n\r\n";
    stream.write_all(&[head, JPEG].concat()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(LONG, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert_eq!(backend.images_waiting().await, 0);
    assert!(backend.detections().await.is_empty());
    until("the request has its span", async || !backend.spans_named("POST /api/images").await.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_none_is_refused() {
    let (backend, _folder, _models) = small().await;
    for (query, detail) in [
        ("limit=0", "from 1 to 500"),
        ("limit=501", "from 1 to 500"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("cursor=x", "next_cursor"),
        ("cursor=99999999999999999999", "next_cursor"),
        ("camera_id=a%20b", "camera_id has to be"),
        ("offset=10", "unknown field `offset`"),
    ] {
        for path in ["/api/events", "/api/detections"] {
            is_refused(&backend, backend.get(&format!("{path}?{query}")).await, 400, detail).await;
            has_a_span(&backend, &format!("GET {path}"), 400).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paths_and_methods_that_are_none_are_refused() {
    let (backend, _folder, _models) = small().await;
    is_refused(&backend, backend.get("/api/image").await, 404, "there is nothing at /api/image").await;
    has_a_span(&backend, "GET", 404).await;
    let long = format!("/{}", "x".repeat(5000));
    let answer = backend.get(&long).await;
    assert!(answer.content_length().unwrap() < 500, "what was asked for is not all sent back");
    is_refused(&backend, answer, 404, "there is nothing at /xxx").await;
    for (method, path, allowed) in
        [("DELETE", "/api/images", "POST"), ("POST", "/api/events", "GET,HEAD"), ("BREW", "/api/events", "GET,HEAD")]
    {
        let answer = backend.request(method, path).send().await.unwrap();
        assert_eq!(answer.headers()["allow"], allowed, "RFC 9110, 15.5.6: 405 says what is allowed");
        is_refused(&backend, answer, 405, &format!("{method} is not for this path")).await;
    }
    // A method that nobody knows does not become a name of a span (OpenTelemetry, HTTP spans: `_OTHER`).
    let names: Vec<_> = backend.spans().await.into_iter().map(|span| span.name).collect();
    assert!(names.iter().all(|name| !name.contains("BREW")), "{names:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers_that_are_too_large_are_refused() {
    let (backend, _folder, _models) = small().await;
    let answer = backend.get("/api/events").await;
    assert_eq!(answer.status(), 200);
    let request = backend.request("GET", "/api/events").header("x-filler", "x".repeat(40_000));
    is_refused(&backend, request.send().await.unwrap(), 431, "the headers have more than 32768 bytes").await;
    has_a_span(&backend, "GET /api/events", 431).await;
    // Baggage is taken as far as it is any (W3C Baggage: 8192 bytes), and a trace that is none begins a new one.
    let request = backend.request("GET", "/api/events").header("baggage", format!("a={}", "x".repeat(20_000)));
    assert_eq!(request.header("traceparent", "00-zz-zz-zz").send().await.unwrap().status(), 200);
    has_a_span(&backend, "GET /api/events", 200).await;
    // What goes over the limits of the HTTP library never becomes a request: a status, without a body.
    let many = "x-one: of many\r\n".repeat(200);
    let answer = backend.raw(format!("GET /api/events HTTP/1.1\r\nhost: x\r\n{many}\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    assert_eq!(backend.get("/health/ready").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_http_is_refused_and_harms_nobody() {
    let (backend, _folder, _models) = small().await;
    for nonsense in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
        b"GET  HTTP/9.9\r\n\r\n",
        b"POST /api/images?camera_id=hall HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
        b"POST /api/images?camera_id=hall HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
    ] {
        let answer = backend.raw(nonsense).await;
        assert!(answer.starts_with("HTTP/1.1 400 ") || answer.is_empty(), "{answer}");
    }
    assert_eq!(backend.get("/health/ready").await.status(), 200);
    assert_eq!(backend.images_waiting().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_an_error_of_ours_is_one_in_the_span() {
    let (backend, _folder, models) = small().await;
    models.rtdetr.answers(Answer::Holds);
    backend.service.storage().close().await;
    let answer = backend.upload("hall").await;
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (503, "2"));
    let text = answer.text().await.unwrap();
    assert!(!text.contains("pool") && !text.contains("sqlite"), "what went wrong inside is not told outside: {text}");
    let spans = backend.spans_named("POST /api/images").await;
    assert!(is_error(&spans[0]), "{:?}", spans[0].status);
}
