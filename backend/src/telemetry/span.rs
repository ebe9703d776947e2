//! A span under way, as the code inside of it sees it.

use super::attribute::{AttributeType, attribute};
use super::signals::{attributes, events};
use opentelemetry::trace::{SpanContext, Status, TraceContextExt};
use opentelemetry::{Context, KeyValue};
use std::error::Error;
use std::fmt::Write as _;

/// A span that was started and is not ended. Cheap to clone; all clones are the same span. Where telemetry is off, or the trace is not
/// sampled, nothing is recorded and nothing is made to be recorded.
#[derive(Debug, Clone)]
pub struct ActiveSpan {
    /// The context in which the span is the current one; none where telemetry is off.
    context: Option<Context>,
    recording: bool,
}

impl ActiveSpan {
    /// The span of code that runs without telemetry.
    pub(super) const fn off() -> Self {
        Self { context: None, recording: false }
    }

    pub(super) fn new(context: Context) -> Self {
        let recording = context.span().is_recording();
        Self { context: Some(context), recording }
    }

    /// Whether what is set on it will be kept. False where telemetry is off and for traces that are not sampled.
    #[must_use]
    pub const fn is_recording(&self) -> bool {
        self.recording
    }

    /// The ids of the span; those of no span (all zeros) where telemetry is off.
    #[must_use]
    pub fn span_context(&self) -> SpanContext {
        self.context.as_ref().map_or(SpanContext::NONE, |context| context.span().span_context().clone())
    }

    /// The context in which this span is the current one.
    #[must_use]
    pub fn context(&self) -> Context {
        self.context.clone().unwrap_or_default()
    }

    /// Sets an attribute of the contract.
    pub fn set<T: AttributeType + ?Sized>(&self, key: &attributes::Key<T>, value: T::Given<'_>) {
        if self.recording {
            self.set_attribute(attribute(key, value));
        }
    }

    /// Sets an attribute whose key the contract does not know, such as one of newer semantic conventions.
    pub fn set_attribute(&self, attribute: KeyValue) {
        if let (true, Some(context)) = (self.recording, &self.context) {
            context.span().set_attribute(attribute);
        }
    }

    /// Sets several such attributes.
    pub fn set_attributes(&self, attributes: Vec<KeyValue>) {
        if let (true, Some(context)) = (self.recording, &self.context) {
            context.span().set_attributes(attributes);
        }
    }

    /// Links another span to this one: one whose result is used here and that is not its parent. An invalid one is left out.
    pub fn link(&self, other: SpanContext) {
        if let (true, true, Some(context)) = (self.recording, other.is_valid(), &self.context) {
            context.span().add_link(other, Vec::new());
        }
    }

    /// Records an error as the event `exception` with type and message, and sets the status to ERROR. The message has the
    /// causes in it, each after a colon. (`record_error` of the SDK knows neither type nor status.)
    pub fn record_error<E: Error + ?Sized>(&self, error: &E) {
        if self.recording {
            self.record_exception(std::any::type_name::<E>(), message(error));
        }
    }

    /// Records an exception of which only texts are known.
    pub fn record_exception(&self, kind: &'static str, message: String) {
        if let (true, Some(context)) = (self.recording, &self.context) {
            let span = context.span();
            span.add_event(
                events::EXCEPTION,
                vec![attribute(&attributes::EXCEPTION_TYPE, kind), attribute(&attributes::EXCEPTION_MESSAGE, &message)],
            );
            span.set_status(Status::error(message));
        }
    }

    /// Sets the status to ERROR and says why in a few words; an empty text where an attribute says it.
    pub fn set_error(&self, description: impl Into<std::borrow::Cow<'static, str>>) {
        if let (true, Some(context)) = (self.recording, &self.context) {
            context.span().set_status(Status::error(description));
        }
    }

    /// Gives the span a name that is known only later, as the route of a request.
    pub fn rename(&self, name: impl Into<std::borrow::Cow<'static, str>>) {
        if let (true, Some(context)) = (self.recording, &self.context) {
            context.span().update_name(name);
        }
    }

    /// Ends the span. What is set on it later is lost.
    pub fn end(&self) {
        if let Some(context) = &self.context {
            context.span().end();
        }
    }
}

/// An error with its causes, each after a colon; a cause that the text before it already ends with is not said twice.
#[must_use]
pub fn message<E: Error + ?Sized>(error: &E) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let said = cause.to_string();
        if !text.ends_with(&said) {
            // Writing to a String cannot fail.
            let _ = write!(text, ": {said}");
        }
        source = cause.source();
    }
    text
}
