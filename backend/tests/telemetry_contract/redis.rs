//! Commands of Redis without a Redis: the connection below the instrumentation answers what it is told.

use nemotron_backend::telemetry::Telemetry;
use nemotron_backend::telemetry::instrumentation::redis::{Spans, TracedConnection};
use nemotron_backend::telemetry::semantic_conventions::Conventions;
use nemotron_backend::telemetry::signals::spans::{Span, SpanKind};
use redis::aio::ConnectionLike;
use redis::{Cmd, IntoConnectionInfo as _, Pipeline, RedisFuture, Value};

struct Answers(bool);

impl ConnectionLike for Answers {
    fn req_packed_command<'a>(&'a mut self, _: &'a Cmd) -> RedisFuture<'a, Value> {
        let refused = || std::io::Error::from(std::io::ErrorKind::ConnectionRefused).into();
        Box::pin(std::future::ready(if self.0 { Ok(Value::Okay) } else { Err(refused()) }))
    }

    fn req_packed_commands<'a>(&'a mut self, _: &'a Pipeline, _: usize, _: usize) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(std::future::ready(Ok(vec![Value::Okay])))
    }

    fn get_db(&self) -> i64 {
        0
    }
}

/// A command that works and one that fails, inside of a span.
pub async fn commands(telemetry: &Telemetry) {
    const SPAN: Span = Span { name: "event_creation", kind: SpanKind::Internal, attributes: &[] };
    let info = "redis://127.0.0.1:6379/0".into_connection_info().unwrap();
    let spans = Spans::new(telemetry.tracer().clone(), Conventions::default(), &info);
    let run = |_| async {
        for works in [true, false] {
            let mut connection = TracedConnection::new(Answers(works), spans.clone());
            let answer: Result<Value, _> = redis::cmd("EVAL").arg("return 1").arg(0).query_async(&mut connection).await;
            assert_eq!(answer.is_ok(), works);
        }
        Ok::<_, std::convert::Infallible>(())
    };
    telemetry.tracer().create_async_span(&SPAN, run).await.unwrap();
}
