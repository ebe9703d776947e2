//! Puts the parts together, and takes them apart at the end.

use super::counting::Counting;
use super::health::Counts;
use super::processor::Processor;
use super::{Background, Destination, ExportHealth};
use crate::telemetry::ShutdownError;
use crate::telemetry::settings::Settings;
use opentelemetry_sdk::error::OTelSdkError;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, SpanProcessor};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// The way of spans from their end to their destination.
#[derive(Debug)]
pub(in crate::telemetry) struct Pipeline {
    processor: Processor,
    counts: Arc<Counts>,
    background: Arc<Background>,
}

impl Pipeline {
    pub fn new(settings: &Settings, destination: impl Destination, background: Arc<Background>) -> Self {
        let queue = settings.batch.max_queue_size.max(1);
        let counts = Arc::new(Counts::new(queue));
        let config = BatchConfigBuilder::default()
            .with_max_queue_size(queue)
            .with_max_export_batch_size(settings.batch.max_export_batch_size.clamp(1, queue))
            .with_scheduled_delay(settings.batch.schedule_delay)
            .build();
        let exporter = Counting::new(destination, settings.exporter.timeout, Arc::clone(&counts));
        let sdk = BatchSpanProcessor::builder(exporter).with_batch_config(config).build();
        Self { processor: Processor::new(sdk, Arc::clone(&counts)), counts, background }
    }

    /// What the SDK hands ended spans to.
    pub fn processor(&self) -> impl SpanProcessor + use<> {
        self.processor.clone()
    }

    pub fn health(&self) -> ExportHealth {
        ExportHealth::of(Arc::clone(&self.counts))
    }

    /// Sends what waits, and waits for that at most so long. Spans may go on ending.
    pub async fn flush(&self, within: Duration) -> Result<(), ShutdownError> {
        let before = self.counts.snapshot();
        let processor = self.processor.clone();
        // The SDK waits on the thread that asks, and gives up after five seconds.
        let flushed = self.on_a_thread(within, move || processor.force_flush()).await?;
        let lost = self.counts.snapshot().failed - before.failed;
        match flushed {
            Some(Err(OTelSdkError::Timeout(_))) | None => {
                Err(ShutdownError::Timeout { in_flight: self.counts.snapshot().in_flight })
            }
            Some(_) if lost > 0 => Err(ShutdownError::Lost { spans: lost }),
            Some(_) => Ok(()),
        }
    }

    /// Lets no more spans in and sends what waits. Exports that are not done in time are ended, and their spans counted as failed.
    /// Spans that end later are counted as dropped. Does nothing the second time.
    pub async fn shutdown(&self, within: Duration) -> Result<(), ShutdownError> {
        let before = self.counts.snapshot();
        // A part of the time is kept for counting what was given up.
        let margin = (within / 10).min(Duration::from_millis(100));
        if !self.counts.close(Instant::now() + within.saturating_sub(margin)) {
            return Ok(());
        }
        let processor = self.processor.clone();
        // The SDK's own limit lies behind ours, at which its thread is done for sure.
        let limit = within + Duration::from_secs(5);
        let done = self.on_a_thread(within, move || processor.end(limit)).await?;
        let now = self.counts.snapshot();
        let lost = now.failed + now.dropped_already_shutdown - before.failed - before.dropped_already_shutdown;
        match done {
            None => Err(ShutdownError::Timeout { in_flight: now.in_flight }),
            Some(_) if lost > 0 => Err(ShutdownError::Lost { spans: lost }),
            Some(_) => Ok(()),
        }
    }

    /// Runs what blocks on a thread of its own, so that no runtime of the application stands still. None where it takes too long.
    async fn on_a_thread<T: Send + 'static>(
        &self,
        within: Duration,
        run: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Option<T>, ShutdownError> {
        let (send, receive) = oneshot::channel();
        let thread = std::thread::Builder::new().name("telemetry-end".to_owned());
        // Nobody waits for it any more where the time was up.
        thread.spawn(move || drop(send.send(run()))).map_err(ShutdownError::Thread)?;
        Ok(self.background.within(within, receive).await.and_then(Result::ok))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sdk;
    use super::*;
    use opentelemetry_sdk::error::OTelSdkResult;
    use opentelemetry_sdk::trace::{InMemorySpanExporterBuilder, SpanData, SpanExporter};

    fn pipeline(exporter: impl SpanExporter + 'static) -> Pipeline {
        Pipeline::new(&Settings::default(), Sdk(exporter), Arc::new(Background::start().unwrap()))
    }

    #[tokio::test]
    async fn a_span_that_was_let_in_and_never_handed_over_is_counted_at_the_end() {
        let pipeline = pipeline(InMemorySpanExporterBuilder::new().build());
        // A thread that stands still between the two, while the shutdown comes and goes.
        assert!(pipeline.counts.admit());
        let end = pipeline.shutdown(Duration::from_secs(10)).await;
        assert!(matches!(end, Err(ShutdownError::Lost { spans: 1 })), "{end:?}");
        let now = pipeline.health().snapshot();
        assert_eq!((now.dropped_already_shutdown, now.in_flight, now.ended()), (1, 0, 1));
    }

    /// An exporter of somebody else that keeps no deadline.
    #[derive(Debug)]
    struct Stuck;

    impl SpanExporter for Stuck {
        async fn export(&self, _: Vec<SpanData>) -> OTelSdkResult {
            std::future::pending().await
        }
    }

    #[tokio::test]
    async fn an_exporter_that_never_ends_is_left_behind_and_its_spans_stay_in_flight() {
        use crate::telemetry::signals::spans::LLM_INFERENCE;
        let settings = Settings { enabled: true, ..Settings::default() };
        let telemetry = crate::telemetry::Telemetry::with_exporter(&settings, Stuck).unwrap();
        telemetry.tracer().create_span(&LLM_INFERENCE, |_| Ok::<_, std::convert::Infallible>(())).unwrap();
        let began = Instant::now();
        let end = telemetry.shutdown(Duration::from_millis(50)).await;
        assert!(matches!(end, Err(ShutdownError::Timeout { in_flight: 1 })), "{end:?}");
        assert!(began.elapsed() < Duration::from_secs(2));
        assert_eq!(telemetry.health().snapshot().ended(), 1);
        drop(telemetry);
        assert!(began.elapsed() < Duration::from_secs(2), "nor does the drop wait for it");
    }
}
