//! The phases: each starts the whole service with stand-ins that behave in a way of their own, and ends when what it is for has happened.

use nemotron_backend::service::{self, Service};
use nemotron_backend::settings::Reader;
use nemotron_backend::simulate::{self, Behaviour, Options, Running};
use nemotron_backend::telemetry::metrics::Metrics;
use nemotron_backend::telemetry::signals::metrics::ALL;
use nemotron_backend::telemetry::{Settings, Telemetry};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Longer than any phase takes that goes well.
const LONG: Duration = Duration::from_secs(30);

/// What `/metrics` said at the end of each phase.
#[derive(Default)]
pub struct Emitted {
    pub backend: Vec<String>,
    pub rtdetr: Vec<String>,
}

struct Phase {
    service: Service,
    stand_ins: Running,
    client: reqwest::Client,
    database: sqlx::AnyPool,
    _folder: tempfile::TempDir,
}

impl Phase {
    async fn start(telemetry_settings: &Settings, telemetry: &Telemetry, options: Options, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let stand_ins = simulate::start(options).await.unwrap();
        let database = std::env::var("HSI_TEST_DATABASE_URL")
            .unwrap_or_else(|_| format!("sqlite://{}", folder.path().join("contract.db").display()));
        let mut given: BTreeMap<String, String> = [
            ("LISTEN_ADDRESS", "127.0.0.1:0"),
            ("DATABASE_URL", &database),
            ("RTDETR_URL", &stand_ins.rtdetr_url),
            ("NEMOTRON_URL", &stand_ins.nemotron_url),
            ("BATCH_MAX_DETECTIONS", "4"),
            ("BATCH_TIMEOUT", "300ms"),
            ("QUEUE_RETRY_DELAY", "20ms"),
            ("AI_TIMEOUT", "5s"),
        ]
        .iter()
        .chain(settings)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
        if let Ok(redis) = std::env::var("HSI_TEST_REDIS_URL") {
            given.insert("REDIS_URL".to_owned(), redis);
        }
        let mut reader = Reader::new(given, None);
        let settings = service::Settings::read(&mut reader);
        reader.finish().unwrap();
        let service = Service::start(&settings, telemetry_settings, telemetry, Metrics::new(ALL)).await.unwrap();
        let database = sqlx::AnyPool::connect(&database).await.unwrap();
        Self { service, stand_ins, client: reqwest::Client::new(), database, _folder: folder }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.service.address())
    }

    async fn get(&self, path: &str) -> u16 {
        let request = self.client.get(self.url(path)).header("user-agent", "contract-test");
        request.send().await.unwrap().status().as_u16()
    }

    /// Sends an image, and tells how that went.
    async fn image(&self, camera: &str, number: u32) -> u16 {
        let mut content = vec![0xFF, 0xD8, 0xFF, 0xE0];
        content.extend(number.to_be_bytes());
        let url = self.url(&format!("/api/images?camera_id={camera}"));
        let request =
            self.client.post(url).header("content-type", "image/jpeg").header("user-agent", "contract-test").body(content);
        request.send().await.unwrap().status().as_u16()
    }

    fn metrics(&self) -> String {
        self.service.metrics().encode()
    }

    /// Waits until a counter or gauge with these labels is at least so high.
    async fn wait_for(&self, series: &str, value: f64) {
        let end = Instant::now() + LONG;
        loop {
            let text = self.metrics();
            let found =
                text.lines().filter_map(|line| line.strip_prefix(series)?.trim().split(' ').next()?.parse::<f64>().ok()).next();
            if found.is_some_and(|found| found >= value) {
                return;
            }
            assert!(Instant::now() < end, "{series} did not reach {value} but {found:?} in\n{text}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn execute(&self, sql: &'static str) {
        sqlx::query(sql).execute(&self.database).await.unwrap();
    }

    async fn end(self, emitted: &mut Emitted) {
        emitted.backend.push(self.client.get(self.url("/metrics")).send().await.unwrap().text().await.unwrap());
        let rtdetr = format!("{}/metrics", self.stand_ins.rtdetr_url);
        emitted.rtdetr.push(self.client.get(rtdetr).send().await.unwrap().text().await.unwrap());
        self.service.stop(Duration::from_secs(5)).await;
        self.stand_ins.shutdown().await;
    }
}

/// Images become events; some batches are closed for their size and some for their age.
pub async fn work_goes_well(settings: &Settings, telemetry: &Telemetry, emitted: &mut Emitted) {
    let phase = Phase::start(settings, telemetry, Options::default(), &[]).await;
    for number in 0..30 {
        assert_eq!(phase.image(&format!("camera-{}", number % 3), number).await, 202);
    }
    phase.wait_for("hsi_detections_filtered_low_confidence_total", 1.0).await;
    phase.wait_for("hsi_events_created_total", 5.0).await;
    for path in ["/api/events?limit=2", "/api/detections"] {
        assert_eq!(phase.get(path).await, 200);
    }
    assert_eq!(phase.get("/nowhere").await, 404);
    phase.end(emitted).await;
}

/// The model is loading when it is first asked, and then writes what is no assessment, until the older prompt is taken.
pub async fn nemotron_is_not_understood(settings: &Settings, telemetry: &Telemetry, emitted: &mut Emitted) {
    let options = Options { loading: Duration::from_secs(2), unparsable_rate: 1.0, ..Options::default() };
    let phase = Phase::start(settings, telemetry, options, &[("QUEUE_MAX_ATTEMPTS", "9")]).await;
    for number in 0..6 {
        phase.image("camera-1", number).await;
    }
    phase.wait_for("hsi_model_cold_start_total{model=\"nemotron\"}", 1.0).await;
    phase.wait_for("hsi_prompt_rollbacks_total{model=\"nemotron\",reason=\"unparsable_answers\"}", 1.0).await;
    phase.end(emitted).await;
}

/// Nemotron answers with errors.
pub async fn nemotron_fails(settings: &Settings, telemetry: &Telemetry, emitted: &mut Emitted) {
    let options = Options { nemotron: Behaviour { failure_rate: 1.0, ..Behaviour::default() }, ..Options::default() };
    let phase = Phase::start(settings, telemetry, options, &[("QUEUE_MAX_ATTEMPTS", "1")]).await;
    for number in 0..6 {
        phase.image("camera-1", number).await;
    }
    phase.wait_for("hsi_pipeline_errors_total{error_type=\"nemotron_status\"}", 1.0).await;
    phase.end(emitted).await;
}

/// Nothing listens where RT-DETR is said to be.
pub async fn rtdetr_is_not_there(settings: &Settings, telemetry: &Telemetry, emitted: &mut Emitted) {
    let more = [("RTDETR_URL", "http://127.0.0.1:1"), ("QUEUE_MAX_ATTEMPTS", "1")];
    let phase = Phase::start(settings, telemetry, Options::default(), &more).await;
    phase.image("camera-1", 1).await;
    phase.wait_for("hsi_pipeline_errors_total{error_type=\"rtdetr_connect\"}", 1.0).await;
    phase.end(emitted).await;
}

/// More images than the queues hold, and model services that are slow.
pub async fn queues_are_full(settings: &Settings, telemetry: &Telemetry, emitted: &mut Emitted) {
    let slow = Behaviour { latency: Duration::from_millis(300), ..Behaviour::default() };
    let options = Options { nemotron: Behaviour { latency: Duration::from_secs(2), ..slow }, ..Options::default() };
    let more = [("QUEUE_CAPACITY", "2"), ("BATCH_MAX_DETECTIONS", "1"), ("DETECTION_WORKERS", "4"), ("BATCH_TIMEOUT", "100ms")];
    let phase = Phase::start(settings, telemetry, options, &more).await;
    let end = Instant::now() + LONG;
    let mut number = 0;
    while !phase.metrics().contains("hsi_queue_overflow_total{queue_name=\"analysis\",policy=\"wait\"}")
        && !phase.metrics().contains("hsi_queue_overflow_total{policy=\"wait\",queue_name=\"analysis\"}")
    {
        number += 1;
        phase.image(&format!("camera-{}", number % 5), number).await;
        assert!(Instant::now() < end, "the queue for analysis was never full");
    }
    while phase.image("camera-1", number).await != 503 {
        number += 1;
        assert!(Instant::now() < end, "no image was ever refused");
    }
    phase.wait_for("hsi_detection_queue_depth", 1.0).await;
    phase.wait_for("hsi_analysis_queue_depth", 1.0).await;
    phase.end(emitted).await;
}

/// Tables go: what is stored next fails in each stage, and workers are started again.
pub async fn the_database_breaks(settings: &Settings, telemetry: &Telemetry, emitted: &mut Emitted) {
    let phase = Phase::start(settings, telemetry, Options::default(), &[("BATCH_TIMEOUT", "200ms")]).await;
    phase.execute("DROP TABLE events").await;
    for number in 0..4 {
        phase.image("camera-1", number).await;
    }
    // What fails first is the storing of the event, in the analysis of a batch.
    phase.wait_for("hsi_pipeline_errors_total{error_type=\"storage\"}", 1.0).await;
    phase.execute("ALTER TABLE detections RENAME TO elsewhere").await;
    phase
        .execute(
            "UPDATE batches SET state = 'open', opened_at = 0, camera_id = 'camera-9' WHERE id = (SELECT min(id) FROM batches)",
        )
        .await;
    // What fails then is the reading of the batch that is closed for its age; that ends the life of its worker.
    phase.wait_for("hsi_pipeline_worker_restarts_total{reason_category=\"storage\",worker_name=\"batching\"}", 1.0).await;
    phase.end(emitted).await;
}
