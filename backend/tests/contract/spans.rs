//! The spans that a collector received, held against those that are declared.

use super::Differences;
use super::declared::{Attribute, Source, Span as Declared};
use crate::receiver::{Received, Value};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use std::collections::{BTreeMap, BTreeSet};

/// The name of a value's type, as the contract writes it, and the value as text.
fn typed(value: &Value) -> (&'static str, String) {
    match value {
        Value::String(text) => ("string", text.clone()),
        Value::Int(number) => ("int", number.to_string()),
        Value::Double(number) => ("double", number.to_string()),
        Value::Bool(flag) => ("bool", flag.to_string()),
        Value::Other => ("something else", String::new()),
    }
}

fn texts(attributes: &BTreeMap<String, Value>) -> BTreeMap<&str, String> {
    attributes.iter().map(|(key, value)| (key.as_str(), typed(value).1)).collect()
}

/// Which attributes and events of a declared span were seen.
#[derive(Default, Clone)]
struct Seen {
    spans: usize,
    attributes: BTreeSet<String>,
    events: BTreeSet<String>,
}

/// Compares both ways: each span is declared, its attributes and events have the declared keys and types, and all that is declared was seen.
pub fn compare(source: &Source, spans: &[Received], differences: &mut Differences) {
    let mut seen = vec![Seen::default(); source.spans.len()];
    for span in spans {
        let attributes = texts(&span.attributes);
        let Some(at) = source.spans.iter().position(|declared| is(declared, span, &attributes)) else {
            let kind = span.kind.as_str_name();
            differences.note(format!("the span `{}` of kind {kind} with {attributes:?} is not declared", span.name));
            continue;
        };
        let declared = &source.spans[at];
        seen[at].spans += 1;
        compare_attributes(&declared.title(), &declared.attributes, &span.attributes, &mut seen[at].attributes, differences);
        for event in &span.events {
            let Some(known) = declared.events.iter().find(|known| known.name == event.name) else {
                differences.note(format!("the {} has the event `{}`, which is not declared", declared.title(), event.name));
                continue;
            };
            let title = format!("event `{}` of the {}", event.name, declared.title());
            let mut keys = BTreeSet::new();
            compare_attributes(&title, &known.attributes, &event.attributes, &mut keys, differences);
            for missing in known.attributes.keys().filter(|key| !keys.contains(*key)) {
                differences.note(format!("the {title} has no `{missing}`"));
            }
            seen[at].events.insert(event.name.clone());
        }
    }
    for (declared, seen) in source.spans.iter().zip(&seen) {
        report_unseen(declared, seen, differences);
    }
}

fn report_unseen(declared: &Declared, seen: &Seen, differences: &mut Differences) {
    if seen.spans == 0 {
        differences.note(format!("the {} is declared and was never emitted", declared.title()));
        return;
    }
    for key in declared.attributes.keys().filter(|key| !seen.attributes.contains(*key)) {
        differences.note(format!("the attribute `{key}` of the {} is declared and was never set", declared.title()));
    }
    for event in declared.events.iter().filter(|event| !seen.events.contains(&event.name)) {
        differences.note(format!("the event `{}` of the {} is declared and was never recorded", event.name, declared.title()));
    }
}

/// Whether a span is a declared one: by kind, by name or the pattern filled in from its attributes, and by values that tell databases apart.
fn is(declared: &Declared, span: &Received, attributes: &BTreeMap<&str, String>) -> bool {
    let kind = match span.kind {
        SpanKind::Internal => "internal",
        SpanKind::Server => "server",
        SpanKind::Client => "client",
        SpanKind::Producer => "producer",
        SpanKind::Consumer => "consumer",
        SpanKind::Unspecified => "unspecified",
    };
    let named = match (&declared.name, &declared.pattern) {
        (Some(name), _) => *name == span.name,
        (None, Some(pattern)) => filled(pattern, attributes).is_some_and(|name| name == span.name),
        (None, None) => false,
    };
    let system = match (declared.attributes.get("db.system"), attributes.get("db.system")) {
        (Some(declared), Some(value)) => declared.allows(value),
        (None, None) => true,
        _ => false,
    };
    declared.kind == kind && named && system
}

/// A pattern with the values of its attributes; none where one is missing.
fn filled(pattern: &str, attributes: &BTreeMap<&str, String>) -> Option<String> {
    let mut name = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (key, after) = after.split_once('}')?;
        name.push_str(before);
        name.push_str(attributes.get(key)?);
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

fn compare_attributes(
    title: &str,
    declared: &BTreeMap<String, Attribute>,
    found: &BTreeMap<String, Value>,
    seen: &mut BTreeSet<String>,
    differences: &mut Differences,
) {
    for (key, value) in found {
        let (kind, value) = typed(value);
        let Some(known) = declared.get(key) else {
            differences.note(format!("the attribute `{key}` of the {title} is not declared"));
            continue;
        };
        if known.kind() != kind {
            differences.note(format!("the attribute `{key}` of the {title} is a {kind} and declared as {}", known.kind()));
        }
        if !known.allows(&value) {
            differences.note(format!("the attribute `{key}` of the {title} is {value:?}, which is not declared"));
        }
        seen.insert(key.clone());
    }
}

/// Compares the resource of what was received, both ways.
pub fn compare_resource(source: &Source, resource: &BTreeMap<String, Value>, differences: &mut Differences) {
    let found = texts(resource);
    for (key, value) in &found {
        match source.resource.get(*key) {
            None => differences.note(format!("the resource has `{key}`, which is not declared")),
            Some(values) if !values.allow(value) => {
                differences.note(format!("the resource has {key}={value:?}, which is not declared"))
            }
            Some(_) => {}
        }
    }
    for key in source.resource.keys().filter(|key| !found.contains_key(key.as_str())) {
        differences.note(format!("the resource has no `{key}`, which is declared"));
    }
}
