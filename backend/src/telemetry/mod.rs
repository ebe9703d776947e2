//! Telemetry of a service: spans by OpenTelemetry, metrics for Prometheus, log lines that carry the ids of both.
//!
//! From settings to a [`Telemetry`], from which everything else is taken: a [`Tracer`] that starts spans, the metrics, and the end of it
//! all, which sends what is left. Nothing in here knows what the service does; what it emits by name is generated into [`signals`].
//!
//! Spans are made with the SDK itself and not with `tracing`: a span of `tracing` with the layer that turns it into one of OpenTelemetry costs
//! two to three times as much, and most of that at a sample rate of 0 too. `tracing` is for log lines.

pub mod attribute;
pub mod export;
pub mod instrumentation;
pub mod logs;
pub mod metrics;
pub mod propagation;
mod resource;
pub mod semantic_conventions;
pub mod settings;
mod setup;
pub mod signals;
mod span;
pub mod tls;
mod tracer;

pub use propagation::{in_current_context, with_current_context};
pub use settings::Settings;
pub use setup::{SetupError, ShutdownError, Telemetry, setup};
pub use span::{ActiveSpan, message};
pub use tracer::{Tracer, panic_message};
