//! What LogQL selects, by the contract's forms of log lines. What the contract can't tell is taken for possible.

use crate::query::logql::{Matcher, MatcherOperator, Pipeline};
use crate::rules::query::unknown_label_value::may_be;
use crate::signals::Contract;
use crate::signals::contract::Log;

/// The label that Loki gives to every stream, from others where it is not sent. (Loki documentation, `discover_service_name`.)
pub(super) const OF_LOKI: &str = "service_name";

/// Whether the contract says anything about logs.
pub(super) fn has_logs(contract: &Contract) -> bool {
    contract.logs().next().is_some()
}

/// Whether any stream has a label.
pub(super) fn has_label(contract: &Contract, label: &str) -> bool {
    label == OF_LOKI || contract.logs().any(|log| log.label(label).is_some())
}

/// Whether a value, or one that a pattern takes, can be on a stream that has the label. Of a label that no stream has, anything.
pub(super) fn may_hold(contract: &Contract, label: &str, value: &str, is_pattern: bool) -> bool {
    let mut values = contract.logs().filter_map(|log| log.spec.labels.get(label)).peekable();
    values.peek().is_none() || values.any(|values| may_be(values, value, is_pattern))
}

/// The forms of lines that a pipeline's selector can select.
pub(super) fn selected<'a>(contract: &'a Contract, pipeline: &'a Pipeline) -> impl Iterator<Item = Log<'a>> {
    contract.logs().filter(|log| pipeline.matchers.iter().all(|matcher| may_match(log, matcher)))
}

fn may_match(log: &Log<'_>, matcher: &Matcher) -> bool {
    if matcher.value_has_variable {
        return true;
    }
    let is_pattern = match matcher.operator {
        MatcherOperator::Equal => false,
        MatcherOperator::Matches => true,
        MatcherOperator::NotEqual | MatcherOperator::NotMatches => return true,
    };
    log.label(&matcher.label.text).is_none_or(|values| may_be(values, &matcher.value.text, is_pattern))
}
