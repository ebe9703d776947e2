//! [`SignalsSpec`] and its sources: who emits what, and how Prometheus scrapes it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::interval::Interval;
use super::log::LogSpec;
use super::metric::{MetricSpec, RecordingRuleSpec};
use super::span::SpanSpec;
use super::values::Values;
use crate::written::spec;

spec! {
    /// The contract, `observability/signals.yaml`: what the code emits.
    pub struct SignalsSpec {
        /// Who emits something: services, and exporters beside them.
        pub sources: Vec<SourceSpec>,
        /// What Prometheus computes itself and stores as series.
        #[serde(default)]
        pub recording_rules: Vec<RecordingRuleSpec>,
    }
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A program that does the system's work.
    #[default]
    Service,
    /// A program that only tells about another one, such as an exporter of a database.
    Exporter,
}

spec! {
    /// One source of signals.
    pub struct SourceSpec {
        /// Its name, once in the contract.
        pub name: String,
        /// What it is. Default: a service.
        #[serde(default)]
        pub kind: SourceKind,
        /// What it is for.
        #[serde(default)]
        pub description: Option<String>,
        /// The attributes of its resource, which every span of it has. (OpenTelemetry: Resource.) `service.name` is the name by
        /// which Jaeger knows it; without one that is the source's name.
        #[serde(default)]
        pub resource: BTreeMap<String, Values>,
        /// How Prometheus scrapes it. Without it its metrics come another way, and have no labels of a scrape.
        #[serde(default)]
        pub scrape: Option<ScrapeSpec>,
        /// Its metrics.
        #[serde(default)]
        pub metrics: Vec<MetricSpec>,
        /// Its spans, those of automatic instrumentation included.
        #[serde(default)]
        pub spans: Vec<SpanSpec>,
        /// Its log lines, each form of them.
        #[serde(default)]
        pub logs: Vec<LogSpec>,
    }
}

spec! {
    /// How Prometheus scrapes a source.
    pub struct ScrapeSpec {
        /// How often: Prometheus's `scrape_interval`.
        pub interval: Interval,
        /// The labels that scraping adds to every series of the source. `job` and `instance` are always among them, and open where
        /// nothing is said.
        #[serde(default)]
        pub labels: BTreeMap<String, Values>,
    }
}

impl SourceSpec {
    /// A service named `name`, which emits nothing so far.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The names by which Jaeger knows the source.
    #[must_use]
    pub fn service_names(&self) -> Values {
        self.resource.get("service.name").cloned().unwrap_or_else(|| Values::from([self.name.as_str()]))
    }
}
