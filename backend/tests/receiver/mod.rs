//! A collector for tests: takes OTLP over gRPC or HTTP in this process, and shows what it got.
//!
//! It runs on a thread and a runtime of its own, so that a test may have any runtime, or none.

mod received;
mod server;

pub use received::{Event, Received, Value};

use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// How a collector behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes everything.
    Accept,
    /// Takes all but so many spans of each request (OTLP, "Partial Success").
    RejectSpans(i64),
    /// Answers `UNAVAILABLE`, or 503.
    Unavailable,
    /// Answers `INVALID_ARGUMENT`, or 400, which is not tried again.
    Invalid,
    /// Takes the request and never answers.
    Hang,
}

/// A collector.
pub struct Receiver {
    endpoint: String,
    state: Arc<State>,
    runtime: Option<Runtime>,
}

/// What it was sent.
#[derive(Default)]
pub struct State {
    requests: Mutex<Vec<Request>>,
    changed: Condvar,
}

/// A request, with its headers.
#[derive(Debug, Clone)]
pub struct Request {
    pub headers: BTreeMap<String, String>,
    pub spans: Vec<Received>,
}

impl State {
    fn answer(&self, behaviour: Behaviour, headers: BTreeMap<String, String>, request: ExportTraceServiceRequest) -> Answer {
        self.requests.lock().unwrap().push(Request { headers, spans: received::spans(request) });
        self.changed.notify_all();
        let rejected = match behaviour {
            Behaviour::Accept => 0,
            Behaviour::RejectSpans(count) => count,
            Behaviour::Unavailable => return Answer::Unavailable,
            Behaviour::Invalid => return Answer::Invalid,
            Behaviour::Hang => return Answer::Never,
        };
        let partial = ExportTracePartialSuccess { rejected_spans: rejected, error_message: "too many".to_owned() };
        Answer::Taken(ExportTraceServiceResponse { partial_success: (rejected > 0).then_some(partial) })
    }
}

enum Answer {
    Taken(ExportTraceServiceResponse),
    Unavailable,
    Invalid,
    Never,
}

impl Receiver {
    /// One that speaks gRPC.
    pub fn grpc(behaviour: Behaviour) -> Self {
        Self::start("", |state, listener| server::grpc(state, listener, behaviour))
    }

    /// One that speaks HTTP, at `/v1/traces`.
    pub fn http(behaviour: Behaviour) -> Self {
        Self::start("/v1/traces", |state, listener| server::http(state, listener, behaviour))
    }

    fn start<F>(path: &str, serve: impl FnOnce(Arc<State>, tokio::net::TcpListener) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}{path}", listener.local_addr().unwrap());
        listener.set_nonblocking(true).unwrap();
        let state = Arc::new(State::default());
        {
            let _entered = runtime.enter();
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            runtime.spawn(serve(Arc::clone(&state), listener));
        }
        Self { endpoint, state, runtime: Some(runtime) }
    }

    /// Its address, for the settings.
    pub fn endpoint(&self) -> String {
        self.endpoint.clone()
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.lock().unwrap().clone()
    }

    /// All spans so far.
    pub fn spans(&self) -> Vec<Received> {
        self.requests().into_iter().flat_map(|request| request.spans).collect()
    }

    /// The only span of a name.
    pub fn span(&self, name: &str) -> Received {
        let mut found: Vec<Received> = self.spans().into_iter().filter(|span| span.name == name).collect();
        assert_eq!(found.len(), 1, "spans named {name} among {:?}", self.names());
        found.remove(0)
    }

    /// The names of all spans so far.
    pub fn names(&self) -> Vec<String> {
        self.spans().into_iter().map(|span| span.name).collect()
    }

    /// Waits until so many requests came. Fails after ten seconds.
    pub fn wait_for_requests(&self, count: usize) {
        let requests = self.state.requests.lock().unwrap();
        let limit = Duration::from_secs(10);
        let waited = self.state.changed.wait_timeout_while(requests, limit, |requests| requests.len() < count).unwrap();
        assert!(!waited.1.timed_out(), "only {} of {count} requests came", waited.0.len());
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// An address where nobody listens.
pub fn nobody() -> String {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{address}")
}

/// An address where connections come to be and nothing is ever said. It lives as long as the listener.
pub fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    (listener, format!("http://{address}"))
}
