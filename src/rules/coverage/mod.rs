//! Rules on what is declared and not used.

use super::Rule;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[];
