//! Redis: a connection around which every command has a span of the kind CLIENT that bears its name.
//!
//! From any connection of the crate `redis` to one of the same kind. A pipeline is one span, `MULTI` or `PIPELINE`. A command that waits
//! for something to read has a span only inside of another one: a consumer at rest would begin a trace with every look.

mod command;
mod span;
#[cfg(test)]
mod tests;

pub use span::Spans;

use redis::aio::ConnectionLike;
use redis::{Cmd, Pipeline, RedisError, RedisFuture, Value};
use span::CommandSpan;

/// A connection whose commands have spans.
#[derive(Debug, Clone)]
pub struct TracedConnection<C> {
    connection: C,
    spans: Spans,
}

impl<C> TracedConnection<C> {
    /// Puts spans around a connection.
    pub const fn new(connection: C, spans: Spans) -> Self {
        Self { connection, spans }
    }

    /// The connection itself: its commands have no spans.
    pub const fn untraced(&mut self) -> &mut C {
        &mut self.connection
    }
}

impl<C: ConnectionLike + Send> ConnectionLike for TracedConnection<C> {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        if !self.spans.are_on() {
            return self.connection.req_packed_command(command);
        }
        let name = command::name(command);
        if command::blocks(&name, command) && !Spans::have_parent() {
            return self.connection.req_packed_command(command);
        }
        let span = self.spans.start(name, None);
        Box::pin(async move {
            let answer = self.connection.req_packed_command(command).await;
            look(&span, answer.as_ref().map(std::slice::from_ref));
            answer
        })
    }

    fn req_packed_commands<'a>(&'a mut self, pipeline: &'a Pipeline, offset: usize, count: usize) -> RedisFuture<'a, Vec<Value>> {
        if !self.spans.are_on() {
            return self.connection.req_packed_commands(pipeline, offset, count);
        }
        let span = self.spans.start(command::pipeline_name(pipeline).to_owned(), Some(pipeline.len()));
        Box::pin(async move {
            let answers = self.connection.req_packed_commands(pipeline, offset, count).await;
            look(&span, answers.as_ref().map(Vec::as_slice));
            answers
        })
    }

    fn get_db(&self) -> i64 {
        self.connection.get_db()
    }
}

/// Records the first error, also one that came as a value: at this level the server's errors do.
fn look(span: &CommandSpan, answers: Result<&[Value], &RedisError>) {
    match answers {
        Err(error) => span.fail(error),
        Ok(answers) => {
            if let Some(error) = answers.iter().find_map(server_error) {
                span.fail(&error);
            }
        }
    }
}

/// The error in an answer; that of a transaction is inside of the answer to `EXEC`.
fn server_error(answer: &Value) -> Option<RedisError> {
    match answer {
        Value::ServerError(error) => Some(error.clone().into()),
        Value::Array(inner) => inner.iter().find_map(server_error),
        _ => None,
    }
}
