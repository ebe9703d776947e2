//! The stand-in for RT-DETR: from the bytes of an image to objects on it, by their hash.

use super::chance::Chance;
use crate::telemetry::metrics::{CONTENT_TYPE, Histogram, Metrics};
use crate::telemetry::signals::metrics::{Metric, MetricType};
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;

/// The largest image that is taken, in bytes, with what multipart adds.
pub(super) const LARGEST_IMAGE: usize = 32 << 20;

/// What the service itself counts. The contract declares it under the source `rtdetr`.
const LATENCY: Metric = Metric {
    name: "rtdetr_inference_latency_seconds",
    family: "rtdetr_inference_latency_seconds",
    kind: MetricType::Histogram,
    unit: "seconds",
    help: "How long the model took for one image.",
    labels: &[],
    buckets: &[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0],
    exemplars: &[],
};

/// All of it.
pub(super) const METRICS: &[Metric] = &[LATENCY];

const CLASSES: &[&str] = &["person", "car", "dog", "cat", "bicycle", "truck", "bird"];

#[derive(Debug, Clone)]
struct Detector {
    seed: u64,
    metrics: Metrics,
    latency: Histogram,
}

/// The routes; `misbehave` gets those that the model is behind.
pub(super) fn router(seed: u64, misbehave: impl FnOnce(Router) -> Router) -> Router {
    let metrics = Metrics::new(METRICS);
    let latency = metrics.histogram(&LATENCY).with(&[]);
    let detector = Arc::new(Detector { seed, metrics, latency });
    let detect = post(detect).layer(DefaultBodyLimit::max(LARGEST_IMAGE)).with_state(Arc::clone(&detector));
    let timed = axum::middleware::from_fn_with_state(Arc::clone(&detector), measure);
    misbehave(Router::new().route("/detect", detect))
        .layer(timed)
        .route("/health", get(|| async { Json(json!({"status": "healthy", "model_loaded": true})) }))
        .route("/metrics", get(metrics_text).with_state(detector))
}

/// The time of the model is that of the request here, simulated delays included.
async fn measure(
    State(detector): State<Arc<Detector>>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> Response {
    let started = Instant::now();
    let response = next.run(request).await;
    if response.status().is_success() {
        detector.latency.observe(started.elapsed().as_secs_f64());
    }
    response
}

async fn metrics_text(State(detector): State<Arc<Detector>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], detector.metrics.encode())
}

async fn detect(State(detector): State<Arc<Detector>>, mut form: Multipart) -> Response {
    loop {
        match form.next_field().await {
            Ok(Some(field)) if field.name() == Some("image") => {
                return match field.bytes().await {
                    Ok(image) if image.is_empty() => refused("the image is empty"),
                    Ok(image) => Json(answer(detector.seed, &image)).into_response(),
                    Err(error) => refused(&error.body_text()),
                };
            }
            Ok(Some(_)) => {}
            Ok(None) => return refused("no field `image`"),
            Err(error) => return refused(&error.body_text()),
        }
    }
}

fn refused(why: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": {"message": why}}))).into_response()
}

/// None to four objects, the same for the same bytes.
fn answer(seed: u64, image: &[u8]) -> Value {
    let mut chance = Chance::of(seed, image);
    let count = chance.below(5);
    let detections: Vec<_> = (0..count).map(|_| detection(&mut chance)).collect();
    json!({"detections": detections, "image_width": 1_920, "image_height": 1_080})
}

fn detection(chance: &mut Chance) -> Value {
    let class = chance.one_of(CLASSES).copied().unwrap_or_default();
    let confidence = 0.4 + chance.fraction() * 0.59;
    let (width, height) = (20 + chance.below(400), 20 + chance.below(400));
    let (x, y) = (chance.below(1_920 - width), chance.below(1_080 - height));
    json!({"class": class, "confidence": confidence, "bbox": {"x": x, "y": y, "width": width, "height": height}})
}
