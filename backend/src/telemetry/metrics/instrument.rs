//! What code counts and measures with: one series of a metric.

use super::super::signals::metrics::{Metric, MetricType};
use super::exemplar::{self, Exemplar};
use prometheus_client::encoding::{EncodeMetric, MetricEncoder};
use prometheus_client::metrics::exemplar::HistogramWithExemplars;
use prometheus_client::metrics::{counter, gauge};
use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::SystemTime;

/// One of [`Counter`], [`Gauge`] and [`Histogram`].
pub trait Instrument: Clone + fmt::Debug + Send + Sync + 'static {
    /// The type of metric whose series it is.
    const KIND: MetricType;

    /// A series that begins.
    fn new(metric: &Metric) -> Self;

    /// Writes the lines of the series.
    fn encode(&self, encoder: MetricEncoder<'_>) -> fmt::Result;
}

/// A number that only rises, from 0 at the start of the process. Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Counter(counter::Counter);

impl Counter {
    /// Counts one.
    pub fn inc(&self) {
        self.0.inc();
    }

    /// Counts several.
    pub fn inc_by(&self, by: u64) {
        self.0.inc_by(by);
    }

    /// What was counted so far.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.get()
    }
}

impl Instrument for Counter {
    const KIND: MetricType = MetricType::Counter;

    fn new(_: &Metric) -> Self {
        Self(counter::Counter::default())
    }

    fn encode(&self, encoder: MetricEncoder<'_>) -> fmt::Result {
        self.0.encode(encoder)
    }
}

/// A number that rises and falls, 0 at first. Cheap to clone; clones are the same number.
#[derive(Debug, Clone)]
pub struct Gauge(gauge::Gauge<f64, AtomicU64>);

impl Gauge {
    /// Sets the value.
    pub fn set(&self, value: f64) {
        self.0.set(value);
    }

    /// Adds to the value; a negative number takes away.
    pub fn add(&self, value: f64) {
        self.0.inc_by(value);
    }

    /// The value.
    #[must_use]
    pub fn get(&self) -> f64 {
        self.0.get()
    }
}

impl Instrument for Gauge {
    const KIND: MetricType = MetricType::Gauge;

    fn new(_: &Metric) -> Self {
        Self(gauge::Gauge::default())
    }

    fn encode(&self, encoder: MetricEncoder<'_>) -> fmt::Result {
        self.0.encode(encoder)
    }
}

/// A distribution. Cheap to clone; clones observe together.
#[derive(Debug, Clone)]
pub struct Histogram {
    buckets: HistogramWithExemplars<Exemplar>,
    exemplars: bool,
}

impl Histogram {
    /// Counts a value in, in the unit of the metric. Where the contract declares the exemplar `trace_id`, the trace of the current span
    /// becomes the exemplar of the value's bucket, if it is sampled. What is not a number is left out: it would make the sum one
    /// for ever.
    pub fn observe(&self, value: f64) {
        if value.is_nan() {
            return;
        }
        let exemplar = if self.exemplars { Exemplar::current() } else { None };
        let time = exemplar.map(|_| SystemTime::now());
        self.buckets.observe(value, exemplar, time);
    }
}

impl Instrument for Histogram {
    const KIND: MetricType = MetricType::Histogram;

    fn new(metric: &Metric) -> Self {
        Self {
            buckets: HistogramWithExemplars::new(metric.buckets.iter().copied()),
            exemplars: metric.exemplars.contains(&exemplar::LABEL),
        }
    }

    fn encode(&self, encoder: MetricEncoder<'_>) -> fmt::Result {
        self.buckets.encode(encoder)
    }
}
