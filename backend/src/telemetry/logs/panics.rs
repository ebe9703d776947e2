//! Panics in the log.

use super::super::panic_message;
use std::panic::{PanicHookInfo, set_hook};

/// Makes a CRITICAL line of each panic of this process from now on, in place of what Rust prints, which has several lines and no ids.
pub fn log_panics() {
    set_hook(Box::new(log));
}

fn log(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or_default();
    crate::critical!(place, thread, "Panicked: {}", panic_message(panic.payload()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::logs::{Buffer, LogLayer};
    use crate::telemetry::settings::{LogFormat, LogLevel};
    use std::panic::{catch_unwind, take_hook};
    use std::time::UNIX_EPOCH;
    use tracing_subscriber::layer::SubscriberExt as _;

    #[test]
    fn a_panic_is_one_critical_line() {
        let (here, before) = (std::thread::current().id(), take_hook());
        // Other tests may fail meanwhile, and are to say so as ever.
        set_hook(Box::new(move |panic| if std::thread::current().id() == here { log(panic) } else { before(panic) }));
        let lines = Buffer::default();
        let layer = LogLayer::new(LogFormat::Text, LogLevel::Critical, lines.clone(), || UNIX_EPOCH);
        let subscriber = tracing_subscriber::registry().with(layer);
        let result = tracing::subscriber::with_default(subscriber, || catch_unwind(|| panic!("lens\ncap")));
        drop(take_hook());
        assert!(result.is_err());
        let text = lines.text();
        let (head, said) = text.split_once(" | trace_id=0 span_id=0 | ").unwrap();
        assert_eq!(head, "1970-01-01 00:00:00 | CRITICAL | nemotron_backend.telemetry.logs.panics");
        assert!(said.starts_with(r"Panicked: lens\ncap place=backend/src/telemetry/logs/panics.rs:"), "{said}");
        assert_eq!(text.lines().count(), 1);
    }
}
