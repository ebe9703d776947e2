use super::*;
use crate::telemetry::Tracer;
use crate::telemetry::propagation::Propagation;
use crate::telemetry::semantic_conventions::{Conventions, Emit};
use opentelemetry::trace::{FutureExt as _, SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use redis::{IntoConnectionInfo as _, cmd, pipe};
use std::collections::BTreeMap;

/// A server that gives one answer to everything, as a connection gets it.
struct Answers(Vec<Value>);

impl ConnectionLike for Answers {
    fn req_packed_command<'a>(&'a mut self, _: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(std::future::ready(match &self.0[..] {
            [] => Err(std::io::Error::from(std::io::ErrorKind::ConnectionRefused).into()),
            [first, ..] => Ok(first.clone()),
        }))
    }

    fn req_packed_commands<'a>(&'a mut self, _: &'a Pipeline, _: usize, _: usize) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }

    fn get_db(&self) -> i64 {
        2
    }
}

struct Traced {
    exporter: InMemorySpanExporter,
    _provider: SdkTracerProvider,
    tracer: Tracer,
    connection: TracedConnection<Answers>,
}

fn traced(emit: Emit, answers: &[Value]) -> Traced {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let tracer = Tracer::new(provider.tracer("test"), Propagation::new(&[]));
    let server = "redis://hsi:hunter2@cache.example:6380/2".into_connection_info().unwrap();
    let spans = Spans::new(tracer.clone(), Conventions { database: emit, ..Conventions::default() }, &server);
    let connection = TracedConnection::new(Answers(answers.to_vec()), spans);
    Traced { exporter, _provider: provider, tracer, connection }
}

fn spans(traced: &Traced) -> Vec<SpanData> {
    traced.exporter.get_finished_spans().unwrap()
}

fn attributes(span: &SpanData) -> BTreeMap<String, String> {
    span.attributes.iter().map(|attribute| (attribute.key.to_string(), attribute.value.to_string())).collect()
}

fn server_error(text: &str) -> Value {
    let wire = format!("-{text}\r\n");
    redis::parse_redis_value(wire.as_bytes()).unwrap()
}

#[tokio::test]
async fn a_command_has_a_span_with_its_name_and_its_server_and_nothing_secret() {
    let mut traced = traced(Emit::Old, &[Value::Okay]);
    cmd("SET").arg("key").arg("hunter2").exec_async(&mut traced.connection).await.unwrap();
    let spans = spans(&traced);
    assert_eq!(spans.len(), 1);
    assert_eq!(spans[0].name, "SET");
    assert_eq!(spans[0].span_kind, SpanKind::Client);
    let expected = [
        ("db.system", "redis"),
        ("db.operation", "SET"),
        ("db.redis.database_index", "2"),
        ("net.peer.name", "cache.example"),
        ("net.peer.port", "6380"),
    ];
    let expected = expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    assert_eq!(attributes(&spans[0]), expected);
    assert!(!format!("{spans:?}").contains("hunter2"));
}

#[tokio::test]
async fn an_error_of_the_server_that_comes_as_a_value_is_an_error() {
    let mut traced = traced(Emit::Both, &[server_error("WRONGTYPE the key holds 'hunter2'")]);
    let error = cmd("GET").arg("key").exec_async(&mut traced.connection).await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    let spans = spans(&traced);
    assert!(matches!(spans[0].status, Status::Error { .. }));
    assert_eq!(spans[0].events[0].name, "exception");
    assert_eq!(attributes(&spans[0])["error.type"], "WRONGTYPE");
    assert_eq!(attributes(&spans[0])["db.namespace"], "2");
    assert!(!format!("{spans:?}").contains("hunter2"));
}

#[tokio::test]
async fn an_unreachable_server_is_an_error() {
    let mut traced = traced(Emit::Old, &[]);
    cmd("GET").arg("key").exec_async(&mut traced.connection).await.unwrap_err();
    assert!(matches!(spans(&traced)[0].status, Status::Error { .. }));
}

#[tokio::test]
async fn a_pipeline_is_one_span_and_an_error_inside_of_it_is_seen() {
    let mut plain = traced(Emit::Stable, &[Value::Int(1), server_error("ERR no")]);
    let _ = pipe().cmd("XACK").cmd("XDEL").exec_async(&mut plain.connection).await;
    assert_eq!(spans(&plain)[0].name, "PIPELINE");
    assert_eq!(attributes(&spans(&plain)[0])["db.operation.batch.size"], "2");
    assert!(matches!(spans(&plain)[0].status, Status::Error { .. }));
    let mut transaction = traced(Emit::Old, &[Value::Array(vec![Value::Int(1), server_error("ERR no")])]);
    let _ = pipe().atomic().cmd("XACK").cmd("XDEL").exec_async(&mut transaction.connection).await;
    assert_eq!(spans(&transaction)[0].name, "MULTI");
    assert!(matches!(spans(&transaction)[0].status, Status::Error { .. }));
}

#[tokio::test]
async fn a_read_that_waits_has_a_span_only_inside_of_another() {
    let mut traced = traced(Emit::Old, &[Value::Nil]);
    let read = || {
        let mut read = cmd("XREADGROUP");
        read.arg("GROUP").arg("g").arg("c").arg("BLOCK").arg(10).arg("STREAMS").arg("k").arg(">");
        read
    };
    read().exec_async(&mut traced.connection).await.unwrap();
    assert!(spans(&traced).is_empty());
    let parent = traced.tracer.start("parent", SpanKind::Internal, &opentelemetry::Context::new(), Vec::new());
    read().exec_async(&mut traced.connection).with_context(parent.context()).await.unwrap();
    assert_eq!(spans(&traced)[0].name, "XREADGROUP");
    assert_eq!(spans(&traced)[0].parent_span_id, parent.span_context().span_id());
}

#[tokio::test]
async fn switched_off_there_are_no_spans() {
    let mut traced = traced(Emit::Old, &[Value::Okay]);
    let mut off = TracedConnection::new(Answers(vec![Value::Okay]), Spans::off());
    cmd("PING").exec_async(&mut off).await.unwrap();
    pipe().cmd("PING").exec_async(&mut off).await.unwrap();
    cmd("PING").exec_async(traced.connection.untraced()).await.unwrap();
    assert!(spans(&traced).is_empty());
}
