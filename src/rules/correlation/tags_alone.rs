//! A query of links from spans to metrics that asks for all series where a span has none of the tags.

use super::links::is_tags;
use crate::query::promql::MetricName;
use crate::rules::view::{Context, Owner, QueryView};
use crate::rules::{About, Findings, Rule, about};

pub struct TagsAlone;

impl Rule for TagsAlone {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "correlation/tags-alone");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (Owner::TracesToMetrics(_), Some(parsed)) = (query.owner, query.promql()) else { return };
        if super::span_tags::is_always_there(around) {
            return;
        }
        for selector in parsed.selectors.iter().filter(|selector| selector.matchers.is_empty()) {
            if let ([variable], MetricName::Known(metric)) = (selector.variables.as_slice(), &selector.metric)
                && is_tags(&variable.reference)
            {
                let message = format!("from a span that has none of the tags, the link asks for all of `{}`", metric.text);
                found.in_query(query, &variable.reference.range, message);
            }
        }
    }
}
