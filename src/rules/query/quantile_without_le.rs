//! `histogram_quantile` over buckets that have lost their label `le`.

use crate::query::promql::{MetricName, Quantile, Query};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct QuantileWithoutLe;

impl Rule for QuantileWithoutLe {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/quantile-without-le");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(promql) = query.promql() else { return };
        for quantile in &promql.quantiles {
            if quantile.has_le == Some(false) && is_of_buckets(promql, quantile) {
                found
                    .in_query(
                        query,
                        &quantile.bytes,
                        "`histogram_quantile` gives nothing: its buckets have lost their label `le`",
                    )
                    .label("an aggregation within takes `le` away")
                    .help("keep it: `sum by (le) (rate(…))`, with the labels of the legend beside it");
            }
        }
    }
}

/// Whether all that is selected are buckets of classic histograms: others have no `le` to lose.
fn is_of_buckets(promql: &Query, quantile: &Quantile) -> bool {
    let selectors = promql.selectors.get(quantile.selectors.clone()).unwrap_or_default();
    let is_bucket = |metric: &MetricName| matches!(metric, MetricName::Known(name) | MetricName::Pattern(name) if name.text.ends_with("_bucket"));
    !selectors.is_empty() && selectors.iter().all(|selector| is_bucket(&selector.metric))
}
