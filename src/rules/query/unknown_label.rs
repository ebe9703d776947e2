//! A label that the selected series do not have.

use crate::diag::suggest::nearest;
use crate::query::Part;
use crate::query::promql::{Applied, Grouping, MatchOperator, Matcher, MetricName, Query, Selector};
use crate::query::variable;
use crate::rules::query::{pattern, selected};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct UnknownLabel;

/// Queries with more joins than this are not looked at for the labels of their joins: each is held against all selectors.
const MOST_MATCHINGS: usize = 100;

impl Rule for UnknownLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-label");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some((selectors, contract)) = selected::held_against(query, around.contract) else { return };
        let Some(promql) = query.promql() else { return };
        for selector in selectors {
            for matcher in &selector.matchers {
                if is_name(&matcher.label) && !selected::may_have(contract, selector, &matcher.label.text) && !is_idle(matcher) {
                    report(query, &matcher.label, std::slice::from_ref(selector), contract, found);
                }
            }
        }
        for (index, selector) in selectors.iter().enumerate() {
            groupings(query, promql, (index, selector), contract, found);
        }
        matchings(query, promql, contract, found);
        asked_values(query, promql, contract, found);
    }
}

/// Whether a label is written out, and one that its metric decides on.
fn is_name(label: &Part) -> bool {
    label.text != "__name__" && variable::references(&label.text).is_empty()
}

/// Whether a matcher asks for what is not there, and says so.
fn is_idle(matcher: &Matcher) -> bool {
    match matcher.operator {
        MatchOperator::Equal => matcher.value.text.is_empty(),
        MatchOperator::Match => !matcher.value_has_variable && pattern::takes_nothing(&matcher.value.text),
        MatchOperator::NotEqual | MatchOperator::NotMatch => false,
    }
}

/// The labels of `by` and `without` above a selector: one that it lacks is unknown if all others below the grouping lack it too,
/// and is then reported for the first of them.
fn groupings(
    query: &QueryView<'_>,
    promql: &Query,
    (index, selector): (usize, &Selector),
    contract: &Contract,
    found: &mut Findings<'_>,
) {
    for (depth, applied) in selector.applied.iter().enumerate() {
        let Applied::Aggregation { grouping: Some(grouping), .. } = applied else { continue };
        if grouping.has_variable {
            continue;
        }
        let below = selector.applied.get(..depth).unwrap_or_default();
        for label in &grouping.labels {
            if label.text == "__name__" || selected::may_add_labels(below) || selected::may_have(contract, selector, &label.text)
            {
                continue;
            }
            let mut others = promql.selectors.iter().enumerate().filter(|(other, _)| *other != index);
            let is_said_or_had = |(other, selector): (usize, &Selector)| {
                below_grouping(selector, label).is_some_and(|below| {
                    other < index || selected::may_add_labels(below) || selected::may_have(contract, selector, &label.text)
                })
            };
            if !others.any(is_said_or_had) {
                report(query, label, std::slice::from_ref(selector), contract, found);
            }
        }
    }
}

/// What is done to a selector below the grouping that names `label` at its bytes; `None` where the selector is not in it.
fn below_grouping<'s>(selector: &'s Selector, label: &Part) -> Option<&'s [Applied]> {
    let names = |grouping: &Grouping| grouping.labels.iter().any(|other| other.range == label.range);
    let depth = selector
        .applied
        .iter()
        .position(|applied| matches!(applied, Applied::Aggregation { grouping: Some(grouping), .. } if names(grouping)))?;
    selector.applied.get(..depth)
}

/// The labels of `on`, `ignoring`, `group_left` and `group_right`.
fn matchings(query: &QueryView<'_>, promql: &Query, contract: &Contract, found: &mut Findings<'_>) {
    if promql.matchings.len() > MOST_MATCHINGS {
        found.unchecked("PromQL query", &query.text_at, format!("it has more than {MOST_MATCHINGS} `on` and `ignoring`"));
        return;
    }
    for (number, matching) in promql.matchings.iter().enumerate() {
        if matching.has_variable {
            continue;
        }
        let taken = matching.group.iter().flat_map(|group| &group.labels);
        for label in matching.labels.iter().chain(taken).filter(|label| label.text != "__name__") {
            let mut inside = promql.selectors.iter().filter_map(|selector| Some((selector, below_matching(selector, number)?)));
            let is_had =
                |(selector, below)| selected::may_add_labels(below) || selected::may_have(contract, selector, &label.text);
            // Where nothing is selected, a variable stands there.
            let is_asked = promql.selectors.iter().any(|selector| below_matching(selector, number).is_some());
            if is_asked && !inside.any(is_had) {
                report(query, label, &promql.selectors, contract, found);
            }
        }
    }
}

/// What is done to a selector below the operator with the matching `number`; `None` where the selector is no operand of it.
fn below_matching(selector: &Selector, number: usize) -> Option<&[Applied]> {
    let is_it = |applied: &Applied| matches!(applied, Applied::Binary { matching: Some(matching), .. } if *matching == number);
    selector.applied.get(..selector.applied.iter().position(is_it)?)
}

/// The label of `label_values`.
fn asked_values(query: &QueryView<'_>, promql: &Query, contract: &Contract, found: &mut Findings<'_>) {
    let (Some(range), [selector]) = (&query.label, promql.selectors.as_slice()) else { return };
    let label = query.whole.get(range.clone()).unwrap_or_default();
    if label == "__name__" || !variable::references(label).is_empty() || selected::may_have(contract, selector, label) {
        return;
    }
    let message = message(label, std::slice::from_ref(selector));
    let near = suggested(label, std::slice::from_ref(selector), contract);
    found.part(&query.text_at, query.whole, range.clone(), message).label_if(near);
}

fn report(query: &QueryView<'_>, label: &Part, selectors: &[Selector], contract: &Contract, found: &mut Findings<'_>) {
    let near = suggested(&label.text, selectors, contract);
    let declared = selectors.first().and_then(|selector| selected::series(contract, selector).next());
    let reported = found.in_query(query, &label.range, message(&label.text, selectors)).label_if(near);
    if let Some(series) = declared {
        reported.related(series.place(), "its labels are declared here");
    }
}

fn message(label: &str, selectors: &[Selector]) -> String {
    match selectors {
        [Selector { metric: MetricName::Known(name), .. }] => format!("`{}` has no label `{label}`", name.text),
        _ => format!("nothing that the query selects has the label `{label}`"),
    }
}

/// The label that was meant, among those of the series selected.
fn suggested(label: &str, selectors: &[Selector], contract: &Contract) -> Option<String> {
    let of_selected =
        selectors.iter().flat_map(|selector| selected::series(contract, selector)).flat_map(|series| series.label_names());
    let near = nearest(label, of_selected)?;
    Some(format!("did you mean `{near}`?"))
}
