//! A tag for logs that no span has.

use super::span_tags::{report_unknown, unknown};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct LogsTagOfNoSpan;

impl Rule for LogsTagOfNoSpan {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/logs-tag-of-no-span");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (Some(links), Some(contract)) = (datasource.traces_to_logs_v2(), around.contract) else { return };
        let at = || datasource.json_data_at().key("tracesToLogsV2").key("tags");
        for (index, key) in unknown(links.tags.as_deref().unwrap_or_default(), contract) {
            report_unknown(&at().index(index).key("key"), key, contract, found);
        }
    }
}
