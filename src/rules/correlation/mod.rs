//! Rules on links between traces, logs and metrics.

use super::Rule;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[];
