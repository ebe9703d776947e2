//! Takes ended spans.

use super::health::Counts;
use opentelemetry::Context;
use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use opentelemetry_sdk::trace::{BatchSpanProcessor, Span, SpanData, SpanProcessor};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The SDK's batch processor behind a door that counts. The SDK drops what its queue cannot hold and tells how much only when it ends;
/// here no span goes in that would be dropped.
#[derive(Debug, Clone)]
pub(super) struct Processor {
    sdk: Arc<BatchSpanProcessor>,
    counts: Arc<Counts>,
}

impl Processor {
    pub fn new(sdk: BatchSpanProcessor, counts: Arc<Counts>) -> Self {
        Self { sdk: Arc::new(sdk), counts }
    }

    /// Sends what waits, and counts what nobody takes any more. No more spans may be let in.
    pub fn end(&self, limit: Duration) -> OTelSdkResult {
        let result = self.sdk.shutdown_with_timeout(limit);
        // After a time-out the SDK's thread still runs, and takes what waits.
        if !matches!(result, Err(OTelSdkError::Timeout(_))) {
            self.counts.settle();
        }
        result
    }
}

impl SpanProcessor for Processor {
    fn on_start(&self, _: &mut Span, _: &Context) {}

    fn on_end(&self, span: SpanData) {
        if self.counts.admit() {
            self.sdk.on_end(span);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.sdk.force_flush()
    }

    /// Comes from the SDK's provider when its last handle is dropped. After a shutdown of ours there is nothing to wait for.
    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        if self.counts.close(Instant::now() + timeout) { self.end(timeout) } else { Ok(()) }
    }
}
