//! The series of Prometheus that a contract declares.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Contract, in_source};
use crate::diag::{Place, Pointer};
use crate::signals::metric::{MetricSpec, MetricType};
use crate::signals::source::{ScrapeSpec, SignalsSpec, SourceSpec};
use crate::signals::values::Values;

/// Which part of a metric a series holds. (Prometheus: Metric types; `OpenMetrics` for `_created`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The metric itself: a counter's or a gauge's value.
    Value,
    /// `_bucket` of a histogram: how many observations were at most `le`.
    Bucket,
    /// `_sum` of a histogram or summary: all observations added up.
    Sum,
    /// `_count` of a histogram or summary: how many observations there were.
    Count,
    /// One quantile of a summary.
    Quantile,
    /// `_created` of a counter, histogram or summary: when it began, in seconds since 1970.
    Created,
}

impl Part {
    /// Whether the series only rises, so that a rate of it has a meaning, for a metric of the type `kind`.
    #[must_use]
    pub const fn is_cumulative(self, kind: MetricType) -> bool {
        match self {
            Self::Value => matches!(kind, MetricType::Counter),
            Self::Bucket | Self::Sum | Self::Count => true,
            Self::Quantile | Self::Created => false,
        }
    }
}

/// Where a series comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A metric of a source.
    Source,
    /// A recording rule.
    RecordingRule,
    /// Prometheus itself, at each scrape of a source: `up` and its like. (Prometheus: Jobs and instances.)
    Scrape,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    metric: Arc<MetricSpec>,
    source: Option<usize>,
    origin: Origin,
    part: Part,
    pub(super) labels: BTreeMap<String, Values>,
    at: Pointer,
}

/// What one source, or one recording rule, declares under the name of a series.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// The series' name: `hsi_stage_duration_seconds_bucket`.
    pub name: &'a str,
    /// Which part of the metric it holds.
    pub part: Part,
    /// The metric. Of a recording rule and of what Prometheus adds at a scrape: a gauge of that name.
    pub metric: &'a MetricSpec,
    /// Who emits it; `None` of a recording rule.
    pub source: Option<&'a SourceSpec>,
    /// Where it comes from.
    pub origin: Origin,
    labels: &'a BTreeMap<String, Values>,
    file: &'a str,
    at: &'a Pointer,
}

impl<'a> Series<'a> {
    /// What a label holds, those of scraping, `le` and `quantile` included; `None` where the series has no such label.
    ///
    /// A bound that is a whole number is known in both forms that clients write: `1` and `1.0`.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&'a Values> {
        self.labels.get(name)
    }

    /// The names of its labels, sorted.
    pub fn label_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.labels.keys().map(String::as_str)
    }

    /// Where it is declared; for what Prometheus adds at a scrape, where the scrape is.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::value(self.file, self.at.clone())
    }

    /// Whether the series only rises, so that a rate of it has a meaning.
    #[must_use]
    pub const fn is_cumulative(&self) -> bool {
        self.part.is_cumulative(self.metric.kind)
    }
}

impl Contract {
    /// The series named `name`: one for each source and recording rule that declares it. Empty where none does.
    pub fn series<'a>(&'a self, name: &str) -> impl Iterator<Item = Series<'a>> + use<'a> {
        let found = self.series.get_key_value(name);
        found.into_iter().flat_map(|(name, entries)| entries.iter().map(|entry| self.one(name, entry)))
    }

    /// Every series, sorted by name.
    pub fn all_series(&self) -> impl Iterator<Item = Series<'_>> {
        self.series.iter().flat_map(|(name, entries)| entries.iter().map(|entry| self.one(name, entry)))
    }

    fn one<'a>(&'a self, name: &'a str, entry: &'a Entry) -> Series<'a> {
        let source = entry.source.and_then(|index| self.spec.sources.get(index));
        let Entry { metric, origin, part, labels, at, .. } = entry;
        Series { name, part: *part, metric, source, origin: *origin, labels, file: &self.file, at }
    }

    /// The names of all series, sorted: what a misspelt one is compared with.
    pub fn series_names(&self) -> impl Iterator<Item = &str> {
        self.series.keys().map(String::as_str)
    }

    /// The names of all labels of any series, sorted.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(String::as_str)
    }
}

