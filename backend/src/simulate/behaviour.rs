//! How a stand-in behaves: how slow it is, and how often it does wrong.

use super::chance::Chance;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How a stand-in behaves. Rates are parts of all requests, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Behaviour {
    /// How long every answer takes.
    pub latency: Duration,
    /// How much longer at most, by chance.
    pub jitter: Duration,
    /// How often it answers 500 or 503.
    pub failure_rate: f64,
    /// How often it answers 200 with what is no answer.
    pub malformed_rate: f64,
    /// How often it does not answer at all.
    pub hang_rate: f64,
}

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is answered.
    Answer,
    /// It is answered with this status.
    Fail(u16),
    /// It is answered with the kind of nonsense that has this number.
    Malformed(u64),
    /// It is never answered.
    Hang,
}

/// The fates of requests, one after the other.
#[derive(Debug)]
pub(super) struct Fates {
    behaviour: Behaviour,
    seed: u64,
    requests: AtomicU64,
}

impl Fates {
    pub(super) const fn new(behaviour: Behaviour, seed: u64) -> Self {
        Self { behaviour, seed, requests: AtomicU64::new(0) }
    }

    /// The fate of the next request and how long to wait before it.
    pub(super) fn next(&self) -> (Fate, Duration) {
        let Behaviour { latency, jitter, failure_rate, malformed_rate, hang_rate } = self.behaviour;
        let request = self.requests.fetch_add(1, Ordering::Relaxed);
        let mut chance = Chance::of(self.seed, &request.to_le_bytes());
        let wait = latency.saturating_add(jitter.mul_f64(chance.fraction()));
        let drawn = chance.fraction();
        let fate = if drawn < hang_rate {
            Fate::Hang
        } else if drawn < hang_rate + failure_rate {
            Fate::Fail(if chance.below(2) == 0 { 500 } else { 503 })
        } else if drawn < hang_rate + failure_rate + malformed_rate {
            Fate::Malformed(chance.number())
        } else {
            Fate::Answer
        };
        (fate, wait)
    }
}
