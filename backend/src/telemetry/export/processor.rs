//! Takes ended spans.

use super::health::Counts;
use opentelemetry::Context;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{BatchSpanProcessor, Span, SpanData, SpanProcessor};
use std::sync::Arc;
use std::time::Duration;

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

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.sdk.shutdown_with_timeout(timeout)
    }
}
