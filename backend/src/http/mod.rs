//! The HTTP API: from requests to the pipeline and the storage, and their answers. Its routes and its description are written in one place.

mod health;
mod images;
mod limits;
mod lists;
mod page;
mod problem;
mod upload;

pub use problem::Problem;

use crate::pipeline::Pipeline;
use crate::queue::Queue;
use crate::storage::Storage;
use crate::telemetry::instrumentation::http_server::HttpServer;
use crate::telemetry::metrics::{self, Metrics};
use axum::extract::{Extension, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use std::sync::Arc;
use std::time::Duration;
use utoipa::{OpenApi, openapi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What the handlers need.
#[derive(Debug, Clone)]
pub struct App {
    /// Takes images.
    pub pipeline: Arc<Pipeline>,
    /// Holds what was found.
    pub storage: Storage,
    /// Where images wait.
    pub detection: Queue,
    /// What `/metrics` shows.
    pub metrics: Metrics,
    /// The largest image, in bytes.
    pub max_image_bytes: usize,
    /// How long a client may take to send one.
    pub upload_timeout: Duration,
}

#[derive(OpenApi)]
#[openapi(info(title = "HSI backend", description = "Takes images of cameras, and tells what was found on them."))]
struct Description;

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(images::accept))
        .routes(routes!(lists::events))
        .routes(routes!(lists::detections))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .routes(routes!(metrics_text))
        .routes(routes!(description))
}

/// The description of the API as OpenAPI 3.1 JSON, indented.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    described().into_openapi().to_pretty_json().map(|json| json + "\n")
}

/// The router, with the instrumentation around all of it.
pub fn router(app: App, instrumentation: &HttpServer) -> Router {
    let (router, description) = described().split_for_parts();
    let router = router
        .layer(Extension(Arc::new(description)))
        .fallback(unknown_path)
        .method_not_allowed_fallback(unknown_method)
        .layer(from_fn(limits::refuse_large))
        .with_state(app);
    instrumentation.instrument(router)
}

/// This description.
#[utoipa::path(get, path = "/api/openapi.json", tag = "description", responses(
    (status = OK, description = "The description, as OpenAPI 3.1", body = serde_json::Value),
))]
async fn description(Extension(description): Extension<Arc<openapi::OpenApi>>) -> Json<openapi::OpenApi> {
    Json(openapi::OpenApi::clone(&description))
}

/// What the service counts and measures, for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "metrics", responses(
    (status = OK, description = "The metrics, as OpenMetrics 1.0", body = String, content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8"),
))]
async fn metrics_text(State(app): State<App>) -> Response {
    ([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], app.metrics.encode()).into_response()
}

async fn unknown_path(uri: Uri) -> Problem {
    // A path is whatever somebody typed, and may be long.
    let path: String = uri.path().chars().take(200).collect();
    Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {path}; /api/openapi.json says what there is"))
}

async fn unknown_method(method: Method) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not for this path; /api/openapi.json says what is"))
}
