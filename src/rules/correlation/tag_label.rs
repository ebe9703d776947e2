//! A tag that becomes a label that no query language takes.

use super::links::{label_of, uses_tags};
use crate::diag::Pointer;
use crate::grafana::datasource::links::{Tag, TracesToLogsV2, TracesToMetrics};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};
use crate::signals::naming;

pub struct TagLabel;

impl Rule for TagLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/tag-label");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let at = || datasource.json_data_at();
        if let Some(links) = datasource.traces_to_metrics().filter(|links| are_used_by_metrics(links)) {
            check(links.tags.as_deref(), "PromQL", || at().key("tracesToMetrics").key("tags"), found);
        }
        let logs = datasource.traces_to_logs_v2().filter(|links| are_used_by_logs(links));
        // Others than Loki take names with dots.
        let target = |links: &TracesToLogsV2| links.datasource_uid.as_deref().and_then(|uid| around.datasources.find(uid));
        if let Some(links) = logs.filter(|links| target(links).is_some_and(|target| target.kind == "loki")) {
            check(links.tags.as_deref(), "LogQL", || at().key("tracesToLogsV2").key("tags"), found);
        }
    }
}

fn are_used_by_metrics(links: &TracesToMetrics) -> bool {
    links.queries.iter().flatten().any(|query| query.query.as_deref().is_some_and(uses_tags))
}

fn are_used_by_logs(links: &TracesToLogsV2) -> bool {
    let custom = links.query.as_deref().filter(|query| links.custom_query == Some(true) && !query.is_empty());
    custom.is_none_or(uses_tags)
}

fn check(tags: Option<&[Tag]>, language: &str, at: impl Fn() -> Pointer, found: &mut Findings<'_>) {
    for (index, tag) in tags.unwrap_or_default().iter().enumerate() {
        let Some((label, key)) = label_of(tag).filter(|(label, _)| !label.is_empty() && !naming::is_label_name(label)) else {
            continue;
        };
        let message =
            format!("`$__tags` becomes `{label}=\"…\"`, and `{label}` is no label that {language} takes: the query fails");
        found
            .value(&at().index(index).key(key), message)
            .help(format!("name the label by `value`, such as `value: {}`", naming::label_name(label)));
    }
}
