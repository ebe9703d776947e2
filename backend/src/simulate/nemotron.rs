//! The stand-in for Nemotron behind llama.cpp's server: from a prompt to an assessment, by its hash.

use super::chance::Chance;
use crate::risk::RiskLevel;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const SUMMARIES: &[&str] = &[
    "A person walks up to the door and away again.",
    "A car stops in the drive for a short time.",
    "An animal crosses the garden.",
    "Several objects move near the entrance.",
];

/// What models write around what they were asked for.
const AROUND: &[(&str, &str)] = &[("", ""), ("Here is my assessment:\n```json\n", "\n```"), ("\n", "\n\nStay safe!")];

/// What models write in place of what they were asked for.
const UNPARSABLE: &str = "I am sorry, but I cannot judge what the camera has seen.";

/// How many characters are a token, about.
const TOKEN: usize = 4;

#[derive(Deserialize)]
struct Question {
    prompt: String,
    #[serde(default)]
    n_predict: Option<i64>,
}

/// The routes; `misbehave` gets those that the model is behind.
pub(super) fn router(seed: u64, unparsable_rate: f64, loading: Duration, misbehave: impl FnOnce(Router) -> Router) -> Router {
    let loaded_at = Instant::now() + loading;
    let requests = Arc::new(AtomicU64::new(0));
    let complete = post(move |Json(question): Json<Question>| {
        // By chance and not by the prompt: the same prompt, asked again, may be understood.
        let request = requests.fetch_add(1, Ordering::Relaxed);
        let understood = Chance::of(seed, &request.to_be_bytes()).fraction() >= unparsable_rate;
        let answer = answer(seed, &question, understood);
        async move { Json(answer) }
    });
    misbehave(Router::new().route("/completion", complete))
        .route("/health", get(|| async { Json(json!({"status": "ok"})) }))
        .layer(from_fn_with_state(loaded_at, refuse_while_loading))
}

/// llama.cpp's server listens before its model is loaded, and answers everything so.
async fn refuse_while_loading(State(loaded_at): State<Instant>, request: Request, next: Next) -> Response {
    if Instant::now() < loaded_at {
        let error = json!({"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}});
        return (StatusCode::SERVICE_UNAVAILABLE, Json(error)).into_response();
    }
    next.run(request).await
}

/// An assessment, the same for the same prompt.
fn answer(seed: u64, question: &Question, understood: bool) -> Value {
    let mut chance = Chance::of(seed, question.prompt.as_bytes());
    // Most of what cameras see is harmless.
    let drawn = chance.below(100);
    let risk_score = u8::try_from(drawn * drawn / 99).unwrap_or(100).min(100);
    let summary = chance.one_of(SUMMARIES).copied().unwrap_or_default();
    let (before, after) = chance.one_of(AROUND).copied().unwrap_or_default();
    let assessment = json!({"risk_score": risk_score, "risk_level": RiskLevel::of(risk_score).name(), "summary": summary});
    let most = question.n_predict.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let text = if understood { format!("{before}{assessment}{after}") } else { UNPARSABLE.to_owned() };
    let content: String = text.chars().take(most.saturating_mul(TOKEN)).collect();
    json!({
        "content": content,
        "tokens_evaluated": question.prompt.len().div_ceil(TOKEN),
        "tokens_predicted": content.len().div_ceil(TOKEN),
        "truncated": false,
        "stop": true,
    })
}
