//! Whether the collector can be reached, and whether it takes a span.

use super::{Check, Outcome, TEST_SPAN};
use crate::telemetry::settings::{BatchSettings, ExporterSettings, Protocol, Sampling};
use crate::telemetry::{Settings, Telemetry, message};
use std::convert::Infallible;
use std::time::Duration;
use tokio::net::TcpStream;
use url::Url;

/// How long the collector may take for each step.
const PATIENCE: Duration = Duration::from_secs(5);

const REACHABLE: &str = "Is the collector reachable?";
const TAKES: &str = "Does the collector take a span?";

/// Whether something listens where spans are sent, and whether that takes a span.
pub async fn examine(settings: &Settings) -> [Check; 2] {
    let reachable = reachable(settings).await;
    let takes = if reachable.outcome == Outcome::Fine {
        takes_a_span(settings).await
    } else {
        Check::unknown(TAKES, "not tried, as there is none", "mend the check before, and ask again")
    };
    [reachable, takes]
}

async fn reachable(settings: &Settings) -> Check {
    let endpoint = &settings.exporter.endpoint;
    let address = Url::parse(endpoint).ok().and_then(|url| Some((url.host_str()?.to_owned(), url.port_or_known_default()?)));
    let Some((host, port)) = address else {
        return Check::wrong(REACHABLE, "no: its address has no host", "set OTEL_EXPORTER_OTLP_ENDPOINT=http://HOST:4317");
    };
    let bare = host.trim_matches(['[', ']']).to_owned();
    let fix = format!(
        "start the collector, or name another one with OTEL_EXPORTER_OTLP_ENDPOINT; inside of a container `{host}` is the container itself"
    );
    match tokio::time::timeout(PATIENCE, TcpStream::connect((bare, port))).await {
        Ok(Ok(_)) => Check::fine(REACHABLE, format!("yes: something listens at {host}:{port}")),
        Ok(Err(error)) => Check::wrong(REACHABLE, format!("no: nothing answers at {host}:{port}: {error}"), fix),
        Err(_) => Check::wrong(REACHABLE, format!("no: nothing answered at {host}:{port} in {} s", PATIENCE.as_secs()), fix),
    }
}

/// Sends a real span, and says what came back. Where it is not taken, the other protocol is tried.
async fn takes_a_span(settings: &Settings) -> Check {
    let protocol = settings.exporter.protocol.name();
    let said = match send(settings).await {
        Ok(trace_id) => {
            let service = &settings.resource.service_name;
            return Check::fine(TAKES, format!("yes: look for the trace {trace_id} of the service {service}"));
        }
        Err(said) => format!("no: {said}"),
    };
    let other = other(&settings.exporter);
    let name = other.protocol.name();
    if send(&Settings { exporter: other, ..settings.clone() }).await.is_ok() {
        let found = format!("{said}; with {name} it does");
        return Check::wrong(TAKES, found, format!("set OTEL_EXPORTER_OTLP_PROTOCOL={name}, or name the port for {protocol}"));
    }
    Check::wrong(
        TAKES,
        said,
        format!(
            "it does not with {name} either: check what listens there, its log, and the headers that it wants (OTEL_EXPORTER_OTLP_HEADERS); \
             a collector mostly listens at 4317 for grpc and at 4318 for http/protobuf"
        ),
    )
}

/// The same collector with the other protocol.
fn other(exporter: &ExporterSettings) -> ExporterSettings {
    let (protocol, path) = match exporter.protocol {
        Protocol::Grpc => (Protocol::HttpProtobuf, "/v1/traces"),
        Protocol::HttpProtobuf => (Protocol::Grpc, ""),
    };
    let mut endpoint = exporter.endpoint.clone();
    if let Ok(mut url) = Url::parse(&endpoint) {
        url.set_path(path);
        url.as_str().trim_end_matches('/').clone_into(&mut endpoint);
    }
    ExporterSettings { protocol, endpoint, ..exporter.clone() }
}

/// The trace of a span that was sent, or why it was not taken.
async fn send(settings: &Settings) -> Result<String, String> {
    let settings = Settings {
        enabled: true,
        sampling: Sampling::AlwaysOn,
        batch: BatchSettings { schedule_delay: Duration::from_millis(100), ..settings.batch },
        exporter: ExporterSettings { timeout: PATIENCE.min(settings.exporter.timeout), ..settings.exporter.clone() },
        ..settings.clone()
    };
    let telemetry = Telemetry::new(&settings).map_err(|error| message(&error))?;
    let mut trace_id = String::new();
    let _: Result<(), Infallible> = telemetry.tracer().create_span(&TEST_SPAN, |span| {
        trace_id = span.span_context().trace_id().to_string();
        Ok(())
    });
    let ended = telemetry.shutdown(PATIENCE).await;
    let snapshot = telemetry.health().snapshot();
    if snapshot.exported == 1 {
        return Ok(trace_id);
    }
    Err(match (snapshot.last_error, ended) {
        (Some(last), _) => message(&last.error),
        (None, Err(error)) => message(&error),
        (None, Ok(())) => "it was not taken".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_protocol_is_tried_at_the_same_port() {
        let exporter = |protocol, endpoint: &str| ExporterSettings {
            protocol,
            endpoint: endpoint.to_owned(),
            ..ExporterSettings::default()
        };
        let grpc = exporter(Protocol::Grpc, "http://c:4318");
        let http = exporter(Protocol::HttpProtobuf, "http://c:4318/v1/traces");
        assert_eq!((other(&grpc), other(&http)), (http.clone(), grpc.clone()));
    }
}
