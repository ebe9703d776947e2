//! What a line says: from an event of `tracing` and the current context.

use super::super::message;
use super::super::settings::LogLevel;
use opentelemetry::Context;
use opentelemetry::trace::{SpanId, TraceContextExt as _, TraceId};
use std::error::Error;
use std::fmt;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata};

/// The field that makes an error a critical one.
const CRITICAL: &str = "critical";

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Signed(i64),
    Unsigned(u64),
    Double(f64),
    Bool(bool),
}

/// The parts of a line that come with the event.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub message: String,
    pub fields: Vec<(&'static str, Value)>,
    critical: bool,
}

impl Said {
    pub fn of(event: &Event<'_>) -> Self {
        let mut said = Self::default();
        event.record(&mut said);
        said
    }

    /// The level of the line.
    pub fn level(&self, metadata: &Metadata<'_>) -> LogLevel {
        match *metadata.level() {
            Level::ERROR if self.critical => LogLevel::Critical,
            Level::ERROR => LogLevel::Error,
            Level::WARN => LogLevel::Warning,
            Level::INFO => LogLevel::Info,
            Level::DEBUG | Level::TRACE => LogLevel::Debug,
        }
    }

    fn add(&mut self, field: &Field, value: Value) {
        match (field.name(), value) {
            ("message", Value::Text(text)) => self.message = text,
            (CRITICAL, Value::Bool(critical)) => self.critical = critical,
            (name, value) => self.fields.push((name, value)),
        }
    }
}

impl Visit for Said {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, Value::Double(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, Value::Signed(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, Value::Unsigned(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, Value::Bool(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, Value::Text(value.to_owned()));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.add(field, Value::Text(message(value)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, Value::Text(format!("{value:?}")));
    }
}

/// Appends bytes in hexadecimal, which the formatting of the ids as numbers does more slowly.
pub(super) fn push_hexadecimal(line: &mut String, bytes: &[u8]) {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 });
    for byte in bytes {
        line.push(digit(byte >> 4));
        line.push(digit(byte & 15));
    }
}

/// The ids of the current span; none outside of one.
pub(super) fn ids() -> Option<(TraceId, SpanId)> {
    Context::map_current(|context| {
        let span = context.span();
        let ids = span.span_context();
        ids.is_valid().then(|| (ids.trace_id(), ids.span_id()))
    })
}
