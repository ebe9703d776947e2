use super::*;
use crate::telemetry::Tracer;
use crate::telemetry::propagation::Propagation;
use crate::telemetry::semantic_conventions::{Conventions, Emit};
use opentelemetry::trace::{FutureExt as _, SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use sqlx::any::{Any, AnyPoolOptions};
use std::collections::BTreeMap;

struct Traced {
    exporter: InMemorySpanExporter,
    _provider: SdkTracerProvider,
    tracer: Tracer,
    pool: TracedPool<Any>,
}

async fn traced(emit: Emit) -> Traced {
    sqlx::any::install_default_drivers();
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let tracer = Tracer::new(provider.tracer("test"), Propagation::new(&[]));
    let pool = AnyPoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    let conventions = Conventions { database: emit, ..Conventions::default() };
    let spans = Spans::new(tracer.clone(), conventions, Address::parse("sqlite:folder/hsi.db").unwrap());
    Traced { exporter, _provider: provider, tracer, pool: TracedPool::new(pool, spans) }
}

impl Traced {
    fn spans(&self) -> Vec<SpanData> {
        self.exporter.get_finished_spans().unwrap()
    }

    fn names(&self) -> Vec<String> {
        self.spans().iter().map(|span| span.name.to_string()).collect()
    }
}

fn attributes(span: &SpanData) -> BTreeMap<String, String> {
    span.attributes.iter().map(|attribute| (attribute.key.to_string(), attribute.value.to_string())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> BTreeMap<String, String> {
    expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn a_statement_has_a_span_with_its_text_and_without_its_literals() {
    let traced = traced(Emit::Old).await;
    let row: (String,) = sqlx::query_as("SELECT 'hunter2' || $1 WHERE 1 = 1").bind("x").fetch_one(&traced.pool).await.unwrap();
    assert_eq!(row.0, "hunter2x");
    let spans = traced.spans();
    assert_eq!(traced.names(), ["SELECT hsi.db"]);
    assert_eq!(spans[0].span_kind, SpanKind::Client);
    assert_eq!(spans[0].status, Status::Unset);
    let expected = [
        ("db.system", "sqlite"),
        ("db.name", "hsi.db"),
        ("db.operation", "SELECT"),
        ("db.statement", "SELECT ? || $1 WHERE ? = ?"),
    ];
    assert_eq!(attributes(&spans[0]), pairs(&expected));
}

#[tokio::test]
async fn the_stable_names_can_be_chosen_and_both() {
    let stable = traced(Emit::Stable).await;
    sqlx::query("SELECT 1").execute(&stable.pool).await.unwrap();
    let expected = [
        ("db.system.name", "sqlite"),
        ("db.namespace", "hsi.db"),
        ("db.operation.name", "SELECT"),
        ("db.query.text", "SELECT ?"),
    ];
    assert_eq!(attributes(&stable.spans()[0]), pairs(&expected));
    let both = traced(Emit::Both).await;
    sqlx::query("SELECT 1").execute(&both.pool).await.unwrap();
    assert_eq!(both.spans()[0].attributes.len(), 8);
}

#[tokio::test]
async fn every_way_to_fetch_makes_one_span() {
    let traced = traced(Emit::Old).await;
    sqlx::query("CREATE TABLE t (a BIGINT)").execute(&traced.pool).await.unwrap();
    let inserted = sqlx::query("INSERT INTO t VALUES ($1), ($2)").bind(1_i64).bind(2_i64).execute(&traced.pool).await.unwrap();
    assert_eq!(inserted.rows_affected(), 2);
    assert_eq!(sqlx::query("SELECT a FROM t").fetch_all(&traced.pool).await.unwrap().len(), 2);
    assert!(sqlx::query("SELECT a FROM t WHERE a = 3").fetch_optional(&traced.pool).await.unwrap().is_none());
    sqlx::raw_sql("SELECT 1").execute(&traced.pool).await.unwrap();
    assert_eq!(traced.names(), ["CREATE hsi.db", "INSERT hsi.db", "SELECT hsi.db", "SELECT hsi.db", "SELECT hsi.db"]);
}

#[tokio::test]
async fn an_error_is_an_exception_and_the_status_error_and_is_passed_on() {
    let traced = traced(Emit::Both).await;
    let error = sqlx::query("SELECT * FROM nowhere WHERE a = 'hunter2'").execute(&traced.pool).await.unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
    let span = &traced.spans()[0];
    assert!(matches!(&span.status, Status::Error { .. }));
    let event = &span.events[0];
    assert_eq!(event.name, "exception");
    assert_eq!(event.attributes[0].value.as_str(), "sqlx::Error::Database");
    assert_eq!(attributes(span)["error.type"], "1");
    assert_eq!(attributes(span)["db.response.status_code"], "1");
    assert!(!format!("{span:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_transaction_has_spans_for_its_beginning_and_its_end() {
    let traced = traced(Emit::Old).await;
    sqlx::query("CREATE TABLE t (a BIGINT)").execute(traced.pool.untraced()).await.unwrap();
    let mut transaction = traced.pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
    sqlx::query("INSERT INTO t VALUES (1)").execute(&mut transaction).await.unwrap();
    assert!(sqlx::query("SELECT a FROM t").fetch_optional(&mut transaction).await.unwrap().is_some());
    transaction.commit().await.unwrap();
    let mut transaction = traced.pool.begin().await.unwrap();
    sqlx::query("DELETE FROM t").execute(&mut transaction).await.unwrap();
    transaction.rollback().await.unwrap();
    let mut transaction = traced.pool.begin().await.unwrap();
    sqlx::query("UPDATE t SET a = 2").execute(&mut transaction).await.unwrap();
    drop(transaction);
    let count: (i64,) = sqlx::query_as("SELECT count(*) FROM t WHERE a = 1").fetch_one(traced.pool.untraced()).await.unwrap();
    assert_eq!(count.0, 1);
    let operations: Vec<_> = traced.names().into_iter().map(|name| name.replace(" hsi.db", "")).collect();
    assert_eq!(operations, ["BEGIN", "INSERT", "SELECT", "COMMIT", "BEGIN", "DELETE", "ROLLBACK", "BEGIN", "UPDATE", "ROLLBACK"]);
}

#[tokio::test]
async fn the_span_is_a_child_of_the_current_one() {
    let traced = traced(Emit::Old).await;
    let parent = traced.tracer.start("parent", SpanKind::Internal, &opentelemetry::Context::new(), Vec::new());
    async {
        sqlx::query("SELECT 1").execute(&traced.pool).await.unwrap();
    }
    .with_context(parent.context())
    .await;
    assert_eq!(traced.spans()[0].parent_span_id, parent.span_context().span_id());
}

#[tokio::test]
async fn switched_off_there_are_no_spans() {
    let traced = traced(Emit::Old).await;
    let pool = TracedPool::new(traced.pool.untraced().clone(), Spans::off());
    sqlx::query("SELECT 1").execute(&pool).await.unwrap();
    let mut transaction = pool.begin().await.unwrap();
    sqlx::query("SELECT 1").execute(&mut transaction).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(traced.spans().is_empty());
    assert!(!Spans::new(Tracer::off(), Conventions::default(), Address::parse("sqlite:a").unwrap()).are_on());
}
