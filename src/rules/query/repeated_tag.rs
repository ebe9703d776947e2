//! A tag of a Jaeger search that is written twice.

use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct RepeatedTag;

impl Rule for RepeatedTag {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/repeated-tag");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let tags = query.tags().unwrap_or_default();
        for (index, tag) in tags.iter().enumerate() {
            // Searches have a handful of tags.
            if tags.iter().skip(index + 1).any(|later| later.key.text == tag.key.text) {
                let bytes = tag.key.range.start..tag.value.range.end.max(tag.key.range.end);
                let message = format!("`{}` is there twice: Grafana searches for the last value alone", tag.key.text);
                found
                    .in_query(query, &bytes, message)
                    .help("Jaeger can't search for one value or another: make two panels of it");
            }
        }
    }
}
