//! Detection: from an image in the queue to detections in a batch.

use super::clock::now;
use super::error::WorkError;
use super::supervisor::Shutdown;
use super::work::{self, Work};
use super::{Parts, batching};
use crate::ai::{self, Detection};
use crate::queue::Delivery;
use crate::storage::{BoundingBox, ClosedBatch, Failure, Image, ImageState, NewDetection, StorageError};
use crate::telemetry::ActiveSpan;
use crate::telemetry::signals::{attributes, spans};
use std::sync::Arc;
use tokio::time::Instant;

/// A worker.
pub async fn run(parts: Arc<Parts>, shutdown: Shutdown) -> Result<(), WorkError> {
    let detecting = Detecting { parts: Arc::clone(&parts), shutdown: shutdown.clone() };
    work::run(&parts, &parts.detection, &detecting, shutdown).await
}

struct Detecting {
    parts: Arc<Parts>,
    shutdown: Shutdown,
}

impl Work for Detecting {
    async fn work(&self, delivery: &Delivery) -> Result<(), WorkError> {
        let parts = &self.parts;
        let parent = parts.tracer.extract_context(&delivery.message.headers);
        let work = |span| self.detect(&delivery.message.id, span);
        let closed = parts.tracer.create_async_span_in(&spans::DETECTION_PROCESSING, &parent, work).await?;
        // The batch is stored as closed. Should this process end here, recovery puts it into the queue.
        if let Some(batch) = closed {
            batching::hand_over(parts, batch, &mut self.shutdown.clone()).await?;
        }
        Ok(())
    }

    async fn give_up(&self, delivery: &Delivery, failure: &Failure) -> Result<(), WorkError> {
        self.parts.storage.fail_image(&delivery.message.id, failure, now()).await.map(drop).or_else(missing_is_fine)
    }
}

/// What is not stored cannot be given up.
pub fn missing_is_fine(error: StorageError) -> Result<(), WorkError> {
    match error {
        StorageError::NotFound { .. } => Ok(()),
        error => Err(error.into()),
    }
}

impl Detecting {
    async fn detect(&self, image_id: &str, span: ActiveSpan) -> Result<Option<ClosedBatch>, WorkError> {
        let parts = &self.parts;
        let Some(image) = parts.storage.load_image(image_id).await? else {
            tracing::warn!("image {image_id} is in the queue and not stored: it was refused after all");
            return Ok(None);
        };
        span.set(&attributes::CAMERA_ID, &image.camera_id);
        span.set(&attributes::IMAGE_PATH, &path(&image));
        let (ImageState::Accepted, Some(content)) = (image.state, image.content) else {
            tracing::info!("image {image_id} was worked on before");
            return Ok(None);
        };
        let began = Instant::now();
        let found = parts.rtdetr.detect(&content.into(), &image.content_type).await?;
        let all = found.len();
        let sure: Vec<NewDetection> =
            found.into_iter().filter(|detection| detection.confidence >= parts.settings.min_confidence).map(stored).collect();
        let count = sure.len();
        span.set(&attributes::DETECTION_COUNT, i64::try_from(count).unwrap_or(i64::MAX));
        let batch_size = i64::try_from(parts.settings.batch_max_detections).unwrap_or(i64::MAX);
        let stored = parts.storage.store_detections(image_id, &sure, batch_size, now()).await?;
        if stored.stored {
            parts.metrics.detections_processed.with(&[]).inc_by(count as u64);
            parts.metrics.detections_filtered.with(&[]).inc_by((all - count) as u64);
        }
        parts.metrics.stage_duration.with(&[("stage", "detect")]).observe(began.elapsed().as_secs_f64());
        tracing::info!("image {image_id} of {}: {count} detections, {} of low confidence", image.camera_id, all - count);
        Ok(stored.closed)
    }
}

/// The name of an image: its camera, and its id.
fn path(image: &Image) -> String {
    let ending = image.content_type.strip_prefix("image/").unwrap_or("bin");
    format!("{}/{}.{ending}", image.camera_id, image.id)
}

fn stored(detection: Detection) -> NewDetection {
    let ai::BoundingBox { x, y, width, height } = detection.bounding_box;
    NewDetection {
        object_class: detection.object_class,
        confidence: detection.confidence,
        bounding_box: BoundingBox { x, y, width, height },
    }
}
