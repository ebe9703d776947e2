//! A request with its answer, from its arrival to the end of the answer's body.

use super::super::http_method;
use super::{Shared, request};
use crate::telemetry::ActiveSpan;
use crate::telemetry::semantic_conventions::{Emit, stable};
use crate::telemetry::signals::attributes;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use opentelemetry::trace::SpanKind;
use opentelemetry::{ContextGuard, KeyValue};
use opentelemetry_http::HeaderExtractor;
use std::sync::Arc;
use std::time::Instant;

/// The label `status_code` of requests whose client went away before there was an answer. No answer has it; nginx logs these so.
const CLIENT_CLOSED_REQUEST: &str = "499";

/// A request under way. However it ends, by its answer's last frame, by a client that goes away or by a panic: it is then that its
/// duration is counted and its span ended.
#[derive(Debug)]
pub(super) struct Exchange {
    shared: Arc<Shared>,
    method: &'static str,
    started: Instant,
    status: Option<StatusCode>,
    span: ActiveSpan,
}

impl Exchange {
    /// One of which no span is made.
    pub(super) fn without_span(shared: &Arc<Shared>, method: &Method) -> Self {
        let method = http_method::known(method);
        Self { shared: Arc::clone(shared), method, started: Instant::now(), status: None, span: ActiveSpan::off() }
    }

    /// One with a span, whose parent is what the request's headers name.
    pub(super) fn new(shared: &Arc<Shared>, request: &Request) -> Self {
        let started = Instant::now();
        let method = http_method::known(request.method());
        let emit = shared.settings.conventions;
        let in_name = http_method::in_name(method, emit == Emit::Stable);
        let parent = shared.tracer.extract(&HeaderExtractor(request.headers()));
        let span = match request::route(request) {
            Some(route) => shared.tracer.start(format!("{in_name} {route}"), SpanKind::Server, &parent, Vec::new()),
            None => shared.tracer.start(in_name, SpanKind::Server, &parent, Vec::new()),
        };
        // After the start and not with it, so that a trace that is not sampled does not pay for them. No sampler of ours looks at them.
        if span.is_recording() {
            span.set_attributes(request::attributes(request, method, emit));
        }
        Self { shared: Arc::clone(shared), method, started, status: None, span }
    }

    pub(super) fn span(&self) -> &ActiveSpan {
        &self.span
    }

    /// Makes the span the current one; nothing where there is none.
    pub(super) fn attach(&self) -> Option<ContextGuard> {
        self.span.span_context().is_valid().then(|| self.span.context().attach())
    }

    /// Takes the status of the answer. A server's span is an error from 500 on: what is below is the client's mistake. (Semantic
    /// Conventions, HTTP spans, "Status".)
    pub(super) fn answered(&mut self, status: StatusCode) {
        self.status = Some(status);
        if !self.span.is_recording() {
            return;
        }
        let emit = self.shared.settings.conventions;
        let mut to = Vec::with_capacity(3);
        emit.add(&mut to, &attributes::HTTP_STATUS_CODE, stable::HTTP_RESPONSE_STATUS_CODE, i64::from(status.as_u16()));
        if status.is_server_error() {
            if emit.stable() {
                to.push(KeyValue::new(stable::ERROR_TYPE, status.as_str().to_owned()));
            }
            self.span.set_error("");
        }
        self.span.set_attributes(to);
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let current = self.attach();
        let status = self.status.as_ref().map_or(CLIENT_CLOSED_REQUEST, StatusCode::as_str);
        let service = self.shared.settings.service_name.as_str();
        let labels = [("method", self.method), ("service", service), ("status_code", status)];
        self.shared.durations.with(&labels).observe(self.started.elapsed().as_secs_f64());
        drop(current);
        if std::thread::panicking() {
            self.span.record_exception("panic", "the body of the answer panicked".to_owned());
        }
        self.span.end();
    }
}
