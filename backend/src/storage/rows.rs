//! From rows to what is stored in them.

use super::StorageError;
use super::records::{BoundingBox, DeadLetter, Detection, Event, Failure, Image, ImageState, TraceContext, WaitingWork};
use crate::risk::RiskLevel;
use sqlx::Row as _;
use sqlx::any::AnyRow;

pub(super) fn written(context: &TraceContext) -> String {
    // A map of texts is always an object of JSON.
    serde_json::to_string(context).unwrap_or_else(|_| "{}".to_owned())
}

/// The context in a row. One that cannot be read is none: telemetry keeps no work from being done.
pub(super) fn trace_context(row: &AnyRow) -> Result<TraceContext, sqlx::Error> {
    let text: String = row.try_get("trace_context")?;
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

pub(super) fn image(row: &AnyRow) -> Result<Image, StorageError> {
    let state: String = row.try_get("state")?;
    let state = match state.as_str() {
        "accepted" => ImageState::Accepted,
        "detected" => ImageState::Detected,
        "failed" => ImageState::Failed,
        _ => return Err(StorageError::Unknown { table: "images", value: state }),
    };
    Ok(Image {
        id: row.try_get("id")?,
        camera_id: row.try_get("camera_id")?,
        content_type: row.try_get("content_type")?,
        content: row.try_get("content")?,
        state,
        trace_context: trace_context(row)?,
        attempts: row.try_get("attempts")?,
        created_at: row.try_get("created_at")?,
    })
}

pub(super) fn detection(row: &AnyRow) -> Result<Detection, StorageError> {
    Ok(Detection {
        id: row.try_get("id")?,
        image_id: row.try_get("image_id")?,
        batch_id: row.try_get("batch_id")?,
        camera_id: row.try_get("camera_id")?,
        object_class: row.try_get("object_class")?,
        confidence: row.try_get("confidence")?,
        bounding_box: BoundingBox {
            x: row.try_get("x")?,
            y: row.try_get("y")?,
            width: row.try_get("width")?,
            height: row.try_get("height")?,
        },
        created_at: row.try_get("created_at")?,
    })
}

pub(super) fn event(row: &AnyRow) -> Result<Event, StorageError> {
    let level: String = row.try_get("risk_level")?;
    let Some(risk_level) = RiskLevel::named(&level) else {
        return Err(StorageError::Unknown { table: "events", value: level });
    };
    Ok(Event {
        id: row.try_get("id")?,
        batch_id: row.try_get("batch_id")?,
        camera_id: row.try_get("camera_id")?,
        risk_score: row.try_get("risk_score")?,
        risk_level,
        summary: row.try_get("summary")?,
        model: row.try_get("model")?,
        started_at: row.try_get("started_at")?,
        ended_at: row.try_get("ended_at")?,
        created_at: row.try_get("created_at")?,
    })
}

pub(super) fn dead_letter(row: &AnyRow) -> Result<DeadLetter, StorageError> {
    Ok(DeadLetter {
        id: row.try_get("id")?,
        failure: Failure {
            queue: row.try_get("queue")?,
            message_id: row.try_get("message_id")?,
            error: row.try_get("error")?,
            attempts: row.try_get("attempts")?,
            body: row.try_get("body")?,
        },
        created_at: row.try_get("created_at")?,
    })
}

pub(super) fn waiting(row: &AnyRow) -> Result<WaitingWork, StorageError> {
    Ok(WaitingWork { id: row.try_get("id")?, trace_context: trace_context(row)? })
}
