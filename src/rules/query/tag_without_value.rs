//! A tag of a Jaeger search that has no value.

use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct TagWithoutValue;

impl Rule for TagWithoutValue {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "query/tag-without-value");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let tags = query.tags().unwrap_or_default();
        // A variable may hold the whole tag.
        for tag in tags.iter().filter(|tag| !tag.has_value && !tag.key.text.contains(['$', '['])) {
            let key = &tag.key.text;
            let reported = found.in_query(
                query,
                &tag.key.range,
                format!("`{key}` has no value: Jaeger searches for spans on which it is the empty text"),
            );
            if key == "error" {
                reported.label("did you mean `error=true`?");
            } else {
                reported.help(format!("write `{key}=…`; Jaeger can't search for a tag of any value"));
            }
        }
    }
}
