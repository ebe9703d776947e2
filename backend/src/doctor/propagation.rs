//! Whether the context of a trace goes out with requests, and comes in with them: by a request to a server of our own.

use super::Check;
use crate::telemetry::instrumentation::http_client::{HttpClient, HttpClientSettings};
use crate::telemetry::propagation::Propagator;
use crate::telemetry::settings::Sampling;
use crate::telemetry::signals::spans::{Span, SpanKind};
use crate::telemetry::{Settings, Telemetry, message, tls};
use axum::http::HeaderMap;
use axum::routing::get;
use opentelemetry::trace::{TraceContextExt as _, TraceId};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use reqwest::Method;
use std::io;
use tokio::net::TcpListener;

const QUESTION: &str = "Are headers propagated?";
const TEST_SPAN: Span = Span { name: "doctor_test_span", kind: SpanKind::Internal, attributes: &[] };

/// An exporter that forgets: nothing of this check is to be seen in Jaeger.
#[derive(Debug)]
struct Forget;

impl SpanExporter for Forget {
    async fn export(&self, _: Vec<SpanData>) -> opentelemetry_sdk::error::OTelSdkResult {
        Ok(())
    }
}

/// Why the check could not be made.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("no server could be started")]
    Server(#[from] io::Error),
    #[error("no request could be made")]
    Request(#[from] reqwest::Error),
    #[error("no telemetry could be started")]
    Setup(#[from] crate::telemetry::SetupError),
}

/// Sends a request with the client that the model services are asked with, and looks for the trace where it arrives.
pub async fn headers_travel(settings: &Settings) -> Check {
    if !settings.propagators.contains(&Propagator::TraceContext) {
        return Check::wrong(
            QUESTION,
            "no: traceparent is neither sent nor read",
            "put tracecontext into OTEL_PROPAGATORS; the default is tracecontext,baggage",
        );
    }
    match round(settings).await {
        Ok((sent, arrived)) if sent == arrived && sent != TraceId::INVALID => Check::fine(
            QUESTION,
            "yes: a request of this program arrived with its trace. Each service in between has to pass traceparent on as well",
        ),
        Ok((sent, arrived)) => Check::wrong(
            QUESTION,
            format!("no: the trace {sent} was sent and {arrived} arrived"),
            "leave HTTP_PROXY unset for local services, or let the proxy pass traceparent on",
        ),
        Err(failure) => Check::unknown(QUESTION, message(&failure), "mend that, and ask again"),
    }
}

/// The trace that was sent, and the one that arrived.
async fn round(settings: &Settings) -> Result<(TraceId, TraceId), Failure> {
    let settings = Settings { enabled: true, sampling: Sampling::AlwaysOn, ..settings.clone() };
    let telemetry = Telemetry::with_exporter(&settings, Forget)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let receiving = telemetry.tracer().clone();
    let arrived = move |headers: HeaderMap| async move {
        receiving.extract(&HeaderExtractor(&headers)).span().span_context().trace_id().to_string()
    };
    let server = tokio::spawn(axum::serve(listener, axum::Router::new().route("/", get(arrived))).into_future());
    tls::install_ring();
    let client = HttpClient::new(reqwest::Client::builder().build()?, telemetry.tracer().clone(), HttpClientSettings::default());
    let answer = telemetry.tracer().create_async_span(&TEST_SPAN, |span| async move {
        let answer = client.send(client.request(Method::GET, &format!("http://{address}/"))).await?.text().await?;
        Ok::<_, reqwest::Error>((span.span_context().trace_id(), TraceId::from_hex(&answer).unwrap_or(TraceId::INVALID)))
    });
    let answer = answer.await;
    server.abort();
    Ok(answer?)
}
