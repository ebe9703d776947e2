//! From lines to metrics: which sample belongs to which metric, and what all samples of one say together.

use std::collections::{BTreeMap, BTreeSet};

use super::line::{Kind, Line, Sample};
use super::{Exposition, Imported, MOST_VALUES, seen, sort};
use crate::diag::{Diagnostic, Place};
use crate::signals::{MetricSpec, MetricType};

/// The endings of samples' names, longest first where one ends with another.
const ENDINGS: [&str; 8] = ["_bucket", "_gcount", "_count", "_gsum", "_sum", "_created", "_total", "_info"];

/// Units that stand at the end of names. (Prometheus: Metric and label naming, Base units.)
const UNITS: [&str; 9] = ["seconds", "bytes", "ratio", "celsius", "meters", "volts", "amperes", "joules", "grams"];

/// The metrics of one file, while it is read.
pub(super) struct Families<'a> {
    file: &'a str,
    list: Vec<Family>,
    by_name: BTreeMap<String, usize>,
    is_open_metrics: bool,
}

struct Family {
    name: String,
    place: Place,
    kind: Kind,
    is_typed: bool,
    unit: Option<String>,
    help: Option<String>,
    /// How its samples are called.
    samples: BTreeSet<String>,
    labels: BTreeMap<String, BTreeSet<String>>,
    bounds: Vec<f64>,
    quantiles: Vec<f64>,
    exemplars: BTreeSet<String>,
}

impl<'a> Families<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Self { file, list: Vec::new(), by_name: BTreeMap::new(), is_open_metrics: false }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether there was something that only `OpenMetrics` has.
    pub(super) fn is_open_metrics(&self) -> bool {
        self.is_open_metrics
    }

    /// Takes what a line says. The error says in words what it contradicts.
    pub(super) fn take(&mut self, line: Line, place: &Place) -> Result<(), String> {
        match line {
            Line::Empty | Line::End => Ok(()),
            Line::Help { name, text } => {
                let family = self.family(&name, place);
                family.help.get_or_insert(text);
                Ok(())
            }
            Line::Unit { name, unit } => {
                self.is_open_metrics = true;
                self.family(&name, place).unit = Some(unit).filter(|unit| !unit.is_empty());
                Ok(())
            }
            Line::Type { name, kind } => {
                let family = self.family(&name, place);
                if family.is_typed {
                    return Err(format!("the metric `{name}` has two types"));
                }
                if !family.samples.is_empty() {
                    return Err(format!("the type of `{name}` stands after its samples"));
                }
                (family.kind, family.is_typed) = (kind, true);
                Ok(())
            }
            Line::Sample(sample) => self.sample(sample, place),
        }
    }

    fn family(&mut self, name: &str, place: &Place) -> &mut Family {
        let index = *self.by_name.entry(name.to_owned()).or_insert_with(|| {
            self.list.push(Family::new(name, place));
            self.list.len() - 1
        });
        // The index is that of an entry of the list.
        &mut self.list[index]
    }

    fn sample(&mut self, sample: Sample, place: &Place) -> Result<(), String> {
        self.is_open_metrics |= sample.exemplar.is_some();
        let owner = self.owner(&sample.name).unwrap_or_else(|| sample.name.clone());
        self.family(&owner, place).add(sample)
    }

    /// The family that a sample of this name belongs to, if it is there.
    fn owner(&self, name: &str) -> Option<String> {
        if self.by_name.contains_key(name) {
            return Some(name.to_owned());
        }
        ENDINGS.iter().find_map(|ending| {
            let base = name.strip_suffix(ending)?;
            let family = self.by_name.get(base).and_then(|index| self.list.get(*index))?;
            family.kind.has(ending).then(|| base.to_owned())
        })
    }

    /// All metrics. `is_open_metrics`: the file ended with `# EOF`.
    pub(super) fn finish(self, is_open_metrics: bool) -> Result<Exposition, Vec<Diagnostic>> {
        let mut found = Vec::new();
        let mut exposition = Exposition::default();
        let (mut untyped, mut empty, mut odd) = (Vec::new(), Vec::new(), Vec::new());
        // Some clients expose the times at which metrics began as gauges of their own.
        let begun: BTreeSet<String> = self.list.iter().filter_map(Family::created).collect();
        for family in self.list {
            if begun.contains(&family.name) {
                continue;
            }
            if family.samples.is_empty() {
                empty.push(family.name);
                continue;
            }
            match family.kind {
                Kind::GaugeHistogram => {
                    odd.push(family.name);
                    continue;
                }
                Kind::Unknown => untyped.push(family.name.clone()),
                _ => {}
            }
            match family.finish(is_open_metrics) {
                Ok(metric) => exposition.metrics.push(metric),
                Err(problem) => found.push(problem),
            }
        }
        let notes = [
            (untyped, "without a type, taken as gauges"),
            (empty, "without a sample, left out: their labels are not known"),
            (odd, "of the type gaugehistogram, left out: a contract has no such type"),
        ];
        for (names, what) in notes {
            if !names.is_empty() {
                exposition.notes.push(format!("{}: {what}: {}", self.file, names.join(", ")));
            }
        }
        if found.is_empty() { Ok(exposition) } else { Err(found) }
    }
}