/// What Prometheus stores at each scrape, in seconds, bytes and numbers. (Prometheus: Jobs and instances; the last three with its
/// feature `extra-scrape-metrics`.)
const OF_A_SCRAPE: [(&str, &str, &str); 8] = [
    ("up", "1", "1 where the scrape succeeded, 0 where it did not."),
    ("scrape_duration_seconds", "seconds", "How long the scrape took."),
    ("scrape_samples_scraped", "1", "How many samples the target exposed."),
    ("scrape_samples_post_metric_relabeling", "1", "How many samples were left after relabeling."),
    ("scrape_series_added", "1", "About how many series were new."),
    ("scrape_timeout_seconds", "seconds", "The configured time-out."),
    ("scrape_sample_limit", "1", "The configured limit of samples; 0 for none."),
    ("scrape_body_size_bytes", "bytes", "The size of the last answer."),
];

/// The labels of a scrape's target.
fn of_target(scrape: &ScrapeSpec) -> BTreeMap<String, Values> {
    let mut labels = scrape.labels.clone();
    for always in ["job", "instance"] {
        labels.entry(always.to_owned()).or_default();
    }
    labels
}

/// Every series of a contract.
pub(super) fn index(spec: &SignalsSpec) -> BTreeMap<String, Vec<Entry>> {
    let mut found: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut add = |name: String, entry: Entry| found.entry(name).or_default().push(entry);
    for (index, source) in spec.sources.iter().enumerate() {
        let target = source.scrape.as_ref().map(of_target).unwrap_or_default();
        for (number, metric) in source.metrics.iter().enumerate() {
            let metric = Arc::new(metric.clone());
            for (name, part, own) in parts(&metric) {
                let mut labels = target.clone();
                labels.extend(metric.labels.clone());
                labels.extend(own);
                let at = in_source(index, "metrics", number);
                add(name, Entry { metric: Arc::clone(&metric), source: Some(index), origin: Origin::Source, part, labels, at });
            }
        }
        if source.scrape.is_some() {
            let at = Pointer::root().key("sources").index(index).key("scrape");
            for (name, unit, help) in OF_A_SCRAPE {
                let metric = Arc::new(MetricSpec::new(name, MetricType::Gauge).unit(unit).help(help));
                let (labels, at) = (target.clone(), at.clone());
                let entry = Entry { metric, source: Some(index), origin: Origin::Scrape, part: Part::Value, labels, at };
                add(name.to_owned(), entry);
            }
        }
    }
    for (number, rule) in spec.recording_rules.iter().enumerate() {
        let mut metric = MetricSpec::new(&rule.name, MetricType::Gauge);
        (metric.unit, metric.help) = (rule.unit.clone(), rule.help.clone());
        let (metric, labels) = (Arc::new(metric), rule.labels.clone());
        let at = Pointer::root().key("recordingRules").index(number);
        let entry = Entry { metric, source: None, origin: Origin::RecordingRule, part: Part::Value, labels, at };
        add(rule.name.clone(), entry);
    }
    found
}

/// A series of a metric: name, part, and the label that the part adds.
pub(in crate::signals) type OfMetric = (String, Part, Option<(String, Values)>);

/// The series of a metric.
pub(in crate::signals) fn parts(metric: &MetricSpec) -> Vec<OfMetric> {
    let name = metric.name.as_str();
    let with = |suffix: &str, part| (format!("{name}{suffix}"), part, None);
    match metric.kind {
        MetricType::Gauge => vec![with("", Part::Value)],
        MetricType::Counter => {
            let created = format!("{}_created", name.strip_suffix("_total").unwrap_or(name));
            vec![with("", Part::Value), (created, Part::Created, None)]
        }
        MetricType::Histogram => {
            let mut bounds = forms(metric.buckets.as_deref().unwrap_or_default());
            bounds.push("+Inf".to_owned());
            let bucket = (format!("{name}_bucket"), Part::Bucket, Some(("le".to_owned(), Values::Known(bounds))));
            vec![bucket, with("_sum", Part::Sum), with("_count", Part::Count), with("_created", Part::Created)]
        }
        MetricType::Summary => {
            let quantiles = Some(("quantile".to_owned(), Values::Known(forms(&metric.quantiles))));
            let quantile = (name.to_owned(), Part::Quantile, quantiles);
            vec![quantile, with("_sum", Part::Sum), with("_count", Part::Count), with("_created", Part::Created)]
        }
    }
}

/// The numbers as label values: a whole one both as `1` and as `1.0`, since clients differ.
fn forms(numbers: &[f64]) -> Vec<String> {
    let both = numbers.iter().flat_map(|number| [format!("{number}"), format!("{number:?}")]);
    let mut forms: Vec<String> = both.collect();
    forms.dedup();
    forms
}
