//! The client of Nemotron, behind the server of llama.cpp: from a prompt to its completion.

use super::error::{AiError, AiErrorKind, AiService, Malformed};
use super::service::Service;
use super::settings::ServiceSettings;
use crate::telemetry::instrumentation::http_client::HttpClientSettings;
use crate::telemetry::metrics::{Counter, Gauge, Metrics};
use crate::telemetry::signals::{attributes, metrics, spans};
use crate::telemetry::{ActiveSpan, Tracer};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Which model there is and what it is asked for.
#[derive(Debug, Clone)]
pub struct NemotronSettings {
    /// The name of the model, for the attribute and the labels `model`.
    pub model: String,
    /// How many tokens the model's context holds.
    pub context_size: u32,
    /// The most tokens of a completion (`n_predict`).
    pub most_output_tokens: u32,
    /// How much chance there is in a completion; 0 is none.
    pub temperature: f64,
}

impl Default for NemotronSettings {
    fn default() -> Self {
        Self { model: "nemotron".to_owned(), context_size: 4_096, most_output_tokens: 512, temperature: 0.2 }
    }
}

/// What the model wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The text.
    pub text: String,
    /// The tokens of the prompt.
    pub input_tokens: u64,
    /// The tokens of the text.
    pub output_tokens: u64,
    /// Whether the prompt was longer than the context, so that its beginning was not read.
    pub truncated: bool,
}

/// llama.cpp, tools/server/README.md, `POST /completion`.
#[derive(Serialize)]
struct Question<'a> {
    prompt: &'a str,
    n_predict: u32,
    temperature: f64,
    stream: bool,
}

#[derive(Deserialize)]
struct Answer {
    content: String,
    tokens_evaluated: u64,
    tokens_predicted: u64,
    #[serde(default)]
    truncated: bool,
}

/// The client of Nemotron. Cheap to clone; clones share the circuit breaker.
#[derive(Debug, Clone)]
pub struct Nemotron {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    service: Service,
    settings: NemotronSettings,
    tracer: Tracer,
    utilization: Gauge,
    cold_starts: Counter,
    /// Whether the model was loading when it was last asked.
    loading: AtomicBool,
}

impl Nemotron {
    /// A client. An error where the address is not one of HTTP.
    pub fn new(
        settings: NemotronSettings,
        service: ServiceSettings,
        tracer: Tracer,
        metrics: &Metrics,
        instrumentation: HttpClientSettings,
    ) -> Result<Self, AiError> {
        let labels = [("model", settings.model.as_str())];
        let shared = Shared {
            service: Service::new(AiService::Nemotron, "completion", service, tracer.clone(), metrics, instrumentation)?,
            tracer,
            utilization: metrics.gauge(&metrics::HSI_LLM_CONTEXT_UTILIZATION_RATIO).with(&labels),
            cold_starts: metrics.counter(&metrics::HSI_MODEL_COLD_START_TOTAL).with(&labels),
            loading: AtomicBool::new(false),
            settings,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The name of the model.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.shared.settings.model
    }

    /// Has a prompt completed, inside of the span `llm_inference`. An error of any kind there is.
    pub async fn complete(&self, prompt: &str) -> Result<Completion, AiError> {
        let shared = &self.shared;
        shared.tracer.create_async_span(&spans::LLM_INFERENCE, |span| shared.complete(prompt, span)).await
    }
}

impl Shared {
    async fn complete(&self, prompt: &str, span: ActiveSpan) -> Result<Completion, AiError> {
        let started = Instant::now();
        span.set(&attributes::MODEL, &self.settings.model);
        span.set(&attributes::PROMPT_LENGTH, length(prompt));
        let completed = self.ask(prompt).await;
        span.set(&attributes::DURATION_MS, started.elapsed().as_secs_f64() * 1_000.0);
        if let Ok(completion) = &completed {
            span.set(&attributes::COMPLETION_LENGTH, length(&completion.text));
            self.utilization.set(ratio(completion.input_tokens, self.settings.context_size));
        }
        completed
    }

    async fn ask(&self, prompt: &str) -> Result<Completion, AiError> {
        let NemotronSettings { most_output_tokens, temperature, .. } = self.settings;
        let question = Question { prompt, n_predict: most_output_tokens, temperature, stream: false };
        let body = self.service.post(|request| Ok(request.json(&question)), |error| self.count_cold_start(error)).await?;
        parse(&body).map_err(|malformed| AiError { service: AiService::Nemotron, kind: malformed.into() })
    }

    /// Counts once however often the model is asked while it loads.
    fn count_cold_start(&self, error: Option<&AiErrorKind>) {
        match error {
            Some(AiErrorKind::Loading) => {
                if !self.loading.swap(true, Ordering::Relaxed) {
                    self.cold_starts.inc();
                }
            }
            None => self.loading.store(false, Ordering::Relaxed),
            Some(_) => {}
        }
    }
}

/// Reads the answer of `POST /completion`.
pub(super) fn parse(body: &[u8]) -> Result<Completion, Malformed> {
    let Answer { content, tokens_evaluated, tokens_predicted, truncated } = serde_json::from_slice(body)?;
    Ok(Completion { text: content, input_tokens: tokens_evaluated, output_tokens: tokens_predicted, truncated })
}

/// The length of a text, in characters.
fn length(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "no context has 2^52 tokens")]
fn ratio(tokens: u64, context_size: u32) -> f64 {
    tokens as f64 / f64::from(context_size.max(1))
}
