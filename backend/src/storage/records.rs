//! What is stored, as the code sees it.

use crate::risk::RiskLevel;
use serde::{Deserialize, Serialize};
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
