//! Whether span names are few: requests with ids in their paths, and the names that their spans got.

use super::Check;
use super::rig::{Failure, Rig};
use crate::telemetry::instrumentation::http_server::{HttpServer, HttpServerSettings};
use crate::telemetry::metrics::Metrics;
use crate::telemetry::signals::metrics;
use crate::telemetry::{Settings, message, tls};
use axum::routing::get;
use std::collections::BTreeSet;

const QUESTION: &str = "Are span names bounded?";
/// Requests that differ in their ids, their queries, and in paths that do not exist.
const REQUESTS: [&str; 6] = ["/things/1", "/things/2?x=3", "/things/4%20or%205", "/nothing/6", "/nothing/7", "/8"];
/// What that should come to: the route, and the method where there is none.
const NAMES: [&str; 2] = ["GET", "GET /things/{id}"];

/// Asks a server of our own with the instrumentation that the API has.
pub async fn bounded(settings: &Settings) -> Check {
    match names(settings).await {
        Ok(names) if names.iter().map(String::as_str).eq(NAMES) => {
            Check::fine(QUESTION, format!("yes: {} requests with an id each had spans of {} names", REQUESTS.len(), NAMES.len()))
        }
        Ok(names) => Check::wrong(
            QUESTION,
            format!("no: {} requests had spans of the names {names:?}", REQUESTS.len()),
            "this is a mistake in this program; report it with the settings in use",
        ),
        Err(failure) => Check::unknown(QUESTION, message(&failure), "mend that, and ask again"),
    }
}

async fn names(settings: &Settings) -> Result<BTreeSet<String>, Failure> {
    let rig = Rig::start(settings)?;
    let server = HttpServer::new(rig.tracer().clone(), &Metrics::new(metrics::ALL), HttpServerSettings::new("doctor"));
    let router =
        axum::Router::new().route("/things/{id}", get(|| async {})).fallback(|| async { axum::http::StatusCode::NOT_FOUND });
    let address = rig.serve(server.instrument(router)).await?;
    tls::install_ring();
    let client = reqwest::Client::builder().build()?;
    for request in REQUESTS {
        client.get(format!("{address}{request}")).send().await?.bytes().await?;
    }
    rig.names().await
}
