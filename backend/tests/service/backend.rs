//! A service that runs, and what a test asks it.

use nemotron_backend::ai::{CircuitBreakerSettings, RetrySettings};
use nemotron_backend::pipeline::RestartPolicy;
use nemotron_backend::service::{DatabaseUrl, Service, Settings, StartError};
use nemotron_backend::settings::Reader;
use nemotron_backend::storage::{DeadLetter, Detection, Event, PageQuery};
use nemotron_backend::telemetry::metrics::Metrics;
use nemotron_backend::telemetry::settings::BatchSettings;
use nemotron_backend::telemetry::signals::metrics::ALL;
use nemotron_backend::telemetry::{self, Telemetry, tls};
use opentelemetry::trace::Status;
use opentelemetry_sdk::trace::{InMemorySpanExporter, InMemorySpanExporterBuilder, SpanData};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

/// Longer than anything takes that goes well.
pub const LONG: Duration = Duration::from_secs(10);

/// Something that begins as a JPEG does.
pub const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, b'J', b'F', b'I', b'F', 0x00];

/// Settings of a service that is quick to try again and to close batches, with its database in a folder and its models at an address.
pub fn settings(folder: &Path, models: &str) -> Settings {
    let mut reader = Reader::new(BTreeMap::new(), None);
    let mut settings = Settings::read(&mut reader);
    settings.listen = "127.0.0.1:0".parse().unwrap();
    settings.database = DatabaseUrl::Sqlite(folder.join("backend.db"));
    settings.rtdetr = Url::parse(models).unwrap();
    settings.nemotron = Url::parse(models).unwrap();
    settings.ai_timeout = Duration::from_secs(5);
    settings.ai_retry = RetrySettings { times: 1, first_wait: Duration::from_millis(5), longest_wait: Duration::from_millis(50) };
    // Tests of the circuit breaker say otherwise.
    settings.ai_circuit_breaker = CircuitBreakerSettings { failures: u32::MAX, open_for: Duration::from_millis(200) };
    settings.start_timeout = Duration::from_millis(300);
    settings.pipeline.retry_delay = Duration::from_millis(20);
    settings.pipeline.batch_timeout = Duration::from_millis(40);
    settings.pipeline.max_attempts = 3;
    settings.pipeline.restart = RestartPolicy {
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(20),
        healthy_after: Duration::from_mins(1),
        give_up_after: 5,
    };
    settings
}

/// A service that runs.
pub struct Backend {
    pub service: Service,
    telemetry: Telemetry,
    exporter: InMemorySpanExporter,
    client: reqwest::Client,
}

impl Backend {
    pub async fn start(settings: &Settings) -> Self {
        Self::try_start(settings).await.unwrap()
    }

    pub async fn try_start(settings: &Settings) -> Result<Self, StartError> {
        let exporter = InMemorySpanExporterBuilder::new().build();
        let instrumentation = telemetry::Settings {
            enabled: true,
            batch: BatchSettings { schedule_delay: Duration::from_millis(10), ..BatchSettings::default() },
            ..telemetry::Settings::default()
        };
        let telemetry = Telemetry::with_exporter(&instrumentation, exporter.clone()).unwrap();
        Self::around(settings, &instrumentation, telemetry, exporter).await
    }

    /// One whose spans are exported by these settings; it keeps none itself.
    pub async fn start_with(settings: &Settings, instrumentation: &telemetry::Settings) -> Self {
        let telemetry = Telemetry::new(instrumentation).unwrap();
        Self::around(settings, instrumentation, telemetry, InMemorySpanExporter::default()).await.unwrap()
    }

    async fn around(
        settings: &Settings,
        instrumentation: &telemetry::Settings,
        telemetry: Telemetry,
        exporter: InMemorySpanExporter,
    ) -> Result<Self, StartError> {
        tls::install_ring();
        let service = Service::start(settings, instrumentation, &telemetry, Metrics::new(ALL)).await?;
        let client = reqwest::Client::builder().timeout(LONG).build().unwrap();
        Ok(Self { service, telemetry, exporter, client })
    }

