//! Requests to a service: measured, bounded, made again where that is safe, and not made where the service keeps failing.

use super::answer;
use super::circuit_breaker::{CircuitBreaker, Permit};
use super::error::{AiError, AiErrorKind, AiService};
use super::settings::ServiceSettings;
use crate::telemetry::instrumentation::http_client::{HttpClient, HttpClientSettings};
use crate::telemetry::metrics::{Histogram, Metrics};
use crate::telemetry::signals::metrics::HSI_AI_REQUEST_DURATION_SECONDS;
use crate::telemetry::{Tracer, tls};
use backon::{ExponentialBuilder, Retryable as _};
use futures_util::FutureExt as _;
use reqwest::{Method, RequestBuilder, Url, redirect};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One end point of a service.
#[derive(Debug)]
pub(super) struct Service {
    name: AiService,
    client: HttpClient,
    end_point: String,
    settings: ServiceSettings,
    breaker: Mutex<CircuitBreaker>,
    durations: Histogram,
}

impl Service {
    /// An end point below the service's address. An error where the address can have none, or the client cannot be made.
    pub(super) fn new(
        name: AiService,
        end_point: &str,
        settings: ServiceSettings,
        tracer: Tracer,
        metrics: &Metrics,
        instrumentation: HttpClientSettings,
    ) -> Result<Self, AiError> {
        tls::install_ring();
        let error = |kind| AiError { service: name, kind };
        let url = below(&settings.url, end_point).map_err(error)?;
        let client = reqwest::Client::builder()
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            // A service that is somewhere else is a mistake in the settings.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(|cause| error(cause.into()))?;
        Ok(Self {
            name,
            client: HttpClient::new(client, tracer, instrumentation),
            end_point: url.into(),
            breaker: Mutex::new(CircuitBreaker::new(settings.circuit_breaker)),
            durations: metrics.histogram(&HSI_AI_REQUEST_DURATION_SECONDS).with(&[("service", name.label())]),
            settings,
        })
    }

    /// Posts what `fill` puts into the request, and returns the body of a successful answer. `fill` is called for each try, and `tried` after
    /// it with what went wrong.
    pub(super) async fn post(
        &self,
        fill: impl Fn(RequestBuilder) -> Result<RequestBuilder, AiErrorKind>,
        tried: impl Fn(Option<&AiErrorKind>),
    ) -> Result<Vec<u8>, AiError> {
        let retry = &self.settings.retry;
        let backoff = ExponentialBuilder::new()
            .with_min_delay(retry.first_wait)
            .with_max_delay(retry.longest_wait)
            .with_max_times(retry.times)
            // Without a seed the library takes the same one in every process.
            .with_jitter_seed(rand::random())
            .with_jitter();
        let outcome = (|| self.post_once(&fill).inspect(|outcome| tried(outcome.as_ref().err())))
            .retry(backoff)
            .sleep(tokio::time::sleep)
            .when(is_safe_to_repeat)
            .adjust(|error, wait| wait_for(error, wait?, retry.longest_wait))
            .notify(|error, wait| tracing::warn!("{} {error}; asking again in {:.1} s", self.name, wait.as_secs_f64()))
            .await;
        outcome.map_err(|kind| AiError { service: self.name, kind })
    }

    async fn post_once(
        &self,
        fill: impl Fn(RequestBuilder) -> Result<RequestBuilder, AiErrorKind>,
    ) -> Result<Vec<u8>, AiErrorKind> {
        let request = fill(self.client.request(Method::POST, &self.end_point))?;
        let mut asked = self.ask()?;
        let outcome = self.exchange(request).await;
        asked.tell(outcome.as_ref().err());
        outcome
    }

    async fn exchange(&self, request: RequestBuilder) -> Result<Vec<u8>, AiErrorKind> {
        answer::body(self.client.send(request).await?, self.settings.largest_answer).await
    }

    fn ask(&self) -> Result<Asked<'_>, AiErrorKind> {
        let permit = self.breaker().ask(Instant::now()).map_err(|retry_after| AiErrorKind::CircuitOpen { retry_after })?;
        Ok(Asked { service: self, permit: Some(permit), started: Instant::now() })
    }

    fn breaker(&self) -> MutexGuard<'_, CircuitBreaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address of an end point below another address.
fn below(url: &Url, end_point: &str) -> Result<Url, AiErrorKind> {
    let mut below = url.clone();
    if !matches!(url.scheme(), "http" | "https") {
        return Err(AiErrorKind::Request(format!("its address has the scheme `{}`, expected `http` or `https`", url.scheme())));
    }
    // Addresses of HTTP always have a path.
    if let Ok(mut segments) = below.path_segments_mut() {
        segments.pop_if_empty().push(end_point);
    }
    Ok(below)
}

/// What was sent may not have been worked on, or may be worked on twice without harm, and there is hope within a call: nothing was listening,
/// or somebody said "not now".
const fn is_safe_to_repeat(error: &AiErrorKind) -> bool {
    matches!(error, AiErrorKind::Connect(_) | AiErrorKind::Loading | AiErrorKind::Status { status: 429 | 502 | 503 | 504, .. })
}

/// The wait before the next try: what the service asks for where that is longer, and no try where it asks for more than we wait.
fn wait_for(error: &AiErrorKind, wait: Duration, longest: Duration) -> Option<Duration> {
    match error {
        AiErrorKind::Status { retry_after: Some(asked), .. } if *asked > longest => None,
        AiErrorKind::Status { retry_after: Some(asked), .. } => Some(wait.max(*asked)),
        _ => Some(wait),
    }
}

/// Whether an outcome says that the service is not well. One that answers "too many" or "loading" is.
const fn is_failure_of_the_service(error: &AiErrorKind) -> bool {
    match error {
        AiErrorKind::Connect(_) | AiErrorKind::Timeout(_) | AiErrorKind::Transport(_) => true,
        AiErrorKind::Status { status, .. } => *status >= 500,
        _ => false,
    }
}

/// A request that the circuit breaker allowed. It is measured and its outcome told, also where its future is dropped.
struct Asked<'a> {
    service: &'a Service,
    /// None once the outcome is told.
    permit: Option<Permit>,
    started: Instant,
}

impl Asked<'_> {
    fn tell(&mut self, error: Option<&AiErrorKind>) {
        let Some(permit) = self.permit.take() else { return };
        if error.is_some_and(is_failure_of_the_service) {
            if self.service.breaker().failed(permit, Instant::now()) {
                let wait = self.service.settings.circuit_breaker.open_for.as_secs_f64();
                tracing::error!("{} keeps failing and is not asked for {wait:.1} s", self.service.name);
            }
        } else {
            self.service.breaker().succeeded(permit);
        }
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.service.durations.observe(self.started.elapsed().as_secs_f64());
        if let Some(permit) = self.permit.take() {
            self.service.breaker().given_up(permit, Instant::now());
        }
    }
}
