//! Contexts that travel: in headers and texts, over tasks and threads.

use crate::{LONG, connected, settings};
use nemotron_backend::telemetry::propagation::Propagator;
use nemotron_backend::telemetry::settings::Protocol;
use nemotron_backend::telemetry::signals::spans;
use nemotron_backend::telemetry::{Telemetry, in_current_context, with_current_context};
use opentelemetry::baggage::BaggageExt as _;
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::InMemorySpanExporterBuilder;
use std::collections::BTreeMap;
use std::convert::Infallible;

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn in_memory(propagators: &[Propagator]) -> Telemetry {
    let mut settings = settings(Protocol::Grpc, "http://localhost:1");
    settings.propagators = propagators.to_vec();
    Telemetry::with_exporter(&settings, InMemorySpanExporterBuilder::new().build()).unwrap()
}

fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn test_context_propagation() {
    let (receiver, telemetry) = connected();
    let tracer = telemetry.tracer();
    let message = tracer.create_span(&spans::BATCH_AGGREGATION, |_| Ok::<_, Infallible>(tracer.inject_context())).unwrap();
    let parent = tracer.extract_context(&message);
    let run = tracer.create_async_span_in(&spans::ANALYSIS_PROCESSING, &parent, async |_| Ok::<_, Infallible>(()));
    run.await.unwrap();
    telemetry.shutdown(LONG).await.unwrap();

    let (sent, taken) = (receiver.span("batch_aggregation"), receiver.span("analysis_processing"));
    assert_eq!(
        message,
        texts(&[("traceparent", &format!("00-{}-{}-01", sent.trace_id, sent.span_id))]),
        "and no empty tracestate"
    );
    assert_eq!((taken.trace_id, taken.parent_span_id), (sent.trace_id, sent.span_id));
}

#[tokio::test]
async fn the_state_of_a_trace_and_baggage_travel_on() {
    let telemetry = in_memory(&[Propagator::TraceContext, Propagator::Baggage]);
    let tracer = telemetry.tracer();
    let given = texts(&[("traceparent", PARENT), ("tracestate", "vendor1=value1,vendor2=value2"), ("baggage", "camera=front")]);
    let parent = tracer.extract_context(&given);
    assert!(parent.span().span_context().is_remote());
    assert_eq!(parent.baggage().get("camera").map(ToString::to_string).as_deref(), Some("front"));
    let run = tracer.create_async_span_in(&spans::LLM_INFERENCE, &parent, async |_| {
        let here = Context::current();
        let known = here.baggage().iter().map(|(key, (value, _))| KeyValue::new(key.clone(), value.clone()));
        let more = here.with_baggage(known.chain([KeyValue::new("batch", "7")]).collect::<Vec<_>>());
        let mut carrier = std::collections::HashMap::new();
        tracer.inject(&more, &mut carrier);
        Ok::<_, Infallible>(carrier)
    });
    let sent = run.await.unwrap();
    assert!(sent["traceparent"].starts_with("00-0af7651916cd43dd8448eb211c80319c-"), "{sent:?}");
    assert_ne!(sent["traceparent"], PARENT, "the new span is the parent of what follows");
    assert_eq!(sent["tracestate"], "vendor1=value1,vendor2=value2");
    let mut baggage: Vec<&str> = sent["baggage"].split(',').collect();
    baggage.sort_unstable();
    assert_eq!(baggage, ["batch=7", "camera=front"]);
}

#[test]
fn only_the_propagators_of_the_settings_are_used() {
    let given = texts(&[("traceparent", PARENT), ("baggage", "camera=front")]);
    let without_baggage = in_memory(&[Propagator::TraceContext]).tracer().extract_context(&given);
    assert!(without_baggage.has_active_span() && without_baggage.baggage().is_empty());
    let without_traces = in_memory(&[Propagator::Baggage]).tracer().extract_context(&given);
    assert!(!without_traces.has_active_span() && !without_traces.baggage().is_empty());
    let telemetry = in_memory(&[]);
    let sent =
        telemetry.tracer().create_span(&spans::LLM_INFERENCE, |_| Ok::<_, Infallible>(telemetry.tracer().inject_context()));
    assert_eq!(sent, Ok(BTreeMap::new()));
}

#[tokio::test]
async fn a_bad_traceparent_begins_a_new_trace_even_inside_of_another() {
    let telemetry = in_memory(&[Propagator::TraceContext, Propagator::Baggage]);
    let tracer = telemetry.tracer();
    let long = format!("{PARENT}{}", "-0".repeat(5000));
    let bad = [
        "",
        " ",
        "nonsense",
        "00-zzf7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
        "00 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331 01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\u{2028}",
        long.as_str(),
    ];
    let outer = tracer.create_async_span(&spans::BATCH_AGGREGATION, async |outer| {
        for traceparent in bad {
            let parent = tracer.extract_context(&texts(&[("traceparent", traceparent), ("tracestate", "a=b")]));
            assert!(!parent.span().span_context().is_valid(), "{traceparent:?} is taken");
            let run = tracer
                .create_async_span_in(&spans::LLM_INFERENCE, &parent, async |span| Ok::<_, Infallible>(span.span_context()));
            let ids = run.await?;
            assert!(ids.is_valid() && ids.trace_id() != outer.span_context().trace_id(), "{traceparent:?}");
            assert_ne!(ids.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c", "{traceparent:?}");
            assert_eq!(ids.trace_state().header(), "", "{traceparent:?}");
        }
        Ok::<_, Infallible>(())
    });
    outer.await.unwrap();
}

#[test]
fn a_traceparent_of_a_later_version_is_read_as_far_as_it_is_known() {
    let telemetry = in_memory(&[Propagator::TraceContext]);
    let later = PARENT.replacen("00", "01", 1);
    for traceparent in [PARENT.to_owned(), later.clone(), format!("{later}-what-comes")] {
        let parent = telemetry.tracer().extract_context(&texts(&[("traceparent", &traceparent)]));
        assert_eq!(parent.span().span_context().trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c", "{traceparent}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_and_a_thread_keep_the_context_that_they_are_given() {
    let telemetry = in_memory(&[Propagator::TraceContext]);
    let current = || Context::current().span().span_context().clone();
    let run = telemetry.tracer().create_async_span(&spans::BATCH_AGGREGATION, async |span| {
        let ids = span.span_context();
        let lost = tokio::spawn(async move { current() }).await.unwrap();
        assert!(!lost.is_valid(), "a task alone loses it, which is why there is a way to keep it");
        let task = tokio::spawn(with_current_context(async move {
            tokio::task::yield_now().await;
            current()
        }));
        assert_eq!(task.await.unwrap(), ids);
        let thread = tokio::task::spawn_blocking(in_current_context(current));
        assert_eq!(thread.await.unwrap(), ids);
        let thread = std::thread::spawn(in_current_context(current));
        assert_eq!(thread.join().unwrap(), ids);
        Ok::<_, Infallible>(())
    });
    run.await.unwrap();
}

#[tokio::test]
async fn two_futures_on_one_thread_do_not_mix_their_contexts() {
    let telemetry = in_memory(&[Propagator::TraceContext]);
    let watch = async || {
        let run = telemetry.tracer().create_async_span(&spans::LLM_INFERENCE, async |span| {
            for _ in 0..10 {
                assert_eq!(Context::current().span().span_context(), &span.span_context());
                tokio::task::yield_now().await;
            }
            Ok::<_, Infallible>(span.span_context().trace_id())
        });
        run.await.unwrap()
    };
    let (left, right) = tokio::join!(watch(), watch());
    assert_ne!(left, right);
}
