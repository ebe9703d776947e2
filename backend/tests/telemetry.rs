//! Telemetry from settings to what a collector gets.
#![expect(clippy::unwrap_used, reason = "what is not there fails the test")]

mod receiver;

#[path = "telemetry/export.rs"]
mod export;
#[path = "telemetry/process.rs"]
mod process;
#[path = "telemetry/propagation.rs"]
mod propagation;
#[path = "telemetry/sampling.rs"]
mod sampling;
#[path = "telemetry/spans.rs"]
mod spans;

use nemotron_backend::telemetry::settings::{BatchSettings, ExporterSettings, Protocol};
use nemotron_backend::telemetry::{Settings, Telemetry};
use receiver::{Behaviour, Receiver};
use std::time::Duration;

/// Longer than any test takes that goes well.
const LONG: Duration = Duration::from_secs(10);

/// Telemetry that is on, sends at once and gives up soon.
fn settings(protocol: Protocol, endpoint: &str) -> Settings {
    Settings {
        enabled: true,
        exporter: ExporterSettings {
            protocol,
            endpoint: endpoint.to_owned(),
            timeout: Duration::from_secs(5),
            ..ExporterSettings::default()
        },
        batch: BatchSettings { schedule_delay: Duration::from_millis(10), ..BatchSettings::default() },
        ..Settings::default()
    }
}

/// A collector that takes all over gRPC, and telemetry that sends to it.
fn connected() -> (Receiver, Telemetry) {
    let receiver = Receiver::grpc(Behaviour::Accept);
    let telemetry = Telemetry::new(&settings(Protocol::Grpc, &receiver.endpoint())).unwrap();
    (receiver, telemetry)
}

#[derive(Debug, thiserror::Error)]
#[error("the camera does not answer")]
struct CameraError {
    #[source]
    source: std::io::Error,
}

impl CameraError {
    fn new() -> Self {
        Self { source: std::io::Error::other("no route to host") }
    }
}
