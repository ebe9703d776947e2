//! Batching: from a batch that is closed, for its size or for its age, to a message in the queue for analysis.

use super::Parts;
use super::clock::{milliseconds, now};
use super::error::WorkError;
use super::supervisor::Shutdown;
use crate::queue::{Message, QueueError};
use crate::storage::{ClosedBatch, ClosedBy};
use crate::telemetry::ActiveSpan;
use crate::telemetry::signals::{attributes, spans};
use opentelemetry::trace::TraceContextExt as _;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether a batch is old enough, at least.
const LONGEST_LOOK: Duration = Duration::from_secs(1);
/// How often a full queue is tried.
const FULL_WAIT: Duration = Duration::from_millis(200);

/// The worker that closes batches for their age. Several processes may do so: each batch is closed by one of them.
pub async fn run(parts: Arc<Parts>, mut shutdown: Shutdown) -> Result<(), WorkError> {
    let timeout = parts.settings.batch_timeout;
    let look = (timeout / 4).min(LONGEST_LOOK);
    while shutdown.sleep(look).await {
        for batch in parts.storage.close_due_batches(now(), milliseconds(timeout)).await? {
            hand_over(&parts, batch, &mut shutdown).await?;
        }
    }
    Ok(())
}

/// Puts a closed batch into the queue for analysis. A full queue is waited for, so that whoever fills it works more slowly.
pub async fn hand_over(parts: &Parts, batch: ClosedBatch, shutdown: &mut Shutdown) -> Result<(), WorkError> {
    let parent = parts.tracer.extract_context(&batch.trace_context);
    let work = |span| aggregate(parts, batch, shutdown, span);
    parts.tracer.create_async_span_in(&spans::BATCH_AGGREGATION, &parent, work).await
}

async fn aggregate(parts: &Parts, batch: ClosedBatch, shutdown: &mut Shutdown, span: ActiveSpan) -> Result<(), WorkError> {
    span.set(&attributes::BATCH_ID, &batch.id);
    span.set(&attributes::BATCH_SIZE, batch.detection_count);
    span.set(&attributes::TIMEOUT_TRIGGERED, batch.closed_by == ClosedBy::Timeout);
    if span.is_recording() {
        for context in parts.storage.load_batch(&batch.id).await?.links {
            span.link(parts.tracer.extract_context(&context).span().span_context().clone());
        }
    }
    if batch.closed_by == ClosedBy::Size {
        parts.metrics.batches_full.with(&[("camera_id", &batch.camera_id)]).inc();
    }
    let open_for = Duration::from_millis(u64::try_from(batch.closed_at - batch.opened_at).unwrap_or_default());
    parts.metrics.stage_duration.with(&[("stage", "batch")]).observe(open_for.as_secs_f64());
    tracing::info!("batch {} of {} is closed with {} detections", batch.id, batch.camera_id, batch.detection_count);
    publish(parts, &batch, shutdown).await
}

async fn publish(parts: &Parts, batch: &ClosedBatch, shutdown: &mut Shutdown) -> Result<(), WorkError> {
    let body = serde_json::json!({ "camera_id": batch.camera_id });
    let message = Message::new(&batch.id, parts.tracer.inject_context(), body);
    let mut waited = false;
    loop {
        match parts.analysis.publish(&message).await {
            Err(QueueError::Full { .. }) if waited => {}
            Err(QueueError::Full { .. }) => {
                parts.metrics.queue_overflow.with(&[("queue_name", "analysis"), ("policy", "wait")]).inc();
                waited = true;
            }
            // It is stored as closed: recovery puts it into the queue, in this process or another.
            Err(QueueError::Closed { .. }) => return Ok(()),
            published => return Ok(published?),
        }
        if !shutdown.sleep(FULL_WAIT).await {
            // As well.
            return Ok(());
        }
    }
}
