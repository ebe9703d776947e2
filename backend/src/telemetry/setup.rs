//! From settings to telemetry, and its end.

use super::export::{Background, ExportHealth, Otlp, Pipeline, Sdk};
use super::propagation::Propagation;
use super::resource::resource;
use super::settings::{ExporterSettings, Sampling, Settings};
use super::{Tracer, message};
use opentelemetry::InstrumentationScope;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, SpanExporter, SpanLimits};
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The telemetry of a service. Cheap to clone; all clones are the same.
#[derive(Debug, Clone)]
pub struct Telemetry {
    tracer: Tracer,
    health: ExportHealth,
    on: Option<Arc<On>>,
}

#[derive(Debug)]
struct On {
    pipeline: Pipeline,
    provider: SdkTracerProvider,
}

/// Why telemetry cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The thread for exports cannot be started.
    #[error("the thread that exports spans cannot be started: {0}")]
    Thread(#[source] std::io::Error),
    /// The address of the collector cannot be used.
    #[error("spans cannot be sent to {endpoint}: {cause}")]
    Endpoint {
        /// The address.
        endpoint: String,
        /// What is wrong with it.
        cause: String,
    },
    /// A header for the collector is none.
    #[error("the header {name:?} for the collector has a name or a value that no header can have")]
    Header {
        /// Its name; its value is a secret.
        name: String,
    },
}

impl SetupError {
    pub(super) fn endpoint<E: Error + ?Sized>(settings: &ExporterSettings, error: &E) -> Self {
        Self::Endpoint { endpoint: settings.endpoint.clone(), cause: message(error) }
    }
}

/// What was lost at the end.
#[derive(Debug, thiserror::Error)]
pub enum ShutdownError {
    /// Spans were given up.
    #[error("{spans} spans were not exported")]
    Lost {
        /// How many.
        spans: u64,
    },
    /// The time was up.
    #[error("{in_flight} spans were still on their way when the time was up")]
    Timeout {
        /// How many.
        in_flight: u64,
    },
    /// No thread could be started for it.
    #[error("the thread that sends what is left cannot be started: {0}")]
    Thread(#[source] std::io::Error),
}

/// Begins the telemetry of this process, and gives it to OpenTelemetry's globals for libraries that use those. A second call gives the same
/// again, whatever its settings. Works inside and outside of any runtime, and connects to nothing yet.
pub fn setup(settings: &Settings) -> Result<Telemetry, SetupError> {
    static FIRST: Mutex<Option<Telemetry>> = Mutex::new(None);
    let mut first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(telemetry) = &*first {
        return Ok(telemetry.clone());
    }
    let telemetry = Telemetry::new(settings)?;
    if let Some(on) = &telemetry.on {
        opentelemetry::global::set_tracer_provider(on.provider.clone());
        opentelemetry::global::set_text_map_propagator(Propagation::new(&settings.propagators).into_text_map());
    }
    *first = Some(telemetry.clone());
    Ok(telemetry)
}

impl Telemetry {
    /// No telemetry: no spans, no threads.
    #[must_use]
    pub fn off() -> Self {
        Self { tracer: Tracer::off(), health: ExportHealth::off(), on: None }
    }

    /// Telemetry of its own, beside any other of the process: for tests, and for several services in one process.
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        if !settings.enabled {
            return Ok(Self::off());
        }
        let background = Arc::new(Background::start().map_err(SetupError::Thread)?);
        let otlp = Otlp::new(&settings.exporter, &resource(&settings.resource), Arc::clone(&background))?;
        Ok(Self::build(settings, Pipeline::new(settings, otlp, background)))
    }

    /// The same with another exporter, such as the one of the SDK that keeps spans in memory. It is told the resource; where the settings
    /// say that telemetry is off, it gets nothing.
    pub fn with_exporter(settings: &Settings, mut exporter: impl SpanExporter + 'static) -> Result<Self, SetupError> {
        if !settings.enabled {
            return Ok(Self::off());
        }
        exporter.set_resource(&resource(&settings.resource));
        let background = Arc::new(Background::start().map_err(SetupError::Thread)?);
        Ok(Self::build(settings, Pipeline::new(settings, Sdk(exporter), background)))
    }

    fn build(settings: &Settings, pipeline: Pipeline) -> Self {
        let provider = SdkTracerProvider::builder()
            .with_resource(resource(&settings.resource))
            .with_sampler(sampler(settings.sampling))
            .with_span_limits(SpanLimits::default())
            .with_span_processor(pipeline.processor())
            .build();
        let scope = InstrumentationScope::builder(env!("CARGO_PKG_NAME")).with_version(env!("CARGO_PKG_VERSION")).build();
        let tracer = Tracer::new(provider.tracer_with_scope(scope), Propagation::new(&settings.propagators));
        Self { tracer, health: pipeline.health(), on: Some(Arc::new(On { pipeline, provider })) }
    }

    /// Starts spans.
    #[must_use]
    pub const fn tracer(&self) -> &Tracer {
        &self.tracer
    }

    /// What became of spans.
    #[must_use]
    pub const fn health(&self) -> &ExportHealth {
        &self.health
    }

    /// Sends the spans that wait now, for at most so long. Can be awaited on any runtime, or none.
    pub async fn flush(&self, within: Duration) -> Result<(), ShutdownError> {
        match &self.on {
            Some(on) => on.pipeline.flush(within).await,
            None => Ok(()),
        }
    }

    /// Sends what is left, for at most so long, and ends. Spans that end later are counted as dropped. The second call does nothing.
    /// Can be awaited on any runtime, or none, and blocks none.
    pub async fn shutdown(&self, within: Duration) -> Result<(), ShutdownError> {
        match &self.on {
            Some(on) => on.pipeline.shutdown(within).await,
            None => Ok(()),
        }
    }
}

fn sampler(sampling: Sampling) -> Sampler {
    let parent_based = |root| Sampler::ParentBased(Box::new(root));
    match sampling {
        Sampling::AlwaysOn => Sampler::AlwaysOn,
        Sampling::AlwaysOff => Sampler::AlwaysOff,
        Sampling::TraceIdRatio(rate) => Sampler::TraceIdRatioBased(rate),
        Sampling::ParentBasedAlwaysOn => parent_based(Sampler::AlwaysOn),
        Sampling::ParentBasedAlwaysOff => parent_based(Sampler::AlwaysOff),
        Sampling::ParentBasedTraceIdRatio(rate) => parent_based(Sampler::TraceIdRatioBased(rate)),
    }
}
