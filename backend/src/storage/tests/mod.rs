//! The same cases on SQLite and on PostgreSQL. Those on PostgreSQL need a server, which `HSI_TEST_DATABASE_URL` names, and are run with
//! `cargo test -p nemotron-backend --lib storage -- --ignored`.

mod batches;
mod concurrency;
mod events;
mod images;
mod pages;
mod start;

use super::*;
use crate::risk::RiskLevel;
use crate::telemetry::Tracer;
use crate::telemetry::semantic_conventions::Conventions;
use sqlx::Connection as _;
use std::time::Duration;

/// Runs cases on both databases.
macro_rules! on_both {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                let database = crate::storage::tests::TestDatabase::sqlite();
                super::$case(&database).await;
            })+
        }
        mod postgresql {
            $(#[tokio::test(flavor = "multi_thread")]
            #[ignore = "needs PostgreSQL: set HSI_TEST_DATABASE_URL"]
            async fn $case() {
                let database = crate::storage::tests::TestDatabase::postgresql().await;
                super::$case(&database).await;
                database.remove().await;
            })+
        }
    };
}
use on_both;

/// A database of a case's own: a file, or a schema.
pub(super) struct TestDatabase {
    url: String,
    _folder: Option<tempfile::TempDir>,
    schema: Option<(String, String)>,
}

impl TestDatabase {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("hsi.db").display());
        Self { url, _folder: Some(folder), schema: None }
    }

    async fn postgresql() -> Self {
        sqlx::any::install_default_drivers();
        let server = std::env::var("HSI_TEST_DATABASE_URL").expect("HSI_TEST_DATABASE_URL names a PostgreSQL server");
        let schema = format!("case_{}", uuid::Uuid::now_v7().simple());
        run(&server, format!("CREATE SCHEMA {schema}")).await;
        let joint = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{joint}options=-c%20search_path%3D{schema}");
        Self { url, _folder: None, schema: Some((server, schema)) }
    }

    async fn remove(&self) {
        if let Some((server, schema)) = &self.schema {
            run(server, format!("DROP SCHEMA {schema} CASCADE")).await;
        }
    }

    fn settings(&self) -> Settings {
        Settings {
            connect_timeout: Duration::from_secs(20),
            acquire_timeout: Duration::from_secs(20),
            ..Settings::new(&self.url)
        }
    }

    async fn storage(&self) -> Storage {
        Storage::connect(&self.settings(), &Tracer::off(), Conventions::default()).await.unwrap()
    }
}

async fn run(server: &str, sql: String) {
    let mut connection = sqlx::AnyConnection::connect(server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn trace(number: usize) -> TraceContext {
    TraceContext::from([("traceparent".to_owned(), format!("00-{number:032x}-{number:016x}-01"))])
}

fn new_image(id: &str, camera: &str) -> NewImage {
    NewImage {
        id: id.to_owned(),
        camera_id: camera.to_owned(),
        content_type: "image/jpeg".to_owned(),
        content: vec![0xff, 0xd8, 0, 1],
        trace_context: trace(id.len()),
    }
}

fn found(count: usize) -> Vec<NewDetection> {
    (0..count)
        .map(|number| NewDetection {
            object_class: format!("class {number}"),
            confidence: 0.5,
            bounding_box: BoundingBox { x: 1.0, y: 2.5, width: 3.0, height: 4.0 },
        })
        .collect()
}

fn new_event() -> NewEvent {
    NewEvent { risk_score: 80, risk_level: RiskLevel::High, summary: "It's \"bad\"".to_owned(), model: "nemotron".to_owned() }
}

fn failure(queue: &str) -> Failure {
    Failure {
        queue: queue.to_owned(),
        message_id: "m1".to_owned(),
        error: "no answer".to_owned(),
        attempts: 3,
        body: r#"{"id":"a"}"#.to_owned(),
    }
}

/// A batch that is closed for being full, of one image per name.
async fn closed_batch(storage: &Storage, camera: &str, images: &[&str]) -> ClosedBatch {
    let mut closed = None;
    let size = i64::try_from(images.len()).unwrap();
    for image in images {
        storage.accept_image(&new_image(image, camera), 1).await.unwrap();
        closed = storage.store_detections(image, &found(1), size, 10).await.unwrap().closed;
    }
    closed.unwrap()
}
