//! The two servers of the collector for tests.

use super::{Answer, Behaviour, State};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{TraceService, TraceServiceServer};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use prost::Message as _;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::net::TcpListener;
use tonic::transport::server::TcpIncoming;

fn texts(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or("(no text)").to_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

pub async fn grpc(state: Arc<State>, listener: TcpListener, behaviour: Behaviour) {
    let service = TraceServiceServer::new(Grpc { state, behaviour });
    tonic::transport::Server::builder().add_service(service).serve_with_incoming(TcpIncoming::from(listener)).await.unwrap();
}

struct Grpc {
    state: Arc<State>,
    behaviour: Behaviour,
}

#[tonic::async_trait]
impl TraceService for Grpc {
    async fn export(
        &self,
        request: tonic::Request<ExportTraceServiceRequest>,
    ) -> Result<tonic::Response<ExportTraceServiceResponse>, tonic::Status> {
        let headers = texts(request.metadata().as_ref());
        match self.state.answer(self.behaviour, headers, request.into_inner()) {
            Answer::Taken(answer) => Ok(tonic::Response::new(answer)),
            Answer::Unavailable => Err(tonic::Status::unavailable("come back later")),
            Answer::Invalid => Err(tonic::Status::invalid_argument("no such thing")),
            Answer::Never => std::future::pending().await,
        }
    }
}

pub async fn http(state: Arc<State>, listener: TcpListener, behaviour: Behaviour) {
    let handler = move |headers: HeaderMap, body: Bytes| async move {
        let request = ExportTraceServiceRequest::decode(body).unwrap();
        let answer: Response = match state.answer(behaviour, texts(&headers), request) {
            Answer::Taken(answer) => answer.encode_to_vec().into_response(),
            Answer::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "come back later").into_response(),
            Answer::Invalid => (StatusCode::BAD_REQUEST, "no such thing").into_response(),
            Answer::Never => std::future::pending().await,
        };
        answer
    };
    axum::serve(listener, axum::Router::new().route("/v1/traces", post(handler))).await.unwrap();
}
