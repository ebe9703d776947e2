//! Leaves a service alone that keeps failing: from outcomes of requests to whether the next one may be made.
//!
//! A state machine without a clock: whoever asks says what time it is.

use std::time::{Duration, Instant};

/// When a service is left alone, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircuitBreakerSettings {
    /// After how many failures in a row; 0 is 1.
    pub failures: u32,
    /// For how long.
    pub open_for: Duration,
}

impl Default for CircuitBreakerSettings {
    fn default() -> Self {
        Self { failures: 5, open_for: Duration::from_secs(10) }
    }
}

/// The state: closed while requests are made, open while none is, half-open while a single one finds out whether they may be made again.
#[derive(Debug)]
pub struct CircuitBreaker {
    settings: CircuitBreakerSettings,
    state: State,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Closed { failures: u32 },
    Open { until: Instant },
    HalfOpen,
}

/// The right to make one request, whose outcome is to be told with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permit {
    /// One request among others.
    Ordinary,
    /// The single one that finds out.
    Probe,
}

impl CircuitBreaker {
    /// One that is closed.
    #[must_use]
    pub const fn new(settings: CircuitBreakerSettings) -> Self {
        Self { settings, state: State::Closed { failures: 0 } }
    }

    /// Whether a request may be made now. An error is the time after which to ask again.
    pub fn ask(&mut self, now: Instant) -> Result<Permit, Duration> {
        match self.state {
            State::Closed { .. } => Ok(Permit::Ordinary),
            State::Open { until } if now < until => Err(until - now),
            State::Open { .. } => {
                self.state = State::HalfOpen;
                Ok(Permit::Probe)
            }
            // How long the probe takes is not known.
            State::HalfOpen => Err(self.settings.open_for),
        }
    }

    /// The request with this permit was answered.
    pub const fn succeeded(&mut self, permit: Permit) {
        // What was asked before the service failed says nothing about it now.
        if matches!((self.state, permit), (State::Closed { .. }, _) | (State::HalfOpen, Permit::Probe)) {
            self.state = State::Closed { failures: 0 };
        }
    }

    /// The request with this permit failed for the service's sake. True where the service is left alone from now on.
    pub fn failed(&mut self, permit: Permit, now: Instant) -> bool {
        match (self.state, permit) {
            (State::Closed { failures }, _) if failures.saturating_add(1) < self.settings.failures => {
                self.state = State::Closed { failures: failures + 1 };
                false
            }
            (State::Closed { .. }, _) | (State::HalfOpen, Permit::Probe) => {
                self.state = State::Open { until: now + self.settings.open_for };
                true
            }
            (State::Open { .. } | State::HalfOpen, _) => false,
        }
    }

    /// The request with this permit was given up before there was an outcome. The next one to ask is the probe then.
    pub const fn given_up(&mut self, permit: Permit, now: Instant) {
        if matches!((self.state, permit), (State::HalfOpen, Permit::Probe)) {
            self.state = State::Open { until: now };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SETTINGS: CircuitBreakerSettings = CircuitBreakerSettings { failures: 3, open_for: Duration::from_secs(10) };

    fn opened(now: Instant) -> CircuitBreaker {
        let mut breaker = CircuitBreaker::new(SETTINGS);
        assert!(!breaker.failed(Permit::Ordinary, now) && !breaker.failed(Permit::Ordinary, now));
        assert!(breaker.failed(Permit::Ordinary, now));
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_says_for_how_long() {
        let now = Instant::now();
        let mut breaker = opened(now);
        assert_eq!(breaker.ask(now + Duration::from_secs(4)), Err(Duration::from_secs(6)));
    }

    #[test]
    fn a_success_between_failures_begins_the_row_anew() {
        let now = Instant::now();
        let mut breaker = CircuitBreaker::new(SETTINGS);
        for _ in 0..10 {
            assert!(!breaker.failed(Permit::Ordinary, now) && !breaker.failed(Permit::Ordinary, now));
            breaker.succeeded(Permit::Ordinary);
        }
        assert_eq!(breaker.ask(now), Ok(Permit::Ordinary));
    }

    #[test]
    fn a_single_probe_finds_out_and_its_success_closes() {
        let now = Instant::now();
        let mut breaker = opened(now);
        let later = now + Duration::from_secs(10);
        assert_eq!(breaker.ask(later), Ok(Permit::Probe));
        assert!(breaker.ask(later).is_err());
        breaker.succeeded(Permit::Ordinary);
        assert!(breaker.ask(later).is_err(), "an old success says nothing");
        breaker.succeeded(Permit::Probe);
        assert_eq!(breaker.ask(later), Ok(Permit::Ordinary));
    }

    #[test]
    fn a_probe_that_fails_opens_again_and_one_that_is_given_up_makes_room_for_the_next() {
        let now = Instant::now();
        let mut breaker = opened(now);
        let later = now + Duration::from_secs(10);
        assert_eq!(breaker.ask(later), Ok(Permit::Probe));
        assert!(!breaker.failed(Permit::Ordinary, later), "an old failure changes nothing");
        assert!(breaker.failed(Permit::Probe, later));
        assert_eq!(breaker.ask(later), Err(Duration::from_secs(10)));
        let last = later + Duration::from_secs(10);
        assert_eq!(breaker.ask(last), Ok(Permit::Probe));
        breaker.given_up(Permit::Probe, last);
        assert_eq!(breaker.ask(last), Ok(Permit::Probe));
    }

    proptest! {
        #[test]
        fn a_service_that_answers_again_is_asked_again_whatever_happened(steps in prop::collection::vec((0..4_u8, 0..20_u64), 0..60)) {
            let mut now = Instant::now();
            let mut breaker = CircuitBreaker::new(SETTINGS);
            let mut permits = Vec::new();
            for (step, seconds) in steps {
                now += Duration::from_secs(seconds);
                let told = if step == 0 { None } else { permits.pop() };
                match (step, told) {
                    (0, _) | (_, None) => permits.extend(breaker.ask(now)),
                    (1, Some(permit)) => breaker.succeeded(permit),
                    (2, Some(permit)) => { breaker.failed(permit, now); }
                    (_, Some(permit)) => breaker.given_up(permit, now),
                }
            }
            for permit in permits {
                breaker.given_up(permit, now);
            }
            let permit = breaker.ask(now + SETTINGS.open_for).expect("nothing is under way");
            breaker.succeeded(permit);
            prop_assert_eq!(breaker.ask(now + SETTINGS.open_for), Ok(Permit::Ordinary));
        }
    }
}
