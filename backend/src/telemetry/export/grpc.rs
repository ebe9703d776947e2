//! OTLP over gRPC.

use super::error::short;
use super::{ExportError, Sent};
use crate::telemetry::SetupError;
use crate::telemetry::settings::{ExporterSettings, Headers};
use crate::telemetry::span::message;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use std::error::Error as _;
use tonic::metadata::{Ascii, MetadataKey, MetadataMap, MetadataValue};
use tonic::transport::{Channel, ClientTlsConfig, Endpoint};

/// A client of OTLP over gRPC. Connects with the first request, and anew when the connection is lost.
#[derive(Debug)]
pub(super) struct Grpc {
    client: TraceServiceClient<Channel>,
    metadata: MetadataMap,
}

impl Grpc {
    /// Must be called inside of a Tokio runtime, the one that the connection is to live on.
    pub fn new(settings: &ExporterSettings, user_agent: &str) -> Result<Self, SetupError> {
        let bad = |error: tonic::transport::Error| SetupError::endpoint(settings, &error);
        let mut endpoint = Endpoint::from_shared(settings.endpoint.clone()).map_err(bad)?;
        if endpoint.uri().scheme_str() == Some("https") {
            endpoint = endpoint.tls_config(ClientTlsConfig::new().with_native_roots()).map_err(bad)?;
        }
        let endpoint = endpoint.connect_timeout(settings.timeout).user_agent(user_agent).map_err(bad)?;
        let metadata = metadata(&settings.headers)?;
        Ok(Self { client: TraceServiceClient::new(endpoint.connect_lazy()), metadata })
    }

    pub async fn send(&self, request: ExportTraceServiceRequest) -> Result<Sent, ExportError> {
        let mut request = tonic::Request::new(request);
        *request.metadata_mut() = self.metadata.clone();
        let answer = self.client.clone().export(request).await.map_err(|status| error(&status))?;
        let partial = answer.into_inner().partial_success.unwrap_or_default();
        Ok(Sent { rejected: u64::try_from(partial.rejected_spans).unwrap_or(0), message: short(&partial.error_message) })
    }
}

fn metadata(headers: &Headers) -> Result<MetadataMap, SetupError> {
    let mut metadata = MetadataMap::new();
    for (name, value) in &headers.0 {
        let key = MetadataKey::<Ascii>::from_bytes(name.as_bytes());
        let value = MetadataValue::try_from(value.as_str());
        let (Ok(key), Ok(value)) = (key, value) else { return Err(SetupError::Header { name: name.clone() }) };
        metadata.insert(key, value);
    }
    Ok(metadata)
}

/// A status that tonic made up itself for want of a connection has the reason as its source.
fn error(status: &tonic::Status) -> ExportError {
    match status.source() {
        Some(source) if status.code() == tonic::Code::Unavailable => ExportError::Unreachable { cause: short(&message(source)) },
        _ => ExportError::Grpc { code: status.code(), message: short(status.message()) },
    }
}
