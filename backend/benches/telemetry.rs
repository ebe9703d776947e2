//! What telemetry costs the code that it watches: a span with three attributes, and a log line.
//!
//! "bare" is the SDK, or `tracing_subscriber`, doing the same without us. Spans go through a batch processor with a queue that holds them all to
//! an exporter that throws them away, so that neither drops nor the network are in the numbers.

use divan::{Bencher, black_box};
use futures_util::FutureExt as _;
use nemotron_backend::telemetry::logs::LogLayer;
use nemotron_backend::telemetry::settings::{BatchSettings, LogFormat, LogLevel, Sampling};
use nemotron_backend::telemetry::signals::{attributes, spans};
use nemotron_backend::telemetry::{ActiveSpan, Settings, Telemetry};
use opentelemetry::trace::{FutureExt as _, TraceContextExt as _, Tracer as _, TracerProvider as _};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracer, SdkTracerProvider, SpanData, SpanExporter,
};
use std::convert::Infallible;
use std::time::{Duration, SystemTime};
use tracing_subscriber::layer::SubscriberExt as _;

const QUEUE: usize = 200_000;

fn main() {
    divan::main();
}

#[derive(Debug)]
struct Nowhere;

impl SpanExporter for Nowhere {
    async fn export(&self, _: Vec<SpanData>) -> OTelSdkResult {
        Ok(())
    }
}

fn bare(sampler: Sampler) -> (SdkTracerProvider, SdkTracer) {
    let config = BatchConfigBuilder::default().with_max_queue_size(QUEUE).with_max_export_batch_size(512).build();
    let processor = BatchSpanProcessor::builder(Nowhere).with_batch_config(config).build();
    let provider = SdkTracerProvider::builder().with_sampler(sampler).with_span_processor(processor).build();
    let tracer = provider.tracer("bench");
    (provider, tracer)
}

fn ours(enabled: bool, sampling: Sampling) -> Telemetry {
    let batch = BatchSettings { max_queue_size: QUEUE, max_export_batch_size: 512, schedule_delay: Duration::from_secs(5) };
    let settings = Settings { enabled, sampling, batch, ..Settings::default() };
    Telemetry::with_exporter(&settings, Nowhere).unwrap_or_else(|_| Telemetry::off())
}

fn rate_0() -> Sampler {
    Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(0.0)))
}

mod span {
    use super::*;

    fn bench_bare(bencher: Bencher<'_, '_>, sampler: Sampler) {
        let (_provider, tracer) = bare(sampler);
        bencher.bench_local(|| {
            tracer.in_span("llm_inference", |context| {
                let span = context.span();
                span.set_attribute(KeyValue::new("model", black_box("nemotron").to_owned()));
                span.set_attribute(KeyValue::new("prompt_length", black_box(1200_i64)));
                span.set_attribute(KeyValue::new("duration_ms", black_box(12.5)));
            });
        });
    }

    fn bench_ours(bencher: Bencher<'_, '_>, telemetry: &Telemetry) {
        let tracer = telemetry.tracer();
        bencher.bench_local(|| {
            tracer.create_span(&spans::LLM_INFERENCE, |span| {
                span.set(&attributes::MODEL, black_box("nemotron"));
                span.set(&attributes::PROMPT_LENGTH, black_box(1200));
                span.set(&attributes::DURATION_MS, black_box(12.5));
                Ok::<_, Infallible>(())
            })
        });
        assert_eq!(telemetry.health().snapshot().dropped_queue_full, 0, "drops would be cheaper than spans");
    }

    #[divan::bench]
    fn bare_enabled(bencher: Bencher<'_, '_>) {
        bench_bare(bencher, Sampler::AlwaysOn);
    }

    #[divan::bench]
    fn create_span_enabled(bencher: Bencher<'_, '_>) {
        bench_ours(bencher, &ours(true, Sampling::AlwaysOn));
    }

    #[divan::bench]
    fn bare_rate_0(bencher: Bencher<'_, '_>) {
        bench_bare(bencher, rate_0());
    }

