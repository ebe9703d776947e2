//! What LogQL selects, by the contract's forms of log lines. What the contract can't tell is taken for possible.

use crate::query::logql::{Matcher, MatcherOperator, Pipeline};
use crate::rules::query::unknown_label_value::may_be;
use crate::signals::{Contract, LogSpec};

/// The label that Loki gives to every stream, from others where it is not sent. (Loki documentation, `discover_service_name`.)
pub(super) const OF_LOKI: &str = "service_name";

/// Every form of log lines.
pub(super) fn logs(contract: &Contract) -> impl Iterator<Item = &LogSpec> {
    contract.sources().iter().flat_map(|source| &source.logs)
}

/// Whether the contract says anything about logs.
pub(super) fn has_logs(contract: &Contract) -> bool {
    logs(contract).next().is_some()
}

/// Whether any stream has a label.
pub(super) fn has_label(contract: &Contract, label: &str) -> bool {
    label == OF_LOKI || logs(contract).any(|log| log.labels.contains_key(label))
}

/// Whether a value, or one that a pattern takes, can be on a stream that has the label. Of a label that no stream has, anything.
pub(super) fn may_hold(contract: &Contract, label: &str, value: &str, is_pattern: bool) -> bool {
    let mut values = logs(contract).filter_map(|log| log.labels.get(label)).peekable();
    values.peek().is_none() || values.any(|values| may_be(values, value, is_pattern))
}

/// The forms of lines that a pipeline's selector can select.
pub(super) fn selected<'a>(contract: &'a Contract, pipeline: &'a Pipeline) -> impl Iterator<Item = &'a LogSpec> {
    logs(contract).filter(|log| pipeline.matchers.iter().all(|matcher| may_match(log, matcher)))
}

fn may_match(log: &LogSpec, matcher: &Matcher) -> bool {
    if matcher.value_has_variable {
        return true;
    }
    let is_pattern = match matcher.operator {
        MatcherOperator::Equal => false,
        MatcherOperator::Matches => true,
        MatcherOperator::NotEqual | MatcherOperator::NotMatches => return true,
    };
    log.labels.get(&matcher.label.text).is_none_or(|values| may_be(values, &matcher.value.text, is_pattern))
}
