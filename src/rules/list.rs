//! All rules, in the order of their ids.

use std::sync::LazyLock;

use super::{Rule, correlation, coverage, dashboard, datasource, provider, provisioning, query};

/// The rules of each category, in the order of the categories' names.
static CATEGORIES: &[&[&dyn Rule]] = &[
    correlation::RULES,
    coverage::RULES,
    dashboard::RULES,
    datasource::RULES,
    provider::RULES,
    provisioning::RULES,
    query::RULES,
];

static RULES: LazyLock<Vec<&'static dyn Rule>> = LazyLock::new(|| CATEGORIES.concat());

/// All rules, in the order of their ids.
#[must_use]
pub fn rules() -> &'static [&'static dyn Rule] {
    &RULES
}

/// The rule `id`.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Rule> {
    RULES.iter().find(|rule| rule.about().id == id).copied()
}
