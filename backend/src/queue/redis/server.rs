//! The connections to a Redis: one for commands, which is shared and comes back by itself, and as many for reads that wait as wait at once.

use crate::queue::QueueError;
use crate::telemetry::Tracer;
use crate::telemetry::instrumentation::redis::{Spans, TracedConnection};
use crate::telemetry::semantic_conventions::Conventions;
use redis::aio::{ConnectionManager, ConnectionManagerConfig, MultiplexedConnection};
use redis::{AsyncConnectionConfig, Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _, RedisError};
use std::fmt::{self, Debug, Formatter};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

const CONNECTING: Duration = Duration::from_secs(1);
const ANSWERING: Duration = Duration::from_secs(2);

/// How Redis is reached.
#[derive(Clone)]
pub struct RedisSettings {
    /// `redis://user:password@host:6379/0`, or `rediss://` for TLS.
    pub url: String,
    /// How long a Redis that does not answer is waited for at start.
    pub connect_timeout: Duration,
}

impl Debug for RedisSettings {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        // The address may hold a password.
        let server = self.url.as_str().into_connection_info().map_or_else(|_| "?".to_owned(), |info| name(&info));
        formatter.debug_struct("RedisSettings").field("server", &server).field("connect_timeout", &self.connect_timeout).finish()
    }
}

/// A connection for commands.
pub(super) type Commands = TracedConnection<ConnectionManager>;
/// A connection for reads that wait. While one does, it is good for nothing else.
pub(super) type Reader = TracedConnection<MultiplexedConnection>;

/// A Redis. Cheap to clone.
#[derive(Clone)]
pub struct RedisServer {
    client: Client,
    commands: Commands,
    spans: Spans,
    readers: Arc<Mutex<Vec<Reader>>>,
    name: Arc<str>,
}

impl RedisServer {
    /// Connects, and waits for a Redis that does not answer yet. Commands have spans of the tracer; one that is off is the switch for them.
    pub async fn connect(settings: &RedisSettings, tracer: &Tracer, conventions: Conventions) -> Result<Self, QueueError> {
        let info = settings.url.as_str().into_connection_info().map_err(|_| QueueError::Address("it is not a URL of Redis"))?;
        let server = name(&info);
        let spans = Spans::new(tracer.clone(), conventions, &info);
        let client = Client::open(info).map_err(|_| QueueError::Address("it is of no known kind"))?;
        let start = Instant::now();
        let mut pause = Duration::from_millis(100);
        let manager = loop {
            // One that was made without a try at once would keep the first error for later.
            let left = settings.connect_timeout.saturating_sub(start.elapsed()).max(Duration::from_millis(1));
            let config = reconnecting().set_number_of_retries(0);
            let error = match tokio::time::timeout(left, client.get_connection_manager_with_config(config)).await {
                Ok(Ok(_)) => break client.get_connection_manager_lazy(reconnecting()),
                Ok(Err(error)) => error,
                Err(_) => RedisError::from(std::io::Error::from(std::io::ErrorKind::TimedOut)),
            };
            if !comes_back(&error) {
                return Err(QueueError::Refused { server, source: error });
            }
            if start.elapsed() + pause >= settings.connect_timeout {
                return Err(QueueError::Unreachable { server, waited: start.elapsed(), source: error });
            }
            tracing::warn!("waiting for {server}: {error}");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(2));
        };
        let manager = manager.map_err(|source| QueueError::Refused { server: server.clone(), source })?;
        let commands = TracedConnection::new(manager, spans.clone());
        Ok(Self { client, commands, spans, readers: Arc::default(), name: server.into() })
    }

    /// Which Redis it is, without user and password.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether Redis answers. Makes no span.
    pub async fn ping(&self) -> Result<(), QueueError> {
        let mut commands = self.commands();
        let answer = redis::cmd("PING").exec_async(commands.untraced()).await;
        answer.map_err(|source| QueueError::Refused { server: self.name.to_string(), source })
    }

    pub(super) fn commands(&self) -> Commands {
        self.commands.clone()
    }

    /// A connection for a read that waits: one that is free, else a new one.
    pub(super) async fn reader(&self) -> Result<Reader, RedisError> {
        let free = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(reader) = free {
            return Ok(reader);
        }
        let config = AsyncConnectionConfig::new().set_connection_timeout(Some(CONNECTING)).set_response_timeout(None);
        let connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        Ok(TracedConnection::new(connection, self.spans.clone()))
    }

    /// Gives one back that works. One that does not, or that was left in the middle of a read, is dropped and with it closed.
    pub(super) fn give_back(&self, reader: Reader) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
    }
}

impl Debug for RedisServer {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("RedisServer").field(&self.name).finish()
    }
}

/// Whether Redis, or the connection to it, may be back in a moment.
pub(super) fn comes_back(error: &RedisError) -> bool {
    error.is_io_error()
        || error.is_connection_dropped()
        || error.is_timeout()
        || matches!(error.code(), Some("LOADING" | "TRYAGAIN" | "MASTERDOWN" | "CLUSTERDOWN" | "READONLY" | "BUSY"))
}

fn reconnecting() -> ConnectionManagerConfig {
    ConnectionManagerConfig::new()
        .set_connection_timeout(Some(CONNECTING))
        .set_response_timeout(Some(ANSWERING))
        .set_min_delay(Duration::from_millis(50))
        .set_max_delay(Duration::from_millis(500))
        .set_number_of_retries(3)
}

/// How a Redis is named in texts: without user and password.
fn name(info: &ConnectionInfo) -> String {
    let database = info.redis_settings().db();
    match info.addr() {
        ConnectionAddr::Tcp(host, port) | ConnectionAddr::TcpTls { host, port, .. } => {
            format!("Redis at {host}:{port}, database {database}")
        }
        ConnectionAddr::Unix(path) => format!("Redis at {}, database {database}", path.display()),
        _ => format!("Redis, database {database}"),
    }
}
