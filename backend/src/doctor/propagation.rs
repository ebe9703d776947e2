//! Whether the context of a trace is kept: over requests, by one to a server of our own; over tasks; and over what queues carry.

use super::rig::{Failure, Rig};
use super::{Check, TEST_SPAN};
use crate::telemetry::instrumentation::http_client::{HttpClient, HttpClientSettings};
use crate::telemetry::propagation::Propagator;
use crate::telemetry::{Settings, Tracer, message, tls, with_current_context};
use axum::http::HeaderMap;
use axum::routing::get;
use opentelemetry::trace::{SpanId, TraceContextExt as _, TraceId};
use opentelemetry_http::HeaderExtractor;
use reqwest::Method;
use std::convert::Infallible;

const HEADERS: &str = "Are headers propagated?";
const KEPT: &str = "Do tasks and queues keep the trace?";

/// Both questions.
pub async fn examine(settings: &Settings) -> [Check; 2] {
    if !settings.propagators.contains(&Propagator::TraceContext) {
        let fix = "put tracecontext into OTEL_PROPAGATORS; the default is tracecontext,baggage";
        return [
            Check::wrong(HEADERS, "no: traceparent is neither sent nor read", fix),
            Check::wrong(KEPT, "no: a message has no traceparent, so that each stage of the pipeline begins a trace", fix),
        ];
    }
    match Rig::start(settings) {
        Ok(rig) => [headers(&rig).await, kept(rig.tracer()).await],
        Err(failure) => [HEADERS, KEPT].map(|question| Check::unknown(question, message(&failure), "mend that, and ask again")),
    }
}

/// Sends a request with the client that the model services are asked with, and looks for the trace where it arrives.
async fn headers(rig: &Rig) -> Check {
    match round(rig).await {
        Ok((sent, arrived)) if sent == arrived && sent != TraceId::INVALID => Check::fine(
            HEADERS,
            "yes: a request of this program arrived with its trace. Each service in between has to pass traceparent on as well",
        ),
        Ok((sent, arrived)) => Check::wrong(
            HEADERS,
            format!("no: the trace {sent} was sent and {arrived} arrived"),
            "leave HTTP_PROXY unset for local services, or let the proxy pass traceparent on",
        ),
        Err(failure) => Check::unknown(HEADERS, message(&failure), "mend that, and ask again"),
    }
}

/// The trace that was sent, and the one that arrived.
async fn round(rig: &Rig) -> Result<(TraceId, TraceId), Failure> {
    let receiving = rig.tracer().clone();
    let arrived = move |headers: HeaderMap| async move {
        receiving.extract(&HeaderExtractor(&headers)).span().span_context().trace_id().to_string()
    };
    let address = rig.serve(axum::Router::new().route("/", get(arrived))).await?;
    tls::install_ring();
    let client = HttpClient::new(reqwest::Client::builder().build()?, rig.tracer().clone(), HttpClientSettings::default());
    let answer = rig.tracer().create_async_span(&TEST_SPAN, |span| async move {
        let answer = client.send(client.request(Method::GET, &format!("{address}/"))).await?.text().await?;
        Ok::<_, reqwest::Error>((span.span_context().trace_id(), TraceId::from_hex(&answer).unwrap_or(TraceId::INVALID)))
    });
    Ok(answer.await?)
}

/// The spans that a task and a message see as their parent, and the one that is.
async fn kept(tracer: &Tracer) -> Check {
    let spans = tracer.create_async_span(&TEST_SPAN, |span| async move {
        let current = || opentelemetry::Context::current().span().span_context().span_id();
        let task = tokio::spawn(with_current_context(async move { current() })).await.unwrap_or(SpanId::INVALID);
        let message = tracer.extract_context(&tracer.inject_context()).span().span_context().span_id();
        Ok::<_, Infallible>((span.span_context().span_id(), task, message))
    });
    let Ok((span, task, message)) = spans.await;
    if span != SpanId::INVALID && [task, message] == [span, span] {
        let found = "yes: a task and a message had the span that they came from as their parent. A service that reads our queues has to \
                     take its parent from the message's headers as well";
        return Check::fine(KEPT, found);
    }
    Check::wrong(
        KEPT,
        format!("no: of the span {span} a task saw {task} and a message {message}"),
        "this is a mistake in this program; report it with the settings in use",
    )
}
