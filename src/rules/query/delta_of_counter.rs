//! The change of a counter, restarts included.

use crate::query::promql::MetricName;
use crate::rules::query::selected;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct DeltaOfCounter;

/// Functions for gauges, each with the one for counters. (Prometheus documentation, "Functions".)
const OF_GAUGES: [(&str, &str); 3] = [("delta", "increase"), ("idelta", "irate"), ("deriv", "rate")];

impl Rule for DeltaOfCounter {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/delta-of-counter");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some((selectors, contract)) = selected::held_against(query, around.contract) else { return };
        for selector in selectors {
            let MetricName::Known(name) = &selector.metric else { continue };
            let Some((function, _)) = selected::first_function(selector) else { continue };
            let Some((_, better)) = OF_GAUGES.iter().find(|(known, _)| *known == function) else { continue };
            let mut series = selected::series(contract, selector).peekable();
            let Some(first) = series.peek().copied() else { continue };
            if series.all(|series| series.is_cumulative()) {
                let message = format!("`{}` only rises, and `{function}` shows each restart as a fall", name.text);
                found
                    .in_query(query, &name.range, message)
                    .related(first.place(), format!("it is declared as part of a {}", first.metric.kind.name()))
                    .help(format!("use `{better}`, which knows of restarts"));
            }
        }
    }
}
