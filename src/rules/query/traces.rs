//! What a search for traces asks, in the fields of Jaeger's search and in TraceQL alike; held against the contract.

use crate::grafana::dashboard::{JaegerQueryType, JaegerTarget, Target};
use crate::query::variable;
use crate::rules::QueryView;
use crate::signals::contract::{AttributeOwner, Span};
use crate::signals::{AttributeSpec, AttributeType, Contract, Values};

/// Whether the contract says anything about traces.
pub(super) fn has_spans(contract: &Contract) -> bool {
    contract.spans().next().is_some()
}

/// A search of Jaeger's; `None` for its other queries.
pub(super) fn search(target: &Target) -> Option<&JaegerTarget> {
    match target {
        Target::Jaeger(search) if search.query_type == Some(JaegerQueryType::Search) => Some(search),
        _ => None,
    }
}

/// A text that is written out: not empty, and without variables.
pub(super) fn plain(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty() && variable::references(text).is_empty())
}

/// Which spans a search is about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About<'a> {
    /// The service, where it is known.
    pub service: Option<&'a str>,
    /// The operation, where it is known.
    pub operation: Option<&'a str>,
}

impl<'a> About<'a> {
    /// Of the search that the tags of `query` belong to. What the contract does not know is left out: it is reported by itself.
    pub(super) fn of_search(query: &QueryView<'a>, contract: &Contract) -> Self {
        let Some(search) = query.target().and_then(search) else { return Self::default() };
        let service = plain(search.service.as_deref()).filter(|service| contract.has_service(service));
        let operation = plain(search.operation.as_deref());
        let operation = operation.filter(|operation| !contract.span_matches(service, operation).is_empty());
        Self { service, operation }
    }

    fn takes(&self, span: &Span<'_>) -> bool {
        self.service.is_none_or(|service| span.is_of(service)) && self.operation.is_none_or(|name| span.is_named(name))
    }

    /// In words, with the space before them; empty where it is about all spans.
    pub(super) fn words(&self) -> String {
        let service = self.service.map(|service| format!(" of `{service}`")).unwrap_or_default();
        let operation = self.operation.map(|operation| format!(" named `{operation}`")).unwrap_or_default();
        service + &operation
    }
}

/// Where an attribute is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Spans.
    Span,
    /// Resources.
    Resource,
    /// Both.
    Both,
    /// Events.
    Event,
    /// All three, and what Jaeger adds: its search does not tell them apart.
    Jaeger,
}

/// The types and values of an attribute wherever a search looks for it; empty where nothing has it.
pub(super) fn attributes(contract: &Contract, about: About<'_>, whose: Whose, key: &str) -> Vec<(AttributeType, Values)> {
    let mut found = Vec::new();
    for attribute in contract.attribute(key) {
        let is_there = match attribute.owner {
            AttributeOwner::Span(span) => whose != Whose::Resource && whose != Whose::Event && about.takes(&span),
            AttributeOwner::Resource(source) => {
                whose != Whose::Span
                    && whose != Whose::Event
                    && about.service.is_none_or(|service| source.service_names().contains(service))
            }
            AttributeOwner::Jaeger => whose == Whose::Jaeger,
        };
        if is_there {
            found.push((attribute.kind, attribute.values));
        }
    }
    if matches!(whose, Whose::Event | Whose::Jaeger) {
        let events = contract.spans().filter(|span| about.takes(span)).flat_map(|span| &span.spec.events);
        let specs = events.filter_map(|event| event.attributes.get(key));
        found.extend(specs.map(|AttributeSpec { kind, values, .. }| (*kind, values.clone())));
    }
    // A service has its name even where the contract does not say it again.
    if key == "service.name" && whose != Whose::Span && whose != Whose::Event && found.is_empty() {
        found.push((AttributeType::String, Values::Known(contract.services())));
    }
    found
}

/// What Jaeger and the collectors before it add to spans beyond what the contract knows of. (Jaeger: the translation of OTLP, the
/// agents of its own clients.)
pub(super) fn is_of_jaeger(key: &str) -> bool {
    const ADDED: [&str; 10] = [
        "internal.span.format",
        "otel.library.name",
        "otel.library.version",
        "sampler.type",
        "sampler.param",
        "jaeger.version",
        "hostname",
        "ip",
        "client-uuid",
        "event",
    ];
    ADDED.contains(&key)
}
