//! A tag for logs whose label no stream has.

use super::links::{label_of, uses_tags};
use crate::diag::suggest::nearest;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct LogsTagWithoutLabel;

impl Rule for LogsTagWithoutLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/logs-tag-without-label");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (Some(links), Some(contract)) = (datasource.traces_to_logs_v2(), around.contract) else { return };
        let target = links.datasource_uid.as_deref().and_then(|uid| around.datasources.find(uid));
        let declared = contract.stream_labels();
        // With a query of one's own the tags may stand in another place than the stream selector.
        let custom = links.query.as_deref().filter(|_| links.custom_query == Some(true));
        let is_custom = custom.is_some_and(|query| !query.is_empty() && !uses_tags(query));
        if declared.is_empty() || is_custom || target.is_none_or(|target| target.kind != "loki") {
            return;
        }
        for (index, tag) in links.tags.iter().flatten().enumerate() {
            let Some((label, key)) = label_of(tag).filter(|(label, _)| !declared.contains(label)) else { continue };
            let at = datasource.json_data_at().key("tracesToLogsV2").key("tags").index(index).key(key);
            let near = nearest(label, declared.iter().copied());
            found
                .value(
                    &at,
                    format!("no stream of the contract has a label `{label}`: where a span has the tag, no log line is found"),
                )
                .label_if(near.map(|near| format!("did you mean `{near}`?")));
        }
    }
}
