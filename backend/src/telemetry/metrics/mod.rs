//! Metrics for Prometheus: from what the contract declares to instruments that code counts with, and to the text of `/metrics`.
//!
//! The text is `OpenMetrics` 1.0, since exemplars exist only there: the id of a trace beside a bucket of a histogram, which leads from
//! a slow request on a dashboard to its trace. Names, help texts, labels and buckets are the contract's; code cannot invent any.

mod exemplar;
mod exposition;
mod family;
mod instrument;
mod labels;
#[cfg(test)]
mod tests;

pub use family::Family;
pub use instrument::{Counter, Gauge, Histogram, Instrument};

use super::signals::metrics::{Metric, MetricType};
use exposition::{Declared, Exposition};
use prometheus_client::encoding::text;
use prometheus_client::registry::Registry;
use std::sync::Arc;

/// The content type of [`Metrics::encode`]. Prometheus keeps exemplars only of answers that say this. (`OpenMetrics` 1.0, "Protocol
/// Negotiation".)
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The most series that one metric has. What comes after them is counted together, in one series whose labels are all
/// [`OVERFLOW`]: a caller that makes label values up, such as camera ids, must not fill the memory.
pub const MOST_SERIES: usize = 2_000;

/// The value of every label of the series that holds what [`MOST_SERIES`] leaves no room for.
pub const OVERFLOW: &str = "_OTHER";

/// All metrics of a service. Cheap to clone; all clones are the same metrics.
#[derive(Debug, Clone)]
pub struct Metrics {
    exposition: Arc<Exposition>,
    registry: Arc<Registry>,
}

impl Metrics {
    /// The metrics that the contract declares, in its order. A metric without labels is 0 from the start; one with labels appears with the
    /// first labels it is used with. Summaries are not made by services and are left out.
    #[must_use]
    pub fn new(declared: &'static [Metric]) -> Self {
        let exposition = Arc::new(Exposition::new(declared));
        let mut registry = Registry::default();
        registry.register_collector(Box::new(Arc::clone(&exposition)));
        Self { exposition, registry: Arc::new(registry) }
    }

    /// A counter of the contract. Asking for one that is not declared, or for a metric of another type, is a mistake in the program:
    /// a build with debug assertions stops, any other gives a counter that is not shown.
    #[must_use]
    pub fn counter(&self, metric: &'static Metric) -> Family<Counter> {
        let declared = self.declared(metric, MetricType::Counter);
        if let Some(Declared::Counter { family, .. }) = declared { family.clone() } else { Family::new(metric) }
    }

    /// A gauge of the contract. See [`Metrics::counter`] for mistakes.
    #[must_use]
    pub fn gauge(&self, metric: &'static Metric) -> Family<Gauge> {
        let declared = self.declared(metric, MetricType::Gauge);
        if let Some(Declared::Gauge { family, .. }) = declared { family.clone() } else { Family::new(metric) }
    }

    /// A histogram of the contract. See [`Metrics::counter`] for mistakes.
    #[must_use]
    pub fn histogram(&self, metric: &'static Metric) -> Family<Histogram> {
        let declared = self.declared(metric, MetricType::Histogram);
        if let Some(Declared::Histogram { family }) = declared { family.clone() } else { Family::new(metric) }
    }

    /// Has one series of a counter read from elsewhere whenever the metrics are asked for. What `read` returns must never fall. A
    /// series that is fed twice is read from the later; what was counted on it directly is not shown.
    pub fn feed_counter(&self, metric: &'static Metric, labels: &[(&str, &str)], read: impl Fn() -> u64 + Send + Sync + 'static) {
        if let Some(Declared::Counter { fed, .. }) = self.declared(metric, MetricType::Counter) {
            fed.insert(metric, labels, Arc::new(read));
        }
    }

    /// Has one series of a gauge read from elsewhere whenever the metrics are asked for. See [`Metrics::feed_counter`].
    pub fn feed_gauge(&self, metric: &'static Metric, labels: &[(&str, &str)], read: impl Fn() -> f64 + Send + Sync + 'static) {
        if let Some(Declared::Gauge { fed, .. }) = self.declared(metric, MetricType::Gauge) {
            fed.insert(metric, labels, Arc::new(read));
        }
    }

    /// All metrics as text, to be answered as [`CONTENT_TYPE`].
    #[must_use]
    pub fn encode(&self) -> String {
        let mut text = String::new();
        let written = text::encode(&mut text, &self.registry);
        // A String takes all that is written to it.
        debug_assert!(written.is_ok(), "a metric was not written");
        text
    }

    fn declared(&self, metric: &Metric, kind: MetricType) -> Option<&Declared> {
        let found = self.exposition.find(metric.name);
        debug_assert!(found.is_some(), "{} is not declared", metric.name);
        debug_assert_eq!(metric.kind, kind, "{} is of another type", metric.name);
        found
    }
}
