//! From names and texts to [`Settings`]: which names there are, and which of them win.

use super::text;
use super::{
    BatchSettings, ExporterSettings, Headers, Instrumentation, LogSettings, Protocol, ResourceSettings, Sampling, Settings,
};
use crate::telemetry::semantic_conventions::Conventions;
use url::Url;

/// Why a value cannot be used. Holds nothing of the value of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong with the value: `is no number from 0 to 1`.
    pub what: String,
    /// The way out.
    pub help: String,
}

impl Refusal {
    /// A refusal, from its two texts.
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into() }
    }
}

/// Where settings come from. It keeps what is wrong, so that all of it can be said at once.
pub trait Source {
    /// The value of a setting; none where it is not set, or refused.
    fn optional<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, Refusal>) -> Option<T>;

    /// Notes that values which are good alone do not go together.
    fn conflict(&mut self, names: &[&'static str], refusal: Refusal);
}

impl Settings {
    /// Reads all settings. Those that are not set, or refused, have their default.
    ///
    /// What wins: `OTEL_SDK_DISABLED` over `OTEL_ENABLED`, `OTEL_TRACE_SAMPLE_RATE` over `OTEL_TRACES_SAMPLER`, `OTEL_SERVICE_NAME` and
    /// `ENVIRONMENT` over `OTEL_RESOURCE_ATTRIBUTES`, and each `OTEL_EXPORTER_OTLP_TRACES_…` over its `OTEL_EXPORTER_OTLP_…`.
    #[must_use]
    pub fn read(source: &mut impl Source) -> Self {
        let default = Self::default();
        let enabled = source.optional("OTEL_ENABLED", text::flag).unwrap_or(default.enabled);
        let disabled = source.optional("OTEL_SDK_DISABLED", text::flag).unwrap_or(false);
        let conventions = source.optional("OTEL_SEMCONV_STABILITY_OPT_IN", |text| {
            Conventions::parse(text)
                .map_err(|unknown| Refusal::new("names no conventions that are known", format!("remove {unknown}")))
        });
        Self {
            enabled: enabled && !disabled,
            resource: resource(source),
            sampling: sampling(source),
            propagators: source.optional("OTEL_PROPAGATORS", text::propagators).unwrap_or(default.propagators),
            exporter: exporter(source),
            batch: batch(source),
            instrumentation: instrumentation(source),
            conventions: conventions.unwrap_or_default(),
            logs: LogSettings {
                format: source.optional("LOG_FORMAT", text::log_format).unwrap_or(default.logs.format),
                level: source.optional("LOG_LEVEL", text::log_level).unwrap_or(default.logs.level),
            },
        }
    }
}

fn resource(source: &mut impl Source) -> ResourceSettings {
    let default = ResourceSettings::default();
    let mut attributes = source.optional("OTEL_RESOURCE_ATTRIBUTES", resource_attributes).unwrap_or_default();
    let mut take = |key: &str| {
        let index = attributes.iter().position(|(other, _)| other == key)?;
        Some(attributes.swap_remove(index).1)
    };
    let (name, version, environment) = (take("service.name"), take("service.version"), take("deployment.environment"));
    let environment = environment.and_then(|environment| text::environment(&environment).ok());
    ResourceSettings {
        service_name: source.optional("OTEL_SERVICE_NAME", |text| Ok(text.to_owned())).or(name).unwrap_or(default.service_name),
        service_version: version.unwrap_or(default.service_version),
        environment: source.optional("ENVIRONMENT", text::environment).or(environment).unwrap_or(default.environment),
        attributes,
    }
}

fn resource_attributes(text: &str) -> Result<Vec<(String, String)>, Refusal> {
    let pairs = text::pairs(text)?;
    for (key, value) in &pairs {
        if key.starts_with("telemetry.sdk.") {
            return Err(Refusal::new(format!("has {key:?}, which says what the SDK is"), "remove it"));
        }
        if key == "deployment.environment" && text::environment(value).is_err() {
            return Err(Refusal::new("has an unknown deployment.environment", "write production or development"));
        }
        if key == "service.name" && value.is_empty() {
            return Err(Refusal::new("has an empty service.name", "remove it, or give the service a name"));
        }
    }
    Ok(pairs)
}

fn sampling(source: &mut impl Source) -> Sampling {
    let rate = source.optional("OTEL_TRACE_SAMPLE_RATE", text::rate).map(Sampling::of_rate);
    let ratio = source.optional("OTEL_TRACES_SAMPLER_ARG", text::rate).unwrap_or(1.0);
    let sampler = source.optional("OTEL_TRACES_SAMPLER", |text| {
        text::one_of(
            text,
            &[
                ("always_on", Sampling::AlwaysOn),
                ("always_off", Sampling::AlwaysOff),
                ("traceidratio", Sampling::TraceIdRatio(ratio)),
                ("parentbased_always_on", Sampling::ParentBasedAlwaysOn),
                ("parentbased_always_off", Sampling::ParentBasedAlwaysOff),
                ("parentbased_traceidratio", Sampling::ParentBasedTraceIdRatio(ratio)),
            ],
        )
    });
    rate.or(sampler).unwrap_or(Sampling::AlwaysOn)
}

fn exporter(source: &mut impl Source) -> ExporterSettings {
    let default = ExporterSettings::default();
    let protocol = either(source, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL", text::protocol);
    let protocol = protocol.unwrap_or(default.protocol);
    let headers = either(source, "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS", text::headers);
    let timeout = either(source, "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT", text::milliseconds);
    let timeout = timeout.unwrap_or(default.timeout);
    let batch_timeout = source.optional("OTEL_BSP_EXPORT_TIMEOUT", text::milliseconds);
    either(source, "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION", text::compression);
    ExporterSettings {
        protocol,
        endpoint: endpoint(source, protocol),
        headers: Headers(headers.unwrap_or_default()),
        timeout: batch_timeout.map_or(timeout, |other| timeout.min(other)),
    }
}

/// Both are read, so that what is wrong with either is said; the first wins.
fn either<T>(
    source: &mut impl Source,
    first: &'static str,
    second: &'static str,
    parse: impl Fn(&str) -> Result<T, Refusal>,
) -> Option<T> {
    let value = source.optional(first, &parse);
    let general = source.optional(second, &parse);
    value.or(general)
}

fn endpoint(source: &mut impl Source, protocol: Protocol) -> String {
    let own = source.optional("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", |text| endpoint_for(text, protocol));
    let general = source.optional("OTEL_EXPORTER_OTLP_ENDPOINT", |text| {
        let mut url = endpoint_for(text, protocol)?;
        if protocol == Protocol::HttpProtobuf {
            let path = format!("{}/v1/traces", url.path().trim_end_matches('/'));
            url.set_path(&path);
        }
        Ok(url)
    });
    own.or(general).map_or_else(|| protocol.default_endpoint().to_owned(), |url| url.as_str().trim_end_matches('/').to_owned())
}

/// gRPC has no use for a path: one that is there is a sign that HTTP was meant.
fn endpoint_for(text: &str, protocol: Protocol) -> Result<Url, Refusal> {
    let url = text::endpoint(text)?;
    if protocol == Protocol::Grpc && url.path() != "/" {
        let help = "remove the path, or set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf";
        return Err(Refusal::new("has a path, which gRPC does not use", help));
    }
    Ok(url)
}

fn batch(source: &mut impl Source) -> BatchSettings {
    const LARGEST_QUEUE: usize = 1_000_000;
    let default = BatchSettings::default();
    let queue = source.optional("OTEL_BSP_MAX_QUEUE_SIZE", |text| text::count(text, LARGEST_QUEUE));
    let batch = source.optional("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", |text| text::count(text, LARGEST_QUEUE));
    let max_queue_size = queue.unwrap_or(default.max_queue_size);
    if batch.is_some_and(|batch| batch > max_queue_size) {
        let names = ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "OTEL_BSP_MAX_QUEUE_SIZE"];
        let what = format!("is more than the {max_queue_size} spans that the queue holds");
        source.conflict(&names, Refusal::new(what, "make it smaller, or OTEL_BSP_MAX_QUEUE_SIZE larger"));
    }
    BatchSettings {
        max_queue_size,
        max_export_batch_size: batch.unwrap_or(default.max_export_batch_size).min(max_queue_size),
        schedule_delay: source.optional("OTEL_BSP_SCHEDULE_DELAY", text::milliseconds).unwrap_or(default.schedule_delay),
    }
}

fn instrumentation(source: &mut impl Source) -> Instrumentation {
    let all = source.optional("OTEL_AUTO_INSTRUMENTATION", text::flag).unwrap_or(true);
    let mut one = |name| source.optional(name, text::flag).unwrap_or(true);
    let each = Instrumentation {
        http_server: one("OTEL_INSTRUMENTATION_HTTP_SERVER_ENABLED"),
        http_client: one("OTEL_INSTRUMENTATION_HTTP_CLIENT_ENABLED"),
        sql: one("OTEL_INSTRUMENTATION_SQL_ENABLED"),
        redis: one("OTEL_INSTRUMENTATION_REDIS_ENABLED"),
    };
    if all { each } else { Instrumentation::NONE }
}