impl Kind {
    /// Whether metrics of the type have samples that end so.
    fn has(self, ending: &str) -> bool {
        match self {
            Self::Counter => matches!(ending, "_total" | "_created"),
            Self::Histogram => matches!(ending, "_bucket" | "_sum" | "_count" | "_created"),
            Self::GaugeHistogram => matches!(ending, "_bucket" | "_gsum" | "_gcount"),
            Self::Summary => matches!(ending, "_sum" | "_count" | "_created"),
            Self::Info => ending == "_info",
            Self::Gauge | Self::StateSet | Self::Unknown => false,
        }
    }
}

impl Family {
    fn new(name: &str, place: &Place) -> Self {
        Self {
            name: name.to_owned(),
            place: place.clone(),
            kind: Kind::Unknown,
            is_typed: false,
            unit: None,
            help: None,
            samples: BTreeSet::new(),
            labels: BTreeMap::new(),
            bounds: Vec::new(),
            quantiles: Vec::new(),
            exemplars: BTreeSet::new(),
        }
    }

    fn add(&mut self, sample: Sample) -> Result<(), String> {
        if sample.name.ends_with("_created") && sample.name != self.name {
            return Ok(());
        }
        if self.kind == Kind::Histogram && sample.name == self.name {
            return Err(format!("the histogram `{}` has a sample that is neither _bucket nor _sum nor _count", self.name));
        }
        let numbers = match self.kind {
            Kind::Histogram if sample.name.ends_with("_bucket") => Some(("le", &mut self.bounds)),
            Kind::Summary if sample.name == self.name => Some(("quantile", &mut self.quantiles)),
            _ => None,
        };
        let own = numbers.as_ref().map(|(label, _)| *label);
        if let Some((label, numbers)) = numbers {
            let value = sample.labels.iter().find(|(name, _)| name == label);
            let (_, value) = value.ok_or_else(|| format!("a sample of `{}` has no label `{label}`", sample.name))?;
            let number: f64 = value.parse().map_err(|_| format!("`{label}` of `{}` is no number", sample.name))?;
            if number.is_finite() {
                numbers.push(number);
            }
        }
        // Scraping sets these two.
        for (name, value) in sample.labels.into_iter().filter(|(name, _)| name != "job" && name != "instance") {
            if Some(name.as_str()) == own {
                continue;
            }
            if name == "le" || name == "quantile" || name.starts_with("__") {
                let what = format!("`{}` has the label `{name}`, which is not its own", sample.name);
                return Err(format!("{what}: import what the program itself exposes"));
            }
            let values = self.labels.entry(name).or_default();
            // One more than are kept is enough to know that there are too many.
            if values.len() <= MOST_VALUES {
                values.insert(value);
            }
        }
        self.exemplars.extend(sample.exemplar.into_iter().flatten().map(|(name, _)| name));
        self.samples.insert(sample.name);
        Ok(())
    }

    /// The name of the gauge that some clients make of the time at which this metric began.
    fn created(&self) -> Option<String> {
        let has = matches!(self.kind, Kind::Counter | Kind::Histogram | Kind::Summary);
        has.then(|| format!("{}_created", self.name.strip_suffix("_total").unwrap_or(&self.name)))
    }

    fn finish(self, is_open_metrics: bool) -> Result<Imported, Diagnostic> {
        let kind = match self.kind {
            Kind::Counter => MetricType::Counter,
            Kind::Histogram => MetricType::Histogram,
            Kind::Summary => MetricType::Summary,
            _ => MetricType::Gauge,
        };
        let (total, info) = (format!("{}_total", self.name), format!("{}_info", self.name));
        let name = match self.kind {
            Kind::Counter if self.samples.contains(&total) => total,
            Kind::Info if self.samples.contains(&info) => info,
            _ => self.name,
        };
        if is_open_metrics && kind == MetricType::Counter && !name.ends_with("_total") {
            let message = format!("the samples of the counter `{name}` do not end with `_total`, as OpenMetrics wants");
            return Err(Diagnostic::error("import/line", message).at(self.place));
        }
        let mut spec = MetricSpec::new(name, kind);
        let stem = spec.name.strip_suffix("_total").unwrap_or(&spec.name);
        let by_name = UNITS.iter().find(|unit| stem.ends_with(&format!("_{unit}"))).map(ToString::to_string);
        spec.unit = self.unit.or(by_name);
        spec.help = self.help.filter(|help| !help.is_empty());
        spec.labels = self.labels.into_iter().map(|(name, values)| (name, seen(values))).collect();
        let (mut bounds, mut quantiles) = (self.bounds, self.quantiles);
        sort(&mut bounds);
        sort(&mut quantiles);
        spec.buckets = (kind == MetricType::Histogram).then_some(bounds);
        spec.quantiles = quantiles;
        if matches!(kind, MetricType::Counter | MetricType::Histogram) {
            spec.exemplars = self.exemplars.into_iter().collect();
        }
        Ok(Imported { spec, place: self.place })
    }
}
