//! All settings: the one table that reading, refusing unknown names, help texts and documentation share.

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The name: of the environment variable and of the key in the file.
    pub name: &'static str,
    /// The value where none is given, as one would write it; empty where there is none.
    pub default: &'static str,
    /// What it says, in Markdown.
    pub meaning: &'static str,
    /// Whether its value may never be shown.
    pub secret: bool,
}

/// The setting of a name.
#[must_use]
pub fn known(name: &str) -> Option<&'static Setting> {
    KNOWN.iter().find(|setting| setting.name == name)
}

const fn setting(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, meaning, secret: false }
}

const fn secret(name: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default: "", meaning, secret: true }
}

/// All settings, in the order of the documentation. The names with `OTEL_` are those of OpenTelemetry's specification
/// ("Environment Variable Specification", "OpenTelemetry Protocol Exporter"), apart from `OTEL_ENABLED`, `OTEL_TRACE_SAMPLE_RATE` and
/// `OTEL_AUTO_INSTRUMENTATION`, which are the HSI backend's own.
pub const KNOWN: &[Setting] = &[
    setting("LISTEN_ADDRESS", "127.0.0.1:8000", "Where the API listens. Port 0 takes a free one."),
    setting(
        "DATABASE_URL",
        "sqlite://nemotron-backend.db",
        "`sqlite://FILE`, which is made where it is missing, or `postgres://USER:PASSWORD@HOST/NAME`. A password is never shown.",
    ),
    setting(
        "REDIS_URL",
        "",
        "`redis://HOST/DATABASE`: the queues are streams of this Redis, and several processes share the work. Without it they are in this process.",
    ),
    setting("RTDETR_URL", "http://localhost:8090", "RT-DETR, which is asked `POST /detect`."),
    setting("NEMOTRON_URL", "http://localhost:8091", "Nemotron, which is asked `POST /completion` as llama.cpp answers it."),
    setting("NEMOTRON_MODEL", "nemotron", "The name of the model, as spans and metrics have it."),
    setting("NEMOTRON_CONTEXT_TOKENS", "4096", "The size of the model's context, in tokens."),
    setting("AI_TIMEOUT", "120s", "How long one request to RT-DETR or Nemotron may take."),
    setting("MAX_IMAGE_BYTES", "10485760", "The largest image that is taken, in bytes."),
    setting("UPLOAD_TIMEOUT", "30s", "How long a client may take to send an image."),
    setting("MIN_DETECTION_CONFIDENCE", "0.5", "Detections of less confidence are dropped, 0 to 1."),
    setting("DETECTION_WORKERS", "2", "How many images are worked on at once."),
    setting("ANALYSIS_WORKERS", "1", "How many batches are worked on at once."),
    setting("QUEUE_CAPACITY", "1000", "How many messages each queue holds; then images are refused with 503, and batches wait."),
    setting("QUEUE_MAX_ATTEMPTS", "5", "How often work is tried before it becomes a dead letter."),
    setting("QUEUE_RETRY_DELAY", "2s", "How long failed work waits before it is tried again."),
    setting(
        "QUEUE_VISIBILITY_TIMEOUT",
        "10m",
        "How long a worker has for its work before another one takes it; longer than the work takes with all its requests.",
    ),
    setting("BATCH_MAX_DETECTIONS", "50", "A batch with this many detections is closed."),
    setting("BATCH_TIMEOUT", "30s", "A batch that has been open for this long is closed."),
    setting("RECOVERY_AFTER", "15m", "Accepted work that nobody has finished after this long is put into its queue again."),
    setting("START_TIMEOUT", "30s", "How long a database or a Redis that does not answer yet is waited for at start."),
    setting(
        "SHUTDOWN_TIMEOUT",
        "10s",
        "How long work that has begun may take after SIGTERM; what is not done then is done by the next process.",
    ),
    setting(
        "ENVIRONMENT",
        "production",
        "`production` or `development`. The resource attribute `deployment.environment` of every span.",
    ),
    setting("LOG_FORMAT", "text", "`text` or `json`."),
    setting("LOG_LEVEL", "info", "The least level that is logged: `debug`, `info`, `warning`, `error`, `critical`, or `off`."),
    setting("OTEL_ENABLED", "false", "Whether spans are made and exported."),
    setting("OTEL_SDK_DISABLED", "false", "`true` turns telemetry off, whatever `OTEL_ENABLED` says."),
    setting(
        "OTEL_SERVICE_NAME",
        "nemotron-backend",
        "The resource attribute `service.name`. Beats the one in `OTEL_RESOURCE_ATTRIBUTES`.",
    ),
    setting(
        "OTEL_RESOURCE_ATTRIBUTES",
        "",
        "Further attributes of the resource: `key=value` pairs with commas between, values percent-encoded. `service.version` in it \
         beats that of the program, `deployment.environment` is beaten by `ENVIRONMENT`.",
    ),
    setting(
        "OTEL_TRACE_SAMPLE_RATE",
        "1.0",
        "The part of traces that is kept, 0 to 1. At 1 all are; below it a trace that comes from another service is kept if that \
         service kept it. Beats `OTEL_TRACES_SAMPLER`.",
    ),
    setting(
        "OTEL_TRACES_SAMPLER",
        "",
        "`always_on`, `always_off`, `traceidratio`, `parentbased_always_on`, `parentbased_always_off` or `parentbased_traceidratio`.",
    ),
    setting(
        "OTEL_TRACES_SAMPLER_ARG",
        "",
        "The part of traces for `traceidratio` and `parentbased_traceidratio`, 0 to 1; 1 where it is not set.",
    ),
    setting("OTEL_PROPAGATORS", "tracecontext,baggage", "How context travels: `tracecontext`, `baggage`, or `none`."),
    setting(
        "OTEL_AUTO_INSTRUMENTATION",
        "true",
        "Whether the libraries below make spans on their own. `false` beats the switches of each.",
    ),
    setting("OTEL_INSTRUMENTATION_HTTP_SERVER_ENABLED", "true", "Spans for HTTP requests that are answered."),
    setting(
        "OTEL_INSTRUMENTATION_HTTP_CLIENT_ENABLED",
        "true",
        "Spans for HTTP requests that are made, and the context in their headers.",
    ),
    setting("OTEL_INSTRUMENTATION_SQL_ENABLED", "true", "Spans for statements of the database."),
    setting("OTEL_INSTRUMENTATION_REDIS_ENABLED", "true", "Spans for commands of Redis."),
    setting(
        "OTEL_SEMCONV_STABILITY_OPT_IN",
        "",
        "Which names the attributes of these spans have: without it the old ones (`http.method`). A list of `http`, `http/dup`, \
         `database`, `database/dup`: the stable names (`http.request.method`), with `/dup` both. Entries for other instrumentation are passed over.",
    ),
    setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://localhost:4317",
        "The collector. With `http/protobuf` the default is `http://localhost:4318`, and `v1/traces` is appended.",
    ),
    setting("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", "The collector for spans. Beats the one before; nothing is appended."),
    setting("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "`grpc` or `http/protobuf`."),
    setting("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "", "The protocol for spans. Beats the one before."),
    secret(
        "OTEL_EXPORTER_OTLP_HEADERS",
        "Headers for the collector: `key=value` pairs with commas between, values percent-encoded.",
    ),
    secret("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "Headers for spans. Used in place of the ones before."),
    setting(
        "OTEL_EXPORTER_OTLP_TIMEOUT",
        "10000",
        "How long the export of a batch may take, all its tries together, in milliseconds.",
    ),
    setting("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "", "The same for spans. Beats the one before."),
    setting("OTEL_EXPORTER_OTLP_COMPRESSION", "none", "`none`; there is no other here."),
    setting("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "", "`none`; there is no other here."),
    setting("OTEL_BSP_MAX_QUEUE_SIZE", "2048", "How many spans wait for export at most; more are dropped, and counted."),
    setting("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512", "How many spans are exported at once at most. Not more than wait."),
    setting("OTEL_BSP_SCHEDULE_DELAY", "5000", "How long a span waits for others to be exported with, in milliseconds."),
    setting(
        "OTEL_BSP_EXPORT_TIMEOUT",
        "30000",
        "How long the export of a batch may take, in milliseconds. The smaller of this and `OTEL_EXPORTER_OTLP_TIMEOUT` counts.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_name_stands_there_once() {
        let names: BTreeSet<_> = KNOWN.iter().map(|setting| setting.name).collect();
        assert_eq!(names.len(), KNOWN.len());
    }

    #[test]
    fn a_secret_has_no_default() {
        assert!(KNOWN.iter().all(|setting| !setting.secret || setting.default.is_empty()));
    }
}
