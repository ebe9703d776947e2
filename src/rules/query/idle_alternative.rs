//! An alternative of a matcher's pattern that its label never has, beside others that it has.

use crate::diag::suggest::nearest;
use crate::query::promql::{MatchOperator, Matcher, Selector};
use crate::rules::query::{pattern, selected};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct IdleAlternative;

impl Rule for IdleAlternative {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/idle-alternative");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some((selectors, contract)) = selected::held_against(query, around.contract) else { return };
        for selector in selectors {
            for matcher in &selector.matchers {
                let is_regex = matches!(matcher.operator, MatchOperator::Match | MatchOperator::NotMatch);
                if is_regex && !matcher.value_has_variable && pattern::is_list(&matcher.value.text) {
                    of_matcher(query, selector, matcher, contract, found);
                }
            }
        }
    }
}

fn of_matcher(query: &QueryView<'_>, selector: &Selector, matcher: &Matcher, contract: &Contract, found: &mut Findings<'_>) {
    let label = matcher.label.text.as_str();
    let is_had = |value: &str| {
        let mut series = selected::series(contract, selector);
        series.any(|series| series.label(label).map_or(selected::is_open(&series), |values| values.contains(value)))
    };
    let has_label = selected::series(contract, selector).any(|series| series.label(label).is_some());
    // Where none is had, nothing is selected, which is reported as such.
    if !has_label || !matcher.value.text.split('|').any(is_had) {
        return;
    }
    for value in matcher.value.text.split('|').filter(|value| !value.is_empty() && !is_had(value)) {
        let values = selected::series(contract, selector).filter_map(|series| series.label(label)?.known());
        let near = nearest(value, values.flatten().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
        found
            .in_query(query, &matcher.value.range, format!("`{label}` is never `{value}`, which is one of the alternatives here"))
            .label_if(near);
    }
}
