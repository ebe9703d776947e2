//! Written by `spanboard generate` from observability/signals.yaml. Change that file, not this one.
//!
//! What the source `nemotron-backend` emits: the names that its code uses, and nothing of how.

/// Metrics.
#[rustfmt::skip]
pub mod metrics {
    /// The type of a metric.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum MetricType {
        /// A number that only rises.
        Counter,
        /// A number that rises and falls.
        Gauge,
        /// A distribution, counted in buckets.
        Histogram,
        /// A distribution, by quantiles.
        Summary,
    }

    /// A metric.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Metric {
        /// The name, as Prometheus stores it.
        pub name: &'static str,
        /// The name without the `_total` of a counter, for clients that append it themselves.
        pub family: &'static str,
        /// The type.
        pub kind: MetricType,
        /// The unit; empty where none is declared.
        pub unit: &'static str,
        /// What it says.
        pub help: &'static str,
        /// The names of its labels, sorted.
        pub labels: &'static [&'static str],
        /// The upper bounds of a histogram's buckets, without the infinite one.
        pub buckets: &'static [f64],
        /// The names of its exemplars' labels.
        pub exemplars: &'static [&'static str],
    }

    /// The histogram `hsi_stage_duration_seconds`.
    pub const HSI_STAGE_DURATION_SECONDS: Metric = Metric {
        name: "hsi_stage_duration_seconds",
        family: "hsi_stage_duration_seconds",
        kind: MetricType::Histogram,
        unit: "seconds",
        help: "How long a stage of the pipeline took.",
        labels: &["stage"],
        buckets: &[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0],
        exemplars: &["trace_id"],
    };

    /// The counter `hsi_detections_processed_total`.
    pub const HSI_DETECTIONS_PROCESSED_TOTAL: Metric = Metric {
        name: "hsi_detections_processed_total",
        family: "hsi_detections_processed",
        kind: MetricType::Counter,
        unit: "1",
        help: "Detections that RT-DETR found and that were stored.",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `hsi_detections_filtered_low_confidence_total`.
    pub const HSI_DETECTIONS_FILTERED_LOW_CONFIDENCE_TOTAL: Metric = Metric {
        name: "hsi_detections_filtered_low_confidence_total",
        family: "hsi_detections_filtered_low_confidence",
        kind: MetricType::Counter,
        unit: "1",
        help: "Detections that were dropped for their low confidence.",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `hsi_batch_max_detections_reached_total`.
    pub const HSI_BATCH_MAX_DETECTIONS_REACHED_TOTAL: Metric = Metric {
        name: "hsi_batch_max_detections_reached_total",
        family: "hsi_batch_max_detections_reached",
        kind: MetricType::Counter,
        unit: "1",
        help: "Batches that were closed for being full.",
        labels: &["camera_id"],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `hsi_events_created_total`.
    pub const HSI_EVENTS_CREATED_TOTAL: Metric = Metric {
        name: "hsi_events_created_total",
        family: "hsi_events_created",
        kind: MetricType::Counter,
        unit: "1",
        help: "Events that were stored.",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `hsi_events_by_risk_level_total`.
    pub const HSI_EVENTS_BY_RISK_LEVEL_TOTAL: Metric = Metric {
        name: "hsi_events_by_risk_level_total",
        family: "hsi_events_by_risk_level",
        kind: MetricType::Counter,
        unit: "1",
        help: "Events that were stored, by risk level.",
        labels: &["level"],
        buckets: &[],
        exemplars: &[],
    };

    /// The histogram `hsi_risk_score`.
    pub const HSI_RISK_SCORE: Metric = Metric {
        name: "hsi_risk_score",
        family: "hsi_risk_score",
        kind: MetricType::Histogram,
        unit: "1",
        help: "The risk scores of events, 0 to 100.",
        labels: &[],
        buckets: &[10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0],
        exemplars: &[],
    };

    /// The counter `hsi_pipeline_errors_total`.
    pub const HSI_PIPELINE_ERRORS_TOTAL: Metric = Metric {
        name: "hsi_pipeline_errors_total",
        family: "hsi_pipeline_errors",
        kind: MetricType::Counter,
        unit: "1",
        help: "Errors in any stage of the pipeline.",
        labels: &["error_type"],
        buckets: &[],
        exemplars: &[],
    };

    /// The gauge `hsi_detection_queue_depth`.
    pub const HSI_DETECTION_QUEUE_DEPTH: Metric = Metric {
        name: "hsi_detection_queue_depth",
        family: "hsi_detection_queue_depth",
        kind: MetricType::Gauge,
        unit: "1",
        help: "How many images wait for detection or are in it.",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// The gauge `hsi_analysis_queue_depth`.
    pub const HSI_ANALYSIS_QUEUE_DEPTH: Metric = Metric {
        name: "hsi_analysis_queue_depth",
        family: "hsi_analysis_queue_depth",
        kind: MetricType::Gauge,
        unit: "1",
        help: "How many batches wait for analysis or are in it.",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `hsi_queue_overflow_total`.
    pub const HSI_QUEUE_OVERFLOW_TOTAL: Metric = Metric {
        name: "hsi_queue_overflow_total",
        family: "hsi_queue_overflow",
        kind: MetricType::Counter,
        unit: "1",
        help: "How often a queue was full, by what was done then: the image was rejected, or the worker waited for room.",
        labels: &["policy", "queue_name"],
        buckets: &[],
        exemplars: &[],
    };

    /// The gauge `hsi_worker_status`.
    pub const HSI_WORKER_STATUS: Metric = Metric {
        name: "hsi_worker_status",
        family: "hsi_worker_status",
        kind: MetricType::Gauge,
        unit: "1",
        help: "What a worker does: 0 stopped, 1 running, 2 crashed, 3 restarting, 4 failed.",
        labels: &["worker_name"],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `hsi_pipeline_worker_restarts_total`.
    pub const HSI_PIPELINE_WORKER_RESTARTS_TOTAL: Metric = Metric {
        name: "hsi_pipeline_worker_restarts_total",
        family: "hsi_pipeline_worker_restarts",
        kind: MetricType::Counter,
        unit: "1",
        help: "How often a worker was restarted.",
        labels: &["reason_category", "worker_name"],
        buckets: &[],
        exemplars: &[],
    };

    /// The histogram `hsi_ai_request_duration_seconds`.
    pub const HSI_AI_REQUEST_DURATION_SECONDS: Metric = Metric {
        name: "hsi_ai_request_duration_seconds",
        family: "hsi_ai_request_duration_seconds",
        kind: MetricType::Histogram,
        unit: "seconds",
        help: "How long a request to a model service took, the network included.",
        labels: &["service"],
        buckets: &[0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0],
        exemplars: &["trace_id"],
    };

    /// The gauge `hsi_llm_context_utilization_ratio`.
    pub const HSI_LLM_CONTEXT_UTILIZATION_RATIO: Metric = Metric {
        name: "hsi_llm_context_utilization_ratio",
        family: "hsi_llm_context_utilization_ratio",
        kind: MetricType::Gauge,
        unit: "ratio",
        help: "The part of the model's context that the last prompt filled.",
        labels: &["model"],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `hsi_model_cold_start_total`.
    pub const HSI_MODEL_COLD_START_TOTAL: Metric = Metric {
        name: "hsi_model_cold_start_total",
        family: "hsi_model_cold_start",
        kind: MetricType::Counter,
        unit: "1",
        help: "How often a model had to be loaded before it could answer.",
        labels: &["model"],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `hsi_prompt_rollbacks_total`.
    pub const HSI_PROMPT_ROLLBACKS_TOTAL: Metric = Metric {
        name: "hsi_prompt_rollbacks_total",
        family: "hsi_prompt_rollbacks",
        kind: MetricType::Counter,
        unit: "1",
        help: "How often a prompt was taken back to its version before.",
        labels: &["model", "reason"],
        buckets: &[],
        exemplars: &[],
    };

    /// The histogram `http_request_duration_seconds`.
    pub const HTTP_REQUEST_DURATION_SECONDS: Metric = Metric {
        name: "http_request_duration_seconds",
        family: "http_request_duration_seconds",
        kind: MetricType::Histogram,
        unit: "seconds",
        help: "How long the answer to an HTTP request took.",
        labels: &["method", "service", "status_code"],
        buckets: &[0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0],
        exemplars: &["trace_id"],
    };

    /// The counter `otel_spans_exported_total`.
    pub const OTEL_SPANS_EXPORTED_TOTAL: Metric = Metric {
        name: "otel_spans_exported_total",
        family: "otel_spans_exported",
        kind: MetricType::Counter,
        unit: "1",
        help: "Spans that the collector took.",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `otel_spans_dropped_total`.
    pub const OTEL_SPANS_DROPPED_TOTAL: Metric = Metric {
        name: "otel_spans_dropped_total",
        family: "otel_spans_dropped",
        kind: MetricType::Counter,
        unit: "1",
        help: "Spans that were dropped before they were sent, for a full queue or after the shutdown.",
        labels: &["reason"],
        buckets: &[],
        exemplars: &[],
    };

    /// The counter `otel_spans_failed_total`.
    pub const OTEL_SPANS_FAILED_TOTAL: Metric = Metric {
        name: "otel_spans_failed_total",
        family: "otel_spans_failed",
        kind: MetricType::Counter,
        unit: "1",
        help: "Spans that were sent and not taken, after all tries.",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    };

    /// All metrics.
    pub const ALL: &[Metric] = &[
        HSI_STAGE_DURATION_SECONDS,
        HSI_DETECTIONS_PROCESSED_TOTAL,
        HSI_DETECTIONS_FILTERED_LOW_CONFIDENCE_TOTAL,
        HSI_BATCH_MAX_DETECTIONS_REACHED_TOTAL,
        HSI_EVENTS_CREATED_TOTAL,
        HSI_EVENTS_BY_RISK_LEVEL_TOTAL,
        HSI_RISK_SCORE,
        HSI_PIPELINE_ERRORS_TOTAL,
        HSI_DETECTION_QUEUE_DEPTH,
        HSI_ANALYSIS_QUEUE_DEPTH,
        HSI_QUEUE_OVERFLOW_TOTAL,
        HSI_WORKER_STATUS,
        HSI_PIPELINE_WORKER_RESTARTS_TOTAL,
        HSI_AI_REQUEST_DURATION_SECONDS,
        HSI_LLM_CONTEXT_UTILIZATION_RATIO,
        HSI_MODEL_COLD_START_TOTAL,
        HSI_PROMPT_ROLLBACKS_TOTAL,
        HTTP_REQUEST_DURATION_SECONDS,
        OTEL_SPANS_EXPORTED_TOTAL,
        OTEL_SPANS_DROPPED_TOTAL,
        OTEL_SPANS_FAILED_TOTAL,
    ];
}

/// Spans, without those of automatic instrumentation.
#[rustfmt::skip]
pub mod spans {
    /// The kind of a span.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SpanKind {
        /// Work within the service.
        Internal,
        /// A request that is answered.
        Server,
        /// A request that is made.
        Client,
        /// A message that is sent.
        Producer,
        /// A message that is worked on.
        Consumer,
    }

    /// A span.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Span {
        /// The name.
        pub name: &'static str,
        /// The kind.
        pub kind: SpanKind,
        /// The keys of its attributes, sorted.
        pub attributes: &'static [&'static str],
    }

    /// The span `detection_processing`.
    pub const DETECTION_PROCESSING: Span = Span {
        name: "detection_processing",
        kind: SpanKind::Internal,
        attributes: &["camera_id", "detection_count", "image_path"],
    };

    /// The span `batch_aggregation`.
    pub const BATCH_AGGREGATION: Span = Span {
        name: "batch_aggregation",
        kind: SpanKind::Internal,
        attributes: &["batch_id", "batch_size", "timeout_triggered"],
    };

    /// The span `analysis_processing`.
    pub const ANALYSIS_PROCESSING: Span = Span {
        name: "analysis_processing",
        kind: SpanKind::Internal,
        attributes: &["batch_id", "input_tokens", "model", "output_tokens"],
    };

    /// The span `llm_inference`.
    pub const LLM_INFERENCE: Span = Span {
        name: "llm_inference",
        kind: SpanKind::Client,
        attributes: &["completion_length", "duration_ms", "model", "prompt_length"],
    };

    /// The span `event_creation`.
    pub const EVENT_CREATION: Span = Span {
        name: "event_creation",
        kind: SpanKind::Internal,
        attributes: &["camera_id", "event_id", "risk_score"],
    };

    /// All spans.
    pub const ALL: &[Span] = &[
        DETECTION_PROCESSING,
        BATCH_AGGREGATION,
        ANALYSIS_PROCESSING,
        LLM_INFERENCE,
        EVENT_CREATION,
    ];
}

/// The keys of attributes: of spans, those of automatic instrumentation too, of their events, and of the resource.
#[rustfmt::skip]
pub mod attributes {
    use std::marker::PhantomData;

    /// The key of an attribute whose values are of the type `T`: `str`, `i64`, `f64`, `bool`, or a list of one of them.
    #[derive(Debug)]
    pub struct Key<T: ?Sized> {
        name: &'static str,
        values: PhantomData<fn(&T)>,
    }

    impl<T: ?Sized> Key<T> {
        const fn new(name: &'static str) -> Self {
            Self { name, values: PhantomData }
        }

        /// The key, as it is written.
        #[must_use]
        pub const fn name(&self) -> &'static str {
            self.name
        }
    }

    /// `batch_id`
    pub const BATCH_ID: Key<str> = Key::new("batch_id");

    /// `batch_size`
    pub const BATCH_SIZE: Key<i64> = Key::new("batch_size");

    /// `camera_id`
    pub const CAMERA_ID: Key<str> = Key::new("camera_id");

    /// `completion_length`
    pub const COMPLETION_LENGTH: Key<i64> = Key::new("completion_length");

    /// `db.name`
    pub const DB_NAME: Key<str> = Key::new("db.name");

    /// `db.operation`
    pub const DB_OPERATION: Key<str> = Key::new("db.operation");

    /// `db.redis.database_index`
    pub const DB_REDIS_DATABASE_INDEX: Key<i64> = Key::new("db.redis.database_index");

    /// `db.statement`
    pub const DB_STATEMENT: Key<str> = Key::new("db.statement");

    /// `db.system`
    pub const DB_SYSTEM: Key<str> = Key::new("db.system");

    /// `deployment.environment`
    pub const DEPLOYMENT_ENVIRONMENT: Key<str> = Key::new("deployment.environment");

    /// `detection_count`
    pub const DETECTION_COUNT: Key<i64> = Key::new("detection_count");

    /// `duration_ms`
    pub const DURATION_MS: Key<f64> = Key::new("duration_ms");

    /// `event_id`
    pub const EVENT_ID: Key<i64> = Key::new("event_id");

    /// `exception.message`
    pub const EXCEPTION_MESSAGE: Key<str> = Key::new("exception.message");

    /// `exception.type`
    pub const EXCEPTION_TYPE: Key<str> = Key::new("exception.type");

    /// `http.host`
    pub const HTTP_HOST: Key<str> = Key::new("http.host");

    /// `http.method`
    pub const HTTP_METHOD: Key<str> = Key::new("http.method");

    /// `http.route`
    pub const HTTP_ROUTE: Key<str> = Key::new("http.route");

    /// `http.status_code`
    pub const HTTP_STATUS_CODE: Key<i64> = Key::new("http.status_code");

    /// `http.url`
    pub const HTTP_URL: Key<str> = Key::new("http.url");

    /// `http.user_agent`
    pub const HTTP_USER_AGENT: Key<str> = Key::new("http.user_agent");

    /// `image_path`
    pub const IMAGE_PATH: Key<str> = Key::new("image_path");

    /// `input_tokens`
    pub const INPUT_TOKENS: Key<i64> = Key::new("input_tokens");

    /// `model`
    pub const MODEL: Key<str> = Key::new("model");

    /// `net.peer.name`
    pub const NET_PEER_NAME: Key<str> = Key::new("net.peer.name");

    /// `net.peer.port`
    pub const NET_PEER_PORT: Key<i64> = Key::new("net.peer.port");

    /// `output_tokens`
    pub const OUTPUT_TOKENS: Key<i64> = Key::new("output_tokens");

    /// `prompt_length`
    pub const PROMPT_LENGTH: Key<i64> = Key::new("prompt_length");

    /// `risk_score`
    pub const RISK_SCORE: Key<i64> = Key::new("risk_score");

    /// `service.name`
    pub const SERVICE_NAME: Key<str> = Key::new("service.name");

    /// `service.version`
    pub const SERVICE_VERSION: Key<str> = Key::new("service.version");

    /// `telemetry.sdk.language`
    pub const TELEMETRY_SDK_LANGUAGE: Key<str> = Key::new("telemetry.sdk.language");

    /// `telemetry.sdk.name`
    pub const TELEMETRY_SDK_NAME: Key<str> = Key::new("telemetry.sdk.name");

    /// `telemetry.sdk.version`
    pub const TELEMETRY_SDK_VERSION: Key<str> = Key::new("telemetry.sdk.version");

    /// `timeout_triggered`
    pub const TIMEOUT_TRIGGERED: Key<bool> = Key::new("timeout_triggered");

    /// The names of all keys.
    pub const ALL: &[&str] = &[
        BATCH_ID.name,
        BATCH_SIZE.name,
        CAMERA_ID.name,
        COMPLETION_LENGTH.name,
        DB_NAME.name,
        DB_OPERATION.name,
        DB_REDIS_DATABASE_INDEX.name,
        DB_STATEMENT.name,
        DB_SYSTEM.name,
        DEPLOYMENT_ENVIRONMENT.name,
        DETECTION_COUNT.name,
        DURATION_MS.name,
        EVENT_ID.name,
        EXCEPTION_MESSAGE.name,
        EXCEPTION_TYPE.name,
        HTTP_HOST.name,
        HTTP_METHOD.name,
        HTTP_ROUTE.name,
        HTTP_STATUS_CODE.name,
        HTTP_URL.name,
        HTTP_USER_AGENT.name,
        IMAGE_PATH.name,
        INPUT_TOKENS.name,
        MODEL.name,
        NET_PEER_NAME.name,
        NET_PEER_PORT.name,
        OUTPUT_TOKENS.name,
        PROMPT_LENGTH.name,
        RISK_SCORE.name,
        SERVICE_NAME.name,
        SERVICE_VERSION.name,
        TELEMETRY_SDK_LANGUAGE.name,
        TELEMETRY_SDK_NAME.name,
        TELEMETRY_SDK_VERSION.name,
        TIMEOUT_TRIGGERED.name,
    ];
}

/// The names of spans' events.
#[rustfmt::skip]
pub mod events {
    /// `exception`
    pub const EXCEPTION: &str = "exception";

    /// All events.
    pub const ALL: &[&str] = &[
        EXCEPTION,
    ];
}
