//! What telemetry can be told, as plain values, and their reading from names and texts.
//!
//! Nothing below reads the environment: [`Settings`] is all there is, and [`Settings::read`] fills it from whatever [`Source`] it is given.

mod read;
mod text;

pub use read::{Refusal, Source};

use super::propagation::Propagator;
use super::semantic_conventions::Conventions;
use std::fmt;
use std::time::Duration;

/// All that telemetry can be told. The default is what is used where nothing is set: off.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Whether spans are made and exported.
    pub enabled: bool,
    /// The attributes that every span shares.
    pub resource: ResourceSettings,
    /// Which traces are kept.
    pub sampling: Sampling,
    /// How context travels; with none it does not.
    pub propagators: Vec<Propagator>,
    /// Where spans are sent.
    pub exporter: ExporterSettings,
    /// How spans are put together before they are sent.
    pub batch: BatchSettings,
    /// What makes spans on its own.
    pub instrumentation: Instrumentation,
    /// Which names the attributes of such spans have.
    pub conventions: Conventions,
    /// What is logged, and how.
    pub logs: LogSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            enabled: false,
            resource: ResourceSettings::default(),
            sampling: Sampling::AlwaysOn,
            propagators: vec![Propagator::TraceContext, Propagator::Baggage],
            exporter: ExporterSettings::default(),
            batch: BatchSettings::default(),
            instrumentation: Instrumentation::default(),
            conventions: Conventions::default(),
            logs: LogSettings::default(),
        }
    }
}

/// The attributes of the resource (OpenTelemetry's semantic conventions, "Resource": service, deployment).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceSettings {
    /// `service.name`
    pub service_name: String,
    /// `service.version`
    pub service_version: String,
    /// `deployment.environment`
    pub environment: Environment,
    /// Further attributes, none of those that are set otherwise.
    pub attributes: Vec<(String, String)>,
}

impl Default for ResourceSettings {
    fn default() -> Self {
        Self {
            service_name: "nemotron-backend".to_owned(),
            service_version: env!("CARGO_PKG_VERSION").to_owned(),
            environment: Environment::Production,
            attributes: Vec::new(),
        }
    }
}

/// Where the service runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// `production`
    Production,
    /// `development`
    Development,
}

impl Environment {
    /// The value of `deployment.environment`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Development => "development",
        }
    }
}

/// Which traces are kept. Rates are from 0 to 1. (OpenTelemetry's specification, "Tracing SDK", built-in samplers.)
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sampling {
    /// All.
    AlwaysOn,
    /// None.
    AlwaysOff,
    /// A part of them, whatever the service that asks did.
    TraceIdRatio(f64),
    /// Those that the asking service kept, and all that begin here.
    ParentBasedAlwaysOn,
    /// Those that the asking service kept, and none that begin here.
    ParentBasedAlwaysOff,
    /// Those that the asking service kept, and a part of those that begin here.
    ParentBasedTraceIdRatio(f64),
}

impl Sampling {
    /// What a rate alone means: all at 1, else those that the asking service kept and that part of those that begin here.
    #[must_use]
    pub fn of_rate(rate: f64) -> Self {
        if rate >= 1.0 { Self::AlwaysOn } else { Self::ParentBasedTraceIdRatio(rate) }
    }
}

/// How spans are sent (OpenTelemetry's specification, "OpenTelemetry Protocol Exporter").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExporterSettings {
    /// The protocol.
    pub protocol: Protocol,
    /// The address, complete: with `v1/traces` for HTTP. It has a scheme, `http` or `https`, and no user.
    pub endpoint: String,
    /// Headers for the collector.
    pub headers: Headers,
    /// How long the export of a batch may take, with all its tries.
    pub timeout: Duration,
}

impl Default for ExporterSettings {
    fn default() -> Self {
        Self {
            protocol: Protocol::Grpc,
            endpoint: Protocol::Grpc.default_endpoint().to_owned(),
            headers: Headers::default(),
            timeout: Duration::from_secs(10),
        }
    }
}

/// A form of OTLP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// `grpc`
    Grpc,
    /// `http/protobuf`
    HttpProtobuf,
}

impl Protocol {
    /// Where a collector on the same machine listens.
    #[must_use]
    pub const fn default_endpoint(self) -> &'static str {
        match self {
            Self::Grpc => "http://localhost:4317",
            Self::HttpProtobuf => "http://localhost:4318/v1/traces",
        }
    }

    /// The name, as `OTEL_EXPORTER_OTLP_PROTOCOL` has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grpc => "grpc",
            Self::HttpProtobuf => "http/protobuf",
        }
    }
}

/// Headers, whose values are secrets: `Debug` shows the names.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<(String, String)>);

impl fmt::Debug for Headers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// How spans are put together (OpenTelemetry's specification, "Tracing SDK", batching processor).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchSettings {
    /// How many spans wait at most. At least 1.
    pub max_queue_size: usize,
    /// How many are sent at once at most. From 1 to the size of the queue.
    pub max_export_batch_size: usize,
    /// How long a span waits for others.
    pub schedule_delay: Duration,
}

impl Default for BatchSettings {
    fn default() -> Self {
        Self { max_queue_size: 2048, max_export_batch_size: 512, schedule_delay: Duration::from_secs(5) }
    }
}

/// What makes spans on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instrumentation {
    /// HTTP requests that are answered.
    pub http_server: bool,
    /// HTTP requests that are made.
    pub http_client: bool,
    /// Statements of the database.
    pub sql: bool,
    /// Commands of Redis.
    pub redis: bool,
}

impl Instrumentation {
    /// Nothing does.
    pub const NONE: Self = Self { http_server: false, http_client: false, sql: false, redis: false };
}

impl Default for Instrumentation {
    fn default() -> Self {
        Self { http_server: true, http_client: true, sql: true, redis: true }
    }
}

/// What is logged, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogSettings {
    /// The form of a line.
    pub format: LogFormat,
    /// The least level that is logged; none where nothing is.
    pub level: Option<LogLevel>,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: Some(LogLevel::Info) }
    }
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// `time | LEVEL | target | trace_id=… span_id=… | message`
    Text,
    /// An object of JSON.
    Json,
}

/// How grave a log line is, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// `DEBUG`
    Debug,
    /// `INFO`
    Info,
    /// `WARNING`
    Warning,
    /// `ERROR`
    Error,
    /// `CRITICAL`
    Critical,
}

impl LogLevel {
    /// The word in a line, as the contract has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
            Self::Critical => "CRITICAL",
        }
    }
}
