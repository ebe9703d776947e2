//! The spans that a contract declares, and what they carry.

use std::collections::BTreeSet;

use super::{Contract, in_source};
use crate::diag::{Place, Pointer};
use crate::signals::attribute::AttributeType;
use crate::signals::name_template::NameTemplate;
use crate::signals::source::{SignalsSpec, SourceSpec};
use crate::signals::span::SpanSpec;
use crate::signals::values::Values;

#[derive(Debug, Clone)]
pub(super) struct Entry {
    source: usize,
    index: usize,
    /// How the names are made, of a span that has a pattern.
    template: Option<NameTemplate>,
}

/// A span of a source.
#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    /// What is declared.
    pub spec: &'a SpanSpec,
    /// Who emits it.
    pub source: &'a SourceSpec,
    file: &'a str,
    entry: &'a Entry,
}

impl Span<'_> {
    /// Where it is declared.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::value(self.file, in_source(self.entry.source, "spans", self.entry.index))
    }

    /// Whether the service that Jaeger knows by `service` emits it.
    #[must_use]
    pub fn is_of(&self, service: &str) -> bool {
        self.source.service_names().contains(service)
    }

    /// Whether spans of the name `operation` are such spans.
    #[must_use]
    pub fn is_named(&self, operation: &str) -> bool {
        match &self.entry.template {
            Some(template) => {
                let values = |attribute: &str| self.spec.attributes.get(attribute).map(|attribute| &attribute.values);
                template.matches(operation, values)
            }
            None => self.spec.name.as_deref() == Some(operation),
        }
    }
}

/// Who has an attribute.
#[derive(Debug, Clone, Copy)]
pub enum AttributeOwner<'a> {
    /// Spans.
    Span(Span<'a>),
    /// The resource of a source, and so every span of it.
    Resource(&'a SourceSpec),
    /// Jaeger adds it to spans where it applies: `error`, `span.kind`.
    Jaeger,
}

/// An attribute, at one of its owners.
#[derive(Debug, Clone)]
pub struct Attribute<'a> {
    /// The key.
    pub key: &'a str,
    /// The type of its values.
    pub kind: AttributeType,
    /// Its values there.
    pub values: Values,
    /// Who has it.
    pub owner: AttributeOwner<'a>,
    /// Where it is declared; `None` of what Jaeger adds.
    pub place: Option<Place>,
}

/// What Jaeger adds to spans, as tags, from what OpenTelemetry has as fields (Jaeger: the translation of OTLP). Key, type, values
/// where they are known.
const OF_JAEGER: [(&str, AttributeType, &[&str]); 7] = [
    ("error", AttributeType::Bool, &["true"]),
    ("span.kind", AttributeType::String, &["internal", "server", "client", "producer", "consumer"]),
    ("otel.status_code", AttributeType::String, &["OK", "ERROR"]),
    ("otel.status_description", AttributeType::String, &[]),
    ("otel.scope.name", AttributeType::String, &[]),
    ("otel.scope.version", AttributeType::String, &[]),
    ("w3c.tracestate", AttributeType::String, &[]),
];

impl Contract {
    /// Every span.
    pub fn spans(&self) -> impl Iterator<Item = Span<'_>> {
        self.spans.iter().filter_map(|entry| {
            let source = self.spec.sources.get(entry.source)?;
            Some(Span { spec: source.spans.get(entry.index)?, source, file: &self.file, entry })
        })
    }

    /// The services that emit spans, by the names that Jaeger knows, sorted.
    #[must_use]
    pub fn services(&self) -> Vec<String> {
        let tracing = self.spec.sources.iter().filter(|source| !source.spans.is_empty());
        let names = tracing.flat_map(|source| source.service_names().known().unwrap_or_default().to_vec());
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether a service that emits spans can be named `service`.
    #[must_use]
    pub fn has_service(&self, service: &str) -> bool {
        self.spans().any(|span| span.is_of(service))
    }

    /// The spans that a search finds by service, where one is given, and by operation.
    pub fn span_matches<'a>(&'a self, service: Option<&'a str>, operation: &'a str) -> impl Iterator<Item = Span<'a>> {
        self.spans().filter(move |span| service.is_none_or(|service| span.is_of(service)) && span.is_named(operation))
    }

    /// The names of spans that have one, sorted. Those that are made by a pattern are not among them.
    #[must_use]
    pub fn operations(&self) -> Vec<&str> {
        let names = self.spec.sources.iter().flat_map(|source| &source.spans).filter_map(|span| span.name.as_deref());
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// An attribute at each of its owners: spans, resources, and what Jaeger adds. Empty where nothing has it.
    #[must_use]
    pub fn attribute<'a>(&'a self, key: &str) -> Vec<Attribute<'a>> {
        let mut found = Vec::new();
        for span in self.spans() {
            if let Some((key, spec)) = span.spec.attributes.get_key_value(key) {
                let at = in_source(span.entry.source, "spans", span.entry.index).key("attributes").key(key);
                let (values, place) = (spec.values.clone(), Some(self.place(&at)));
                found.push(Attribute { key, kind: spec.kind, values, owner: AttributeOwner::Span(span), place });
            }
        }
        for (index, source) in self.spec.sources.iter().enumerate() {
            if let Some((key, values)) = source.resource.get_key_value(key) {
                let at = Pointer::root().key("sources").index(index).key("resource").key(key);
                let (values, place) = (values.clone(), Some(self.place(&at)));
                let owner = AttributeOwner::Resource(source);
                found.push(Attribute { key, kind: AttributeType::String, values, owner, place });
            }
        }
        for (known, kind, values) in OF_JAEGER.iter().filter(|(known, ..)| *known == key) {
            let values =
                if values.is_empty() { Values::Open } else { Values::Known(values.iter().map(ToString::to_string).collect()) };
            found.push(Attribute { key: known, kind: *kind, values, owner: AttributeOwner::Jaeger, place: None });
        }
        found
    }

    /// The keys of all attributes, sorted.
    #[must_use]
    pub fn attribute_keys(&self) -> Vec<&str> {
        let of_spans = self.spec.sources.iter().flat_map(|source| &source.spans).flat_map(|span| span.attributes.keys());
        let of_resources = self.spec.sources.iter().flat_map(|source| source.resource.keys());
        let declared = of_spans.chain(of_resources).map(String::as_str);
        declared.chain(OF_JAEGER.iter().map(|(key, ..)| *key)).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Every span of a contract. A pattern that can't be read matches nothing; [`crate::signals::validate`] reports it.
pub(super) fn index(spec: &SignalsSpec) -> Vec<Entry> {
    let spans = spec.sources.iter().enumerate().flat_map(|(source, spec)| {
        spec.spans.iter().enumerate().map(move |(index, span)| {
            let template = span.pattern.as_deref().and_then(|pattern| NameTemplate::parse(pattern).ok());
            Entry { source, index, template }
        })
    });
    spans.collect()
}
