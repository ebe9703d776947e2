//! Which labels can be on a result: from stages and aggregations to a set of names.
//!
//! The answer errs on the side of more: a label that is not in it is certainly not on the result.

use super::expression::{BinaryOperator, Expression, Grouping, Matching, Query, RangeOperation, Side, VectorOperation};
use super::pipeline::{FormatSource, NamedLabel, Pipeline, Stage};
use super::reference::has_variable;
use crate::query::Part;
use std::collections::BTreeSet;

/// The labels that a result can have, as far as the query tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Labels {
    /// Any.
    All,
    /// These and no others.
    Only(BTreeSet<String>),
    /// Any but these.
    Without(BTreeSet<String>),
}

impl Labels {
    /// Whether a result can have the label.
    #[must_use]
    pub fn may_have(&self, label: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.contains(label),
            Self::Without(names) => !names.contains(label),
        }
    }

    fn none() -> Self {
        Self::Only(BTreeSet::new())
    }

    fn remove(&mut self, label: &str) {
        if has_variable(label) {
            return;
        }
        match self {
            Self::All => *self = Self::Without(BTreeSet::from([label.to_owned()])),
            Self::Only(names) => drop(names.remove(label)),
            Self::Without(names) => drop(names.insert(label.to_owned())),
        }
    }

    fn add(&mut self, label: &str) {
        if has_variable(label) {
            *self = Self::All;
        }
        match self {
            Self::All => {}
            Self::Only(names) => drop(names.insert(label.to_owned())),
            Self::Without(names) => drop(names.remove(label)),
        }
        if matches!(self, Self::Without(names) if names.is_empty()) {
            *self = Self::All;
        }
    }

    /// Those of `self` that `names` has too. A name with a variable in it may be any.
    fn only(self, names: &[&Part]) -> Self {
        if names.iter().any(|name| has_variable(&name.text)) {
            return self;
        }
        let kept = names.iter().filter(|name| self.may_have(&name.text));
        Self::Only(kept.map(|name| name.text.clone()).collect())
    }

    /// Those of either.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Only(one), Self::Only(other)) => {
                let (mut large, small) = if one.len() < other.len() { (other, one) } else { (one, other) };
                large.extend(small);
                Self::Only(large)
            }
            (Self::Without(without), Self::Only(only)) | (Self::Only(only), Self::Without(without)) => {
                Self::without(without.into_iter().filter(|name| !only.contains(name)).collect())
            }
            (Self::Without(one), Self::Without(other)) => {
                Self::without(one.into_iter().filter(|name| other.contains(name)).collect())
            }
        }
    }

    fn without(names: BTreeSet<String>) -> Self {
        if names.is_empty() { Self::All } else { Self::Without(names) }
    }

    fn grouped(mut self, grouping: &Grouping) -> Self {
        if !grouping.without {
            return self.only(&grouping.labels.iter().collect::<Vec<_>>());
        }
        for label in &grouping.labels {
            self.remove(&label.text);
        }
        self
    }
}

impl Pipeline {
    /// The labels that lines can have after all stages.
    #[must_use]
    pub fn labels(&self) -> Labels {
        let mut labels = Labels::All;
        for stage in &self.stages {
            labels = after_stage(labels, stage);
        }
        labels
    }

    /// The labels that the first `stages` stages can have made, besides those of the stream and of its structured metadata:
    /// [`Labels::All`] after `json`, `logfmt` and `unpack`, the named ones after `regexp` and `pattern`.
    #[must_use]
    pub fn extracted(&self, stages: usize) -> Labels {
        let made = self.stages.iter().take(stages).filter(|stage| !matches!(stage, Stage::Drop { .. } | Stage::Keep { .. }));
        made.fold(Labels::none(), after_stage)
    }
}

