//! Rules on provisioning files of either kind.

use super::Rule;

mod api_version;
mod boolean;
mod eaten_dollar;
mod eaten_variable;
mod integer;
mod unknown_key;

/// The rules, in the order of their ids. One line a rule.
pub(super) const RULES: &[&dyn Rule] = &[
    &api_version::ApiVersion,
    &boolean::Boolean,
    &eaten_dollar::EatenDollar,
    &eaten_variable::EatenVariable,
    &integer::Integer,
    &unknown_key::UnknownKey,
];
