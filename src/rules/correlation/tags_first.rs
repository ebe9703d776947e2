//! A query of links from spans to metrics that breaks where a span has none of the tags.

use super::links::is_tags;
use crate::rules::view::{Context, Owner, QueryView};
use crate::rules::{About, Findings, Rule, about};

pub struct TagsFirst;

impl Rule for TagsFirst {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/tags-first");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (Owner::TracesToMetrics(_), Some(parsed)) = (query.owner, query.promql()) else { return };
        if super::span_tags::is_always_there(around) {
            return;
        }
        let variables = parsed.selectors.iter().flat_map(|selector| &selector.variables);
        for variable in variables.filter(|variable| is_tags(&variable.reference) && !variable.is_last) {
            found
                .in_query(
                    query,
                    &variable.reference.range,
                    "from a span that has none of the tags, nothing is left before the comma, and Prometheus refuses the query",
                )
                .help("write it last: `{job=\"api\", $__tags}`");
        }
    }
}
