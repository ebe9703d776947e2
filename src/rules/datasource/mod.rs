//! Rules on data sources.

use super::Rule;

mod two_defaults;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[&two_defaults::TwoDefaults];
