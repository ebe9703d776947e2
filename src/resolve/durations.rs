//! Durations: each reader of one knows other units.

use super::Scope;
use crate::diag::{Diagnostic, Pointer};
use crate::spec::duration::{Duration, Unit};

impl Scope<'_> {
    /// A duration as Jaeger reads it: as Go does, without days and longer.
    pub(super) fn jaeger_duration(&mut self, duration: &Duration, at: &Pointer) -> String {
        let known = matches!(duration.unit(), Unit::Microsecond | Unit::Millisecond | Unit::Second | Unit::Minute | Unit::Hour);
        if !known || duration.microseconds() < 0.0 {
            let message = format!("Jaeger does not read `{duration}`");
            self.bad_duration(message, "its durations are positive, in us, ms, s, m or h", at);
        }
        duration.as_str().to_owned()
    }

    /// An interval as Grafana reads it: longer than nothing, without microseconds, in whole numbers.
    pub(super) fn interval(&mut self, duration: &Duration, at: &Pointer) -> String {
        let whole = !duration.as_str().contains('.');
        if duration.unit() == Unit::Microsecond || duration.microseconds() <= 0.0 || !whole {
            let message = format!("Grafana does not read `{duration}` as an interval");
            self.bad_duration(message, "its intervals are whole and positive, in ms, s, m, h, d, w, M or y", at);
        }
        duration.as_str().to_owned()
    }

    /// Reports a time shift that Grafana can't read.
    pub(super) fn time_shift(&mut self, text: &str, at: &Pointer) {
        let message = match Duration::parse(text) {
            Ok(duration) if duration.unit() != Unit::Microsecond => return,
            Ok(_) => format!("`{text}`: Grafana's time shifts have no microseconds"),
            Err(error) => error.to_string(),
        };
        self.report(Diagnostic::error("spec/bad-duration", message).at(self.value(at)));
    }

    fn bad_duration(&mut self, message: String, help: &str, at: &Pointer) {
        self.report(Diagnostic::error("spec/bad-duration", message).at(self.value(at)).help(help));
    }
}
