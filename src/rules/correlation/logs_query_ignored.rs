//! A query for logs that Grafana ignores.

use super::links::is_missing;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct LogsQueryIgnored;

impl Rule for LogsQueryIgnored {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/logs-query-ignored");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(links) = datasource.traces_to_logs_v2() else { return };
        let is_used = links.custom_query == Some(true) || links.extra.contains_key("customQuery");
        if !is_used && !is_missing(links.query.as_deref(), "query", &links.extra) {
            let at = datasource.json_data_at().key("tracesToLogsV2").key("query");
            found
                .key(&at, "Grafana ignores the `query` and makes one of the tags, because `customQuery` is not true")
                .help("set `customQuery: true` beside it");
        }
    }
}
