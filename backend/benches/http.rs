//! What the instrumentation of the HTTP server costs a request, and what it costs to be asked for metrics.
//!
//! `cargo bench -p nemotron-backend --bench http`. The router is called in the process: no socket, no parsing, a handler that does nothing.
//! What is left is the router itself, the layer, and the body.

#![expect(clippy::unwrap_used, reason = "a bench that can't go on has nothing to tell")]

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::get;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use nemotron_backend::telemetry::Tracer;
use nemotron_backend::telemetry::instrumentation::http_server::{HttpServer, HttpServerSettings};
use nemotron_backend::telemetry::metrics::{Family, Instrument, Metrics};
use nemotron_backend::telemetry::propagation::{Propagation, Propagator};
use nemotron_backend::telemetry::signals::metrics;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider, SpanData, SpanExporter};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

fn main() {
    divan::main();
}

/// Takes spans and forgets them: what is measured is the request, and not a collector.
#[derive(Debug)]
struct Nowhere;

impl SpanExporter for Nowhere {
    async fn export(&self, spans: Vec<SpanData>) -> OTelSdkResult {
        drop(black_box(spans));
        Ok(())
    }
}

/// A tracer with a queue that holds all spans of the bench, so that none is dropped, which would be cheaper.
fn tracer(rate: f64) -> (Tracer, SdkTracerProvider) {
    let config = BatchConfigBuilder::default().with_max_queue_size(1 << 18).with_max_export_batch_size(512).build();
    let provider = SdkTracerProvider::builder()
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(rate))))
        .with_span_processor(BatchSpanProcessor::builder(Nowhere).with_batch_config(config).build())
        .build();
    let propagation = Propagation::new(&[Propagator::TraceContext, Propagator::Baggage]);
    (Tracer::new(provider.tracer("bench"), propagation), provider)
}

fn routes() -> Router {
    Router::new().route("/api/events/{id}", get(|| async { "an event" }))
}

fn instrumented(tracer: Tracer) -> Router {
    let metrics = Metrics::new(metrics::ALL);
    HttpServer::new(tracer, &metrics, HttpServerSettings::new("nemotron-backend")).instrument(routes())
}

fn request() -> Request {
    let request =
        Request::builder().uri("/api/events/7?page=2").header("host", "hsi.example:8000").header("user-agent", "bench/1.0");
    request.body(Body::empty()).unwrap()
}

fn answers(bencher: Bencher<'_, '_>, router: &Router) {
    let runtime = Runtime::new().unwrap();
    bencher.with_inputs(|| (router.clone(), request())).bench_local_values(|(router, request)| {
        runtime.block_on(async {
            let response = router.oneshot(request).await.unwrap();
            axum::body::to_bytes(response.into_body(), 100).await.unwrap()
        })
    });
}

#[divan::bench(sample_count = 100, sample_size = 500)]
fn request_without_layer(bencher: Bencher<'_, '_>) {
    answers(bencher, &routes());
}

#[divan::bench(sample_count = 100, sample_size = 500)]
fn request_telemetry_off(bencher: Bencher<'_, '_>) {
    answers(bencher, &instrumented(Tracer::off()));
}

#[divan::bench(args = [0.0, 1.0], sample_count = 100, sample_size = 500)]
fn request_at_rate(bencher: Bencher<'_, '_>, rate: f64) {
    let (tracer, provider) = tracer(rate);
    answers(bencher, &instrumented(tracer));
    provider.shutdown().unwrap();
}

fn fill<I: Instrument>(family: &Family<I>, label: &str, count: usize) {
    for number in 0..count {
        let _ = family.with(&[(label, &format!("value-{number}"))]);
    }
}

/// 10,000 series of counters and gauges, as five metrics with 2,000 label values each.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn metrics_with_10_000_series(bencher: Bencher<'_, '_>) {
    let all = Metrics::new(metrics::ALL);
    fill(&all.counter(&metrics::HSI_BATCH_MAX_DETECTIONS_REACHED_TOTAL), "camera_id", 2_000);
    fill(&all.counter(&metrics::HSI_PIPELINE_ERRORS_TOTAL), "error_type", 2_000);
    fill(&all.counter(&metrics::HSI_MODEL_COLD_START_TOTAL), "model", 2_000);
    fill(&all.gauge(&metrics::HSI_WORKER_STATUS), "worker_name", 2_000);
    fill(&all.gauge(&metrics::HSI_LLM_CONTEXT_UTILIZATION_RATIO), "model", 2_000);
    bencher.counter(BytesCount::new(all.encode().len())).bench_local(|| all.encode());
}

/// What a series costs that is looked up each time it is used.
#[divan::bench]
fn counter_looked_up_among_2_000(bencher: Bencher<'_, '_>) {
    let all = Metrics::new(metrics::ALL);
    let errors = all.counter(&metrics::HSI_PIPELINE_ERRORS_TOTAL);
    fill(&errors, "error_type", 2_000);
    bencher.bench_local(|| errors.with(&[("error_type", black_box("value-1234"))]).inc());
}
