//! From a response of HTTP to its body, or to what it says went wrong.

use super::error::AiErrorKind;
use reqwest::Response;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;

/// The most that an error tells of an answer, in characters.
const LONGEST_DETAIL: usize = 200;

/// What llama.cpp's server says while it starts: 503 with this message. (llama.cpp, tools/server/README.md, `GET /health`.)
const LOADING: &str = "Loading model";

/// The body of a successful answer. No more than the limit is ever held.
pub(super) async fn body(response: Response, limit: usize) -> Result<Vec<u8>, AiErrorKind> {
    let status = response.status();
    let retry_after = retry_after(response.headers());
    let body = read(response, limit).await;
    if status.is_success() {
        return body;
    }
    let text = String::from_utf8_lossy(&body.unwrap_or_default()).into_owned();
    if status.as_u16() == 503 && is_loading(&text) {
        return Err(AiErrorKind::Loading);
    }
    Err(AiErrorKind::Status { status: status.as_u16(), detail: detail(&text), retry_after })
}

async fn read(mut response: Response, limit: usize) -> Result<Vec<u8>, AiErrorKind> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(reqwest::Error::without_url)? {
        if body.len() + chunk.len() > limit {
            return Err(AiErrorKind::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn is_loading(text: &str) -> bool {
    let answer: Option<serde_json::Value> = serde_json::from_str(text).ok();
    answer.is_some_and(|answer| answer.pointer("/error/message").and_then(serde_json::Value::as_str) == Some(LOADING))
}

/// The beginning of a text on one line.
fn detail(text: &str) -> String {
    let line: String =
        text.trim().chars().take(LONGEST_DETAIL).map(|character| if character.is_control() { ' ' } else { character }).collect();
    if line.is_empty() { "no text".to_owned() } else { line }
}

/// The header `Retry-After` as seconds. Its other form, a date, is passed over: no model service sends it.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}
