//! Which traces are kept.

use crate::settings;
use nemotron_backend::telemetry::settings::{Protocol, Sampling};
use nemotron_backend::telemetry::signals::spans;
use nemotron_backend::telemetry::{ActiveSpan, Telemetry};
use opentelemetry::Context;
use opentelemetry_sdk::trace::InMemorySpanExporterBuilder;
use std::collections::BTreeMap;
use std::convert::Infallible;

fn telemetry(sampling: Sampling) -> Telemetry {
    let settings = nemotron_backend::telemetry::Settings { sampling, ..settings(Protocol::Grpc, "http://localhost:1") };
    Telemetry::with_exporter(&settings, InMemorySpanExporterBuilder::new().build()).unwrap()
}

/// Whether a span with a parent is kept, and the flags that go on from it.
async fn kept(telemetry: &Telemetry, parent: &Context) -> (bool, String) {
    let tracer = telemetry.tracer();
    let run = async |span: ActiveSpan| Ok::<_, Infallible>((span.is_recording(), tracer.inject_context()));
    let (kept, sent) = tracer.create_async_span_in(&spans::LLM_INFERENCE, parent, run).await.unwrap();
    (kept, sent["traceparent"].rsplit('-').next().unwrap_or_default().to_owned())
}

fn remote(telemetry: &Telemetry, flags: &str) -> Context {
    let traceparent = format!("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-{flags}");
    telemetry.tracer().extract_context(&BTreeMap::from([("traceparent".to_owned(), traceparent)]))
}

#[tokio::test]
async fn each_sampler_asks_the_parent_or_does_not() {
    let (yes, no) = ((true, "01".to_owned()), (false, "00".to_owned()));
    for (sampling, alone, with_kept, with_dropped) in [
        (Sampling::of_rate(1.0), &yes, &yes, &yes),
        (Sampling::of_rate(0.0), &no, &yes, &no),
        (Sampling::AlwaysOff, &no, &no, &no),
        (Sampling::TraceIdRatio(1.0), &yes, &yes, &yes),
        (Sampling::TraceIdRatio(0.0), &no, &no, &no),
        (Sampling::ParentBasedAlwaysOn, &yes, &yes, &no),
        (Sampling::ParentBasedAlwaysOff, &no, &yes, &no),
        (Sampling::ParentBasedTraceIdRatio(1.0), &yes, &yes, &no),
    ] {
        let telemetry = telemetry(sampling);
        assert_eq!(&kept(&telemetry, &Context::new()).await, alone, "{sampling:?} alone");
        assert_eq!(&kept(&telemetry, &remote(&telemetry, "01")).await, with_kept, "{sampling:?} below one that is kept");
        assert_eq!(&kept(&telemetry, &remote(&telemetry, "00")).await, with_dropped, "{sampling:?} below one that is not");
    }
}

#[test]
fn a_rate_keeps_about_that_part_of_the_traces_and_whole_traces() {
    for rate in [0.1, 0.5] {
        let telemetry = telemetry(Sampling::of_rate(rate));
        let tracer = telemetry.tracer();
        let mut kept = 0;
        for _ in 0..4000 {
            let outer = tracer.create_span(&spans::BATCH_AGGREGATION, |outer| {
                let inner = tracer.create_span(&spans::LLM_INFERENCE, |inner| Ok::<_, Infallible>(inner.is_recording()))?;
                assert_eq!(inner, outer.is_recording());
                Ok::<_, Infallible>(inner)
            });
            kept += u32::from(outer.unwrap());
        }
        // Ten standard deviations: one run in 10^22 fails.
        let (mean, allowed) = (4000.0 * rate, 10.0 * (4000.0 * rate * (1.0 - rate)).sqrt());
        assert!((f64::from(kept) - mean).abs() < allowed, "{kept} of 4000 at {rate}");
    }
}

#[test]
fn an_unsampled_span_has_ids_and_is_not_counted() {
    let telemetry = telemetry(Sampling::of_rate(0.0));
    let ids = telemetry.tracer().create_span(&spans::LLM_INFERENCE, |span| Ok::<_, Infallible>(span.span_context())).unwrap();
    assert!(ids.is_valid() && !ids.is_sampled());
    assert_eq!(telemetry.health().snapshot().ended(), 0);
}
