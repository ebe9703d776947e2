//! Links from spans to logs in both their forms.

use super::links::traces_to_logs;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct LegacyLogsIgnored;

impl Rule for LegacyLogsIgnored {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/legacy-logs-ignored");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if traces_to_logs(datasource).is_some() && datasource.traces_to_logs_v2().is_some() {
            let at = datasource.json_data_at();
            let newer = found.place(&at.key("tracesToLogsV2"));
            found
                .key(&at.key("tracesToLogs"), "Grafana ignores `tracesToLogs` beside `tracesToLogsV2`")
                .related(newer, "this is what it uses")
                .help("take it out");
        }
    }
}
