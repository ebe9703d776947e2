//! [`SpanSpec`]: an operation that is traced.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::attribute::{AttributeSpec, EventSpec};
use crate::written::spec;

/// The kind of a span. (OpenTelemetry: `SpanKind`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpanKind {
    /// Work within the service.
    #[default]
    Internal,
    /// A request that is answered.
    Server,
    /// A request that is made.
    Client,
    /// A message that is sent.
    Producer,
    /// A message that is worked on.
    Consumer,
}

impl SpanKind {
    /// The kind's name, as the file and Jaeger's tag `span.kind` write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Server => "server",
            Self::Client => "client",
            Self::Producer => "producer",
            Self::Consumer => "consumer",
        }
    }
}

spec! {
    /// A span. It has a `name`, or a `pattern` where its name is made of its attributes.
    pub struct SpanSpec {
        /// The name: Jaeger's operation.
        #[serde(default)]
        pub name: Option<String>,
        /// How the names of spans of automatic instrumentation are made, as OpenTelemetry's conventions write it:
        /// `{http.method} {http.route}`. What stands in braces is an attribute of the span.
        #[serde(default)]
        pub pattern: Option<String>,
        /// The kind. Default: internal.
        #[serde(default)]
        pub kind: SpanKind,
        /// What is done in it.
        #[serde(default)]
        pub description: Option<String>,
        /// Its attributes, those included that not every such span has.
        #[serde(default)]
        pub attributes: BTreeMap<String, AttributeSpec>,
        /// The events that it may have.
        #[serde(default)]
        pub events: Vec<EventSpec>,
    }
}

impl SpanSpec {
    /// A span named `name`, without attributes.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    /// What the span is called in messages: its name, or else its pattern.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().or(self.pattern.as_deref()).unwrap_or_default()
    }
}
