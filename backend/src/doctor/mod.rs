//! Why no traces arrive: from settings to checks, each with what was found and what mends it.

mod collector;
mod export;
mod propagation;

use crate::telemetry::Settings;
use crate::telemetry::settings::Sampling;

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
    vec![
        enabled(settings),
        sampled(settings),
        collector::reachable(settings).await,
        collector::takes_a_span(settings).await,
        export::errors(backend).await,
        propagation::headers_travel(settings).await,
    ]
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
