//! `demo`: stand-ins, service and images in one process, so that a newcomer sees traces and metrics with one command.

use super::arguments::DemoArguments;
use super::load::{self, Sent};
use super::{CommandError, Exit, print, simulate, start, tell};
use crate::service::{DatabaseUrl, Service};
use crate::telemetry::Telemetry;
use crate::telemetry::metrics::Metrics;
use crate::telemetry::signals::metrics::{ALL, HSI_DETECTIONS_PROCESSED_TOTAL, HSI_EVENTS_CREATED_TOTAL};
use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// How often the progress is told where it is a line that is written over, and where it is one below the other.
const ON_A_TERMINAL: Duration = Duration::from_millis(500);
const IN_A_LOG: Duration = Duration::from_secs(5);

pub async fn run(arguments: DemoArguments) -> Result<Exit, CommandError> {
    let folder = Folder::new()?;
    let mut settings = start::settings(None)?;
    // Whoever starts a demo wants to see traces. Saying otherwise in the environment wins.
    settings.telemetry.enabled |= !["OTEL_ENABLED", "OTEL_SDK_DISABLED"].iter().any(|name| is_set(name));
    settings.warnings.iter().for_each(|warning| tell(&format!("warning: {warning}")));
    let stand_ins = crate::simulate::start(simulate::options(&arguments.behaviour)).await?;
    settings.service.listen = arguments.listen;
    settings.service.rtdetr = Url::parse(&stand_ins.rtdetr_url)?;
    settings.service.nemotron = Url::parse(&stand_ins.nemotron_url)?;
    settings.service.database = DatabaseUrl::Sqlite(folder.0.join("demo.db"));
    settings.service.redis = None;
    // So that batches close while somebody looks on.
    settings.service.pipeline.batch_timeout = Duration::from_secs(5);
    settings.service.pipeline.batch_max_detections = 20;
    let telemetry = crate::telemetry::setup(&settings.telemetry)?;
    let service = Service::start(&settings.service, &settings.telemetry, &telemetry, Metrics::new(ALL)).await?;
    let address = service.address();
    print(&greeting(address, &settings.telemetry.exporter.endpoint, telemetry.tracer().is_on(), &stand_ins.rtdetr_url))?;

    let sent = Arc::new(Sent::default());
    let images =
        load::start(format!("http://{address}"), arguments.rate, arguments.cameras, arguments.behaviour.seed, Arc::clone(&sent))?;
    let ended = tokio::select! {
        ended = start::asked_to_end() => ended,
        () = for_a_while(arguments.duration) => Ok(()),
        never = tell_progress(&service, &telemetry, &sent) => never,
    };
    images.abort();
    service.stop(settings.service.shutdown_timeout).await;
    stand_ins.shutdown().await;
    start::flush(&telemetry).await;
    ended.map(|()| Exit::Success)
}

/// Whether the environment says anything about it.
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// A folder that is gone when the demo ends.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Result<Self, std::io::Error> {
        let path = std::env::temp_dir().join(format!("nemotron-backend-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed from a folder of temporary files is no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn greeting(address: SocketAddr, collector: &str, telemetry_is_on: bool, rtdetr: &str) -> String {
    let spans = if telemetry_is_on { format!("sent to {collector} (OTLP)") } else { "off, as the environment says".to_owned() };
    format!(
        "events      http://{address}/api/events\nmetrics     http://{address}/metrics\nof RT-DETR  {rtdetr}/metrics\n\
         API         http://{address}/api/openapi.json\nspans       {spans}\n\nCtrl-C ends it.\n"
    )
}

async fn for_a_while(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}

/// Tells what flows, until it is dropped.
async fn tell_progress(service: &Service, telemetry: &Telemetry, sent: &Sent) -> Result<(), CommandError> {
    let terminal = std::io::stderr().is_terminal();
    let mut ticks = tokio::time::interval(if terminal { ON_A_TERMINAL } else { IN_A_LOG });
    let began = Instant::now();
    loop {
        ticks.tick().await;
        let line = progress(service, telemetry, sent, began.elapsed()).await?;
        if terminal {
            // A line that cannot be written is not seen by anybody.
            let _ = write!(std::io::stderr(), "\r\x1b[2K{line}");
        } else {
            tell(&line);
        }
    }
}

async fn progress(service: &Service, telemetry: &Telemetry, sent: &Sent, since: Duration) -> Result<String, CommandError> {
    let (accepted, refused) = (sent.accepted.load(Ordering::Relaxed), sent.refused.load(Ordering::Relaxed));
    let counts = service.storage().counts().await?;
    let counted = |metric| service.metrics().counter(metric).with(&[]).get();
    let spans = telemetry.health().snapshot();
    Ok(format!(
        "{:>4} s  {accepted} images ({} waiting, {refused} refused)  {} detections  {} events ({} batches waiting)  {} spans sent, {} failed",
        since.as_secs(),
        counts.images_accepted,
        counted(&HSI_DETECTIONS_PROCESSED_TOTAL),
        counted(&HSI_EVENTS_CREATED_TOTAL),
        counts.batches_closed + counts.batches_open,
        spans.exported,
        spans.failed,
    ))
}
