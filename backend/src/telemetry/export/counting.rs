//! Hands batches on and counts how that went.

use super::failures::Failures;
use super::health::Counts;
use super::{Deadline, Destination, ExportError, Sent};
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// An exporter of the SDK over a destination. The SDK calls it from its own thread, one batch after the other.
#[derive(Debug)]
pub(super) struct Counting<D> {
    destination: D,
    timeout: Duration,
    counts: Arc<Counts>,
    failures: Mutex<Failures>,
}

impl<D: Destination> Counting<D> {
    pub fn new(destination: D, timeout: Duration, counts: Arc<Counts>) -> Self {
        Self { destination, timeout, counts, failures: Mutex::new(Failures::default()) }
    }

    /// After the shutdown has come nothing is begun that cannot be done in time.
    async fn send(&self, batch: Vec<SpanData>) -> Result<Sent, ExportError> {
        let deadline = Deadline::new(self.timeout, self.counts.deadline());
        if deadline.at() <= Instant::now() {
            return Err(ExportError::Shutdown);
        }
        self.destination.send(batch, deadline).await
    }

    fn count(&self, spans: u64, result: Result<Sent, ExportError>) -> OTelSdkResult {
        let (rejected, error) = match result {
            Ok(sent) if sent.rejected == 0 => (0, None),
            Ok(sent) => {
                let what = format!("the collector rejected spans: {}", sent.message);
                (sent.rejected.min(spans), Some(ExportError::Other(what)))
            }
            Err(error) => (spans, Some(error)),
        };
        self.counts.done(spans - rejected, rejected);
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.batch(Instant::now(), rejected, self.counts.queue_full(), error.as_ref());
        let Some(error) = error else { return Ok(()) };
        let result = Err(OTelSdkError::InternalFailure(error.to_string()));
        self.counts.note(error);
        result
    }
}

impl<D: Destination> SpanExporter for Counting<D> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len() as u64;
        self.counts.take(spans);
        let result = self.send(batch).await;
        self.count(spans, result)
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        self.destination.close();
        Ok(())
    }
}
