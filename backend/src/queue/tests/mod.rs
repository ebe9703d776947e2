//! The same cases for both kinds of queue. Those over Redis need one, which `HSI_TEST_REDIS_URL` names, and are run with
//! `cargo test -p nemotron-backend --lib queue -- --ignored`.

mod attempts;
mod concurrency;
mod model;
mod order;
mod redis;

use super::*;
use crate::telemetry::Tracer;
use crate::telemetry::semantic_conventions::Conventions;
use std::collections::BTreeMap;

/// Runs cases for both kinds.
macro_rules! on_both {
    ($($case:ident),+ $(,)?) => {
        mod in_process {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                super::$case(&crate::queue::tests::TestQueues::in_process()).await;
            })+
        }
        mod over_redis {
            $(#[tokio::test(flavor = "multi_thread")]
            #[ignore = "needs Redis: set HSI_TEST_REDIS_URL"]
            async fn $case() {
                let queues = crate::queue::tests::TestQueues::over_redis().await;
                super::$case(&queues).await;
                queues.remove().await;
            })+
        }
    };
}
use on_both;

/// What a case gets its queue from.
pub(super) struct TestQueues {
    name: String,
    server: Option<(RedisServer, String)>,
}

impl TestQueues {
    fn in_process() -> Self {
        Self { name: "test".to_owned(), server: None }
    }

    async fn over_redis() -> Self {
        let url = std::env::var("HSI_TEST_REDIS_URL").expect("HSI_TEST_REDIS_URL names a Redis");
        Self { name: format!("test:{}", uuid::Uuid::now_v7()), server: Some((server(&url).await, url)) }
    }

    /// A queue as a process has one. Two over Redis are two processes; two within the process are two queues.
    fn queue(&self, change: impl FnOnce(&mut Options)) -> Queue {
        let mut options = Options::new(&self.name);
        change(&mut options);
        match &self.server {
            Some((server, _)) => Queue::redis(server, options),
            None => Queue::in_process(options),
        }
    }

    fn keys(&self) -> [String; 3] {
        ["", ":delayed", ":dead"].map(|end| format!("hsi:queue:{{{}}}{end}", self.name))
    }

    /// Runs a command of Redis by hand.
    async fn command(&self, command: &mut ::redis::Cmd) -> ::redis::Value {
        let (_, url) = self.server.as_ref().unwrap();
        let client = ::redis::Client::open(url.as_str()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        command.query_async(&mut connection).await.unwrap()
    }

    async fn remove(&self) {
        self.command(::redis::cmd("DEL").arg(&self.keys())).await;
    }
}

async fn server(url: &str) -> RedisServer {
    let settings = RedisSettings { url: url.to_owned(), connect_timeout: Duration::from_secs(5) };
    RedisServer::connect(&settings, &Tracer::off(), Conventions::default()).await.unwrap()
}

fn message(id: &str) -> Message {
    let headers = BTreeMap::from([("traceparent".to_owned(), format!("00-{:032x}-{:016x}-01", 1, 2))]);
    Message::new(id, headers, serde_json::json!({"image": id, "quote": "it's \"ä\"\n"}))
}

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(10);

async fn next(queue: &Queue) -> Delivery {
    queue.reserve(LONG).await.unwrap().expect("there is a message")
}

async fn nothing(queue: &Queue) {
    assert_eq!(queue.reserve(Duration::ZERO).await.unwrap(), None);
}
