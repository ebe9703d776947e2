//! `histogram_quantile` over what is no histogram.

use crate::query::promql::MetricName;
use crate::rules::query::selected;
use crate::rules::{About, Context, Findings, QueryView, Rule, about};
use crate::signals::Part;
use crate::signals::contract::Origin;

pub struct QuantileOfNonHistogram;

impl Rule for QuantileOfNonHistogram {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/quantile-of-non-histogram");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some((selectors, contract)) = selected::held_against(query, around.contract) else { return };
        let Some(promql) = query.promql() else { return };
        for quantile in &promql.quantiles {
            for selector in selectors.get(quantile.selectors.clone()).unwrap_or_default() {
                let MetricName::Known(name) = &selector.metric else { continue };
                let mut series = selected::series(contract, selector).peekable();
                let Some(first) = series.peek().copied() else { continue };
                // What a recording rule stores may be buckets; a label `le` makes buckets of anything.
                let may_be_buckets = series
                    .any(|one| one.part == Part::Bucket || one.origin == Origin::RecordingRule || one.label("le").is_some());
                if may_be_buckets || selected::may_add_labels(&selector.applied) || is_beside(selector) {
                    continue;
                }
                let bucket = contract.series_names().find(|known| known.strip_suffix("_bucket") == Some(base(&name.text)));
                let message = format!("`histogram_quantile` gives nothing: `{}` has no buckets", name.text);
                found
                    .in_query(query, &name.range, message)
                    .label_if(bucket.map(|bucket| format!("did you mean `{bucket}`?")))
                    .related(first.place(), format!("it is declared as part of a {}", first.metric.kind.name()));
            }
        }
    }
}

/// Whether a selector only stands beside what is computed from: in a condition, or as a factor.
fn is_beside(selector: &crate::query::promql::Selector) -> bool {
    use crate::query::promql::Applied;
    let inside = selector
        .applied
        .iter()
        .take_while(|applied| !matches!(applied, Applied::Function { name, .. } if name.text == "histogram_quantile"));
    inside.into_iter().any(|applied| matches!(applied, Applied::Binary { .. }))
}

/// A metric's name without the ending of a part.
fn base(name: &str) -> &str {
    ["_sum", "_count", "_created"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}
