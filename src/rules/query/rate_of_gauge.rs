//! A rate over what rises and falls.

use crate::query::promql::MetricName;
use crate::rules::query::selected;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::contract::Origin;

pub struct RateOfGauge;

/// Functions that take every fall for a restart. (Prometheus documentation, "Functions".)
const OF_COUNTERS: [&str; 4] = ["rate", "irate", "increase", "resets"];

impl Rule for RateOfGauge {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/rate-of-gauge");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some((selectors, contract)) = selected::held_against(query, around.contract) else { return };
        for selector in selectors {
            let MetricName::Known(name) = &selector.metric else { continue };
            let Some((function, _)) = selected::first_function(selector).filter(|(name, _)| OF_COUNTERS.contains(name)) else {
                continue;
            };
            let mut series = selected::series(contract, selector).peekable();
            let Some(first) = series.peek().copied() else { continue };
            // What a recording rule stores may be anything.
            if series.any(|series| series.is_cumulative() || series.origin == Origin::RecordingRule) {
                continue;
            }
            let message =
                format!("`{}` rises and falls, and `{function}` takes each fall for a restart: the result is no rate", name.text);
            found
                .in_query(query, &name.range, message)
                .related(first.place(), format!("it is declared as a {}", first.metric.kind.name()))
                .help("use `delta` or `deriv` for the change of a gauge, `avg_over_time` to smooth it");
        }
    }
}
