//! What a collector that is slow, dead or silent does to requests: the durations of requests to the same service, with spans exported to each
//! kind of collector and with telemetry off, in turns, so that a busy machine is busy for all of them.
//!
//! From nothing to a table on the standard output. It is no test: it says what was measured and judges nothing.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a program for whoever measures")]

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use nemotron_backend::telemetry::instrumentation::http_server::{HttpServer, HttpServerSettings};
use nemotron_backend::telemetry::metrics::Metrics;
use nemotron_backend::telemetry::settings::{BatchSettings, ExporterSettings};
use nemotron_backend::telemetry::signals::metrics::ALL;
use nemotron_backend::telemetry::{Settings, Telemetry};
use std::net::TcpListener;
use std::time::{Duration, Instant};
use tower::ServiceExt as _;

/// How often each gets its turn.
const ROUNDS: usize = 40;
/// How many requests a turn has.
const REQUESTS: usize = 200;

/// A service whose requests are measured.
struct Subject {
    name: &'static str,
    router: Router,
    telemetry: Telemetry,
    durations: Vec<Duration>,
}

impl Subject {
    fn new(name: &'static str, enabled: bool, endpoint: &str) -> Self {
        let settings = Settings {
            enabled,
            exporter: ExporterSettings {
                endpoint: endpoint.to_owned(),
                timeout: Duration::from_secs(2),
                ..ExporterSettings::default()
            },
            batch: BatchSettings { schedule_delay: Duration::from_millis(100), ..BatchSettings::default() },
            ..Settings::default()
        };
        let telemetry = Telemetry::new(&settings).unwrap();
        let instrumentation = HttpServer::new(telemetry.tracer().clone(), &Metrics::new(ALL), HttpServerSettings::new("bench"));
        let router = instrumentation.instrument(Router::new().route("/api/events", get(work)));
        Self { name, router, telemetry, durations: Vec::with_capacity(ROUNDS * REQUESTS) }
    }

    async fn turn(&mut self) {
        for _ in 0..REQUESTS {
            let request = Request::get("/api/events").body(Body::empty()).unwrap();
            let began = Instant::now();
            let answer = self.router.clone().oneshot(request).await.unwrap();
            axum::body::to_bytes(answer.into_body(), 1024).await.unwrap();
            self.durations.push(began.elapsed());
        }
    }

    fn report(&mut self) {
        self.durations.sort_unstable();
        let at = |part: f64| {
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
            let index = (self.durations.len() as f64 * part) as usize;
            self.durations[index.min(self.durations.len() - 1)].as_secs_f64() * 1e6
        };
        let spans = self.telemetry.health().snapshot();
        println!(
            "{:<34} {:>8.1} {:>8.1} {:>8.1} {:>9.1} {:>9} {:>8} {:>8}",
            self.name,
            at(0.5),
            at(0.9),
            at(0.99),
            at(0.999),
            spans.exported,
            spans.failed,
            spans.dropped_queue_full
        );
    }
}

/// A handler that takes about as long as one that asks a database.
async fn work() -> &'static str {
    tokio::time::sleep(Duration::from_millis(1)).await;
    "events"
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` runs it too, and wants no more than to see that it starts.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    // It listens, and nobody ever takes the connection.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    let alive = collector::start().await;
    let mut subjects = [
        Subject::new("telemetry off", false, &alive),
        Subject::new("a collector that takes everything", true, &alive),
        Subject::new("nothing listens", true, "http://127.0.0.1:1"),
        Subject::new("a collector that never answers", true, &silent),
    ];
    for _ in 0..rounds {
        for subject in &mut subjects {
            subject.turn().await;
        }
    }
    println!(
        "{:<34} {:>8} {:>8} {:>8} {:>9} {:>9} {:>8} {:>8}",
        "µs a request", "p50", "p90", "p99", "p99.9", "exported", "failed", "dropped"
    );
    for subject in &mut subjects {
        subject.report();
    }
}

/// A collector that takes everything, over gRPC.
mod collector {
    use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{TraceService, TraceServiceServer};
    use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
    use tonic::transport::Server;
    use tonic::transport::server::TcpIncoming;
    use tonic::{Request, Response, Status};

    struct TakeAll;

    #[tonic::async_trait]
    impl TraceService for TakeAll {
        async fn export(&self, _: Request<ExportTraceServiceRequest>) -> Result<Response<ExportTraceServiceResponse>, Status> {
            Ok(Response::new(ExportTraceServiceResponse::default()))
        }
    }

    /// Starts one and returns its address.
    pub async fn start() -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let serve =
            Server::builder().add_service(TraceServiceServer::new(TakeAll)).serve_with_incoming(TcpIncoming::from(listener));
        tokio::spawn(serve);
        endpoint
    }
}
