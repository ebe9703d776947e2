//! The layer that writes lines, and its installation for the process.

use super::super::settings::{LogFormat, LogLevel, LogSettings};
use super::event::{Said, ids};
use super::{json, text};
use opentelemetry::trace::{SpanId, TraceId};
use std::cell::Cell;
use std::io::Write as _;
use std::time::SystemTime;
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, registry};

thread_local! {
    /// The line that is being made. An event whose fields log something while they are written finds none, and makes its own.
    static LINE: Cell<String> = const { Cell::new(String::new()) };
}

/// The parts of a line before its message.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub time: SystemTime,
    pub level: LogLevel,
    pub target: &'a str,
    pub ids: Option<(TraceId, SpanId)>,
}

/// Writes a line an event.
#[derive(Debug)]
pub struct LogLayer<W> {
    format: LogFormat,
    level: LogLevel,
    writer: W,
    clock: fn() -> SystemTime,
}

impl<W> LogLayer<W> {
    /// A layer that writes all of a level and above, whoever says it, and takes the time from a clock of its own: for tests.
    pub const fn new(format: LogFormat, level: LogLevel, writer: W, clock: fn() -> SystemTime) -> Self {
        Self { format, level, writer, clock }
    }
}

impl<S, W> Layer<S> for LogLayer<W>
where
    S: Subscriber,
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let said = Said::of(event);
        let level = said.level(metadata);
        if level < self.level {
            return;
        }
        let head = Head { time: (self.clock)(), level, target: metadata.target(), ids: ids() };
        let mut line = LINE.take();
        line.clear();
        match self.format {
            LogFormat::Text => text::push(&mut line, &head, &said),
            LogFormat::Json => json::push(&mut line, &head, &said),
        }
        // A line that cannot be written, for a closed pipe or a full disk, has nowhere to be told.
        let _ = self.writer.make_writer_for(metadata).write_all(line.as_bytes());
        LINE.set(line);
    }
}

/// The layer for a service: lines to a writer as the settings have it; none where nothing is to be logged. What libraries say below INFO is
/// left out at any level. So is what OpenTelemetry says about exports, since it says it for every batch;
/// [`ExportHealth`](crate::telemetry::export::ExportHealth) and the lines of this crate say it better.
pub fn layer<S, W>(settings: &LogSettings, writer: W) -> Option<impl Layer<S> + use<S, W>>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let level = settings.level?;
    let own = match level {
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Warning => LevelFilter::WARN,
        LogLevel::Error | LogLevel::Critical => LevelFilter::ERROR,
    };
    let filter = Targets::new()
        .with_default(own.min(LevelFilter::INFO))
        .with_target(env!("CARGO_CRATE_NAME"), own)
        .with_target("opentelemetry", LevelFilter::OFF);
    Some(LogLayer::new(settings.format, level, writer, SystemTime::now).with_filter(filter))
}

/// Logging was installed before, here or by somebody else.
#[derive(Debug, thiserror::Error)]
#[error("the log of this process is installed already")]
pub struct InstallError;

/// Makes the log of this process: lines to a writer. Once a process. See [`log_panics`](super::log_panics) too.
pub fn install<W>(settings: &LogSettings, writer: W) -> Result<(), InstallError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let subscriber = registry().with(layer(settings, writer));
    tracing::subscriber::set_global_default(subscriber).map_err(|_| InstallError)
}
