//! Links from spans to metrics without queries.

use super::links::is_missing;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct MetricsWithoutQueries;

impl Rule for MetricsWithoutQueries {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/metrics-without-queries");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(links) = datasource.traces_to_metrics() else { return };
        let has_queries = links.queries.as_ref().is_some_and(|queries| !queries.is_empty())
            || links.extra.get("queries").is_some_and(|queries| !queries.is_null());
        // Without a target nothing is set up at all.
        if has_queries || is_missing(links.datasource_uid.as_deref(), "datasourceUid", &links.extra) {
            return;
        }
        let at = datasource.json_data_at().key("tracesToMetrics");
        let message = "`tracesToMetrics` has no `queries`, and Grafana makes one link for each of them: there is none";
        found.key(&at, message).help("list at least one query, with a `name` that the link is shown by");
    }
}
