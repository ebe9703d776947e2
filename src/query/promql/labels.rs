//! Which labels the result of a query has, as far as the query tells.
//!
//! From: a query's tree. To: a set of labels for every node of it. (Prometheus' documentation, "Operators", "Vector matching"
//! and "Functions"; `promql/engine.go`, `resultMetric`.)

use std::collections::BTreeSet;

use super::applied::{Grouping, Matching};
use super::function::ValueType;
use super::selector::{MatchOperator, MetricName};
use super::tree::{Kind, Node, Tree};

/// The label that carries a metric's name.
pub(super) const NAME: &str = "__name__";

/// Which labels a result has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Labels {
    /// Those of the series selected, except some, and some more. With both sets empty: all those of the series.
    Selected {
        /// The labels that are taken away.
        without: BTreeSet<String>,
        /// The labels that are added, by `label_replace` for example.
        added: BTreeSet<String>,
    },
    /// At most these.
    Only(BTreeSet<String>),
    /// The query does not tell: a variable decides.
    Unknown,
}

impl Labels {
    /// Whether the result can have `label`; `None` where the query does not tell.
    ///
    /// Where it can, the series selected still have to have it.
    #[must_use]
    pub fn may_have(&self, label: &str) -> Option<bool> {
        match self {
            Labels::Selected { without, added } => Some(added.contains(label) || !without.contains(label)),
            Labels::Only(labels) => Some(labels.contains(label)),
            Labels::Unknown => None,
        }
    }

    fn selected() -> Labels {
        Labels::Selected { without: BTreeSet::new(), added: BTreeSet::new() }
    }

    fn none() -> Labels {
        Labels::Only(BTreeSet::new())
    }

    fn less<'label>(self, taken: impl IntoIterator<Item = &'label str>) -> Labels {
        match self {
            Labels::Selected { mut without, mut added } => {
                for label in taken {
                    added.remove(label);
                    without.insert(label.to_owned());
                }
                Labels::Selected { without, added }
            }
            Labels::Only(mut labels) => {
                for label in taken {
                    labels.remove(label);
                }
                Labels::Only(labels)
            }
            Labels::Unknown => Labels::Unknown,
        }
    }

    fn more<'label>(self, more: impl IntoIterator<Item = &'label str>) -> Labels {
        match self {
            Labels::Selected { without, mut added } => {
                added.extend(more.into_iter().map(str::to_owned));
                Labels::Selected { without, added }
            }
            Labels::Only(mut labels) => {
                labels.extend(more.into_iter().map(str::to_owned));
                Labels::Only(labels)
            }
            Labels::Unknown => Labels::Unknown,
        }
    }

    /// Of these labels, those in `kept`: `by (a)`, `on (a)`.
    fn among<'label>(self, kept: impl IntoIterator<Item = &'label str>) -> Labels {
        let kept = kept.into_iter().filter(|label| self.may_have(label) != Some(false));
        Labels::Only(kept.map(str::to_owned).collect())
    }

    /// What either of two results can have: `or`.
    fn or(self, other: Labels) -> Labels {
        match (self, other) {
            (Labels::Unknown, _) | (_, Labels::Unknown) => Labels::Unknown,
            (Labels::Only(one), Labels::Only(other)) => Labels::Only(&one | &other),
            (Labels::Only(labels), Labels::Selected { without, added })
            | (Labels::Selected { without, added }, Labels::Only(labels)) => {
                Labels::Selected { without: &without - &labels, added: &added | &labels }
            }
            (Labels::Selected { without: w, added: a }, Labels::Selected { without: v, added: b }) => {
                Labels::Selected { without: &w & &v, added: &a | &b }
            }
        }
    }
}

/// One side of a binary operator.
#[derive(Debug, Clone, Copy)]
struct Side<'flow> {
    labels: &'flow Labels,
    /// `None` where a variable decides.
    is_scalar: Option<bool>,
}

/// The labels of every node; `types` are their types.
pub(super) fn flow(tree: &Tree, types: &[Option<ValueType>]) -> Vec<Labels> {
    let mut found: Vec<Labels> = Vec::with_capacity(tree.nodes.len());
    for node in &tree.nodes {
        let side = |child: &usize| {
            let is_scalar = types.get(*child).copied().flatten().map(|found| found == ValueType::Scalar);
            Some(Side { labels: found.get(*child)?, is_scalar })
        };
        let children: Vec<Side> = node.children().iter().filter_map(side).collect();
        let labels = labels(tree, node, &children);
        found.push(labels);
    }
    found
}

fn labels(tree: &Tree, node: &Node, children: &[Side]) -> Labels {
    let last = || argument(children, children.len().saturating_sub(1));
    match &node.kind {
        Kind::Selector(_) => Labels::selected(),
        Kind::Variable => Labels::Unknown,
        Kind::Number(_) | Kind::Text { .. } => Labels::none(),
        Kind::Brackets | Kind::Subquery { .. } | Kind::Sign { is_minus: false } => last(),
        Kind::Sign { is_minus: true } => last().less([NAME]),
        Kind::Aggregation { operator, grouping } => {
            aggregated(tree, node, &operator.text.to_ascii_lowercase(), grouping.as_ref(), last())
        }
        Kind::Call { name } => called(tree, node, &name.text, children),
        Kind::Binary { operator, is_bool, matching, .. } => {
            let matching = matching.and_then(|index| tree.matchings.get(index));
            let [left, right] = children else { return Labels::Unknown };
            combined(&operator.text.to_ascii_lowercase(), *is_bool, matching, *left, *right)
        }
    }
}

