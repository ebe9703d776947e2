//! OTLP over HTTP, in protobuf.

use super::error::short;
use super::{ExportError, Sent};
use crate::telemetry::settings::{ExporterSettings, Headers};
use crate::telemetry::span::message;
use crate::telemetry::{SetupError, tls};
use bytes::Bytes;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use prost::Message as _;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use std::time::Duration;

/// A client of OTLP over HTTP.
#[derive(Debug)]
pub(super) struct Http {
    client: reqwest::Client,
    endpoint: String,
}

impl Http {
    pub fn new(settings: &ExporterSettings, user_agent: &str) -> Result<Self, SetupError> {
        tls::install_ring();
        let client = reqwest::Client::builder()
            .user_agent(user_agent)
            .default_headers(headers(&settings.headers)?)
            .connect_timeout(settings.timeout)
            // A redirected POST becomes a GET, and a proxy is something that nobody set here.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| SetupError::endpoint(settings, &error))?;
        Ok(Self { client, endpoint: settings.endpoint.clone() })
    }

    pub async fn send(&self, body: Bytes) -> Result<Sent, ExportError> {
        let request = self.client.post(&self.endpoint).header(CONTENT_TYPE, "application/x-protobuf").body(body);
        let answer = request.send().await.map_err(error)?;
        let status = answer.status();
        let retry_after = answer.headers().get(RETRY_AFTER).and_then(seconds);
        let body = beginning(answer).await?;
        if !status.is_success() {
            let message = short(&String::from_utf8_lossy(&body));
            return Err(ExportError::Http { status: status.as_u16(), message, retry_after });
        }
        let answer = ExportTraceServiceResponse::decode(body.as_slice())
            .map_err(|error| ExportError::Answer { cause: error.to_string() })?;
        let partial = answer.partial_success.unwrap_or_default();
        Ok(Sent { rejected: u64::try_from(partial.rejected_spans).unwrap_or(0), message: short(&partial.error_message) })
    }
}

/// The body, as far as any sensible answer goes.
async fn beginning(mut answer: reqwest::Response) -> Result<Vec<u8>, ExportError> {
    const LONGEST: usize = 64 * 1024;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(error)? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST {
            return Err(ExportError::Answer { cause: format!("it is longer than {LONGEST} bytes") });
        }
    }
    Ok(body)
}

fn headers(headers: &Headers) -> Result<HeaderMap, SetupError> {
    let mut map = HeaderMap::new();
    for (name, value) in &headers.0 {
        let key = HeaderName::from_bytes(name.as_bytes());
        let (Ok(key), Ok(mut value)) = (key, HeaderValue::from_str(value)) else {
            return Err(SetupError::Header { name: name.clone() });
        };
        value.set_sensitive(true);
        map.insert(key, value);
    }
    Ok(map)
}

/// The header's form in seconds; the one with a date is not read.
fn seconds(value: &HeaderValue) -> Option<Duration> {
    value.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn error(error: reqwest::Error) -> ExportError {
    ExportError::Unreachable { cause: short(&message(&error.without_url())) }
}
