//! How the context of a trace travels: W3C Trace Context and Baggage, in headers of HTTP and in any map of texts.

use super::Tracer;
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, Injector, TextMapCompositePropagator, TextMapPropagator};
use opentelemetry::trace::FutureExt as _;
use opentelemetry_sdk::propagation::{BaggagePropagator, TraceContextPropagator};
use std::collections::BTreeMap;

/// A way for contexts to travel, as `OTEL_PROPAGATORS` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Propagator {
    /// `tracecontext`: the headers `traceparent` and `tracestate` (W3C Trace Context).
    TraceContext,
    /// `baggage`: the header `baggage` (W3C Baggage).
    Baggage,
}

/// What is put on outgoing requests and messages, and taken from incoming ones.
#[derive(Debug)]
pub struct Propagation {
    propagator: TextMapCompositePropagator,
}

impl Propagation {
    /// All of the given ways. With none nothing travels.
    #[must_use]
    pub fn new(propagators: &[Propagator]) -> Self {
        let propagators = propagators
            .iter()
            .map(|propagator| -> Box<dyn TextMapPropagator + Send + Sync> {
                match propagator {
                    Propagator::TraceContext => Box::new(TraceContextPropagator::new()),
                    Propagator::Baggage => Box::new(BaggagePropagator::new()),
                }
            })
            .collect();
        Self { propagator: TextMapCompositePropagator::new(propagators) }
    }

    /// The same for OpenTelemetry's globals.
    pub(super) fn into_text_map(self) -> TextMapCompositePropagator {
        self.propagator
    }
}

/// Keeps the current context for a future that another task runs: `tokio::spawn(with_current_context(future))`. A task alone begins without.
pub fn with_current_context<F: Future>(future: F) -> impl Future<Output = F::Output> {
    future.with_current_context()
}

/// Keeps the current context for a closure that another thread runs: `tokio::task::spawn_blocking(in_current_context(closure))`.
pub fn in_current_context<T>(run: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let context = Context::current();
    move || {
        let _current = context.attach();
        run()
    }
}

impl Tracer {
    /// Puts a context on something that travels. An empty `tracestate` is left out, which the SDK would write.
    pub fn inject(&self, context: &Context, carrier: &mut dyn Injector) {
        if let Some(propagation) = self.propagation() {
            propagation.propagator.inject_context(context, &mut WithoutEmpty(carrier));
        }
    }

    /// The context that something brought with it, and the empty one where it brought none or one that is not valid: what it begins is a new
    /// trace then, never a part of the trace that happens to be current.
    #[must_use]
    pub fn extract(&self, carrier: &dyn Extractor) -> Context {
        match self.propagation() {
            Some(propagation) => propagation.propagator.extract_with_context(&Context::new(), &Strict(carrier)),
            None => Context::new(),
        }
    }

    /// The current context as texts, for a message.
    #[must_use]
    pub fn inject_context(&self) -> BTreeMap<String, String> {
        let mut carrier = Carrier(BTreeMap::new());
        self.inject(&Context::current(), &mut carrier);
        carrier.0
    }

    /// The context that a message's texts hold. See [`Tracer::extract`].
    #[must_use]
    pub fn extract_context(&self, texts: &BTreeMap<String, String>) -> Context {
        self.extract(&BorrowedCarrier(texts))
    }
}

/// Hides a `traceparent` that is not valid, and the `tracestate` that belongs to it. The SDK takes ids with too few digits.
struct Strict<'a>(&'a dyn Extractor);

impl Extractor for Strict<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let of_trace = key.eq_ignore_ascii_case("traceparent") || key.eq_ignore_ascii_case("tracestate");
        if of_trace && !self.0.get("traceparent").is_some_and(is_traceparent) {
            return None;
        }
        self.0.get(key)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys()
    }

    fn get_all(&self, key: &str) -> Option<Vec<&str>> {
        self.get(key)?;
        self.0.get_all(key)
    }
}

/// W3C Trace Context, "traceparent Header": version, trace id, span id and flags of 2, 32, 16 and 2 lower-case hexadecimal digits, with
/// hyphens between. No id is all zeros. A version later than 00 may go on after another hyphen; there is no version ff.
fn is_traceparent(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut digits = |count: usize| {
        let part = parts.next().unwrap_or_default();
        let hex = part.len() == count && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (hex && (count == 2 || part.bytes().any(|byte| byte != b'0'))).then_some(part)
    };
    let all = digits(2).zip(digits(32)).zip(digits(16)).zip(digits(2));
    all.is_some_and(|(((version, _), _), _)| version != "ff" && (version != "00" || parts.next().is_none()))
}

struct WithoutEmpty<'a>(&'a mut dyn Injector);

impl Injector for WithoutEmpty<'_> {
    fn set(&mut self, key: &str, value: String) {
        if !value.is_empty() {
            self.0.set(key, value);
        }
    }
}

struct Carrier(BTreeMap<String, String>);

impl Injector for Carrier {
    fn set(&mut self, key: &str, value: String) {
        self.0.insert(key.to_owned(), value);
    }
}

struct BorrowedCarrier<'a>(&'a BTreeMap<String, String>);

impl Extractor for BorrowedCarrier<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}