fn aggregated(tree: &Tree, node: &Node, operator: &str, grouping: Option<&Grouping>, argument: Labels) -> Labels {
    if matches!(operator, "topk" | "bottomk" | "limitk" | "limit_ratio") {
        return argument;
    }
    let labels = match grouping {
        None => Labels::none(),
        Some(grouping) if grouping.has_variable => return Labels::Unknown,
        Some(grouping) if grouping.is_by => argument.among(grouping.labels.iter().map(|label| label.text.as_str())),
        Some(grouping) => argument.less(grouping.labels.iter().map(|label| label.text.as_str())).less([NAME]),
    };
    if operator == "count_values" {
        return text(tree, node, 0).map_or(Labels::Unknown, |label| labels.more([label]));
    }
    labels
}

/// What the argument `index` of a call says, where it is a string without variables.
fn text<'tree>(tree: &'tree Tree, node: &Node, index: usize) -> Option<&'tree str> {
    match &tree.unwrapped(*node.children().get(index)?)?.kind {
        Kind::Text { value, has_variable: false } => Some(&value.text),
        _ => None,
    }
}

fn called(tree: &Tree, node: &Node, name: &str, arguments: &[Side]) -> Labels {
    let first = || arguments.first().map_or_else(Labels::none, |side| side.labels.clone());
    match name {
        "scalar" | "vector" => Labels::none(),
        "label_replace" | "label_join" => text(tree, node, 1).map_or(Labels::Unknown, |label| first().more([label])),
        "absent" | "absent_over_time" => absent(tree, node),
        "histogram_quantile" => argument(arguments, 1).less(["le", NAME]),
        "histogram_fraction" => argument(arguments, 2).less(["le", NAME]),
        "quantile_over_time" => argument(arguments, 1).less([NAME]),
        "histogram_quantiles" | "info" => Labels::Unknown,
        "sort" | "sort_desc" | "sort_by_label" | "sort_by_label_desc" | "last_over_time" | "first_over_time" => first(),
        _ => first().less([NAME]),
    }
}

fn argument(arguments: &[Side], index: usize) -> Labels {
    arguments.get(index).map_or(Labels::Unknown, |side| side.labels.clone())
}

/// `absent` has the labels that its selector names by equality, and no others.
fn absent(tree: &Tree, node: &Node) -> Labels {
    let Some(Kind::Selector(index)) = node.children().first().and_then(|child| tree.unwrapped(*child)).map(|node| &node.kind)
    else {
        return Labels::none();
    };
    let Some(selector) = tree.selectors.get(*index) else { return Labels::Unknown };
    if !selector.variables.is_empty() || matches!(selector.metric, MetricName::Variable(_)) {
        return Labels::Unknown;
    }
    let equal = selector.matchers.iter().filter(|matcher| matcher.operator == MatchOperator::Equal);
    Labels::Only(equal.map(|matcher| matcher.label.text.clone()).filter(|label| label != NAME).collect())
}

fn combined(operator: &str, is_bool: bool, matching: Option<&Matching>, left: Side, right: Side) -> Labels {
    let labels = match operator {
        "and" | "unless" => return left.labels.clone(),
        "or" => return left.labels.clone().or(right.labels.clone()),
        _ => matched(matching, left, right),
    };
    let is_filter = matches!(operator, "==" | "!=" | "<" | "<=" | ">" | ">=") && !is_bool;
    if is_filter { labels } else { labels.less([NAME]) }
}

fn matched(matching: Option<&Matching>, left: Side, right: Side) -> Labels {
    match (left.is_scalar, right.is_scalar) {
        (Some(true), _) => return right.labels.clone(),
        (_, Some(true)) => return left.labels.clone(),
        // A variable is a number or has the same labels as its counterpart, where nothing says otherwise.
        (None, Some(false)) if matching.is_none() => return right.labels.clone(),
        (_, None) if matching.is_none() => return left.labels.clone(),
        _ => {}
    }
    let Some(matching) = matching else {
        return match (left.labels, right.labels) {
            (Labels::Selected { .. } | Labels::Unknown, Labels::Only(_)) => right.labels.clone(),
            _ => left.labels.clone(),
        };
    };
    if matching.has_variable {
        return Labels::Unknown;
    }
    let listed = matching.labels.iter().map(|label| label.text.as_str());
    match &matching.group {
        Some(group) => {
            let (many, one) = if group.is_left { (left, right) } else { (right, left) };
            let taken = group.labels.iter().map(|label| label.text.as_str());
            let (kept, lost): (Vec<_>, Vec<_>) = taken.partition(|label| one.labels.may_have(label) != Some(false));
            many.labels.clone().less(lost).more(kept)
        }
        None if matching.is_on => left.labels.clone().among(listed),
        None => left.labels.clone().less(listed),
    }
}
