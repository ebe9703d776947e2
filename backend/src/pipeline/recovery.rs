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
/// How soon it is looked again where there may be more than was put back.
const SOON: Duration = Duration::from_millis(100);
/// How much is put back at once.
const AT_ONCE: usize = 100;

/// The worker of a process that began its work at a time.
pub async fn run(parts: Arc<Parts>, began: i64, mut shutdown: Shutdown) -> Result<(), WorkError> {
    let age = parts.settings.recovery_after;
    let look = (age / 4).min(LONGEST_LOOK);
    loop {
        tell_depths(&parts).await?;
        let found = put_back(&parts, milliseconds(age), began).await?;
        if !shutdown.sleep(if found > 0 { look.min(SOON) } else { look }).await {
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

/// Puts back what is lost, and returns how much that was.
async fn put_back(parts: &Parts, age: i64, began: i64) -> Result<usize, WorkError> {
    let time = now();
    let (storage, detection, analysis) = (&parts.storage, &parts.detection, &parts.analysis);
    let room = room(detection).await?;
    let images = storage.take_lost_images(lost_before(detection, time - age, began), time, room).await?;
    let found = publish_all(detection, images, "images").await?;
    let room = self::room(analysis).await?;
    let batches = storage.take_lost_batches(lost_before(analysis, time - age, began), time, room).await?;
    Ok(found + publish_all(analysis, batches, "batches").await?)
}

/// When the work was queued that is lost. A queue within the process began empty with it: what was queued before is in none.
fn lost_before(queue: &Queue, old: i64, began: i64) -> i64 {
    match queue {
        Queue::InProcess(_) => old.max(began),
        Queue::Redis(_) => old,
    }
}

/// How much can be put into a queue at once. What is taken from the database and does not fit would count as queued.
async fn room(queue: &Queue) -> Result<i64, WorkError> {
    let room = queue.options().capacity.saturating_sub(queue.depth().await?).min(AT_ONCE);
    Ok(i64::try_from(room).unwrap_or(i64::MAX))
}

/// What does not fit after all, since others were faster, is taken again when its time has come.
async fn publish_all(queue: &Queue, lost: Vec<WaitingWork>, what: &str) -> Result<usize, WorkError> {
    let mut put_back = 0;
    for work in lost {
        match queue.publish(&Message::new(work.id, work.trace_context, serde_json::Value::Null)).await {
            Ok(()) => put_back += 1,
            Err(QueueError::Full { .. } | QueueError::Closed { .. }) => break,
            Err(error) => return Err(error.into()),
        }
    }
    if put_back > 0 {
        tracing::warn!("{put_back} {what} were put into their queue again: nobody had finished them");
    }
    Ok(put_back)
}
