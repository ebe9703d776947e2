//! Plans the file of Rust constants.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Context, FileKind, Planned, Source};
use crate::diag::Pointer;
use crate::resolve::{Constant, ResolvedSignals};
use crate::signals::{AttributeType, MetricSpec, MetricType, SpanKind, SpanSpec};

/// What `rust/signals.rs.j2` is given: `source`, the name of the source, and `file`, which holds the lists `metrics`, `spans`,
/// `attributes` and `events`. Each entry has its `constant`, its `name`, and where that is a Rust word its `type`.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalsContext {
    /// The contract's file.
    pub origin: String,
    /// The file's content.
    pub file: Arc<Value>,
}

/// Plans the file `path`.
#[must_use]
pub fn signals(path: &str, resolved: &ResolvedSignals) -> Planned {
    let mut places = vec![(Pointer::root(), resolved.place.clone())];
    let ResolvedSignals { metrics, spans, attributes, events, .. } = resolved;
    let attribute = |(key, kind): &(String, AttributeType)| json!({ "name": key, "type": rust_type(*kind) });
    let file = Arc::new(json!({
        "source": resolved.source,
        "metrics": list("metrics", metrics, metric, &mut places),
        "spans": list("spans", spans, span, &mut places),
        "attributes": list("attributes", attributes, attribute, &mut places),
        "events": list("events", events, |event| json!({ "name": event }), &mut places),
    }));
    Planned {
        path: path.to_owned(),
        kind: FileKind::Rust,
        template: "rust/signals.rs.j2",
        context: Context::Signals(SignalsContext { origin: resolved.path.origin.clone(), file: Arc::clone(&file) }),
        model: file,
        source: Source { origin: resolved.path.origin.clone(), shown: resolved.path.shown.clone(), places },
    }
}

/// The entries of the list `name`, each with its `constant`.
fn list<T>(
    name: &str,
    constants: &[Constant<T>],
    entry: impl Fn(&T) -> Value,
    places: &mut Vec<(Pointer, Pointer)>,
) -> Vec<Value> {
    let at = Pointer::root().key(name);
    let entries = constants.iter().enumerate().map(|(index, constant)| {
        places.push((at.index(index), constant.place.clone()));
        let mut entry = entry(&constant.of);
        entry["constant"] = Value::from(constant.name.as_str());
        entry
    });
    entries.collect()
}

fn metric(metric: &MetricSpec) -> Value {
    let name = metric.name.as_str();
    let family = if metric.kind == MetricType::Counter { name.strip_suffix("_total").unwrap_or(name) } else { name };
    json!({
        "name": name,
        "family": family,
        "type": match metric.kind {
            MetricType::Counter => "Counter",
            MetricType::Gauge => "Gauge",
            MetricType::Histogram => "Histogram",
            MetricType::Summary => "Summary",
        },
        "unit": metric.unit.as_deref().unwrap_or_default(),
        "help": metric.help.as_deref().unwrap_or_default(),
        "labels": metric.labels.keys().collect::<Vec<_>>(),
        "buckets": metric.buckets.as_deref().unwrap_or_default(),
        "exemplars": metric.exemplars,
    })
}

fn span(span: &SpanSpec) -> Value {
    json!({
        "name": span.title(),
        "type": match span.kind {
            SpanKind::Internal => "Internal",
            SpanKind::Server => "Server",
            SpanKind::Client => "Client",
            SpanKind::Producer => "Producer",
            SpanKind::Consumer => "Consumer",
        },
        "attributes": span.attributes.keys().collect::<Vec<_>>(),
    })
}

/// The Rust type of an attribute's values.
fn rust_type(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::String => "str",
        AttributeType::Int => "i64",
        AttributeType::Double => "f64",
        AttributeType::Bool => "bool",
        AttributeType::Strings => "[String]",
        AttributeType::Ints => "[i64]",
        AttributeType::Doubles => "[f64]",
        AttributeType::Bools => "[bool]",
    }
}
