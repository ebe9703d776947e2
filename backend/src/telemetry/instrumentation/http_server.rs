//! Spans and durations of the requests that an axum router answers.
//!
//! From a request to a span `METHOD route` of the kind SERVER, whose parent is what the request's headers name, and to a value of the
//! histogram `http_request_duration_seconds` with that trace as its exemplar. Both end with the body of the answer: with its last
//! frame, or when it is dropped since the client has gone.

mod body;
mod exchange;
mod request;
#[cfg(test)]
mod tests;

use crate::telemetry::metrics::{Family, Histogram, Metrics};
use crate::telemetry::semantic_conventions::Emit;
use crate::telemetry::signals::metrics::HTTP_REQUEST_DURATION_SECONDS;
use crate::telemetry::{Tracer, panic_message};
use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use body::ObservedBody;
use exchange::Exchange;
use futures_util::FutureExt as _;
use opentelemetry::Context;
use opentelemetry::trace::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// What the instrumentation of a server does.
#[derive(Debug, Clone)]
pub struct HttpServerSettings {
    /// Whether spans are made. Durations are measured either way.
    pub enabled: bool,
    /// The names of the attributes.
    pub conventions: Emit,
    /// The label `service` of the durations.
    pub service_name: String,
    /// Paths of which no spans are made, nor of anything that is done for them: what asks for them does so every few seconds for ever.
    /// One that ends with `/*` stands for all paths below it.
    pub untraced: Vec<String>,
}

impl HttpServerSettings {
    /// Spans with the contract's names; none of `/metrics` and `/health/*`.
    #[must_use]
    pub fn new(service_name: impl Into<String>) -> Self {
        Self {
            enabled: true,
            conventions: Emit::Old,
            service_name: service_name.into(),
            untraced: vec!["/metrics".to_owned(), "/health/*".to_owned()],
        }
    }
}

/// Makes spans and durations of what routers answer. Cheap to clone.
#[derive(Debug, Clone)]
pub struct HttpServer {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    tracer: Tracer,
    durations: Family<Histogram>,
    settings: HttpServerSettings,
}

impl HttpServer {
    /// An instrumentation that makes its spans with this tracer.
    #[must_use]
    pub fn new(tracer: Tracer, metrics: &Metrics, settings: HttpServerSettings) -> Self {
        let durations = metrics.histogram(&HTTP_REQUEST_DURATION_SECONDS);
        Self { shared: Arc::new(Shared { tracer, durations, settings }) }
    }

    /// Instruments the routes and the fallback that a router has so far. A handler that panics answers 500 from now on.
    pub fn instrument<S: Clone + Send + Sync + 'static>(&self, router: Router<S>) -> Router<S> {
        router.layer(from_fn_with_state(self.clone(), answer))
    }
}

impl Shared {
    fn is_untraced(&self, path: &str) -> bool {
        self.settings.untraced.iter().any(|untraced| match untraced.strip_suffix("/*") {
            Some(above) => path.strip_prefix(above).is_some_and(|below| below.starts_with('/')),
            None => path == untraced,
        })
    }
}

async fn answer(State(server): State<HttpServer>, request: Request, next: Next) -> Response {
    let shared = server.shared;
    let mut exchange;
    let context;
    if !shared.settings.enabled || !shared.tracer.is_on() {
        exchange = Exchange::without_span(&shared, request.method());
        context = None;
    } else if shared.is_untraced(request.uri().path()) {
        exchange = Exchange::without_span(&shared, request.method());
        context = Some(Context::current().with_telemetry_suppressed());
    } else {
        exchange = Exchange::new(&shared, &request);
        context = Some(exchange.span().context());
    }
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind();
    let answered = match context {
        Some(context) => answered.with_context(context).await,
        None => answered.await,
    };
    let response = answered.unwrap_or_else(|panic| {
        let message = panic_message(panic.as_ref());
        tracing::error!("a handler panicked: {message}");
        exchange.span().record_exception("panic", message.to_owned());
        internal_server_error()
    });
    exchange.answered(response.status());
    if response.body().is_end_stream() {
        return response;
    }
    response.map(|body| Body::new(ObservedBody::new(body, exchange)))
}

/// What a client hears of a panic: that it was one of ours, and nothing of what was in it. (RFC 9457.)
fn internal_server_error() -> Response {
    let mut response = Response::new(Body::from(r#"{"type":"about:blank","title":"Internal Server Error","status":500}"#));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
