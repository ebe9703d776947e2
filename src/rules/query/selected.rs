//! What a selector of PromQL selects, by the contract. What the contract can't tell is taken for possible.

use crate::query::promql::{Applied, MetricName, Selector};
use crate::rules::QueryView;
use crate::signals::contract::Origin;
use crate::signals::{Contract, Series};

/// Whether the contract says anything about metrics.
pub(super) fn has_metrics(contract: &Contract) -> bool {
    contract.series_names().next().is_some()
}

/// The series of the name that a selector writes out; empty where it writes none, or the contract has none.
pub(super) fn series<'a>(contract: &'a Contract, selector: &Selector) -> impl Iterator<Item = Series<'a>> + use<'a> {
    let name = match &selector.metric {
        MetricName::Known(name) => name.text.as_str(),
        MetricName::Variable(_) | MetricName::Pattern(_) | MetricName::None => "",
    };
    contract.series(name)
}

/// Whether nothing is known of a series' labels: a recording rule that names none.
pub(super) fn is_open(series: &Series<'_>) -> bool {
    series.origin == Origin::RecordingRule && series.label_names().next().is_none()
}

/// Whether any of the series that a selector selects may have a label. An unknown metric may have any.
pub(super) fn may_have(contract: &Contract, selector: &Selector, label: &str) -> bool {
    match &selector.metric {
        MetricName::Known(name) => {
            let mut series = contract.series(&name.text).peekable();
            series.peek().is_none() || series.any(|one| is_open(&one) || one.label(label).is_some())
        }
        MetricName::None => contract.labels().any(|known| known == label) || contract.all_series().any(|series| is_open(&series)),
        MetricName::Variable(_) | MetricName::Pattern(_) => true,
    }
}

/// Whether a function gives labels that its series need not have.
pub(super) fn adds_labels(function: &str) -> bool {
    matches!(function, "label_replace" | "label_join" | "info" | "histogram_quantiles")
}

/// Whether what is done to a selector up to here may have given it other labels.
pub(super) fn may_add_labels(applied: &[Applied]) -> bool {
    applied.iter().any(|applied| match applied {
        Applied::Function { name, .. } => adds_labels(&name.text),
        Applied::Aggregation { operator, .. } => operator.text.eq_ignore_ascii_case("count_values"),
        Applied::Binary { .. } | Applied::Sign { .. } | Applied::Subquery { .. } => false,
    })
}

/// The function that is the first thing done to a selector, brackets, signs and subqueries aside.
pub(super) fn first_function(selector: &Selector) -> Option<(&str, usize)> {
    let done = selector.applied.iter().find(|applied| !matches!(applied, Applied::Sign { .. } | Applied::Subquery { .. }));
    match done {
        Some(Applied::Function { name, argument }) => Some((&name.text, *argument)),
        _ => None,
    }
}

/// The selectors of a query, if it is PromQL and there is a contract that knows of metrics.
pub(super) fn held_against<'q, 'c>(
    query: &'q QueryView<'_>,
    contract: Option<&'c Contract>,
) -> Option<(&'q [Selector], &'c Contract)> {
    let contract = contract.filter(|contract| has_metrics(contract))?;
    Some((&query.promql()?.selectors, contract))
}
