//! From OTLP's messages to spans as tests look at them.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value as AnyValue;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    String(String),
    Int(i64),
    Double(f64),
    Bool(bool),
    /// A type that nothing here uses.
    Other,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

/// Attributes by their keys.
pub type Attributes = BTreeMap<String, Value>;

/// An event of a span.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub name: String,
    pub attributes: Attributes,
}

/// A span, with the resource that it came with. Ids are in hexadecimal; no parent is the empty text.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    pub name: String,
    pub kind: SpanKind,
    pub trace_id: String,
    pub span_id: String,
    pub parent_span_id: String,
    pub trace_state: String,
    pub start_nanos: u64,
    pub end_nanos: u64,
    pub attributes: Attributes,
    pub events: Vec<Event>,
    /// The trace and span ids of linked spans.
    pub links: Vec<(String, String)>,
    pub status: StatusCode,
    pub status_message: String,
    pub resource: Attributes,
    pub scope: String,
}

/// All spans of a request.
pub fn spans(request: ExportTraceServiceRequest) -> Vec<Received> {
    let mut found = Vec::new();
    for resource_spans in request.resource_spans {
        let resource = attributes(resource_spans.resource.unwrap_or_default().attributes);
        for scope_spans in resource_spans.scope_spans {
            let scope = scope_spans.scope.unwrap_or_default().name;
            found.extend(scope_spans.spans.into_iter().map(|span| received(span, resource.clone(), scope.clone())));
        }
    }
    found
}

fn received(span: Span, resource: Attributes, scope: String) -> Received {
    let status = span.status.clone().unwrap_or_default();
    let events =
        span.events.iter().map(|event| Event { name: event.name.clone(), attributes: attributes(event.attributes.clone()) });
    Received {
        kind: span.kind(),
        trace_id: hex(&span.trace_id),
        span_id: hex(&span.span_id),
        parent_span_id: hex(&span.parent_span_id),
        trace_state: span.trace_state.clone(),
        start_nanos: span.start_time_unix_nano,
        end_nanos: span.end_time_unix_nano,
        events: events.collect(),
        links: span.links.iter().map(|link| (hex(&link.trace_id), hex(&link.span_id))).collect(),
        status: status.code(),
        status_message: status.message,
        attributes: attributes(span.attributes),
        name: span.name,
        resource,
        scope,
    }
}

fn attributes(pairs: Vec<KeyValue>) -> Attributes {
    pairs.into_iter().map(|pair| (pair.key, value(pair.value.and_then(|value| value.value)))).collect()
}

fn value(value: Option<AnyValue>) -> Value {
    match value {
        Some(AnyValue::StringValue(text)) => Value::String(text),
        Some(AnyValue::IntValue(number)) => Value::Int(number),
        Some(AnyValue::DoubleValue(number)) => Value::Double(number),
        Some(AnyValue::BoolValue(flag)) => Value::Bool(flag),
        _ => Value::Other,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
