//! A metric that nothing emits.

use crate::diag::suggest::nearest;
use crate::query::Part;
use crate::query::promql::{MatchOperator, MetricName, Selector};
use crate::rules::query::{pattern, selected};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Contract;

pub struct UnknownMetric;

/// What Prometheus makes itself: of alerting rules. (Prometheus documentation, "Alerting rules".)
const OF_PROMETHEUS: [&str; 2] = ["ALERTS", "ALERTS_FOR_STATE"];

impl Rule for UnknownMetric {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/unknown-metric");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some((selectors, contract)) = selected::held_against(query, around.contract) else { return };
        for selector in selectors {
            match &selector.metric {
                MetricName::Known(name) if !is_known(&name.text, contract) => unknown(query, name, contract, found),
                MetricName::Pattern(pattern) if takes_nothing(selector, contract) => {
                    let message = format!("no metric that is declared has a name that `{}` takes", pattern.text);
                    found.in_query(query, &pattern.range, message).help("the panel stays empty; declare the metric if it exists");
                }
                _ => {}
            }
        }
    }
}

fn is_known(name: &str, contract: &Contract) -> bool {
    contract.series(name).next().is_some() || OF_PROMETHEUS.contains(&name)
}

fn unknown(query: &QueryView<'_>, name: &Part, contract: &Contract, found: &mut Findings<'_>) {
    let reported = found.in_query(query, &name.range, format!("nothing emits the metric `{}`", name.text));
    // A histogram has no series of its own name.
    let bucket = format!("{}_bucket", name.text);
    let near = contract.series_names().find(|known| *known == bucket).or_else(|| nearest(&name.text, contract.series_names()));
    let declared = near.and_then(|near| contract.series(near).next());
    match declared {
        Some(series) => reported
            .label(format!("did you mean `{}`?", series.name))
            .related(series.place(), format!("`{}` is declared here", series.name)),
        None => reported.help(format!("declare it in `{}` if something does", contract.file())),
    };
}

/// Whether a selector's pattern on `__name__` takes no declared name. Where variables are in it, it may take any.
fn takes_nothing(selector: &Selector, contract: &Contract) -> bool {
    let mut named = selector.matchers.iter().filter(|matcher| matcher.label.text == "__name__");
    let (Some(matcher), None) = (named.next(), named.next()) else { return false };
    if matcher.operator != MatchOperator::Match || matcher.value_has_variable {
        return false;
    }
    let Ok(pattern) = pattern::compiled(&matcher.value.text) else { return false };
    !contract.series_names().chain(OF_PROMETHEUS).any(|name| pattern.matches(name) != Some(false))
}
