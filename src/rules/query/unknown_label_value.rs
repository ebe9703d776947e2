//! A value that a label never has.

use crate::diag::suggest::nearest;
use crate::query::Part;
use crate::query::logql::MatcherOperator;
use crate::query::promql::{MatchOperator, MetricName, Selector};
use crate::rules::query::{pattern, selected, streams};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::{Contract, Values};

pub struct UnknownLabelValue;

impl Rule for UnknownLabelValue {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-label-value");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        if let Some((selectors, contract)) = selected::held_against(query, around.contract) {
            for selector in selectors {
                of_series(query, selector, contract, found);
            }
        }
        if let (Some(logql), Some(contract)) = (query.logql(), around.contract) {
            for matcher in logql.pipelines.iter().flat_map(|pipeline| &pipeline.matchers).filter(|one| !one.value_has_variable) {
                let Some(is_pattern) = (match matcher.operator {
                    MatcherOperator::Equal => Some(false),
                    MatcherOperator::Matches => Some(true),
                    MatcherOperator::NotEqual | MatcherOperator::NotMatches => None,
                }) else {
                    continue;
                };
                let values = || streams::logs(contract).filter_map(|log| log.labels.get(&matcher.label.text)).collect::<Vec<_>>();
                if !streams::may_hold(contract, &matcher.label.text, &matcher.value.text, is_pattern) {
                    report(query, "no stream's", &matcher.label.text, &matcher.value, &values(), found);
                }
            }
        }
    }
}

/// The matchers of a selector whose value no series can have.
fn of_series(query: &QueryView<'_>, selector: &Selector, contract: &Contract, found: &mut Findings<'_>) {
    let MetricName::Known(name) = &selector.metric else { return };
    for matcher in selector.matchers.iter().filter(|matcher| !matcher.value_has_variable) {
        let label = matcher.label.text.as_str();
        let is_pattern = match matcher.operator {
            MatchOperator::Equal => false,
            MatchOperator::Match => true,
            MatchOperator::NotEqual | MatchOperator::NotMatch => continue,
        };
        let mut has_label = false;
        let can_match = selected::series(contract, selector).any(|series| match series.label(label) {
            Some(values) => {
                has_label = true;
                may_be(values, &matcher.value.text, is_pattern)
            }
            None => selected::is_open(&series),
        });
        if has_label && !can_match {
            let values: Vec<&Values> = selected::series(contract, selector).filter_map(|series| series.label(label)).collect();
            let of = format!("on `{}`, no", name.text);
            report(query, &of, label, &matcher.value, &values, found);
        }
    }
}

/// Whether a value, or one that a pattern takes, is among `values`. The empty one is that of series without the label.
pub(super) fn may_be(values: &Values, value: &str, is_pattern: bool) -> bool {
    if is_pattern { pattern::can_match(value, values) } else { value.is_empty() || values.contains(value) }
}

fn report(query: &QueryView<'_>, of: &str, label: &str, value: &Part, values: &[&Values], found: &mut Findings<'_>) {
    let mut known: Vec<&str> = values.iter().flat_map(|values| values.known().unwrap_or_default()).map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    let near = nearest(&value.text, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let message = format!("{of} `{label}` is `{}`: this selects nothing", value.text);
    let reported = found.in_query(query, &value.range, message).label_if(near);
    if known.len() <= 12 {
        reported.help(format!("it is one of `{}`", known.join("`, `")));
    }
}
