//! What only a queue over Redis has to bear.

use super::*;
use crate::telemetry::propagation::Propagation;
use ::redis::cmd;
use opentelemetry::trace::{FutureExt as _, SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use std::process::{Child, Command, Stdio};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: set HSI_TEST_REDIS_URL"]
async fn two_processes_share_the_work_and_one_takes_over_what_the_other_held() {
    let queues = TestQueues::over_redis().await;
    let one = queues.queue(|options| options.visibility = SHORT);
    let other = queues.queue(|options| options.visibility = SHORT);
    one.publish(&message("a")).await.unwrap();
    one.publish(&message("b")).await.unwrap();
    assert_eq!(next(&one).await.message.id, "a");
    let held = next(&other).await;
    assert_eq!(held.message.id, "b");
    other.ack(&held).await.unwrap();
    drop(one);
    let taken = next(&other).await;
    assert_eq!((taken.message.id.as_str(), taken.message.attempt), ("a", 2));
    queues.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: set HSI_TEST_REDIS_URL"]
async fn what_is_no_message_is_buried_and_what_follows_is_handed_out() {
    let queues = TestQueues::over_redis().await;
    let queue = queues.queue(|_| {});
    queues.command(cmd("XADD").arg(&queues.keys()[0]).arg("*").arg("message").arg("{no")).await;
    queues.command(cmd("XADD").arg(&queues.keys()[0]).arg("*").arg("other").arg("field")).await;
    queue.publish(&message("a")).await.unwrap();
    assert_eq!(next(&queue).await.message.id, "a");
    let letters = queue.dead_letters(9).await.unwrap();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[1].message.body, serde_json::json!("{no"));
    assert_eq!(queue.depth().await.unwrap(), 1);
    queues.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: set HSI_TEST_REDIS_URL"]
async fn a_stream_that_is_deleted_while_one_waits_comes_back_with_its_group() {
    let queues = TestQueues::over_redis().await;
    let queue = queues.queue(|_| {});
    let other = queue.clone();
    let waiting = tokio::spawn(async move { next(&other).await.message.id });
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(70)).await;
        queues.remove().await;
    }
    queue.publish(&message("a")).await.unwrap();
    assert_eq!(waiting.await.unwrap(), "a");
    queues.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: set HSI_TEST_REDIS_URL"]
async fn a_process_that_is_gone_is_taken_off_the_list() {
    let queues = TestQueues::over_redis().await;
    let [stream, ..] = queues.keys();
    queues.command(cmd("XGROUP").arg("CREATE").arg(&stream).arg("workers").arg("0").arg("MKSTREAM")).await;
    queues.command(cmd("XGROUP").arg("CREATECONSUMER").arg(&stream).arg("workers").arg("gone")).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    let tidied =
        queues.command(cmd("EVAL").arg(include_str!("../redis/tidy.lua")).arg(1).arg(&stream).arg("workers").arg(10)).await;
    assert_eq!(tidied, ::redis::Value::Int(1));
    nothing(&queues.queue(|_| {})).await;
    queues.remove().await;
}

/// A Redis of the case's own, which it can kill.
struct OwnRedis {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl OwnRedis {
    fn start() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        Self { child: Self::spawn(port, folder.path()), port, folder }
    }

    fn spawn(port: u16, folder: &std::path::Path) -> Child {
        let port = port.to_string();
        Command::new("redis-server")
            .args(["--port", &port, "--bind", "127.0.0.1", "--appendonly", "yes", "--appendfsync", "always", "--dir"])
            .arg(folder)
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed")
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops it without ending it (`STOP`), or lets it go on (`CONT`).
    fn signal(&self, signal: &str) {
        let done = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(done.success());
    }

    fn start_again(&mut self) {
        self.child = Self::spawn(self.port, self.folder.path());
    }

    fn start_again_empty(&mut self) {
        std::fs::remove_dir_all(self.folder.path().join("appendonlydir")).unwrap();
        self.start_again();
    }

    async fn queue(&self) -> Queue {
        let server = server(&format!("redis://127.0.0.1:{}", self.port)).await;
        Queue::redis(&server, Options::new("restarted"))
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the program redis-server"]
async fn after_a_restart_of_redis_what_was_in_it_goes_on() {
    let mut redis = OwnRedis::start();
    let queue = redis.queue().await;
    for id in ["a", "b", "c"] {
        queue.publish(&message(id)).await.unwrap();
    }
    let held = next(&queue).await;
    let other = queue.clone();
    redis.kill();
    let waiting = tokio::spawn(async move { next(&other).await });
    tokio::time::sleep(Duration::from_millis(600)).await;
    redis.start_again();
    let second = waiting.await.unwrap();
    assert_eq!(second.message.id, "b");
    assert!(queue.ack(&held).await.unwrap(), "what was held still is");
    assert_eq!(next(&queue).await.message.id, "c");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the program redis-server"]
async fn a_redis_that_comes_back_empty_is_used_again() {
    let mut redis = OwnRedis::start();
    let queue = redis.queue().await;
    queue.publish(&message("a")).await.unwrap();
    let held = next(&queue).await;
    redis.kill();
    redis.start_again_empty();
    let other = queue.clone();
    let waiting = tokio::spawn(async move { next(&other).await });
    queue.publish_or_wait(&message("b"), LONG, || ()).await.unwrap();
    assert_eq!(waiting.await.unwrap().message.id, "b");
    assert!(!queue.ack(&held).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the program redis-server"]
async fn while_redis_is_gone_everything_ends_in_bounded_time_with_an_error() {
    let mut redis = OwnRedis::start();
    let queue = redis.queue().await;
    queue.publish(&message("a")).await.unwrap();
    redis.kill();
    let start = Instant::now();
    let error = queue.publish(&message("b")).await.unwrap_err();
    assert!(error.to_string().starts_with("the queue `restarted` does not work: "), "{error}");
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    let start = Instant::now();
    assert!(matches!(queue.reserve(Duration::from_secs(1)).await, Err(QueueError::Redis { .. })));
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the program redis-server"]
async fn a_redis_that_hangs_is_given_up_in_bounded_time_and_used_again() {
    let redis = OwnRedis::start();
    let queue = redis.queue().await;
    queue.publish(&message("a")).await.unwrap();
    redis.signal("STOP");
    let start = Instant::now();
    assert!(matches!(queue.publish(&message("b")).await, Err(QueueError::Redis { .. })));
    assert!(queue.depth().await.is_err());
    assert!(queue.reserve(Duration::from_secs(1)).await.is_err());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    redis.signal("CONT");
    queue.publish(&message("c")).await.unwrap();
    assert_eq!(next(&queue).await.message.id, "a");
}

#[tokio::test]
async fn a_redis_that_does_not_answer_is_waited_for_and_named_without_its_password() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("redis://hsi:hunter2@127.0.0.1:{port}/3");
    let settings = RedisSettings { url, connect_timeout: Duration::from_millis(500) };
    let error = RedisServer::connect(&settings, &Tracer::off(), Conventions::default()).await.unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with(&format!("Redis at 127.0.0.1:{port}, database 3 did not answer within 0.")), "{text}");
    assert!(text.contains("refused"), "{text}");
    assert!(!format!("{text} {error:?} {settings:?}").contains("hunter2"));
    let settings = RedisSettings { url: "hunter2".to_owned(), ..settings };
    let error = RedisServer::connect(&settings, &Tracer::off(), Conventions::default()).await.unwrap_err();
    assert!(!format!("{error} {error:?} {settings:?}").contains("hunter2"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis: set HSI_TEST_REDIS_URL"]
async fn commands_have_spans_inside_of_others_and_a_worker_that_waits_has_none() {
    let url = std::env::var("HSI_TEST_REDIS_URL").expect("HSI_TEST_REDIS_URL names a Redis");
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let tracer = Tracer::new(provider.tracer("test"), Propagation::new(&[]));
    let settings = RedisSettings { url, connect_timeout: LONG };
    let server = RedisServer::connect(&settings, &tracer, Conventions::default()).await.unwrap();
    let queues = TestQueues::over_redis().await;
    let queue = Queue::redis(&server, Options::new(&queues.name));
    server.ping().await.unwrap();
    queue.depth().await.unwrap();
    assert_eq!(queue.reserve(SHORT).await.unwrap(), None);
    assert!(exporter.get_finished_spans().unwrap().is_empty());
    let parent = tracer.start("parent", SpanKind::Internal, &opentelemetry::Context::new(), Vec::new());
    let settled = async {
        queue.publish(&message("a")).await.unwrap();
        let delivery = next(&queue).await;
        queue.ack(&delivery).await.unwrap()
    };
    assert!(settled.with_context(parent.context()).await);
    let spans = exporter.get_finished_spans().unwrap();
    let names: Vec<_> = spans.iter().map(|span| span.name.to_string()).collect();
    assert_eq!(names, ["EVAL", "XREADGROUP", "EVAL"]);
    assert!(spans.iter().all(|span| span.parent_span_id == parent.span_context().span_id()));
    assert!(spans.iter().all(|span| span.status == Status::Unset));
    queues.remove().await;
}
