//! The settings of a Tempo data source.
//!
//! Facts: `src/types.ts`, `ConfigEditor.tsx` and `StreamingSection.tsx` of Grafana's Tempo data source.

use super::json_data::json_data;
use super::links::{TracesToLogs, TracesToLogsV2, TracesToMetrics, TracesToProfiles};
use super::shapes::{NumberOrText, OneOrMoreTexts};
use super::trace_view::{NodeGraph, SpanBar};
use crate::grafana::json::{model, text_enum};

json_data! {
    /// `jsonData` of a data source of type `tempo`.
    pub struct TempoJsonData {
        /// Links from spans to logs, in their former form, ignored beside `tracesToLogsV2`.
        "tracesToLogs" => traces_to_logs: TracesToLogs,
        /// Links from spans to logs.
        "tracesToLogsV2" => traces_to_logs_v2: TracesToLogsV2,
        /// Links from spans to metrics.
        "tracesToMetrics" => traces_to_metrics: TracesToMetrics,
        /// Links from spans to profiles.
        "tracesToProfiles" => traces_to_profiles: TracesToProfiles,
        /// The graph of services.
        "serviceMap" => service_map: ServiceMap,
        /// The search form.
        "search" => search: Search,
        /// The graph of a trace's spans.
        "nodeGraph" => node_graph: NodeGraph,
        /// What stands beside each span.
        "spanBar" => span_bar: SpanBar,
        /// The most tags that are looked up.
        "tagLimit" => tag_limit: u64,
        /// Look-ups by trace id.
        "traceQuery" => trace_query: TraceQuery,
        /// Which answers come in pieces.
        "streamingEnabled" => streaming_enabled: StreamingEnabled,
        /// The time range in which tags are looked up: seconds, or a text.
        "timeRangeForTags" => time_range_for_tags: NumberOrText,
    }
}

model! {
    /// The graph of services.
    pub struct ServiceMap {
        /// The uid of the Prometheus data source that has its metrics.
        "datasourceUid" => datasource_uid: String,
    }
}

model! {
    /// The search form.
    pub struct Search {
        /// Whether it is hidden.
        "hide" => hide: bool,
        /// The fields of the form.
        "filters" => filters: Vec<SearchFilter>,
    }
}

model! {
    /// A field of the search form.
    pub struct SearchFilter {
        /// Its id; required.
        "id" => id: String,
        /// The tag that is asked for.
        "tag" => tag: String,
        /// How it is compared: `=`, `!=`, `=~`.
        "operator" => operator: String,
        /// What it is compared with.
        "value" => value: OneOrMoreTexts,
        /// The type of that: `string`, `int`, `duration`.
        "valueType" => value_type: String,
        /// Where the tag is looked for.
        "scope" => scope: SearchScope,
        /// The field's name in the form.
        "label" => label: String,
        /// Whether the value was typed in and not chosen.
        "isCustomValue" => is_custom_value: bool,
    }
}

text_enum! {
    /// Where a tag is looked for.
    pub enum SearchScope {
        /// On a span's events.
        Event = "event",
        /// On the instrumentation scope.
        Instrumentation = "instrumentation",
        /// Among what every span has: its name, duration, status.
        Intrinsic = "intrinsic",
        /// On a span's links.
        Link = "link",
        /// On the resource.
        Resource = "resource",
        /// On the span.
        Span = "span",
        /// On the span and the resource.
        Unscoped = "unscoped",
    }
}

model! {
    /// Look-ups by trace id.
    pub struct TraceQuery {
        /// Whether they are limited to a time range.
        "timeShiftEnabled" => time_shift_enabled: bool,
        /// How far the look-up begins from the start: a duration with a sign.
        "spanStartTimeShift" => span_start_time_shift: String,
        /// How far the look-up ends from the end: a duration with a sign.
        "spanEndTimeShift" => span_end_time_shift: String,
    }
}

model! {
    /// Which answers come in pieces.
    pub struct StreamingEnabled {
        /// Those of searches.
        "search" => search: bool,
        /// Those of metrics queries.
        "metrics" => metrics: bool,
    }
}
