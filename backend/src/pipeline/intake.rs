//! Takes images: stored first, then put into the queue, and only then accepted.

use super::Pipeline;
use super::clock::now;
use super::error::AcceptError;
use crate::queue::{Message, QueueError};
use crate::storage::{NewImage, Storage};
use bytes::Bytes;

impl Pipeline {
    /// Stores an image and puts it into the queue for detection. With the id that this returns it is accepted: it will be worked on
    /// whatever happens to this process. With an error nothing was promised, and nothing stays.
    pub async fn accept(&self, camera_id: &str, content_type: &str, content: Bytes) -> Result<String, AcceptError> {
        let parts = &self.parts;
        let id = Storage::new_id();
        let trace_context = parts.tracer.inject_context();
        let image = NewImage {
            id: id.clone(),
            camera_id: camera_id.to_owned(),
            content_type: content_type.to_owned(),
            content: content.to_vec(),
            trace_context: trace_context.clone(),
        };
        parts.storage.accept_image(&image, now()).await?;
        let message = Message::new(&id, trace_context, serde_json::json!({ "camera_id": camera_id }));
        let refused = match parts.detection.publish(&message).await {
            Ok(()) => return Ok(id),
            Err(QueueError::Full { .. }) => {
                parts.metrics.queue_overflow.with(&[("queue_name", "detection"), ("policy", "reject")]).inc();
                AcceptError::Full
            }
            Err(error) => AcceptError::Queue(error),
        };
        if let Err(error) = parts.storage.reject_image(&id).await {
            // It stays and will be worked on. Nobody was told so, and nobody is harmed.
            tracing::warn!("an image that was refused stays stored: {}", crate::telemetry::message(&error));
        }
        Err(refused)
    }
}
