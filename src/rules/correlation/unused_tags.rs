//! Tags of links from spans that no query uses.

use serde_json::Value;

use super::links::uses_tags;
use crate::grafana::datasource::links::TracesToMetricsQuery;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct UnusedTags;

impl Rule for UnusedTags {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/unused-tags");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for key in [unused_by_metrics(datasource), unused_by_logs(datasource)].into_iter().flatten() {
            let at = datasource.json_data_at().key(key).key("tags");
            found.key(&at, format!("the tags of `{key}` have no effect: no query uses `$__tags`")).help(
                "write `$__tags` last between the braces of a selector (`$$__tags` in a provisioning file), or take the tags out",
            );
        }
    }
}

fn unused_by_metrics(datasource: &DatasourceView<'_>) -> Option<&'static str> {
    let links = datasource.traces_to_metrics()?;
    let (tags, queries) = (links.tags.as_deref()?, links.queries.as_deref()?);
    let written = &datasource.written["jsonData"]["tracesToMetrics"]["queries"];
    let may_use = |(index, query): (usize, &TracesToMetricsQuery)| {
        query.extra.contains_key("query") || may_use_tags(query.query.as_deref(), &written[index]["query"])
    };
    let is_used = queries.iter().enumerate().any(may_use);
    (!tags.is_empty() && !queries.is_empty() && !is_used).then_some("tracesToMetrics")
}

fn unused_by_logs(datasource: &DatasourceView<'_>) -> Option<&'static str> {
    let links = datasource.traces_to_logs_v2().filter(|links| links.custom_query == Some(true))?;
    let query = links.query.as_deref().filter(|query| !query.is_empty())?;
    let has_tags = !links.tags.as_deref()?.is_empty();
    let written = &datasource.written["jsonData"]["tracesToLogsV2"]["query"];
    (has_tags && !may_use_tags(Some(query), written)).then_some("tracesToLogsV2")
}

/// Whether a query uses all tags, or its author meant it to: what Grafana eats of it is told of there.
fn may_use_tags(query: Option<&str>, written: &Value) -> bool {
    query.is_some_and(uses_tags) || written.as_str().is_some_and(uses_tags)
}
