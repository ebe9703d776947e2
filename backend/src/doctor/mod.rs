//! Why no traces arrive: from settings to checks, each with what was found and what mends it.
//!
//! The checks are those that the HSI backend's troubleshooting section asks for: no traces appear (enabled, sampled, the collector, export
//! errors), relationships between spans are missing (headers, tasks and queues), and traces have a high cardinality (names of spans,
//! values of labels).

mod backend;
mod collector;
mod names;
mod propagation;
mod rig;

use crate::telemetry::Settings;
use crate::telemetry::settings::Sampling;
use crate::telemetry::signals::spans::{Span, SpanKind};

/// The span that is sent. It is none of the contract's: whoever finds it in Jaeger knows where it comes from.
const TEST_SPAN: Span = Span { name: "doctor_test_span", kind: SpanKind::Internal, attributes: &[] };

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// In order.
    Fine,
    /// Not in order.
    Wrong,
    /// It could not be found out.
    Unknown,
}

/// A question, its answer, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was asked.
    pub question: &'static str,
    /// What it came to.
    pub outcome: Outcome,
    /// What was found.
    pub found: String,
    /// What mends it; empty where nothing is to mend.
    pub fix: String,
}

impl Check {
    /// Whether there are settings that look like ours and are read by nobody, from the warnings that were given when they were read.
    #[must_use]
    pub fn of_settings(warnings: &[String]) -> Self {
        const QUESTION: &str = "Are all settings known?";
        if warnings.is_empty() {
            return Self::fine(QUESTION, "yes: none looks misspelt");
        }
        Self::unknown(QUESTION, warnings.join("; "), "check its spelling; leave it, if it is for another program")
    }

    fn fine(question: &'static str, found: impl Into<String>) -> Self {
        Self { question, outcome: Outcome::Fine, found: found.into(), fix: String::new() }
    }

    fn wrong(question: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { question, outcome: Outcome::Wrong, found: found.into(), fix: fix.into() }
    }

    fn unknown(question: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { question, outcome: Outcome::Unknown, found: found.into(), fix: fix.into() }
    }
}

/// Asks everything. `backend` is the address of a backend that runs, if one does.
pub async fn examine(settings: &Settings, backend: Option<&str>) -> Vec<Check> {
    let [reachable, takes_a_span] = collector::examine(settings).await;
    let [errors, series] = backend::examine(backend).await;
    let [headers, kept] = propagation::examine(settings).await;
    let names = names::bounded(settings).await;
    vec![enabled(settings), sampled(settings), reachable, takes_a_span, errors, headers, kept, names, series]
}

fn enabled(settings: &Settings) -> Check {
    const QUESTION: &str = "Is telemetry enabled?";
    if settings.enabled {
        return Check::fine(QUESTION, format!("yes, as the service {}", settings.resource.service_name));
    }
    Check::wrong(QUESTION, "no: no span is made", "set OTEL_ENABLED=true, and leave OTEL_SDK_DISABLED unset")
}

fn sampled(settings: &Settings) -> Check {
    const QUESTION: &str = "Are traces sampled?";
    let fix = "set OTEL_TRACE_SAMPLE_RATE=1.0 to keep all of them";
    match settings.sampling {
        Sampling::AlwaysOff | Sampling::ParentBasedAlwaysOff => Check::wrong(QUESTION, "none that begins here is kept", fix),
        Sampling::TraceIdRatio(rate) | Sampling::ParentBasedTraceIdRatio(rate) if rate <= 0.0 => {
            Check::wrong(QUESTION, "none that begins here is kept", fix)
        }
        Sampling::TraceIdRatio(rate) | Sampling::ParentBasedTraceIdRatio(rate) => {
            Check::fine(QUESTION, format!("{} of 100 that begin here are kept", rate * 100.0))
        }
        Sampling::AlwaysOn | Sampling::ParentBasedAlwaysOn => Check::fine(QUESTION, "all that begin here are kept"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telemetry_that_is_off_is_told_with_the_way_out() {
        let check = enabled(&Settings::default());
        assert_eq!(check.outcome, Outcome::Wrong);
        assert!(check.fix.contains("OTEL_ENABLED=true"));
        assert_eq!(enabled(&Settings { enabled: true, ..Settings::default() }).outcome, Outcome::Fine);
    }

    #[test]
    fn a_rate_of_0_keeps_nothing() {
        let check = |sampling| sampled(&Settings { sampling, ..Settings::default() });
        assert_eq!(check(Sampling::ParentBasedTraceIdRatio(0.0)).outcome, Outcome::Wrong);
        assert_eq!(check(Sampling::AlwaysOff).outcome, Outcome::Wrong);
        assert_eq!(check(Sampling::ParentBasedTraceIdRatio(0.1)).found, "10 of 100 that begin here are kept");
    }
}
