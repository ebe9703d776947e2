//! `POST /api/images`: from an upload to an image that is stored and waits for detection.
#![expect(unused_qualifications, reason = "utoipa writes the path of the query type out")]

use super::App;
use super::problem::{Problem, ProblemBody};
use super::upload;
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

/// When a client that was refused should come again.
const COME_AGAIN: Duration = Duration::from_secs(2);

/// Where an image comes from.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImageQuery {
    /// The camera.
    #[param(example = "front_door")]
    camera_id: String,
}

/// An image that was accepted: it is stored, and will be worked on whatever happens to this process.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptedImage {
    /// The id of the image. Its detections name it.
    #[schema(example = "019aab3e-7d5c-7c3f-8a53-2f6f3c7a9b10")]
    image_id: String,
}

/// Takes an image. The body is the image itself.
#[utoipa::path(post, path = "/api/images", tag = "images", params(ImageQuery),
    request_body(content(("image/jpeg"), ("image/png"), ("image/webp")), description = "The bytes of the image"),
    responses(
        (status = ACCEPTED, description = "Stored, and waiting for detection", body = AcceptedImage),
        (status = BAD_REQUEST, description = "No camera, or no image", body = ProblemBody, content_type = "application/problem+json"),
        (status = REQUEST_TIMEOUT, description = "The body did not come in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = PAYLOAD_TOO_LARGE, description = "The image is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = UNSUPPORTED_MEDIA_TYPE, description = "Not an image that is taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = SERVICE_UNAVAILABLE, description = "Too much is waiting; `Retry-After` says when to come again", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub async fn accept(
    State(app): State<App>,
    query: Result<Query<ImageQuery>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<AcceptedImage>), Problem> {
    let Query(query) = query.map_err(|rejection| Problem::bad_request(rejection.body_text()))?;
    let camera_id = upload::camera_id(&query.camera_id)?;
    let content = read(body, &headers, app.max_image_bytes, app.upload_timeout).await?;
    let format = upload::format(&headers, &content)?;
    let image_id = app.pipeline.accept(camera_id, format.media_type(), content).await.map_err(|error| refused(&error))?;
    Ok((StatusCode::ACCEPTED, Json(AcceptedImage { image_id })))
}

fn refused(error: &crate::pipeline::AcceptError) -> Problem {
    use crate::pipeline::AcceptError;
    match error {
        AcceptError::Full => Problem::unavailable("too many images wait for detection; send this one again later", COME_AGAIN),
        AcceptError::Storage(_) | AcceptError::Queue(_) => {
            Problem::unavailable("the image could not be stored; send it again later", COME_AGAIN)
        }
    }
}

/// The whole body, if it is not too large and comes in time.
async fn read(body: Body, headers: &HeaderMap, largest: usize, longest: Duration) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("an image has at most {largest} bytes"));
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > largest as u64) {
        return Err(too_large());
    }
    let gathered = tokio::time::timeout(longest, gather(body, largest)).await;
    match gathered {
        Ok(Ok(Some(content))) => Ok(content),
        Ok(Ok(None)) => Err(too_large()),
        Ok(Err(_)) => Err(Problem::bad_request("the body ended early")),
        Err(_) => {
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, format!("the body did not come within {} s", longest.as_secs_f64())))
        }
    }
}

/// The bytes of a body; none where there are too many.
async fn gather(body: Body, largest: usize) -> Result<Option<Bytes>, axum::Error> {
    let mut chunks = body.into_data_stream();
    let mut content = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        if chunk.len() > largest - content.len() {
            return Ok(None);
        }
        content.extend_from_slice(&chunk);
    }
    Ok(Some(content.freeze()))
}
