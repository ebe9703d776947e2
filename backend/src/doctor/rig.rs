//! What checks are made with that send nothing to anybody: telemetry that keeps the names of its spans, and servers on this machine.

use crate::telemetry::settings::Sampling;
use crate::telemetry::{Settings, SetupError, ShutdownError, Telemetry, Tracer};
use axum::Router;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Why a check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("no server could be started")]
    Server(#[from] io::Error),
    #[error("no request could be made")]
    Request(#[from] reqwest::Error),
    #[error("no telemetry could be started")]
    Setup(#[from] SetupError),
    #[error("spans did not arrive")]
    Spans(#[from] ShutdownError),
}

/// Keeps names of spans. Nothing of these checks is to be seen in Jaeger.
#[derive(Debug, Clone, Default)]
struct Names(Arc<Mutex<BTreeSet<String>>>);

impl SpanExporter for Names {
    async fn export(&self, spans: Vec<SpanData>) -> opentelemetry_sdk::error::OTelSdkResult {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(spans.into_iter().map(|span| span.name.into_owned()));
        Ok(())
    }
}

/// Telemetry for checks, and the servers that were started for them. They end with it.
pub struct Rig {
    telemetry: Telemetry,
    names: Names,
    servers: Mutex<Vec<JoinHandle<io::Result<()>>>>,
}

impl Rig {
    /// With these settings, but on and with all traces.
    pub fn start(settings: &Settings) -> Result<Self, Failure> {
        let settings = Settings { enabled: true, sampling: Sampling::AlwaysOn, ..settings.clone() };
        let names = Names::default();
        let telemetry = Telemetry::with_exporter(&settings, names.clone())?;
        Ok(Self { telemetry, names, servers: Mutex::default() })
    }

    pub const fn tracer(&self) -> &Tracer {
        self.telemetry.tracer()
    }

    /// Starts a server on a free port. Its address.
    pub async fn serve(&self, router: Router) -> Result<String, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(axum::serve(listener, router).into_future());
        self.servers.lock().unwrap_or_else(PoisonError::into_inner).push(server);
        Ok(format!("http://{address}"))
    }

    /// The names of the spans that have ended.
    pub async fn names(&self) -> Result<BTreeSet<String>, Failure> {
        self.telemetry.flush(Duration::from_secs(5)).await?;
        Ok(self.names.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(JoinHandle::abort);
    }
}
