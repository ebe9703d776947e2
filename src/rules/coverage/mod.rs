//! Rules on what is declared and not used.

use super::Rule;

mod unused_log;
mod unused_metric;
mod unused_span;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[&unused_log::UnusedLog, &unused_metric::UnusedMetric, &unused_span::UnusedSpan];
