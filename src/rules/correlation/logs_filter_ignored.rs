//! Filters of links from spans to logs beside a query of one's own.

use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct LogsFilterIgnored;

impl Rule for LogsFilterIgnored {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "correlation/logs-filter-ignored");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(links) = datasource.traces_to_logs_v2().filter(|links| links.custom_query == Some(true)) else { return };
        if links.query.as_deref().is_none_or(str::is_empty) {
            return;
        }
        let filters = [
            ("filterByTraceID", links.filter_by_trace_id, "${__trace.traceId}"),
            ("filterBySpanID", links.filter_by_span_id, "${__span.spanId}"),
        ];
        for (key, _, variable) in filters.into_iter().filter(|(_, is_set, _)| *is_set == Some(true)) {
            let at = datasource.json_data_at().key("tracesToLogsV2").key(key);
            found
                .key(&at, format!("Grafana ignores `{key}` where `customQuery` is true"))
                .help(format!("filter in the query itself, by `{variable}`"));
        }
    }
}
