//! The settings of a Prometheus data source.
//!
//! Facts: `types.ts`, `datasource.ts` and `pkg/promlib/models/settings.go` of Grafana's Prometheus data source. Its server
//! part reads all settings at once, so one field of a wrong type makes every query fail.

use super::json_data::json_data;
use super::links::ExemplarTraceIdDestination;
use crate::grafana::json::text_enum;

json_data! {
    /// `jsonData` of a data source of type `prometheus`.
    pub struct PrometheusJsonData {
        /// How often Prometheus scrapes: a duration such as `15s`, which is the default.
        "timeInterval" => time_interval: String,
        /// How long a query may take: a duration such as `60s`.
        "queryTimeout" => query_timeout: String,
        /// How queries are sent. Default `POST`; anything else is an error on every query.
        "httpMethod" => http_method: HttpMethod,
        /// Parameters that are added to every query, as in a URL: `max_source_resolution=5m&timeout=10`.
        "customQueryParameters" => custom_query_parameters: String,
        /// Whether names of metrics are not looked up. Default false.
        "disableMetricsLookup" => disable_metrics_lookup: bool,
        /// Links from exemplars to traces.
        "exemplarTraceIdDestinations" => exemplar_trace_id_destinations: Vec<ExemplarTraceIdDestination>,
        /// What answers the queries.
        "prometheusType" => prometheus_type: PrometheusType,
        /// Its version: `2.50.1`.
        "prometheusVersion" => prometheus_version: String,
        /// How long lists of metrics and labels are kept in the browser. Default `Low`.
        "cacheLevel" => cache_level: CacheLevel,
        /// The editor that a new query opens in.
        "defaultEditor" => default_editor: DefaultEditor,
        /// Whether a refresh only asks for what is new. Default false.
        "incrementalQuerying" => incremental_querying: bool,
        /// How much of the past such a refresh asks for again: a duration. Default `10m`.
        "incrementalQueryOverlapWindow" => incremental_query_overlap_window: String,
        /// Whether recording rules are not looked up. Default false.
        "disableRecordingRules" => disable_recording_rules: bool,
        /// Whether labels are looked up by the series endpoint. Default false.
        "seriesEndpoint" => series_endpoint: bool,
        /// The most series of such a look-up. Default 40000; 0 is no limit.
        "seriesLimit" => series_limit: u64,
        /// The number of samples processed by a query from which on a warning is shown.
        "maxSamplesProcessedWarningThreshold" => max_samples_processed_warning_threshold: u64,
        /// The number of samples processed by a query from which on an error is shown.
        "maxSamplesProcessedErrorThreshold" => max_samples_processed_error_threshold: u64,
        /// Whether Prometheus is asked for statistics of each query.
        "queryStatsEnabled" => query_stats_enabled: bool,
        /// Whether names are looked up by the search API.
        "enableSearchApi" => enable_search_api: bool,
    }
}

text_enum! {
    /// How queries are sent.
    pub enum HttpMethod {
        /// In the address.
        Get = "GET",
        /// In the body: no limit of length.
        Post = "POST",
    }
}

text_enum! {
    /// What answers the queries.
    pub enum PrometheusType {
        /// Prometheus itself.
        Prometheus = "Prometheus",
        /// Cortex.
        Cortex = "Cortex",
        /// Mimir.
        Mimir = "Mimir",
        /// Thanos.
        Thanos = "Thanos",
    }
}

text_enum! {
    /// How long lists of metrics and labels are kept in the browser.
    pub enum CacheLevel {
        /// Shortly.
        Low = "Low",
        /// Longer.
        Medium = "Medium",
        /// The longest.
        High = "High",
        /// Not at all.
        None = "None",
    }
}

text_enum! {
    /// The editor that a new query opens in.
    pub enum DefaultEditor {
        /// Text.
        Code = "code",
        /// Forms.
        Builder = "builder",
    }
}
