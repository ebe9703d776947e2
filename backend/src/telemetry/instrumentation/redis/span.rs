//! The span of a command.

use crate::telemetry::attribute::attribute;
use crate::telemetry::instrumentation::quoted::without_quoted;
use crate::telemetry::semantic_conventions::{Conventions, Emit};
use crate::telemetry::signals::attributes;
use crate::telemetry::{ActiveSpan, Tracer};
use opentelemetry::trace::{SpanKind, TraceContextExt as _};
use opentelemetry::{Context, KeyValue};
use redis::{ConnectionAddr, ConnectionInfo, RedisError};
use std::sync::Arc;

/// What makes the spans of commands. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Spans {
    on: Option<Arc<On>>,
}

#[derive(Debug)]
struct On {
    tracer: Tracer,
    emit: Emit,
    /// What all spans of this server have.
    constant: Vec<KeyValue>,
}

impl Spans {
    /// Spans of the commands that a server is sent. Of the connection's description only host, port and number of the database are read.
    #[must_use]
    pub fn new(tracer: Tracer, conventions: Conventions, connection: &ConnectionInfo) -> Self {
        if !tracer.is_on() {
            return Self::off();
        }
        let emit = conventions.database;
        let (host, port) = peer(connection.addr());
        let constant = constant(emit, connection.redis_settings().db(), &host, port);
        Self { on: Some(Arc::new(On { tracer, emit, constant })) }
    }

    /// No spans: the switch.
    #[must_use]
    pub const fn off() -> Self {
        Self { on: None }
    }

    pub(super) const fn are_on(&self) -> bool {
        self.on.is_some()
    }

    /// Starts the span of a command; `batch` is how many there are in a pipeline. It ends when it is dropped.
    pub(super) fn start(&self, name: String, batch: Option<usize>) -> CommandSpan {
        let Some(on) = &self.on else { return CommandSpan { span: None, emit: Emit::Old } };
        let mut given = Vec::with_capacity(on.constant.len() + 3);
        given.extend_from_slice(&on.constant);
        if on.emit.old() {
            given.push(attribute(&attributes::DB_OPERATION, &name));
        }
        if on.emit.stable() {
            given.push(KeyValue::new("db.operation.name", name.clone()));
            if let Some(batch) = batch {
                given.push(KeyValue::new("db.operation.batch.size", i64::try_from(batch).unwrap_or(i64::MAX)));
            }
        }
        let span = on.tracer.start(name, SpanKind::Client, &Context::current(), given);
        CommandSpan { span: Some(span), emit: on.emit }
    }

    /// Whether there is a span that one started now would be a child of.
    pub(super) fn have_parent() -> bool {
        Context::current().span().span_context().is_valid()
    }
}

/// Host and port; the path and no port where the server is reached by a socket.
fn peer(address: &ConnectionAddr) -> (String, Option<u16>) {
    match address {
        ConnectionAddr::Tcp(host, port) | ConnectionAddr::TcpTls { host, port, .. } => (host.clone(), Some(*port)),
        ConnectionAddr::Unix(path) => (path.display().to_string(), None),
        _ => (String::new(), None),
    }
}

fn constant(emit: Emit, database: i64, host: &str, port: Option<u16>) -> Vec<KeyValue> {
    // Shared, for every span has a copy.
    let host: Arc<str> = host.into();
    let mut constant = Vec::new();
    if emit.old() {
        constant.push(KeyValue::new(attributes::DB_SYSTEM.name(), "redis"));
        constant.push(attribute(&attributes::DB_REDIS_DATABASE_INDEX, database));
        constant.push(KeyValue::new(attributes::NET_PEER_NAME.name(), Arc::clone(&host)));
        constant.extend(port.map(|port| attribute(&attributes::NET_PEER_PORT, i64::from(port))));
    }
    if emit.stable() {
        constant.push(KeyValue::new("db.system.name", "redis"));
        constant.push(KeyValue::new("db.namespace", Arc::<str>::from(database.to_string())));
        constant.push(KeyValue::new("server.address", host));
        constant.extend(port.map(|port| KeyValue::new("server.port", i64::from(port))));
    }
    constant
}

/// The span of a command that runs.
#[derive(Debug)]
pub(super) struct CommandSpan {
    span: Option<ActiveSpan>,
    emit: Emit,
}

impl CommandSpan {
    pub(super) fn fail(&self, error: &RedisError) {
        let Some(span) = self.span.as_ref().filter(|span| span.is_recording()) else { return };
        if self.emit.stable() {
            if let Some(code) = error.code() {
                span.set_attribute(KeyValue::new("db.response.status_code", code.to_owned()));
            }
            span.set_attribute(KeyValue::new("error.type", error.code().unwrap_or(error.category()).to_owned()));
        }
        span.record_exception("redis::RedisError", without_quoted(&error.to_string(), |_| false));
    }
}

impl Drop for CommandSpan {
    fn drop(&mut self) {
        if let Some(span) = &self.span {
            span.end();
        }
    }
}
