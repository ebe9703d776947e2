//! The service put together: from settings to a database, queues, clients, workers and a server that run, and to their end.

mod settings;

pub use settings::{DatabaseUrl, SecretUrl, Settings};

use crate::ai::{self, AiError, Nemotron, NemotronSettings, PromptVersions, Prompts, Rtdetr};
use crate::http::{self, App};
use crate::pipeline::{Parts, Pipeline, PipelineMetrics, Shutdown, Workers};
use crate::queue::{Options, Queue, QueueError, RedisServer, RedisSettings};
use crate::storage::{self, Storage, StorageError};
use crate::telemetry::instrumentation::http_client::HttpClientSettings;
use crate::telemetry::instrumentation::http_server::{HttpServer, HttpServerSettings};
use crate::telemetry::metrics::Metrics;
use crate::telemetry::semantic_conventions::Conventions;
use crate::telemetry::{self, Telemetry, Tracer, signals};
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

/// After so many answers in a row that are no assessment the older prompt is used.
const MOST_UNPARSABLE: u32 = 5;

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database server.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file of the database.
    #[error("the database file {} cannot be used", path.display())]
    DatabaseFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: StorageError,
    },
    /// The queues.
    #[error("the queues cannot be used")]
    Queue(#[from] QueueError),
    /// The clients of the model services.
    #[error(transparent)]
    Client(#[from] AiError),
    /// The address.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
}

/// The service under way.
#[derive(Debug)]
pub struct Service {
    address: SocketAddr,
    storage: Storage,
    queues: [Queue; 2],
    metrics: Metrics,
    workers: Workers,
    server: JoinHandle<io::Result<()>>,
    stop_serving: watch::Sender<bool>,
}

impl Service {
    /// Starts all of it. What it does is told by the telemetry that is given, and its metrics are among those given.
    pub async fn start(
        settings: &Settings,
        instrumentation: &telemetry::Settings,
        telemetry: &Telemetry,
        metrics: Metrics,
    ) -> Result<Self, StartError> {
        let switches = &instrumentation.instrumentation;
        let conventions = instrumentation.conventions;
        let tracer = telemetry.tracer();
        let only_if = |on: bool| if on { tracer.clone() } else { Tracer::off() };
        feed_export_health(&metrics, telemetry);

        let storage_settings =
            storage::Settings { connect_timeout: settings.start_timeout, ..storage::Settings::new(settings.database.reveal()) };
        let storage = Storage::connect(&storage_settings, &only_if(switches.sql), conventions).await;
        let storage = storage.map_err(|source| match &settings.database {
            DatabaseUrl::Sqlite(path) => StartError::DatabaseFile { path: path.clone(), source },
            DatabaseUrl::Postgres(_) => source.into(),
        })?;
        let queues = queues(settings, &only_if(switches.redis), conventions).await?;
        let [detection, analysis] = &queues;
        let requests = HttpClientSettings { enabled: switches.http_client, conventions: conventions.http };
        let patience = |url: &Url| ai::ServiceSettings {
            retry: settings.ai_retry,
            circuit_breaker: settings.ai_circuit_breaker,
            ..ai::ServiceSettings::new(url.clone(), settings.ai_timeout)
        };
        let rtdetr = Rtdetr::new(patience(&settings.rtdetr), tracer.clone(), &metrics, requests)?;
        let model = NemotronSettings {
            model: settings.model.clone(),
            context_size: settings.context_tokens,
            ..NemotronSettings::default()
        };
        let prompts = Prompts::new(PromptVersions::new(MOST_UNPARSABLE), &model.model, &metrics);
        let nemotron = Nemotron::new(model, patience(&settings.nemotron), tracer.clone(), &metrics, requests)?;
        let listen = |source| StartError::Listen { address: settings.listen, source };
        let listener = TcpListener::bind(settings.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;

        let (pipeline, workers) = Pipeline::start(Parts {
            storage: storage.clone(),
            detection: detection.clone(),
            analysis: analysis.clone(),
            rtdetr,
            nemotron,
            prompts,
            tracer: tracer.clone(),
            metrics: Arc::new(PipelineMetrics::new(&metrics)),
            settings: settings.pipeline.clone(),
        });
        let app = App {
            pipeline,
            storage: storage.clone(),
            detection: detection.clone(),
            metrics: metrics.clone(),
            max_image_bytes: settings.max_image_bytes,
            upload_timeout: settings.upload_timeout,
        };
        let around = HttpServerSettings {
            enabled: switches.http_server,
            conventions: conventions.http,
            ..HttpServerSettings::new(&instrumentation.resource.service_name)
        };
        let around = HttpServer::new(tracer.clone(), &metrics, around);
        let (stop_serving, mut shutdown) = Shutdown::switch();
        let router = http::router(app, &around);
        let serve = axum::serve(listener, router).with_graceful_shutdown(async move { shutdown.asked().await });
        let server = tokio::spawn(serve.into_future());
        Ok(Self { address, storage, queues, metrics, workers, server, stop_serving })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it counts and measures.
    #[must_use]
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Where its data is.
    #[must_use]
    pub const fn storage(&self) -> &Storage {
        &self.storage
    }

    /// Ends it: no new requests, what is under way is finished within the time. Whether all was. Telemetry goes on, and is ended by whoever
    /// began it.
    pub async fn stop(mut self, within: Duration) -> bool {
        let deadline = tokio::time::Instant::now() + within;
        // A server that ended by itself hears nothing.
        let _ = self.stop_serving.send(true);
        let served = tokio::time::timeout_at(deadline, &mut self.server).await.is_ok();
        self.server.abort();
        for queue in &self.queues {
            queue.close();
        }
        // A little for each step even where one before it took all of the time, as a client that held on to its connection.
        let left = || deadline.saturating_duration_since(tokio::time::Instant::now()).max(Duration::from_millis(500));
        let worked = self.workers.stop(left()).await;
        // What still runs holds its connection; nobody waits for it any longer.
        let closed = tokio::time::timeout(left(), self.storage.close()).await.is_ok();
        served && worked && closed
    }
}

/// The queues for detection and for analysis.
async fn queues(settings: &Settings, tracer: &Tracer, conventions: Conventions) -> Result<[Queue; 2], QueueError> {
    let options = ["detection", "analysis"].map(|name| Options {
        capacity: settings.queue_capacity,
        visibility: settings.visibility_timeout,
        max_attempts: settings.pipeline.max_attempts,
        ..Options::new(name)
    });
    match &settings.redis {
        None => Ok(options.map(Queue::in_process)),
        Some(url) => {
            let server = RedisServer::connect(
                &RedisSettings { url: url.reveal().to_owned(), connect_timeout: settings.start_timeout },
                tracer,
                conventions,
            )
            .await?;
            Ok(options.map(|options| Queue::redis(&server, options)))
        }
    }
}

fn feed_export_health(metrics: &Metrics, telemetry: &Telemetry) {
    use signals::metrics as declared;
    let health = telemetry.health().clone();
    metrics.feed_counter(&declared::OTEL_SPANS_EXPORTED_TOTAL, &[], move || health.snapshot().exported);
    let health = telemetry.health().clone();
    metrics.feed_counter(&declared::OTEL_SPANS_FAILED_TOTAL, &[], move || health.snapshot().failed);
    let health = telemetry.health().clone();
    metrics.feed_counter(&declared::OTEL_SPANS_DROPPED_TOTAL, &[("reason", "queue_full")], move || {
        health.snapshot().dropped_queue_full
    });
    let health = telemetry.health().clone();
    metrics.feed_counter(&declared::OTEL_SPANS_DROPPED_TOTAL, &[("reason", "already_shutdown")], move || {
        health.snapshot().dropped_already_shutdown
    });
}
