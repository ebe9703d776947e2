//! What is shown when the metrics are asked for: every declared metric with its series, and with those that are read from elsewhere.

use super::super::signals::metrics::{Metric, MetricType};
use super::labels::{Labels, NamedLabels};
use super::{Counter, Family, Gauge, Histogram, Instrument};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder};
use prometheus_client::metrics;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// All declared metrics.
#[derive(Debug)]
pub(super) struct Exposition(Vec<(&'static Metric, Declared)>);

/// The series of a declared metric.
#[derive(Debug)]
pub(super) enum Declared {
    Counter { family: Family<Counter>, fed: Fed<u64> },
    Gauge { family: Family<Gauge>, fed: Fed<f64> },
    Histogram { family: Family<Histogram> },
}

impl Exposition {
    pub(super) fn new(declared: &'static [Metric]) -> Self {
        Self(declared.iter().filter_map(|metric| Some((metric, Declared::new(metric)?))).collect())
    }

    pub(super) fn find(&self, name: &str) -> Option<&Declared> {
        self.0.iter().find(|(metric, _)| metric.name == name).map(|(_, declared)| declared)
    }
}

impl Declared {
    fn new(metric: &'static Metric) -> Option<Self> {
        match metric.kind {
            MetricType::Counter => Some(Self::Counter { family: Family::new(metric), fed: Fed::default() }),
            MetricType::Gauge => Some(Self::Gauge { family: Family::new(metric), fed: Fed::default() }),
            MetricType::Histogram => Some(Self::Histogram { family: Family::new(metric) }),
            MetricType::Summary => None,
        }
    }

    fn encode(&self, metric: &'static Metric, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        match self {
            Self::Counter { family, fed } => {
                encode(metric, encoder, family, &fed.now(), |value, encoder| ConstCounter::new(value).encode(encoder))
            }
            Self::Gauge { family, fed } => {
                encode(metric, encoder, family, &fed.now(), |value, encoder| ConstGauge::new(value).encode(encoder))
            }
            Self::Histogram { family } => {
                encode(metric, encoder, family, &NONE_FED, |value, encoder| ConstGauge::new(value).encode(encoder))
            }
        }
    }
}

/// A collector and not metrics registered one by one: the library appends a full stop to the help of those, and the contract's are
/// whole sentences.
impl Collector for Exposition {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(metric, declared)| declared.encode(metric, &mut encoder))
    }
}

fn encode<I: Instrument, T: Copy>(
    metric: &'static Metric,
    encoder: &mut DescriptorEncoder<'_>,
    family: &Family<I>,
    fed: &BTreeMap<Labels<'static>, T>,
    encode_fed: impl Fn(T, MetricEncoder<'_>) -> fmt::Result,
) -> fmt::Result {
    if family.is_empty() && fed.is_empty() {
        return Ok(());
    }
    let (name, unit) = name_and_unit(metric);
    let mut encoder = encoder.encode_descriptor(name, &escaped(metric.help), unit.as_ref(), kind(metric.kind))?;
    if metric.labels.is_empty() {
        // The only series, and with no braces after its name.
        return match fed.values().next() {
            Some(value) => encode_fed(*value, encoder),
            None => family.with(&[]).encode(encoder),
        };
    }
    let names = metric.labels;
    family.each(|labels, series| {
        if fed.contains_key(labels) { Ok(()) } else { series.encode(encoder.encode_family(&NamedLabels { names, labels })?) }
    })?;
    fed.iter().try_for_each(|(labels, value)| encode_fed(*value, encoder.encode_family(&NamedLabels { names, labels })?))
}

/// The name as the library wants it, without the suffixes that it appends itself: `_total`, and the unit. `OpenMetrics` wants the unit
/// as the name's suffix, so that one that is not there is not told.
fn name_and_unit(metric: &Metric) -> (&'static str, Option<Unit>) {
    let name = metric.family.strip_suffix(metric.unit).and_then(|name| name.strip_suffix('_'));
    match name {
        Some(name) if !metric.unit.is_empty() => (name, Some(Unit::Other(metric.unit.to_owned()))),
        _ => (metric.family, None),
    }
}

/// A help text as `OpenMetrics` writes it ("Escaping").
fn escaped(help: &str) -> String {
    help.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\"")
}

const fn kind(kind: MetricType) -> metrics::MetricType {
    match kind {
        MetricType::Counter => metrics::MetricType::Counter,
        MetricType::Gauge => metrics::MetricType::Gauge,
        MetricType::Histogram => metrics::MetricType::Histogram,
        MetricType::Summary => metrics::MetricType::Unknown,
    }
}

/// Histograms are not read from elsewhere.
const NONE_FED: BTreeMap<Labels<'static>, f64> = BTreeMap::new();

/// Series that are read from elsewhere.
pub(super) struct Fed<T>(RwLock<BTreeMap<Labels<'static>, Read<T>>>);

type Read<T> = Arc<dyn Fn() -> T + Send + Sync>;

impl<T> Fed<T> {
    pub(super) fn insert(&self, metric: &Metric, labels: &[(&str, &str)], read: Read<T>) {
        let labels = Labels::new(metric.name, metric.labels, labels).into_owned();
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(labels, read);
    }

    /// What all of them read now. They are read without the lock held, for they may use metrics themselves.
    fn now(&self) -> BTreeMap<Labels<'static>, T> {
        let reads = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        reads.into_iter().map(|(labels, read)| (labels, read())).collect()
    }
}

impl<T> Default for Fed<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> fmt::Debug for Fed<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Fed").finish_non_exhaustive()
    }
}
