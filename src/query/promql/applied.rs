//! What is done to the selectors of a query: functions, aggregations, operators, subqueries.

use std::ops::Range;

use super::selector::{Duration, Offset};
use super::tree::{Kind, Tree};
use crate::query::Part;

/// One thing that is done to a selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// A function: `rate`.
    Function {
        /// Its name.
        name: Part,
        /// Which of its arguments holds the selector, from 0.
        argument: usize,
    },
    /// An aggregation: `sum by (job)`.
    Aggregation {
        /// `sum`, `topk`, …
        operator: Part,
        /// `by` or `without`, where there is one.
        grouping: Option<Grouping>,
        /// Whether the selector is in the parameter (`topk(HERE, x)`) rather than in what is aggregated.
        is_parameter: bool,
    },
    /// A binary operator.
    Binary {
        /// `+`, `and`, …
        operator: Part,
        /// Whether the selector stands before the operator.
        is_left: bool,
        /// Whether the operator has `bool`: a comparison that gives 0 or 1.
        is_bool: bool,
        /// Its `on` or `ignoring`, as index into [`super::Query::matchings`].
        matching: Option<usize>,
    },
    /// A minus or plus before it.
    Sign {
        /// Whether it is a minus.
        is_minus: bool,
    },
    /// A subquery: `[1h:5m]`.
    Subquery {
        /// How far back it reaches.
        range: Duration,
        /// The step between its evaluations.
        step: Option<Duration>,
        /// `offset 1h` after it.
        offset: Option<Offset>,
    },
}

/// `by (a, b)` or `without (a, b)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// `by` rather than `without`.
    pub is_by: bool,
    /// The labels.
    pub labels: Vec<Part>,
    /// Whether variables are among them or in them.
    pub has_variable: bool,
}

/// How a binary operator finds the series that belong together: `on (a) group_left (b)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// `on` rather than `ignoring`.
    pub is_on: bool,
    /// The labels of `on` or `ignoring`.
    pub labels: Vec<Part>,
    /// `group_left` or `group_right`.
    pub group: Option<Group>,
    /// Whether variables are among the labels or in them.
    pub has_variable: bool,
}

/// `group_left (a)` or `group_right (a)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `group_left`: the many series stand to the left.
    pub is_left: bool,
    /// The labels that are taken over from the one series.
    pub labels: Vec<Part>,
}

/// One call of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its name.
    pub name: Part,
    /// Whether Prometheus has it behind `--enable-feature=promql-experimental-functions` only. (Prometheus' documentation,
    /// "Feature flags".)
    pub is_experimental: bool,
    /// The bytes of the whole call.
    pub bytes: Range<usize>,
    /// The selectors inside, as indices into [`super::Query::selectors`].
    pub selectors: Range<usize>,
}

/// The chain of what is done to the node `node`, from the inside out.
pub(super) fn chain(tree: &Tree, node: usize) -> Vec<Applied> {
    let mut chain = Vec::new();
    let mut child = node;
    while let Some((parent, kind)) = tree.parent(child) {
        chain.extend(step(tree, parent, kind, child));
        child = parent;
    }
    chain
}

fn step(tree: &Tree, parent: usize, kind: &Kind, child: usize) -> Option<Applied> {
    let children = tree.children(parent);
    let argument = children.iter().position(|known| *known == child).unwrap_or_default();
    Some(match kind {
        Kind::Call { name } => Applied::Function { name: name.clone(), argument },
        Kind::Aggregation { operator, grouping } => Applied::Aggregation {
            operator: operator.clone(),
            grouping: grouping.clone(),
            is_parameter: argument + 1 < children.len(),
        },
        Kind::Binary { operator, is_bool, matching, .. } => {
            Applied::Binary { operator: operator.clone(), is_left: argument == 0, is_bool: *is_bool, matching: *matching }
        }
        Kind::Sign { is_minus } => Applied::Sign { is_minus: *is_minus },
        Kind::Subquery { range, step, offset } => {
            Applied::Subquery { range: range.clone(), step: step.clone(), offset: offset.clone() }
        }
        Kind::Selector(_) | Kind::Variable | Kind::Number(_) | Kind::Text { .. } | Kind::Brackets => return None,
    })
}
