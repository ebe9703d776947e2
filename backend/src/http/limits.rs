//! How large what comes before a body may be. What is within reason for the HTTP library is still more than anybody needs here: it ends
//! up in spans and in the context of traces.

use super::problem::Problem;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// The most bytes that the names and values of all headers have together.
const HEADER_BYTES: usize = 32_768;
/// The most bytes that the path and the query have together.
const TARGET_BYTES: usize = 8192;

/// Refuses what is too large: 414 and 431.
pub async fn refuse_large(request: Request, next: Next) -> Response {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > TARGET_BYTES {
        return Problem::new(StatusCode::URI_TOO_LONG, format!("path and query have more than {TARGET_BYTES} bytes"))
            .into_response();
    }
    let headers: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers > HEADER_BYTES {
        let detail = format!("the headers have more than {HEADER_BYTES} bytes");
        return Problem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, detail).into_response();
    }
    next.run(request).await
}