    #[divan::bench]
    fn create_span_rate_0(bencher: Bencher<'_, '_>) {
        bench_ours(bencher, &ours(true, Sampling::of_rate(0.0)));
    }

    #[divan::bench]
    fn create_span_disabled(bencher: Bencher<'_, '_>) {
        bench_ours(bencher, &ours(false, Sampling::AlwaysOn));
    }
}

mod async_span {
    use super::*;

    fn bench_bare(bencher: Bencher<'_, '_>, sampler: Sampler) {
        let (_provider, tracer) = bare(sampler);
        bencher.bench_local(|| {
            let context = Context::current_with_span(tracer.start("llm_inference"));
            let inner = context.clone();
            let work = async move {
                let span = inner.span();
                span.set_attribute(KeyValue::new("model", black_box("nemotron").to_owned()));
                span.set_attribute(KeyValue::new("prompt_length", black_box(1200_i64)));
                span.set_attribute(KeyValue::new("duration_ms", black_box(12.5)));
            };
            work.with_context(context).now_or_never()
        });
    }

    fn bench_ours(bencher: Bencher<'_, '_>, telemetry: &Telemetry) {
        let tracer = telemetry.tracer();
        bencher.bench_local(|| {
            let work = async |span: ActiveSpan| {
                span.set(&attributes::MODEL, black_box("nemotron"));
                span.set(&attributes::PROMPT_LENGTH, black_box(1200));
                span.set(&attributes::DURATION_MS, black_box(12.5));
                Ok::<_, Infallible>(())
            };
            tracer.create_async_span(&spans::LLM_INFERENCE, work).now_or_never()
        });
        assert_eq!(telemetry.health().snapshot().dropped_queue_full, 0, "drops would be cheaper than spans");
    }

    #[divan::bench]
    fn bare_enabled(bencher: Bencher<'_, '_>) {
        bench_bare(bencher, Sampler::AlwaysOn);
    }

    #[divan::bench]
    fn create_async_span_enabled(bencher: Bencher<'_, '_>) {
        bench_ours(bencher, &ours(true, Sampling::AlwaysOn));
    }

    #[divan::bench]
    fn bare_rate_0(bencher: Bencher<'_, '_>) {
        bench_bare(bencher, rate_0());
    }

    #[divan::bench]
    fn create_async_span_rate_0(bencher: Bencher<'_, '_>) {
        bench_ours(bencher, &ours(true, Sampling::of_rate(0.0)));
    }

    #[divan::bench]
    fn create_async_span_disabled(bencher: Bencher<'_, '_>) {
        bench_ours(bencher, &ours(false, Sampling::AlwaysOn));
    }
}

mod log_line {
    use super::*;

    /// A line inside of a span, with two fields.
    fn bench(bencher: Bencher<'_, '_>, subscriber: impl tracing::Subscriber + Send + Sync) {
        let telemetry = ours(true, Sampling::AlwaysOn);
        let run = || {
            let run = telemetry.tracer().create_span(&spans::LLM_INFERENCE, |_| {
                bencher.bench_local(|| {
                    tracing::info!(camera_id = black_box("front"), detections = black_box(3_i64), "Processing detection");
                });
                Ok::<_, Infallible>(())
            });
            black_box(run)
        };
        let _ = tracing::subscriber::with_default(subscriber, run);
    }

    #[divan::bench]
    fn bare_fmt(bencher: Bencher<'_, '_>) {
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(std::io::sink);
        bench(bencher, tracing_subscriber::registry().with(layer));
    }

    #[divan::bench]
    fn text(bencher: Bencher<'_, '_>) {
        let layer = LogLayer::new(LogFormat::Text, LogLevel::Debug, std::io::sink, SystemTime::now);
        bench(bencher, tracing_subscriber::registry().with(layer));
    }

    #[divan::bench]
    fn json(bencher: Bencher<'_, '_>) {
        let layer = LogLayer::new(LogFormat::Json, LogLevel::Debug, std::io::sink, SystemTime::now);
        bench(bencher, tracing_subscriber::registry().with(layer));
    }
}
