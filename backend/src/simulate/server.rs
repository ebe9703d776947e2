//! Starts and stops the stand-ins.

use super::behaviour::{Fate, Fates};
use super::{Options, nemotron, rtdetr};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How many received headers are kept.
const MOST_TRACEPARENTS: usize = 10_000;

/// How long requests under way are waited for at the end.
const LONGEST_SHUTDOWN: Duration = Duration::from_secs(1);

/// What is answered where nonsense is wanted. With a proxy in between, all of these have been seen.
const MALFORMED: &[&str] = &["", "{", "null", "[]", "<html>Bad gateway</html>", "{\"detections\": \"none\", \"content\": 7}"];

/// A port that cannot be listened on.
#[derive(Debug, Error)]
#[error("the stand-in for {service} cannot listen on {address}")]
pub struct StartError {
    /// Which stand-in.
    pub service: &'static str,
    /// Where it was to listen.
    pub address: SocketAddr,
    /// Why it cannot.
    #[source]
    pub cause: io::Error,
}

/// What one stand-in has seen. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Simulated {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    fates: Fates,
    traceparents: Mutex<VecDeque<String>>,
}

impl Simulated {
    fn new(fates: Fates) -> Self {
        Self { shared: Arc::new(Shared { fates, traceparents: Mutex::default() }) }
    }

    /// The headers `traceparent` of the requests so far, the oldest first; the last 10,000 are kept. A request without one is an empty text.
    #[must_use]
    pub fn traceparents(&self) -> Vec<String> {
        self.shared.traceparents.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn saw(&self, request: &Request) {
        let header = request.headers().get("traceparent").and_then(|header| header.to_str().ok());
        let mut traceparents = self.shared.traceparents.lock().unwrap_or_else(PoisonError::into_inner);
        if traceparents.len() == MOST_TRACEPARENTS {
            traceparents.pop_front();
        }
        traceparents.push_back(header.unwrap_or_default().to_owned());
    }

    /// Has a router behave as its settings say, on the paths it has so far.
    fn misbehave(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), meet_fate))
    }
}

/// Stand-ins that run until they are told to end, or this is dropped.
#[derive(Debug)]
pub struct Running {
    /// The address of RT-DETR's.
    pub rtdetr_url: String,
    /// The address of Nemotron's.
    pub nemotron_url: String,
    /// What RT-DETR's has seen.
    pub rtdetr: Simulated,
    /// What Nemotron's has seen.
    pub nemotron: Simulated,
    stop: watch::Sender<()>,
    servers: [JoinHandle<()>; 2],
}

impl Running {
    /// Ends both: no connection is taken any more; requests under way have a second. One that hangs lasts until its client gives it up.
    pub async fn shutdown(self) {
        let Self { stop, servers, .. } = self;
        drop(stop);
        for mut server in servers {
            if tokio::time::timeout(LONGEST_SHUTDOWN, &mut server).await.is_err() {
                server.abort();
            }
        }
    }
}

/// Starts both. An error where a port is taken.
pub async fn start(options: Options) -> Result<Running, StartError> {
    let rtdetr = Simulated::new(Fates::new(options.rtdetr, options.seed));
    let nemotron = Simulated::new(Fates::new(options.nemotron, options.seed.wrapping_add(1)));
    let (rtdetr_listener, rtdetr_url) = listen("RT-DETR", SocketAddr::new(options.address, options.rtdetr_port)).await?;
    let (nemotron_listener, nemotron_url) = listen("Nemotron", SocketAddr::new(options.address, options.nemotron_port)).await?;
    let (stop, stopped) = watch::channel(());
    let servers = [
        serve(rtdetr_listener, rtdetr::router(options.seed, |router| rtdetr.misbehave(router)), stopped.clone()),
        serve(
            nemotron_listener,
            nemotron::router(options.seed, options.unparsable_rate, options.loading, |router| nemotron.misbehave(router)),
            stopped,
        ),
    ];
    Ok(Running { rtdetr_url, nemotron_url, rtdetr, nemotron, stop, servers })
}

async fn listen(service: &'static str, address: SocketAddr) -> Result<(TcpListener, String), StartError> {
    let error = |cause| StartError { service, address, cause };
    let listener = TcpListener::bind(address).await.map_err(error)?;
    let url = format!("http://{}", listener.local_addr().map_err(error)?);
    Ok((listener, url))
}

fn serve(listener: TcpListener, router: Router, mut stopped: watch::Receiver<()>) -> JoinHandle<()> {
    tokio::spawn(async move {
        // The sender never sends; that it is gone is the sign.
        let stop = async move { while stopped.changed().await.is_ok() {} };
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stop).await {
            tracing::error!("a stand-in ended: {error}");
        }
    })
}

async fn meet_fate(State(simulated): State<Simulated>, request: Request, next: Next) -> Response {
    simulated.saw(&request);
    let (fate, wait) = simulated.shared.fates.next();
    // A service reads what it is sent before it fails; one that does not breaks the connection instead.
    let response = if fate == Fate::Answer { Some(next.run(request).await) } else { drain(request.into_body()).await };
    tokio::time::sleep(wait).await;
    match fate {
        Fate::Fail(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, r#"{"error":{"message":"simulated failure"}}"#).into_response()
        }
        Fate::Malformed(which) => {
            let which = usize::try_from(which % MALFORMED.len() as u64).unwrap_or_default();
            MALFORMED.get(which).copied().unwrap_or_default().into_response()
        }
        Fate::Hang => std::future::pending().await,
        Fate::Answer => response.unwrap_or_default(),
    }
}

/// Reads a body to its end and forgets it.
async fn drain(body: Body) -> Option<Response> {
    // What cannot be read is not missed.
    let _ = axum::body::to_bytes(body, rtdetr::LARGEST_IMAGE).await;
    None
}
