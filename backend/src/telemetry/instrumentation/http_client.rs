//! Spans of the requests that a client of reqwest makes.
//!
//! From a request to a span `METHOD` of the kind CLIENT, and to the headers of W3C Trace Context on the request, with which the other side
//! continues the trace.

#[cfg(test)]
mod tests;

use super::{http_method, redaction};
use crate::telemetry::semantic_conventions::{Emit, stable};
use crate::telemetry::signals::attributes;
use crate::telemetry::{ActiveSpan, Tracer};
use opentelemetry::trace::{FutureExt as _, SpanKind};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::HeaderInjector;
use reqwest::{Method, Request, RequestBuilder, Response};

/// What the instrumentation of a client does.
#[derive(Debug, Clone, Copy)]
pub struct HttpClientSettings {
    /// Whether spans are made. Without, the headers of the span that is current go out all the same, so that traces stay whole.
    pub enabled: bool,
    /// The names of the attributes.
    pub conventions: Emit,
}

impl Default for HttpClientSettings {
    fn default() -> Self {
        Self { enabled: true, conventions: Emit::Old }
    }
}

/// A client of reqwest whose requests make spans and carry their context. Cheap to clone.
#[derive(Debug, Clone)]
pub struct HttpClient {
    client: reqwest::Client,
    tracer: Tracer,
    settings: HttpClientSettings,
}

impl HttpClient {
    /// Wraps a client.
    #[must_use]
    pub const fn new(client: reqwest::Client, tracer: Tracer, settings: HttpClientSettings) -> Self {
        Self { client, tracer, settings }
    }

    /// Begins a request, to be given to [`HttpClient::send`]: its own `send` would make no span.
    pub fn request(&self, method: Method, url: &str) -> RequestBuilder {
        self.client.request(method, url)
    }

    /// Sends a request. The span ends when the head of the answer is there, or the error. An error has no address in it any more, for that may
    /// hold secrets.
    pub async fn send(&self, request: RequestBuilder) -> Result<Response, reqwest::Error> {
        self.execute(request.build().map_err(reqwest::Error::without_url)?).await
    }

    /// See [`HttpClient::send`].
    pub async fn execute(&self, mut request: Request) -> Result<Response, reqwest::Error> {
        if !self.settings.enabled || !self.tracer.is_on() {
            self.tracer.inject(&Context::current(), &mut HeaderInjector(request.headers_mut()));
            return self.client.execute(request).await.map_err(reqwest::Error::without_url);
        }
        let mut call = self.start(&request);
        let context = call.span.context();
        self.tracer.inject(&context, &mut HeaderInjector(request.headers_mut()));
        let answered = self.client.execute(request).with_context(context).await.map_err(reqwest::Error::without_url);
        call.ended = true;
        match &answered {
            Ok(response) => call.answered(response.status()),
            Err(error) => call.failed(error),
        }
        answered
    }

    fn start(&self, request: &Request) -> Call {
        let emit = self.settings.conventions;
        let method = http_method::known(request.method());
        let name = http_method::in_name(method, emit == Emit::Stable);
        let span = self.tracer.start(name, SpanKind::Client, &Context::current(), Vec::new());
        if span.is_recording() {
            let url = redaction::url(request.url());
            let mut to = Vec::with_capacity(4);
            emit.add(&mut to, &attributes::HTTP_METHOD, stable::HTTP_REQUEST_METHOD, method);
            emit.add(&mut to, &attributes::HTTP_URL, stable::URL_FULL, &url);
            if emit.stable() {
                to.extend(request.url().host_str().map(|host| KeyValue::new(stable::SERVER_ADDRESS, host.to_owned())));
                let port = request.url().port_or_known_default();
                to.extend(port.map(|port| KeyValue::new(stable::SERVER_PORT, i64::from(port))));
            }
            span.set_attributes(to);
        }
        Call { span, emit, ended: false }
    }
}

/// A request under way, whose span ends however its future is left.
struct Call {
    span: ActiveSpan,
    emit: Emit,
    /// Whether there is an answer or an error.
    ended: bool,
}

impl Call {
    /// A client's span is an error from 400 on. (Semantic Conventions, HTTP spans, "Status".)
    fn answered(&self, status: reqwest::StatusCode) {
        if !self.span.is_recording() {
            return;
        }
        let mut to = Vec::with_capacity(3);
        let code = i64::from(status.as_u16());
        self.emit.add(&mut to, &attributes::HTTP_STATUS_CODE, stable::HTTP_RESPONSE_STATUS_CODE, code);
        if status.is_client_error() || status.is_server_error() {
            self.span.set_error("");
            if self.emit.stable() {
                to.push(KeyValue::new(stable::ERROR_TYPE, status.as_str().to_owned()));
            }
        }
        self.span.set_attributes(to);
    }

    fn failed(&self, error: &reqwest::Error) {
        let kind = kind(error);
        self.span.record_exception(kind, crate::telemetry::message(error));
        if self.emit.stable() {
            self.span.set_attribute(KeyValue::new(stable::ERROR_TYPE, kind));
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if !self.ended {
            self.span.set_error("given up before there was an answer");
        }
        self.span.end();
    }
}

/// Of which kind an error is: `timeout` (also while connecting), `connect`, `redirect`, `body`, `decode`, `request`, else `_OTHER`.
#[must_use]
pub fn kind(error: &reqwest::Error) -> &'static str {
    let kinds = [
        (error.is_timeout(), "timeout"),
        (error.is_connect(), "connect"),
        (error.is_redirect(), "redirect"),
        (error.is_body(), "body"),
        (error.is_decode(), "decode"),
        (error.is_builder() || error.is_request(), "request"),
    ];
    kinds.into_iter().find(|(is, _)| *is).map_or(http_method::OTHER, |(_, kind)| kind)
}
