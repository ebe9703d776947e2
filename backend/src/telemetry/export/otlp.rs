//! Destinations: a collector that speaks OTLP, and any exporter of the SDK.

use super::grpc::Grpc;
use super::http::Http;
use super::{Background, Deadline, Destination, ExportError, Sent, retry};
use crate::telemetry::SetupError;
use crate::telemetry::settings::{ExporterSettings, Protocol};
use bytes::Bytes;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use prost::Message as _;
use std::sync::Arc;

/// A collector.
#[derive(Debug)]
pub(in crate::telemetry) struct Otlp {
    client: Arc<Client>,
    resource: ResourceAttributesWithSchema,
    background: Arc<Background>,
}

#[derive(Debug)]
enum Client {
    Grpc(Box<Grpc>),
    Http(Http),
}

impl Otlp {
    /// A collector to which connections are made when there is something to send.
    pub fn new(settings: &ExporterSettings, resource: &Resource, background: Arc<Background>) -> Result<Self, SetupError> {
        let user_agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let client = background.enter(|| match settings.protocol {
            Protocol::Grpc => Grpc::new(settings, user_agent).map(|grpc| Client::Grpc(Box::new(grpc))),
            Protocol::HttpProtobuf => Http::new(settings, user_agent).map(Client::Http),
        });
        Ok(Self { client: Arc::new(client?), resource: resource.into(), background })
    }
}

impl Destination for Otlp {
    async fn send(&self, batch: Vec<SpanData>, deadline: Deadline) -> Result<Sent, ExportError> {
        let resource_spans = group_spans_by_resource_and_scope(batch, &self.resource);
        let request = ExportTraceServiceRequest { resource_spans };
        let client = Arc::clone(&self.client);
        let task = self.background.spawn(async move {
            match &*client {
                Client::Grpc(grpc) => retry::send(deadline, || grpc.send(request.clone())).await,
                Client::Http(http) => {
                    let body = Bytes::from(request.encode_to_vec());
                    retry::send(deadline, || http.send(body.clone())).await
                }
            }
        });
        task.await.unwrap_or_else(|error| Err(ExportError::Other(error.to_string())))
    }
}

/// An exporter of the SDK, such as the one that keeps spans in memory for tests.
#[derive(Debug)]
pub(in crate::telemetry) struct Sdk<E>(pub E);

impl<E: SpanExporter + 'static> Destination for Sdk<E> {
    async fn send(&self, batch: Vec<SpanData>, _: Deadline) -> Result<Sent, ExportError> {
        let result = self.0.export(batch).await;
        result.map(|()| Sent::default()).map_err(|error| ExportError::Other(error.to_string()))
    }

    fn close(&self) {
        // What an exporter says at its end changes nothing any more.
        let _ = self.0.shutdown();
    }
}