    /// Sends spans to a collector that does not take them.
    pub async fn flush_fails(&self) {
        self.telemetry.flush(Duration::from_millis(300)).await.unwrap_err();
        self.telemetry.shutdown(Duration::from_millis(300)).await.unwrap_err();
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.service.address())
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    pub fn post(&self, path: &str) -> reqwest::RequestBuilder {
        self.client.post(self.url(path))
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method.parse().unwrap(), self.url(path))
    }

    pub async fn upload(&self, camera: &str) -> reqwest::Response {
        let request = self.post(&format!("/api/images?camera_id={camera}"));
        request.header("content-type", "image/jpeg").body(JPEG).send().await.unwrap()
    }

    /// An upload that has to be accepted; the id of the image.
    pub async fn accepted(&self, camera: &str) -> String {
        let answer = self.upload(camera).await;
        assert_eq!(answer.status(), 202);
        let body: serde_json::Value = answer.json().await.unwrap();
        body["image_id"].as_str().unwrap().to_owned()
    }

    /// Sends bytes as they stand here, and reads what comes until the end of the connection.
    pub async fn raw(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.service.address()).await.unwrap();
        // A server that has answered already may not take all of it.
        let _ = stream.write_all(request).await;
        let mut answer = Vec::new();
        let read = tokio::time::timeout(LONG, stream.read_to_end(&mut answer)).await.unwrap();
        assert!(read.is_ok() || !answer.is_empty(), "{read:?}");
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub async fn events(&self) -> Vec<Event> {
        let all = PageQuery { limit: 1000, ..PageQuery::default() };
        self.service.storage().events(&all).await.unwrap().items
    }

    pub async fn detections(&self) -> Vec<Detection> {
        let all = PageQuery { limit: 1000, ..PageQuery::default() };
        self.service.storage().detections(&all).await.unwrap().items
    }

    pub async fn dead_letters(&self) -> Vec<DeadLetter> {
        self.service.storage().dead_letters(1000).await.unwrap()
    }

    /// How many images wait for detection or are in it.
    pub async fn images_waiting(&self) -> i64 {
        self.service.storage().counts().await.unwrap().images_accepted
    }

    /// How many images are stored, whatever became of them.
    pub async fn images_of(&self, ids: &[String]) -> usize {
        let mut found = 0;
        for id in ids {
            found += usize::from(self.service.storage().load_image(id).await.unwrap().is_some());
        }
        found
    }

    /// Waits until there are so many events.
    pub async fn events_become(&self, count: usize) -> Vec<Event> {
        until("events", async || self.events().await.len() >= count).await;
        self.events().await
    }

    /// The value of a sample of `/metrics`, with its labels as they stand there; 0 where there is none.
    pub fn metric(&self, sample: &str) -> f64 {
        let text = self.service.metrics().encode();
        value(&text, sample).unwrap_or_default()
    }

    /// Waits until a sample has at least this value.
    pub async fn metric_becomes(&self, sample: &str, least: f64) {
        until(sample, async || self.metric(sample) >= least).await;
    }

    /// All spans that ended so far.
    pub async fn spans(&self) -> Vec<SpanData> {
        self.telemetry.flush(LONG).await.unwrap();
        self.exporter.get_finished_spans().unwrap()
    }

    /// The spans of a name.
    pub async fn spans_named(&self, name: &str) -> Vec<SpanData> {
        self.spans().await.into_iter().filter(|span| span.name == name).collect()
    }

    pub async fn stop(self) -> bool {
        self.service.stop(LONG).await
    }
}

/// The value of a sample, whatever the order of its labels.
pub fn value(text: &str, sample: &str) -> Option<f64> {
    let parts =
        |sample: &str| -> BTreeSet<String> { sample.trim_end_matches('}').split(['{', ',']).map(str::to_owned).collect() };
    let wanted = parts(sample);
    let samples = text.lines().filter(|line| !line.starts_with('#'));
    let samples = samples.filter_map(|line| line.split(" # ").next()?.rsplit_once(' '));
    samples.filter(|(name, _)| parts(name) == wanted).map(|(_, value)| value.parse().unwrap()).next()
}

/// Whether a span has the status ERROR.
pub fn is_error(span: &SpanData) -> bool {
    matches!(span.status, Status::Error { .. })
}

/// The attribute of a span as text; empty where it has none.
pub fn attribute(span: &SpanData, key: &str) -> String {
    let found = span.attributes.iter().find(|attribute| attribute.key.as_str() == key);
    found.map_or_else(String::new, |attribute| attribute.value.to_string())
}

/// The messages of the exceptions that a span recorded.
pub fn exceptions(span: &SpanData) -> Vec<String> {
    let exceptions = span.events.iter().filter(|event| event.name == "exception");
    let attributes = exceptions.flat_map(|event| event.attributes.iter());
    attributes
        .filter(|attribute| attribute.key.as_str() == "exception.message")
        .map(|message| message.value.to_string())
        .collect()
}

/// Waits until something is so. Fails after a while.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let end = tokio::time::Instant::now() + LONG;
    while !is_so().await {
        assert!(tokio::time::Instant::now() < end, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
