//! What the API answers when all is well.

use crate::backend::{Backend, LONG, attribute, is_error, settings, until};
use crate::described::Description;
use crate::models::{Answer, Models, stand_ins};
use nemotron_backend::simulate::Options;
use serde_json::Value;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_image_becomes_an_event_in_one_trace() {
    let folder = tempfile::tempdir().unwrap();
    let stand_ins = stand_ins(Options::default()).await;
    let mut settings = settings(folder.path(), &stand_ins.rtdetr_url);
    settings.nemotron = url::Url::parse(&stand_ins.nemotron_url).unwrap();
    settings.pipeline.min_confidence = 0.0;
    let backend = Backend::start(&settings).await;
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let answer = backend
        .post("/api/images?camera_id=front_door")
        .header("content-type", "image/jpeg")
        .header("traceparent", format!("00-{trace}-b7ad6b7169203331-01"))
        // RT-DETR's stand-in sees something on this one.
        .body([&[0xFF, 0xD8, 0xFF][..], &[1; 300]].concat());
    assert_eq!(answer.send().await.unwrap().status(), 202);
    let events = backend.events_become(1).await;
    assert_eq!((events.len(), events[0].camera_id.as_str()), (1, "front_door"));
    assert!(!backend.detections().await.is_empty());
    until("the last span", async || backend.spans().await.iter().any(|span| span.name == "analysis_processing")).await;

    let spans = backend.spans().await;
    let names = [
        "POST /api/images",
        "detection_processing",
        "batch_aggregation",
        "analysis_processing",
        "llm_inference",
        "event_creation",
    ];
    for name in names {
        let found: Vec<_> = spans.iter().filter(|span| span.name == name).collect();
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].span_context.trace_id().to_string(), trace, "{name} is of the trace of the request");
        assert!(!is_error(found[0]), "{name}");
    }
    let event = spans.iter().find(|span| span.name == "event_creation").unwrap();
    assert_eq!(attribute(event, "event_id"), events[0].id.to_string());
    let seen = [stand_ins.rtdetr.traceparents(), stand_ins.nemotron.traceparents()].concat();
    assert!(seen.len() == 2 && seen.iter().all(|header| header.contains(trace)), "the models are told the trace: {seen:?}");
    assert!(backend.stop().await);
    stand_ins.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_hold_everything_once_the_newest_first_and_only_the_camera_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    let mut settings = settings(folder.path(), &models.url);
    settings.pipeline.batch_max_detections = 1;
    let backend = Backend::start(&settings).await;
    for number in 0..7 {
        backend.accepted(if number % 2 == 0 { "garden" } else { "hall" }).await;
    }
    backend.events_become(7).await;

    for (list, id) in [("events", "event_id"), ("detections", "detection_id")] {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let page: Value = backend.get(&format!("/api/{list}?limit=3{cursor}")).await.json().await.unwrap();
            let items = page[list].as_array().unwrap();
            ids.extend(items.iter().map(|item| item[id].as_i64().unwrap()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            assert_eq!(items.len(), 3, "only the last page is short");
            cursor = format!("&cursor={next}");
        }
        let mut sorted = ids.clone();
        sorted.sort_by(|one, other| other.cmp(one));
        sorted.dedup();
        assert_eq!((ids.len(), &ids), (7, &sorted), "{list}");
        let page: Value = backend.get(&format!("/api/{list}?camera_id=hall")).await.json().await.unwrap();
        let cameras: Vec<_> = page[list].as_array().unwrap().iter().map(|item| item["camera_id"].as_str().unwrap()).collect();
        assert_eq!(cameras, ["hall"; 3]);
    }
    backend.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_as_described_and_every_described_answer_comes() {
    let folder = tempfile::tempdir().unwrap();
    let models = Models::start().await;
    models.rtdetr.answers(Answer::Holds);
    let mut settings = settings(folder.path(), &models.url);
    settings.pipeline.batch_max_detections = 1;
    settings.queue_capacity = 3;
    settings.max_image_bytes = 100;
    settings.upload_timeout = Duration::from_millis(100);
    let backend = Backend::start(&settings).await;
    let mut description = Description::of(backend.get("/api/openapi.json").await.json().await.unwrap());
    let served = backend.get("/api/openapi.json").await.json::<Value>().await.unwrap();
    let printed: Value = serde_json::from_str(&nemotron_backend::http::openapi_json().unwrap()).unwrap();
    assert_eq!(served, printed, "`nemotron-backend openapi` prints what is served");
    description.lists(&[
        "/api/detections",
        "/api/events",
        "/api/images",
        "/api/openapi.json",
        "/health/live",
        "/health/ready",
        "/metrics",
    ]);

    for _ in 0..3 {
        description.came("POST", "/api/images", backend.upload("hall").await).await;
    }
    let full = backend.upload("hall").await;
    assert_eq!((full.status().as_u16(), full.headers()["retry-after"].to_str().unwrap()), (503, "2"));
    description.came("POST", "/api/images", full).await;
    models.rtdetr.answers(Answer::Good);
    backend.events_become(3).await;
    let large = backend.post("/api/images?camera_id=hall").header("content-type", "image/jpeg").body(vec![0; 101]);
    description.came("POST", "/api/images", large.send().await.unwrap()).await;
    description.came("POST", "/api/images", backend.post("/api/images").body("x").send().await.unwrap()).await;
    description.came("POST", "/api/images", backend.post("/api/images?camera_id=hall").body("x").send().await.unwrap()).await;
    let slow = slow_body(&backend).await;
    assert!(slow.starts_with("HTTP/1.1 408 "), "{slow}");
    description.came_as_text("POST", "/api/images", &slow);
    for path in ["/api/events", "/api/detections"] {
        description.came("GET", path, backend.get(path).await).await;
        description.came("GET", path, backend.get(&format!("{path}?limit=0")).await).await;
    }
    for path in ["/health/live", "/health/ready", "/metrics", "/api/openapi.json"] {
        description.came("GET", path, backend.get(path).await).await;
    }
    // From here on nothing is stored any more.
    backend.service.storage().close().await;
    for path in ["/api/events", "/api/detections", "/health/ready"] {
        description.came("GET", path, backend.get(path).await).await;
    }
    description.all_came();
}

/// Sends the beginning of an image and no more.
async fn slow_body(backend: &Backend) -> String {
    let mut stream = TcpStream::connect(backend.service.address()).await.unwrap();
    let head =
        "POST /api/images?camera_id=hall HTTP/1.1\r\nhost: x\r\ncontent-type: image/jpeg\r\ncontent-length: 50\r\n\r\n\u{0}";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(LONG, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    String::from_utf8(answer).unwrap()
}
