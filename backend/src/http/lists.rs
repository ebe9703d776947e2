//! `GET /api/events` and `GET /api/detections`: what is stored, the newest first, page by page.

use super::App;
use super::page::PageQuery;
use super::problem::{Problem, ProblemBody};
use crate::storage::{Detection, Event};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of events.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventPage {
    /// The events, the newest first.
    events: Vec<EventBody>,
    /// The cursor of the next page; null on the last one.
    next_cursor: Option<String>,
}

/// What the analysis of a batch found.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventBody {
    /// The id.
    event_id: i64,
    /// The batch that was analysed.
    batch_id: String,
    /// The camera.
    camera_id: String,
    /// How risky it is, 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    risk_score: i64,
    /// `low`, `medium`, `high` or `critical`.
    #[schema(example = "medium")]
    risk_level: String,
    /// What happened, in a sentence or two.
    summary: String,
    /// The model that says so.
    model: String,
    /// When it was stored, in milliseconds since 1970.
    created_at: i64,
}

/// A page of detections.
#[derive(Debug, Serialize, ToSchema)]
pub struct DetectionPage {
    /// The detections, the newest first.
    detections: Vec<DetectionBody>,
    /// The cursor of the next page; null on the last one.
    next_cursor: Option<String>,
}

/// An object on an image.
#[derive(Debug, Serialize, ToSchema)]
pub struct DetectionBody {
    /// The id.
    detection_id: i64,
    /// The image.
    image_id: String,
    /// The batch that it is in.
    batch_id: String,
    /// The camera.
    camera_id: String,
    /// What it is.
    #[schema(example = "person")]
    object_class: String,
    /// How sure RT-DETR is, 0 to 1.
    confidence: f64,
    /// When it was stored, in milliseconds since 1970.
    created_at: i64,
}

impl From<Event> for EventBody {
    fn from(event: Event) -> Self {
        Self {
            event_id: event.id,
            batch_id: event.batch_id,
            camera_id: event.camera_id,
            risk_score: event.risk_score,
            risk_level: event.risk_level.name().to_owned(),
            summary: event.summary,
            model: event.model,
            created_at: event.created_at,
        }
    }
}

impl From<Detection> for DetectionBody {
    fn from(detection: Detection) -> Self {
        Self {
            detection_id: detection.id,
            image_id: detection.image_id,
            batch_id: detection.batch_id,
            camera_id: detection.camera_id,
            object_class: detection.object_class,
            confidence: detection.confidence,
            created_at: detection.created_at,
        }
    }
}

/// The events that were stored.
#[utoipa::path(get, path = "/api/events", tag = "events", params(PageQuery), responses(
    (status = OK, description = "A page", body = EventPage),
    (status = BAD_REQUEST, description = "No such page", body = ProblemBody, content_type = "application/problem+json"),
    (status = INTERNAL_SERVER_ERROR, description = "The database could not answer", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn events(State(app): State<App>, query: Result<Query<PageQuery>, QueryRejection>) -> Result<Json<EventPage>, Problem> {
    let page = app.storage.events(&asked(query)?.page()?).await.map_err(|error| unanswered(&error))?;
    let next_cursor = page.next.map(|id| id.to_string());
    Ok(Json(EventPage { events: page.items.into_iter().map(EventBody::from).collect(), next_cursor }))
}

/// The detections that were stored.
#[utoipa::path(get, path = "/api/detections", tag = "detections", params(PageQuery), responses(
    (status = OK, description = "A page", body = DetectionPage),
    (status = BAD_REQUEST, description = "No such page", body = ProblemBody, content_type = "application/problem+json"),
    (status = INTERNAL_SERVER_ERROR, description = "The database could not answer", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn detections(
    State(app): State<App>,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Result<Json<DetectionPage>, Problem> {
    let page = app.storage.detections(&asked(query)?.page()?).await.map_err(|error| unanswered(&error))?;
    let next_cursor = page.next.map(|id| id.to_string());
    Ok(Json(DetectionPage { detections: page.items.into_iter().map(DetectionBody::from).collect(), next_cursor }))
}

fn asked(query: Result<Query<PageQuery>, QueryRejection>) -> Result<PageQuery, Problem> {
    query.map(|Query(query)| query).map_err(|rejection| Problem::bad_request(rejection.body_text()))
}

fn unanswered(error: &crate::storage::StorageError) -> Problem {
    tracing::error!("the database could not answer: {}", crate::telemetry::message(error));
    Problem::internal()
}
