//! Whether the process lives, and whether it can take work.

use super::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// Whether the process lives.
#[derive(Debug, Serialize, ToSchema)]
pub struct Alive {
    /// `alive`
    #[schema(example = "alive")]
    status: &'static str,
}

/// Whether work can be taken, and what is in the way.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// Whether all of it is in order.
    ready: bool,
    /// The database.
    database: Check,
    /// The queues.
    queues: Check,
    /// The workers.
    workers: Check,
}

/// One thing that work needs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// In order.
    Ok,
    /// Not to be reached, or given up. The log says why.
    Failing,
}

impl Check {
    fn of(fine: bool) -> Self {
        if fine { Self::Ok } else { Self::Failing }
    }

    const fn is_ok(&self) -> bool {
        matches!(self, Self::Ok)
    }
}

/// Whether the process lives. It asks nobody else.
#[utoipa::path(get, path = "/health/live", tag = "health", responses((status = OK, description = "It lives", body = Alive)))]
pub async fn live() -> Json<Alive> {
    Json(Alive { status: "alive" })
}

/// Whether images can be taken: database and queues answer, and no worker is given up.
#[utoipa::path(get, path = "/health/ready", tag = "health", responses(
    (status = OK, description = "Ready", body = Readiness),
    (status = SERVICE_UNAVAILABLE, description = "Not ready", body = Readiness),
))]
pub async fn ready(State(app): State<App>) -> (StatusCode, Json<Readiness>) {
    let (database, queues) = tokio::join!(app.storage.ping(), app.detection.depth());
    if let Err(error) = &database {
        tracing::warn!("the database does not answer: {}", crate::telemetry::message(error));
    }
    if let Err(error) = &queues {
        tracing::warn!("the queues do not answer: {}", crate::telemetry::message(error));
    }
    let database = Check::of(database.is_ok());
    let queues = Check::of(queues.is_ok());
    let workers = Check::of(!app.pipeline.has_given_up());
    let ready = database.is_ok() && queues.is_ok() && workers.is_ok();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { ready, database, queues, workers }))
}
