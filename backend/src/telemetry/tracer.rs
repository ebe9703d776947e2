//! Starts spans: around a closure, around a future, or for instrumentation that ends them itself.

use super::ActiveSpan;
use super::propagation::Propagation;
use super::signals::spans::{Span, SpanKind};
use futures_util::FutureExt as _;
use opentelemetry::trace::{FutureExt as _, TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue, trace};
use opentelemetry_sdk::trace::SdkTracer;
use std::any::Any;
use std::borrow::Cow;
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

/// Starts spans and knows how their context travels. Cheap to clone. One that is [off](Tracer::off) costs a comparison a span.
#[derive(Debug, Clone)]
pub struct Tracer {
    on: Option<Arc<On>>,
}

#[derive(Debug)]
struct On {
    sdk: SdkTracer,
    propagation: Propagation,
}

impl Tracer {
    /// A tracer that makes no spans.
    #[must_use]
    pub const fn off() -> Self {
        Self { on: None }
    }

    /// A tracer over one of the SDK.
    #[must_use]
    pub fn new(sdk: SdkTracer, propagation: Propagation) -> Self {
        Self { on: Some(Arc::new(On { sdk, propagation })) }
    }

    /// Whether spans are made at all.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.on.is_some()
    }

    /// How contexts travel; none where telemetry is off.
    pub(super) fn propagation(&self) -> Option<&Propagation> {
        self.on.as_ref().map(|on| &on.propagation)
    }

    /// Runs a closure inside a new span, a child of the current one. An error is recorded on the span and passed on; a panic too.
    pub fn create_span<T, E: Error>(&self, span: &Span, run: impl FnOnce(&ActiveSpan) -> Result<T, E>) -> Result<T, E> {
        if self.on.is_none() {
            return run(&ActiveSpan::off());
        }
        let active = self.start(span.name, kind(span.kind), &Context::current(), Vec::new());
        let end = EndOnDrop(&active);
        let result = {
            let _current = active.context().attach();
            catch_unwind(AssertUnwindSafe(|| run(end.0)))
        };
        finish(&active, result)
    }

    /// Runs a future inside a new span, a child of the current one. The span is the current one whenever the future is polled, whichever
    /// thread does it. An error is recorded on the span and passed on; a panic too, and a future that is dropped ends its span.
    pub async fn create_async_span<T, E, F>(&self, span: &Span, run: impl FnOnce(ActiveSpan) -> F) -> Result<T, E>
    where
        E: Error,
        F: Future<Output = Result<T, E>>,
    {
        self.create_async_span_in(span, &Context::current(), run).await
    }

    /// The same with a parent that is not the current span, such as one that came with a message.
    pub async fn create_async_span_in<T, E, F>(
        &self,
        span: &Span,
        parent: &Context,
        run: impl FnOnce(ActiveSpan) -> F,
    ) -> Result<T, E>
    where
        E: Error,
        F: Future<Output = Result<T, E>>,
    {
        if self.on.is_none() {
            return run(ActiveSpan::off()).await;
        }
        let active = self.start(span.name, kind(span.kind), parent, Vec::new());
        let end = EndOnDrop(&active);
        let result = AssertUnwindSafe(run(end.0.clone())).catch_unwind().with_context(active.context()).await;
        finish(&active, result)
    }

    /// Starts a span that its caller ends, for instrumentation whose spans have no fixed name.
    #[must_use]
    pub fn start(
        &self,
        name: impl Into<Cow<'static, str>>,
        kind: trace::SpanKind,
        parent: &Context,
        attributes: Vec<KeyValue>,
    ) -> ActiveSpan {
        let Some(on) = &self.on else { return ActiveSpan::off() };
        let builder = on.sdk.span_builder(name).with_kind(kind).with_attributes(attributes);
        ActiveSpan::new(parent.with_span(on.sdk.build_with_context(builder, parent)))
    }
}

/// Ends a span however its code is left.
struct EndOnDrop<'a>(&'a ActiveSpan);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Records how the code inside of a span went, and passes it on: its result or its panic.
fn finish<T, E: Error>(active: &ActiveSpan, result: Result<Result<T, E>, Box<dyn Any + Send>>) -> Result<T, E> {
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => {
            active.record_error(&error);
            Err(error)
        }
        Err(panic) => {
            active.record_exception("panic", panic_message(panic.as_ref()).to_owned());
            resume_unwind(panic)
        }
    }
}

/// What a panic says, where it says it in words.
#[must_use]
pub fn panic_message(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (None, Some(text)) => text,
        (None, None) => "a panic without words",
    }
}

const fn kind(kind: SpanKind) -> trace::SpanKind {
    match kind {
        SpanKind::Internal => trace::SpanKind::Internal,
        SpanKind::Server => trace::SpanKind::Server,
        SpanKind::Client => trace::SpanKind::Client,
        SpanKind::Producer => trace::SpanKind::Producer,
        SpanKind::Consumer => trace::SpanKind::Consumer,
    }
}
