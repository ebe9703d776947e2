//! When an export has to be done: at its time-out, or earlier when the shutdown comes meanwhile.

use super::ExportError;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// When an export has to be done.
#[derive(Debug, Clone)]
pub(in crate::telemetry) struct Deadline {
    time_out: Instant,
    /// Until when the shutdown waits, once it has come.
    shutdown: watch::Receiver<Option<Instant>>,
}

impl Deadline {
    pub fn new(time_out: Duration, shutdown: watch::Receiver<Option<Instant>>) -> Self {
        Self { time_out: Instant::now() + time_out, shutdown }
    }

    /// As things are now.
    pub fn at(&self) -> Instant {
        self.shutdown.borrow().map_or(self.time_out, |shutdown| shutdown.min(self.time_out))
    }

    /// Waits for it, in a runtime with a clock, and says which of the two it was.
    pub async fn passed(mut self) -> ExportError {
        loop {
            let at = self.at();
            tokio::select! {
                () = tokio::time::sleep_until(at.into()) => break,
                changed = self.shutdown.changed() => if changed.is_err() {
                    // Whoever would shut down is gone; what remains is the time-out.
                    tokio::time::sleep_until(at.into()).await;
                    break;
                },
            }
        }
        if self.at() < self.time_out { ExportError::Shutdown } else { ExportError::Timeout }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_shutdown_that_comes_meanwhile_brings_it_forward() {
        let (shutdown, receiver) = watch::channel(None);
        let began = Instant::now();
        let deadline = Deadline::new(Duration::from_mins(1), receiver);
        let passed = tokio::spawn(deadline.clone().passed());
        tokio::task::yield_now().await;
        shutdown.send(Some(began + Duration::from_millis(20))).unwrap();
        assert_eq!(passed.await.unwrap(), ExportError::Shutdown);
        assert!(deadline.at() < began + Duration::from_secs(1) && began.elapsed() < Duration::from_secs(10));
    }

    #[tokio::test]
    async fn without_a_shutdown_it_is_the_time_out() {
        let (shutdown, receiver) = watch::channel(None);
        let deadline = Deadline::new(Duration::from_millis(10), receiver);
        drop(shutdown);
        assert_eq!(deadline.passed().await, ExportError::Timeout);
    }
}
