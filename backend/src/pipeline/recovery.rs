//! Recovery: puts accepted work back that no queue has any more, as after a Redis that came back empty or a process that was killed; and
//! tells how much waits.

use super::Parts;
use super::clock::{milliseconds, now};
use super::error::WorkError;
use super::supervisor::Shutdown;
use crate::queue::{Message, Queue, QueueError};
use crate::storage::WaitingWork;
use std::sync::Arc;
use std::time::Duration;

/// How often depths are told and lost work is looked for, at least.
const LONGEST_LOOK: Duration = Duration::from_secs(1);
/// How much is put back at once.
const AT_ONCE: i64 = 100;

/// The worker.
pub async fn run(parts: Arc<Parts>, mut shutdown: Shutdown) -> Result<(), WorkError> {
    let age = parts.settings.recovery_after;
    let look = (age / 4).min(LONGEST_LOOK);
    if matches!(parts.detection, Queue::InProcess(_)) {
        take_over(&parts, &shutdown).await?;
    }
    loop {
        tell_depths(&parts).await?;
        put_back(&parts, milliseconds(age)).await?;
        if !shutdown.sleep(look).await {
            return Ok(());
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a queue holds far fewer than 2^52 messages")]
async fn tell_depths(parts: &Parts) -> Result<(), WorkError> {
    parts.metrics.detection_queue_depth.with(&[]).set(parts.detection.depth().await? as f64);
    parts.metrics.analysis_queue_depth.with(&[]).set(parts.analysis.depth().await? as f64);
    Ok(())
}

/// Queues within the process begin empty: whatever is not finished was left by the process before. What was accepted since this one began is
/// younger, and so is what was put back already.
async fn take_over(parts: &Parts, shutdown: &Shutdown) -> Result<(), WorkError> {
    loop {
        let time = now().max(parts.began);
        let images = parts.storage.take_lost_images(parts.began, time, AT_ONCE).await?;
        let batches = parts.storage.take_lost_batches(parts.began, time, AT_ONCE).await?;
        if images.is_empty() && batches.is_empty() {
            return Ok(());
        }
        tracing::info!("{} images and {} batches are taken over from the process before", images.len(), batches.len());
        let images = images.into_iter().map(|work| (&parts.detection, work));
        let batches = batches.into_iter().map(|work| (&parts.analysis, work));
        for (queue, work) in images.chain(batches) {
            let message = Message::new(work.id, work.trace_context, serde_json::Value::Null);
            while let Err(error) = queue.publish_or_wait(&message, LONGEST_LOOK, || ()).await {
                if shutdown.is_asked() || !matches!(error, QueueError::Full { .. }) {
                    return Err(error.into());
                }
            }
        }
    }
}

async fn put_back(parts: &Parts, age: i64) -> Result<(), WorkError> {
    let time = now();
    let images = parts.storage.take_lost_images(time - age, time, AT_ONCE).await?;
    let batches = parts.storage.take_lost_batches(time - age, time, AT_ONCE).await?;
    publish_all(&parts.detection, images, "images").await?;
    publish_all(&parts.analysis, batches, "batches").await
}

/// What does not fit any more is taken again when its time has come.
async fn publish_all(queue: &Queue, lost: Vec<WaitingWork>, what: &str) -> Result<(), WorkError> {
    let mut put_back = 0_usize;
    for work in lost {
        match queue.publish(&Message::new(work.id, work.trace_context, serde_json::Value::Null)).await {
            Ok(()) => put_back += 1,
            Err(QueueError::Full { .. }) => break,
            Err(error) => return Err(error.into()),
        }
    }
    if put_back > 0 {
        tracing::warn!("{put_back} {what} were put into their queue again: nobody had finished them in time");
    }
    Ok(())
}
