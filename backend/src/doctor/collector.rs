//! Whether the collector can be reached, and whether it takes a span.

use super::Check;
use crate::telemetry::settings::{BatchSettings, Sampling};
use crate::telemetry::signals::spans::{Span, SpanKind};
use crate::telemetry::{Settings, Telemetry, message};
use std::convert::Infallible;
use std::time::Duration;
use tokio::net::TcpStream;
use url::Url;

/// How long the collector may take for each step.
const PATIENCE: Duration = Duration::from_secs(5);
/// The span that is sent. It is none of the contract's: whoever finds it in Jaeger knows where it comes from.
const TEST_SPAN: Span = Span { name: "doctor_test_span", kind: SpanKind::Internal, attributes: &[] };

/// Whether something listens where spans are sent.
pub async fn reachable(settings: &Settings) -> Check {
    const QUESTION: &str = "Is the collector reachable?";
    let endpoint = &settings.exporter.endpoint;
    let address = Url::parse(endpoint).ok().and_then(|url| Some((url.host_str()?.to_owned(), url.port_or_known_default()?)));
    let Some((host, port)) = address else {
        return Check::wrong(QUESTION, format!("{endpoint} has no host"), "set OTEL_EXPORTER_OTLP_ENDPOINT=http://HOST:4317");
    };
    let bare = host.trim_matches(['[', ']']).to_owned();
    let fix = format!(
        "start the collector, or name another one with OTEL_EXPORTER_OTLP_ENDPOINT; inside of a container `{host}` is the container itself"
    );
    match tokio::time::timeout(PATIENCE, TcpStream::connect((bare, port))).await {
        Ok(Ok(_)) => Check::fine(QUESTION, format!("something listens at {host}:{port}")),
        Ok(Err(error)) => Check::wrong(QUESTION, format!("nothing answers at {host}:{port}: {error}"), fix),
        Err(_) => Check::wrong(QUESTION, format!("nothing answered at {host}:{port} in {} s", PATIENCE.as_secs()), fix),
    }
}

/// Sends a real span, and says what came back.
pub async fn takes_a_span(settings: &Settings) -> Check {
    const QUESTION: &str = "Does the collector take a span?";
    let fix = "check that the protocol fits the port: OTEL_EXPORTER_OTLP_PROTOCOL=grpc goes with 4317, http/protobuf with 4318";
    let settings = Settings {
        enabled: true,
        sampling: Sampling::AlwaysOn,
        batch: BatchSettings { schedule_delay: Duration::from_millis(100), ..settings.batch },
        ..settings.clone()
    };
    let telemetry = match Telemetry::new(&settings) {
        Ok(telemetry) => telemetry,
        Err(error) => return Check::wrong(QUESTION, message(&error), fix),
    };
    let mut trace_id = String::new();
    let _: Result<(), Infallible> = telemetry.tracer().create_span(&TEST_SPAN, |span| {
        trace_id = span.span_context().trace_id().to_string();
        Ok(())
    });
    let ended = telemetry.shutdown(PATIENCE).await;
    let snapshot = telemetry.health().snapshot();
    if snapshot.exported == 1 {
        let service = &settings.resource.service_name;
        return Check::fine(QUESTION, format!("yes: look for the trace {trace_id} of the service {service}"));
    }
    let said = match (snapshot.last_error, ended) {
        (Some(last), _) => message(&last.error),
        (None, Err(error)) => message(&error),
        (None, Ok(())) => "it was not taken".to_owned(),
    };
    Check::wrong(QUESTION, format!("no: {said}"), fix)
}
