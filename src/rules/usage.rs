//! [`Usage`]: the telemetry that a file asks for.
//!
//! From: the queries of a dashboard or of a data source's links. To: the names in them. It serves two questions: what a dashboard needs,
//! and what is declared and never asked for.

use std::collections::BTreeSet;

use super::view::{DashboardView, QueryView};
use crate::grafana::dashboard::{JaegerTarget, Target};
use crate::query::logql;
use crate::query::promql::MetricName;

/// The telemetry that a file asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usage {
    /// Series of Prometheus, by name: `hsi_stage_duration_seconds_bucket`.
    pub series: BTreeSet<String>,
    /// Patterns that names of series are held against (RE2, of `__name__=~"…"`).
    pub series_patterns: BTreeSet<String>,
    /// Searches for spans: service and operation, as far as they are given.
    pub spans: BTreeSet<(Option<String>, Option<String>)>,
    /// Attributes of spans and resources that searches and links ask for.
    pub attributes: BTreeSet<String>,
    /// Labels of log streams, each with the value where it is one value.
    pub streams: BTreeSet<(String, Option<String>)>,
}

impl Usage {
    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What a dashboard asks for.
    #[must_use]
    pub fn of_dashboard(view: &DashboardView<'_>) -> Self {
        let mut usage = Self::default();
        view.queries.iter().for_each(|query| usage.add(query));
        for target in view.panels.iter().flat_map(|panel| &panel.targets) {
            if let Target::Jaeger(search) = target.target {
                usage.add_search(search);
            }
        }
        usage
    }

    /// Adds what a query asks for.
    pub fn add(&mut self, query: &QueryView<'_>) {
        for selector in query.promql().map(|query| query.selectors.as_slice()).unwrap_or_default() {
            match &selector.metric {
                MetricName::Known(name) => {
                    self.series.insert(name.text.clone());
                }
                MetricName::Pattern(pattern) if !pattern.text.contains('$') => {
                    self.series_patterns.insert(pattern.text.clone());
                }
                MetricName::Pattern(_) | MetricName::Variable(_) | MetricName::None => {}
            }
        }
        for pipeline in query.logql().map(|query| query.pipelines.as_slice()).unwrap_or_default() {
            for matcher in &pipeline.matchers {
                let is_one = matcher.operator == logql::MatcherOperator::Equal && !matcher.value_has_variable;
                self.streams.insert((matcher.label.text.clone(), is_one.then(|| matcher.value.text.clone())));
            }
        }
        for tag in query.tags().unwrap_or_default() {
            self.attributes.insert(tag.key.text.clone());
        }
        for attribute in query.traceql().map(|query| query.attributes.as_slice()).unwrap_or_default() {
            self.attributes.insert(attribute.name.text.clone());
        }
    }

    fn add_search(&mut self, search: &JaegerTarget) {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty() && !text.contains('$'));
        let (service, operation) = (given(&search.service), given(&search.operation));
        if service.is_some() || operation.is_some() {
            self.spans.insert((service, operation));
        }
    }

    /// Adds what another file asks for.
    pub fn extend(&mut self, other: &Self) {
        self.series.extend(other.series.iter().cloned());
        self.series_patterns.extend(other.series_patterns.iter().cloned());
        self.spans.extend(other.spans.iter().cloned());
        self.attributes.extend(other.attributes.iter().cloned());
        self.streams.extend(other.streams.iter().cloned());
    }
}
