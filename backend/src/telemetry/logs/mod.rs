//! Log lines: from events of `tracing` to a line of text or JSON that has the ids of the current span in it.
//!
//! The form is that of the contract (`observability/signals.yaml`, logs). A line is written in one piece, without colours, and nothing that
//! is logged can break it or forge its ids: see `escape.rs`. The ids are those of OpenTelemetry's current context, so that they are there in
//! any span, inside of closures and of futures.
//!
//! `TRACE` is never logged. `CRITICAL` is an error that was logged with [`critical!`](crate::critical), which panics are.

mod buffer;
mod escape;
mod event;
mod json;
mod layer;
mod panics;
mod text;
mod time;

#[cfg(test)]
mod tests;

pub use buffer::Buffer;
pub use layer::{InstallError, LogLayer, install, layer};
pub use panics::log_panics;

/// Logs something that the service cannot go on with: `critical!("…")`, like `tracing::error!` otherwise.
#[macro_export]
macro_rules! critical {
    ($($arguments:tt)+) => {
        ::tracing::error!(critical = true, $($arguments)+)
    };
}