fn after_stage(mut labels: Labels, stage: &Stage) -> Labels {
    match stage {
        Stage::Json { expressions } | Stage::Logfmt { expressions, .. } => {
            if expressions.is_empty() {
                return Labels::All;
            }
            for expression in expressions {
                extract(&mut labels, &expression.label.text);
            }
        }
        Stage::Regexp { names, .. } | Stage::Pattern { names, .. } => {
            let Some(names) = names else { return Labels::All };
            for name in names {
                extract(&mut labels, name);
            }
        }
        Stage::Unpack => return Labels::All,
        Stage::LabelFormat { formats } => {
            for format in formats {
                if let FormatSource::Rename(from) = &format.source {
                    labels.remove(&from.text);
                }
                labels.add(&format.label.text);
            }
        }
        Stage::Drop { labels: dropped } => {
            let whole = dropped.iter().filter(|dropped| dropped.only_where.is_none());
            whole.for_each(|dropped| labels.remove(&dropped.label.text));
        }
        Stage::Keep { labels: kept } => labels = labels.only(&kept.iter().map(NamedLabel::part).collect::<Vec<_>>()),
        Stage::Unwrap { label, .. } => labels.remove(&label.text),
        Stage::LineFilter { .. } | Stage::Decolorize | Stage::LabelFilter { .. } | Stage::LineFormat { .. } => {}
    }
    labels
}

/// Loki puts `_extracted` behind a name that the stream has already.
fn extract(labels: &mut Labels, name: &str) {
    labels.add(name);
    labels.add(&format!("{name}_extracted"));
}

impl NamedLabel {
    fn part(&self) -> &Part {
        &self.label
    }
}

/// The labels that the result of a query can have.
pub(super) fn of_query(query: &Query) -> Labels {
    // Each expression is an operand of one other at most, so its labels can be moved there.
    let mut done: Vec<Labels> = Vec::with_capacity(query.expressions.len());
    for expression in &query.expressions {
        let labels = of_expression(query, expression, &mut done);
        done.push(labels);
    }
    done.pop().or_else(|| query.pipelines.first().map(Pipeline::labels)).unwrap_or(Labels::All)
}

fn of_expression(query: &Query, expression: &Expression, done: &mut [Labels]) -> Labels {
    let mut take = |index: usize| done.get_mut(index).map_or(Labels::All, |labels| std::mem::replace(labels, Labels::All));
    match expression {
        Expression::Literal { .. } | Expression::Vector { .. } => Labels::none(),
        // What is absent has the labels of the selector.
        Expression::Variable { .. } | Expression::RangeAggregation { operation: RangeOperation::AbsentOverTime, .. } => {
            Labels::All
        }
        Expression::RangeAggregation { pipeline, grouping, .. } => {
            let labels = query.pipelines.get(*pipeline).map_or(Labels::All, Pipeline::labels);
            match grouping {
                Some(grouping) => labels.grouped(grouping),
                None => labels,
            }
        }
        Expression::VectorAggregation { operation, of, grouping, .. } => of_aggregation(take(*of), *operation, grouping.as_ref()),
        Expression::LabelReplace { of, to, .. } => {
            let mut labels = take(*of);
            labels.add(&to.text);
            labels
        }
        Expression::Binary { operator, left, right, matching, .. } => {
            let scalar = |index: usize| matches!(query.expressions.get(index), Some(Expression::Literal { .. }));
            let (left_is_scalar, right_is_scalar) = (scalar(*left), scalar(*right));
            let (left, right) = (take(*left), take(*right));
            match (left_is_scalar, right_is_scalar) {
                (true, _) => right,
                (_, true) => left,
                _ => of_binary(*operator, matching.as_ref(), left, right),
            }
        }
    }
}

fn of_aggregation(labels: Labels, operation: VectorOperation, grouping: Option<&Grouping>) -> Labels {
    use VectorOperation::{ApproxTopk, Bottomk, Sort, SortDesc, Topk};
    match (operation, grouping) {
        // These choose among series and leave them as they are.
        (Topk | Bottomk | ApproxTopk | Sort | SortDesc, _) => labels,
        (_, Some(grouping)) => labels.grouped(grouping),
        (_, None) => Labels::none(),
    }
}

fn of_binary(operator: BinaryOperator, matching: Option<&Matching>, left: Labels, right: Labels) -> Labels {
    match (operator, matching.and_then(|matching| matching.many)) {
        (BinaryOperator::Or, _) => left.or(right),
        (_, Some(side)) => {
            let mut labels = if side == Side::Left { left } else { right };
            matching.into_iter().flat_map(|matching| &matching.include).for_each(|label| labels.add(&label.text));
            labels
        }
        // A variable on the left may be a number, and then the labels are those of the right.
        (operator, None) if operator.is_set() => left,
        (_, None) => left.or(right),
    }
}
