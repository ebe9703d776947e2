//! Links from spans to logs by a query of one's own that is not there.

use super::links::{is_eaten, is_missing};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct LogsCustomQueryEmpty;

impl Rule for LogsCustomQueryEmpty {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/logs-custom-query-empty");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(links) = datasource.traces_to_logs_v2().filter(|links| links.custom_query == Some(true)) else { return };
        let is_empty = is_missing(links.query.as_deref(), "query", &links.extra);
        if is_empty && !is_eaten(&datasource.written["jsonData"]["tracesToLogsV2"]["query"]) {
            let at = datasource.json_data_at().key("tracesToLogsV2").key("customQuery");
            found
                .key(&at, "`customQuery` is true and there is no `query`: Grafana makes the query of the tags")
                .help("write the `query`, or leave `customQuery: false`");
        }
    }
}
