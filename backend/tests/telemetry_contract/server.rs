//! A handler that panics, which none of the service does: the instrumentation's part of the contract all the same.

use axum::Router;
use axum::routing::get;
use nemotron_backend::telemetry::Telemetry;
use nemotron_backend::telemetry::instrumentation::http_server::{HttpServer, HttpServerSettings};
use nemotron_backend::telemetry::metrics::Metrics;
use nemotron_backend::telemetry::signals::metrics::ALL;

async fn panics() {
    panic!("a handler that panics");
}

pub async fn handler_panics(telemetry: &Telemetry) {
    let settings = HttpServerSettings::new("nemotron-backend");
    let instrumentation = HttpServer::new(telemetry.tracer().clone(), &Metrics::new(ALL), settings);
    let router = instrumentation.instrument(Router::new().route("/api/panics", get(panics)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api/panics", listener.local_addr().unwrap());
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    let answer = reqwest::Client::new().get(url).header("user-agent", "contract-test").send().await.unwrap();
    assert_eq!(answer.status(), 500);
    server.abort();
}
