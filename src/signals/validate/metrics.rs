//! Metrics and recording rules: names, labels, buckets, exemplars, and that no series is declared twice.

use std::collections::BTreeMap;

use super::Check;
use crate::diag::{Diagnostic, Pointer};
use crate::signals::contract::parts;
use crate::signals::metric::{MetricSpec, MetricType, RecordingRuleSpec};
use crate::signals::naming::{is_label_name, is_metric_name};
use crate::signals::source::{SignalsSpec, SourceSpec};

/// The endings that Prometheus gives to the parts of histograms and summaries.
const PARTS: [&str; 3] = ["_bucket", "_sum", "_count"];

impl Check<'_> {
    pub(super) fn metrics(&mut self, source: &SourceSpec, at: &Pointer) {
        let mut names = BTreeMap::new();
        let mut series = BTreeMap::new();
        for (index, metric) in source.metrics.iter().enumerate() {
            let at = at.key("metrics").index(index);
            let name = at.key("name");
            self.metric(metric, &at);
            if let Some(scrape) = &source.scrape {
                let added = |label: &&String| ["job", "instance"].contains(&label.as_str()) || scrape.labels.contains_key(*label);
                for label in metric.labels.keys().filter(added) {
                    let message = format!("scraping adds the label `{label}` to every series of this source");
                    let diagnostic =
                        Diagnostic::error("signals/reserved-label", message).at(self.key(&at.key("labels").key(label)));
                    self.report(diagnostic.help(format!("Prometheus stores the metric's own as `exported_{label}`")));
                }
            }
            if names.contains_key(&metric.name) {
                self.once(&mut names, metric.name.clone(), &name, "metrics named");
                continue;
            }
            names.insert(metric.name.clone(), name.clone());
            for (part, ..) in parts(metric) {
                self.once(&mut series, part, &name, "metrics with the series");
            }
        }
    }

    fn metric(&mut self, metric: &MetricSpec, at: &Pointer) {
        let name = metric.name.as_str();
        self.metric_name(name, &at.key("name"));
        if is_metric_name(name) && name.contains(':') {
            let diagnostic = Diagnostic::error("signals/name", format!("`{name}` is named like a recording rule's series"));
            let diagnostic = diagnostic.at(self.value(&at.key("name"))).help("a colon is kept for `recordingRules`");
            self.report(diagnostic);
        }
        match metric.kind {
            MetricType::Counter if !name.ends_with("_total") => {
                let diagnostic =
                    Diagnostic::error("signals/counter-name", format!("the counter `{name}` does not end with `_total`"));
                let diagnostic = diagnostic.at(self.value(&at.key("name")));
                self.report(diagnostic.help("the name is the one that Prometheus stores; clients add `_total` to a counter's"));
            }
            MetricType::Histogram | MetricType::Summary => {
                if let Some(part) = PARTS.into_iter().find(|part| name.ends_with(part)) {
                    let message = format!("`{name}` is named like the part `{part}` of a {}", metric.kind.name());
                    let diagnostic = Diagnostic::error("signals/name", message).at(self.value(&at.key("name")));
                    self.report(diagnostic.help(format!("leave `{part}` out: Prometheus adds it")));
                }
            }
            _ => {}
        }
        self.labels(&metric.labels, &at.key("labels"), &["le", "quantile"]);
        self.buckets(metric, at);
        self.quantiles(metric, at);
        self.exemplars(metric, at);
    }

    fn metric_name(&mut self, name: &str, at: &Pointer) {
        if !is_metric_name(name) {
            let message = format!("`{}` can't be the name of a metric", name.escape_debug());
            let diagnostic = Diagnostic::error("signals/name", message).at(self.value(at));
            self.report(diagnostic.help("it is letters, digits and `_`, and does not begin with a digit"));
        }
    }

    fn buckets(&mut self, metric: &MetricSpec, at: &Pointer) {
        let is_histogram = metric.kind == MetricType::Histogram;
        let at = at.key("buckets");
        match &metric.buckets {
            None if is_histogram => {
                let message = format!("the histogram `{}` says nothing of its buckets", metric.name);
                let owner = at.parent().unwrap_or_default();
                let diagnostic = Diagnostic::error("signals/buckets", message).at(self.value(&owner.key("name")));
                self.report(diagnostic.help("write `buckets` with their upper bounds, without `+Inf`"));
            }
            Some(_) if !is_histogram => {
                let message = format!("a {} has no buckets", metric.kind.name());
                let diagnostic = Diagnostic::error("signals/buckets", message).at(self.key(&at));
                self.report(diagnostic.help("only a histogram has them"));
            }
            Some(bounds) => self.rising(bounds, &at, "signals/buckets", "bound"),
            None => {}
        }
    }

    fn quantiles(&mut self, metric: &MetricSpec, at: &Pointer) {
        let at = at.key("quantiles");
        if !metric.quantiles.is_empty() && metric.kind != MetricType::Summary {
            let diagnostic = Diagnostic::error("signals/quantiles", format!("a {} has no quantiles", metric.kind.name()));
            let diagnostic = diagnostic.at(self.key(&at)).help("only a summary has them");
            return self.report(diagnostic);
        }
        if let Some(index) = metric.quantiles.iter().position(|quantile| !(0.0..=1.0).contains(quantile)) {
            let diagnostic = Diagnostic::error("signals/quantiles", "a quantile lies between 0 and 1");
            let diagnostic = diagnostic.at(self.value(&at.index(index)));
            self.report(diagnostic);
        }
        self.rising(&metric.quantiles, &at, "signals/quantiles", "quantile");
    }

    fn rising(&mut self, numbers: &[f64], at: &Pointer, rule: &'static str, what: &str) {
        if let Some(index) = numbers.iter().position(|number| !number.is_finite()) {
            let diagnostic = Diagnostic::error(rule, format!("a {what} is a finite number")).at(self.value(&at.index(index)));
            return self.report(diagnostic);
        }
        for (index, pair) in numbers.windows(2).enumerate() {
            if let [before, number] = pair
                && number <= before
            {
                let message = format!("the {what} {number} does not lie above {before}, the one before");
                let diagnostic = Diagnostic::error(rule, message).at(self.value(&at.index(index + 1)));
                self.report(diagnostic);
            }
        }
    }

    fn exemplars(&mut self, metric: &MetricSpec, at: &Pointer) {
        let at = at.key("exemplars");
        if !metric.exemplars.is_empty() && !matches!(metric.kind, MetricType::Histogram | MetricType::Counter) {
            let diagnostic = Diagnostic::error("signals/exemplars", format!("a {} has no exemplars", metric.kind.name()));
            let diagnostic = diagnostic.at(self.key(&at)).help("in OpenMetrics only counters and histograms have them");
            self.report(diagnostic);
        }
        for (index, label) in metric.exemplars.iter().enumerate().filter(|(_, label)| !is_label_name(label)) {
            let diagnostic = Diagnostic::error("signals/name", format!("`{label}` can't be the name of an exemplar's label"));
            let diagnostic = diagnostic.at(self.value(&at.index(index)));
            self.report(diagnostic);
        }
    }

    /// Reports a metric that two sources declare, each with another type or other labels.
    pub(super) fn metrics_across(&mut self, spec: &SignalsSpec) {
        let mut first: BTreeMap<&str, (usize, &MetricSpec, Pointer)> = BTreeMap::new();
        for (source, emitter) in spec.sources.iter().enumerate() {
            for (index, metric) in emitter.metrics.iter().enumerate() {
                let at = Pointer::root().key("sources").index(source).key("metrics").index(index).key("name");
                let Some((owner, other, place)) = first.get(metric.name.as_str()) else {
                    first.insert(&metric.name, (source, metric, at));
                    continue;
                };
                let labels = metric.labels.keys().eq(other.labels.keys());
                let what = match (metric.kind == other.kind, labels) {
                    _ if *owner == source => continue,
                    (true, true) => continue,
                    (false, _) => "another type",
                    (true, false) => "other labels",
                };
                let message = format!("the metric `{}` is declared twice, the second time with {what}", metric.name);
                let diagnostic = Diagnostic::error("signals/two-shapes", message).at(self.value(&at));
                let diagnostic = diagnostic.related(self.value(place), "the first one");
                self.report(diagnostic);
            }
        }
    }

    pub(super) fn recording_rules(&mut self, rules: &[RecordingRuleSpec], at: &Pointer) {
        let mut names = BTreeMap::new();
        for (index, rule) in rules.iter().enumerate() {
            let at = at.index(index);
            self.metric_name(&rule.name, &at.key("name"));
            self.once(&mut names, rule.name.clone(), &at.key("name"), "recording rules named");
            self.labels(&rule.labels, &at.key("labels"), &[]);
        }
    }
}
