//! Links between traces, logs, metrics and profiles.
//!
//! Facts: the types of `@grafana/o11y-ds-frontend` 13.2, Grafana's `createSpanLink.tsx`, and of the Loki and Prometheus data
//! sources `getDerivedFields.ts` and `result_transformer.ts`.
//!
//! Shifts of time are durations with a sign: `-2m`, `500ms`, `1h`; units are `ms s m h d w M y`, and `+1h` is an error. The
//! start should be moved back (negative) and the end forth.

use crate::grafana::json::{model, text_enum};

model! {
    /// A tag of a span, and the name that the linked data source has for it.
    pub struct Tag {
        /// The tag's key: `service.name`.
        "key" => key: String,
        /// The label's name: `service_name`. Default: the key, which must be a legal label then.
        "value" => value: String,
    }
}

model! {
    /// Links from spans to metrics: one for each query, none without queries.
    pub struct TracesToMetrics {
        /// The uid of a data source of type `prometheus`. A uid that does not exist leaves the links out without a word.
        "datasourceUid" => datasource_uid: String,
        /// The tags that `$__tags` stands for in the queries. Empty or missing: Grafana's own list.
        "tags" => tags: Vec<Tag>,
        /// The queries.
        "queries" => queries: Vec<TracesToMetricsQuery>,
        /// How far the query begins from the span's start. Default `-2m`.
        "spanStartTimeShift" => span_start_time_shift: String,
        /// How far the query ends from the span's end. Default `2m`.
        "spanEndTimeShift" => span_end_time_shift: String,
    }
}

model! {
    /// A query that a span links to.
    pub struct TracesToMetricsQuery {
        /// The link's text.
        "name" => name: String,
        /// The query, with `$__tags`, `${__span.tags.x}`, `${__trace.traceId}` and so on. Empty: a quantile of Tempo's span metrics.
        "query" => query: String,
    }
}

model! {
    /// Links from spans to logs.
    pub struct TracesToLogsV2 {
        /// The uid of a data source for logs.
        "datasourceUid" => datasource_uid: String,
        /// The tags that the query asks for. Empty or missing: Grafana's own list.
        "tags" => tags: Vec<Tag>,
        /// How far the query begins from the span's start. Default 0.
        "spanStartTimeShift" => span_start_time_shift: String,
        /// How far the query ends from the span's end. Default 0.
        "spanEndTimeShift" => span_end_time_shift: String,
        /// Whether lines must hold the trace's id. Not for a query of one's own.
        "filterByTraceID" => filter_by_trace_id: bool,
        /// Whether lines must hold the span's id. Not for a query of one's own.
        "filterBySpanID" => filter_by_span_id: bool,
        /// A query of one's own. Ignored unless `customQuery` is true; a variable without a value hides the link.
        "query" => query: String,
        /// Whether `query` is used; required.
        "customQuery" => custom_query: bool,
    }
}

model! {
    /// Links from spans to logs, in the former form, which knows no query of one's own.
    pub struct TracesToLogs {
        /// The uid of a data source for logs.
        "datasourceUid" => datasource_uid: String,
        /// The keys of the tags that the query asks for.
        "tags" => tags: Vec<String>,
        /// The same with other names, used where `mapTagNamesEnabled` is true.
        "mappedTags" => mapped_tags: Vec<Tag>,
        /// Whether `mappedTags` is used instead of `tags`.
        "mapTagNamesEnabled" => map_tag_names_enabled: bool,
        /// How far the query begins from the span's start.
        "spanStartTimeShift" => span_start_time_shift: String,
        /// How far the query ends from the span's end.
        "spanEndTimeShift" => span_end_time_shift: String,
        /// Whether lines must hold the trace's id.
        "filterByTraceID" => filter_by_trace_id: bool,
        /// Whether lines must hold the span's id.
        "filterBySpanID" => filter_by_span_id: bool,
        /// Whether the data source is searched for traces of log lines.
        "lokiSearch" => loki_search: bool,
    }
}

model! {
    /// Links from spans to profiles. Tempo only.
    pub struct TracesToProfiles {
        /// The uid of a data source for profiles.
        "datasourceUid" => datasource_uid: String,
        /// The tags that the query asks for.
        "tags" => tags: Vec<Tag>,
        /// The type of the profiles: `process_cpu:cpu:nanoseconds:cpu:nanoseconds`.
        "profileTypeId" => profile_type_id: String,
        /// A query of one's own, used where `customQuery` is true.
        "query" => query: String,
        /// Whether `query` is used; required.
        "customQuery" => custom_query: bool,
    }
}

model! {
    /// A field that is won from log lines, with a link. Of several with one name the first one's matcher counts for all.
    pub struct DerivedField {
        /// The field's name.
        "name" => name: String,
        /// For `regex`: a regular expression in JavaScript's syntax whose first group is the value. For `label`: one that the
        /// label's name matches, anywhere unless it is anchored.
        "matcherRegex" => matcher_regex: String,
        /// What the expression is held against. Default `regex`.
        "matcherType" => matcher_type: MatcherType,
        /// With `datasourceUid` the query, usually `${__value.raw}`; otherwise an address with such variables in it.
        "url" => url: String,
        /// The link's text.
        "urlDisplayLabel" => url_display_label: String,
        /// The uid of the data source that is asked.
        "datasourceUid" => datasource_uid: String,
        /// Whether the link opens a new page.
        "targetBlank" => target_blank: bool,
    }
}

text_enum! {
    /// What a derived field's expression is held against.
    pub enum MatcherType {
        /// The line.
        Regex = "regex",
        /// The names of the line's labels.
        Label = "label",
    }
}

model! {
    /// A link from exemplars to a trace.
    pub struct ExemplarTraceIdDestination {
        /// The exemplar's label that holds the trace's id, exactly; required.
        "name" => name: String,
        /// The uid of a data source for traces. Works for Tempo; a Jaeger data source does not understand the query that
        /// Grafana sends (grafana/grafana#111448), so link to it by `url`.
        "datasourceUid" => datasource_uid: String,
        /// An address with `${__value.raw}` in it.
        "url" => url: String,
        /// The link's text. Default `Go to <url>`.
        "urlDisplayLabel" => url_display_label: String,
    }
}
