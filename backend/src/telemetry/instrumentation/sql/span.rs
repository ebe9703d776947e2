//! The span of a statement.

use super::address::Address;
use super::failure::Failure;
use super::statement::Statements;
use crate::telemetry::semantic_conventions::{Conventions, Emit};
use crate::telemetry::signals::attributes;
use crate::telemetry::{ActiveSpan, Tracer};
use opentelemetry::trace::SpanKind;
use opentelemetry::{Context, KeyValue};
use std::sync::Arc;

/// What makes the spans of a database's statements. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Spans {
    on: Option<Arc<On>>,
}

#[derive(Debug)]
struct On {
    tracer: Tracer,
    emit: Emit,
    /// The name of the database.
    name: String,
    statements: Statements,
    /// What all spans of this database have.
    constant: Vec<KeyValue>,
}

impl Spans {
    /// Spans of the statements that a database is asked to run.
    #[must_use]
    pub fn new(tracer: Tracer, conventions: Conventions, address: Address) -> Self {
        if !tracer.is_on() {
            return Self::off();
        }
        let emit = conventions.database;
        let constant = constant(emit, &address);
        let statements = Statements::new(address.system);
        Self { on: Some(Arc::new(On { tracer, emit, name: address.name, statements, constant })) }
    }

    /// No spans: the switch.
    #[must_use]
    pub const fn off() -> Self {
        Self { on: None }
    }

    pub(super) const fn are_on(&self) -> bool {
        self.on.is_some()
    }

    /// Starts the span of a statement. It ends when it is dropped.
    pub(super) fn start(&self, sql: &str) -> StatementSpan {
        let Some(on) = &self.on else { return StatementSpan { span: None, emit: Emit::Old } };
        let statement = on.statements.read(sql);
        let mut given = Vec::with_capacity(on.constant.len() + 4);
        given.extend_from_slice(&on.constant);
        if on.emit.old() {
            given.push(KeyValue::new(attributes::DB_OPERATION.name(), statement.operation));
            given.push(KeyValue::new(attributes::DB_STATEMENT.name(), Arc::clone(&statement.text)));
        }
        if on.emit.stable() {
            given.push(KeyValue::new("db.operation.name", statement.operation));
            given.push(KeyValue::new("db.query.text", statement.text));
        }
        let name = format!("{} {}", statement.operation, on.name);
        let span = on.tracer.start(name, SpanKind::Client, &Context::current(), given);
        StatementSpan { span: Some(span), emit: on.emit }
    }
}

fn constant(emit: Emit, address: &Address) -> Vec<KeyValue> {
    // Shared, for every span has a copy.
    let name: Arc<str> = address.name.as_str().into();
    let mut constant = Vec::new();
    if emit.old() {
        constant.push(KeyValue::new(attributes::DB_SYSTEM.name(), address.system.name()));
        constant.push(KeyValue::new(attributes::DB_NAME.name(), name.clone()));
    }
    if emit.stable() {
        constant.push(KeyValue::new("db.system.name", address.system.name()));
        constant.push(KeyValue::new("db.namespace", name));
        if let Some((host, port)) = &address.server {
            constant.push(KeyValue::new("server.address", Arc::<str>::from(host.as_str())));
            constant.push(KeyValue::new("server.port", i64::from(*port)));
        }
    }
    constant
}

/// The span of a statement that runs.
#[derive(Debug)]
pub(super) struct StatementSpan {
    span: Option<ActiveSpan>,
    emit: Emit,
}

impl StatementSpan {
    pub(super) fn fail(&self, error: &sqlx::Error) {
        let Some(span) = self.span.as_ref().filter(|span| span.is_recording()) else { return };
        let failure = Failure::of(error);
        if self.emit.stable() {
            if let Some(code) = &failure.code {
                span.set_attribute(KeyValue::new("db.response.status_code", code.clone()));
            }
            span.set_attribute(KeyValue::new("error.type", failure.code.unwrap_or_else(|| failure.kind.to_owned())));
        }
        span.record_exception(failure.kind, failure.message);
    }

    pub(super) fn finish<T>(self, result: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        if let Err(error) = &result {
            self.fail(error);
        }
        result
    }
}

impl Drop for StatementSpan {
    fn drop(&mut self) {
        if let Some(span) = &self.span {
            span.end();
        }
    }
}
