//! `histogram_quantile` over buckets that have lost their label `le`.

use crate::query::promql::{Applied, MetricName, Quantile, Query, Selector};
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
    !selectors.is_empty() && selectors.iter().all(|selector| is_bucket(&selector.metric) && !keeps_vmrange(selector))
}

fn is_bucket(metric: &MetricName) -> bool {
    matches!(metric, MetricName::Known(name) | MetricName::Pattern(name) if name.text.ends_with("_bucket"))
}

/// Whether the buckets are those of `VictoriaMetrics`, which have the label `vmrange` in place of `le`.
fn keeps_vmrange(selector: &Selector) -> bool {
    selector.applied.iter().any(|applied| match applied {
        Applied::Aggregation { grouping: Some(grouping), .. } => grouping.labels.iter().any(|label| label.text == "vmrange"),
        _ => false,
    })
}
