//! A query of one's own in the former form of links from spans to logs.

use super::links::traces_to_logs;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct LegacyLogsQuery;

impl Rule for LegacyLogsQuery {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/legacy-logs-query");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        // Beside the newer form all of it is ignored, which is another finding.
        let Some(links) = traces_to_logs(datasource).filter(|_| datasource.traces_to_logs_v2().is_none()) else { return };
        let keys = ["query", "customQuery"];
        if let Some(key) = keys.into_iter().find(|key| links.extra.contains_key(*key)) {
            let at = datasource.json_data_at().key("tracesToLogs").key(key);
            found.key(&at, format!("`tracesToLogs` knows no `{key}`: Grafana makes the query of the tags")).help(
                "name the whole `tracesToLogsV2`, which takes `query` with `customQuery: true`, and tags as `key` and `value`",
            );
        }
    }
}
