//! How a model service is asked.

use super::CircuitBreakerSettings;
use reqwest::Url;
use std::time::Duration;

/// Where a service is, and how much patience it is given.
#[derive(Debug, Clone)]
pub struct ServiceSettings {
    /// The address, below which its end points are: `http://rtdetr:8090`.
    pub url: Url,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long one request may take in all, from connecting to the last byte of the answer.
    pub timeout: Duration,
    /// What is tried again.
    pub retry: RetrySettings,
    /// When the service is left alone.
    pub circuit_breaker: CircuitBreakerSettings,
    /// The most that is read of an answer, in bytes.
    pub largest_answer: usize,
}

/// How often and when a request is made again.
#[derive(Debug, Clone, Copy)]
pub struct RetrySettings {
    /// How often at most, after the first request.
    pub times: usize,
    /// The wait before the first of them; each next is twice as long, and each has up to as much again added by chance, so that many
    /// clients do not come back together.
    pub first_wait: Duration,
    /// The longest wait, what is added by chance aside. A service that asks for a longer one (`Retry-After`) is not asked again in
    /// this call.
    pub longest_wait: Duration,
}

impl Default for RetrySettings {
    fn default() -> Self {
        Self { times: 2, first_wait: Duration::from_millis(200), longest_wait: Duration::from_secs(5) }
    }
}

impl ServiceSettings {
    /// A service that answers within the time-out; two more tries, 4 MiB of an answer.
    #[must_use]
    pub fn new(url: Url, timeout: Duration) -> Self {
        Self {
            url,
            connect_timeout: Duration::from_secs(5),
            timeout,
            retry: RetrySettings::default(),
            circuit_breaker: CircuitBreakerSettings::default(),
            largest_answer: 4 << 20,
        }
    }
}
