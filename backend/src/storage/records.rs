//! What is stored, as the code sees it, and how it is read from rows.

use super::StorageError;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// The context of a trace as headers: `traceparent`, `tracestate`, `baggage`.
pub type TraceContext = BTreeMap<String, String>;

/// An image that is to be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImage {
    /// Its id, see [`Storage::new_id`](super::Storage::new_id). The same id twice is the same image.
    pub id: String,
    /// Which camera took it.
    pub camera_id: String,
    /// `image/jpeg` …
    pub content_type: String,
    /// The image itself.
    pub content: Vec<u8>,
    /// The trace that it came with.
    pub trace_context: TraceContext,
}

/// What becomes of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageState {
    /// It waits for detection or is in it.
    Accepted,
    /// Its detections are stored.
    Detected,
    /// It was given up.
    Failed,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its id.
    pub id: String,
    /// Which camera took it.
    pub camera_id: String,
    /// `image/jpeg` …
    pub content_type: String,
    /// The image itself; none once its detections are stored.
    pub content: Option<Vec<u8>>,
    /// What became of it.
    pub state: ImageState,
    /// The trace that it came with.
    pub trace_context: TraceContext,
    /// How often it was tried before it was given up.
    pub attempts: i64,
    /// When it was accepted.
    pub created_at: i64,
}

/// Where on an image something is, in pixels from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BoundingBox {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// From the left edge to the right one.
    pub width: f64,
    /// From the upper edge to the lower one.
    pub height: f64,
}

/// Something that was found on an image.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDetection {
    /// `person`, `car` …
    pub object_class: String,
    /// How sure the model is, 0 to 1.
    pub confidence: f64,
    /// Where it is.
    pub bounding_box: BoundingBox,
}

/// Something that was found on an image and stored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Detection {
    /// Its id; later ones are greater.
    pub id: i64,
    /// On which image.
    pub image_id: String,
    /// In which batch.
    pub batch_id: String,
    /// Which camera took the image.
    pub camera_id: String,
    /// `person`, `car` …
    pub object_class: String,
    /// How sure the model is, 0 to 1.
    pub confidence: f64,
    /// Where it is.
    pub bounding_box: BoundingBox,
    /// When it was stored.
    pub created_at: i64,
}

/// Why a batch was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBy {
    /// It was full.
    Size,
    /// Its time was over.
    Timeout,
}

/// How bad an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RiskLevel {
    /// `low`
    Low,
    /// `medium`
    Medium,
    /// `high`
    High,
    /// `critical`
    Critical,
}

impl RiskLevel {
    /// `low`, `medium`, `high` or `critical`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The level of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Low, Self::Medium, Self::High, Self::Critical].into_iter().find(|level| level.name() == name)
    }
}

/// What the analysis of a batch came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// 0 to 100.
    pub risk_score: i64,
    /// How bad it is.
    pub risk_level: RiskLevel,
    /// What happened, in words.
    pub summary: String,
    /// Which model says so.
    pub model: String,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its id; later ones are greater.
    pub id: i64,
    /// The batch that it was made of.
    pub batch_id: String,
    /// Where it happened.
    pub camera_id: String,
    /// 0 to 100.
    pub risk_score: i64,
    /// How bad it is.
    pub risk_level: RiskLevel,
    /// What happened, in words.
    pub summary: String,
    /// Which model says so.
    pub model: String,
    /// When its batch was opened.
    pub started_at: i64,
    /// When its batch was closed.
    pub ended_at: i64,
    /// When it was stored.
    pub created_at: i64,
}

/// Why an image or a batch was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The queue that its message came from.
    pub queue: String,
    /// The id of the message.
    pub message_id: String,
    /// The last error.
    pub error: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the message said.
    pub body: String,
}

/// A message that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its id; later ones are greater.
    pub id: i64,
    /// Why.
    pub failure: Failure,
    /// When.
    pub created_at: i64,
}

/// An image or a batch that belongs into a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingWork {
    /// Its id.
    pub id: String,
    /// The trace that it belongs to.
    pub trace_context: TraceContext,
}

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
