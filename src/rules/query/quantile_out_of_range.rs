//! A quantile that is not between 0 and 1.

use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct QuantileOutOfRange;

impl Rule for QuantileOutOfRange {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/quantile-out-of-range");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(promql) = query.promql() else { return };
        for quantile in &promql.quantiles {
            let Some(value) = quantile.value.filter(|value| !(0.0..=1.0).contains(value)) else { continue };
            let gives = if value > 1.0 { "+Inf" } else { "-Inf" };
            let reported = found.in_query(
                query,
                &quantile.value_bytes,
                format!("a quantile is a number from 0 to 1: of {value}, `histogram_quantile` always gives {gives}"),
            );
            if (1.0..=100.0).contains(&value) {
                reported.label(format!("did you mean `{}`?", value / 100.0));
            }
        }
    }
}
