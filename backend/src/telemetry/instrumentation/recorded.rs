//! A tracer whose spans tests can look at.

use super::super::Tracer;
use super::super::propagation::{Propagation, Propagator};
use opentelemetry::Value;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{InMemorySpanExporter, Sampler, SdkTracerProvider, SpanData};
use std::collections::BTreeMap;
use std::time::Duration;

/// What a tracer made.
pub(crate) struct Recorded {
    exporter: InMemorySpanExporter,
    _provider: SdkTracerProvider,
}

/// A tracer that samples as parents say, and else everything.
pub(crate) fn tracer() -> (Tracer, Recorded) {
    let exporter = InMemorySpanExporter::default();
    let sampler = Sampler::ParentBased(Box::new(Sampler::AlwaysOn));
    let provider = SdkTracerProvider::builder().with_sampler(sampler).with_simple_exporter(exporter.clone()).build();
    let propagation = Propagation::new(&[Propagator::TraceContext, Propagator::Baggage]);
    (Tracer::new(provider.tracer("test"), propagation), Recorded { exporter, _provider: provider })
}

impl Recorded {
    /// All spans that have ended.
    pub(crate) fn spans(&self) -> Vec<SpanData> {
        self.exporter.get_finished_spans().expect("spans")
    }

    /// So many spans, waited for: a server's span may end after its client has the answer.
    pub(crate) async fn wait(&self, count: usize) -> Vec<SpanData> {
        for _ in 0..500 {
            if self.spans().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let spans = self.spans();
        assert_eq!(spans.len(), count, "{:?}", spans.iter().map(|span| &span.name).collect::<Vec<_>>());
        spans
    }

    /// The only span.
    pub(crate) async fn only(&self) -> SpanData {
        self.wait(1).await.remove(0)
    }
}

/// The attributes of a span by name.
pub(crate) fn attributes(span: &SpanData) -> BTreeMap<String, Value> {
    span.attributes.iter().map(|attribute| (attribute.key.to_string(), attribute.value.clone())).collect()
}

/// The names of a span's attributes, sorted.
pub(crate) fn names(span: &SpanData) -> Vec<String> {
    attributes(span).into_keys().collect()
}

/// Type and message of the exception on a span.
pub(crate) fn exception(span: &SpanData) -> (String, String) {
    let event = span.events.iter().find(|event| event.name == "exception").expect("an exception");
    let text = |key: &str| event.attributes.iter().find(|attribute| attribute.key.as_str() == key).expect(key).value.to_string();
    (text("exception.type"), text("exception.message"))
}
