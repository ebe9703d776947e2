//! A queue over Redis: a stream with a consumer group, whose work all processes share.
//!
//! Three keys, `hsi:queue:{name}` and the same with `:delayed` and `:dead`. The stream holds what waits and what is worked on; what is done
//! is deleted from it, so that its length is the depth and nothing has ever to be trimmed that somebody may hold. The sorted set `delayed`
//! holds what is to be tried again later. Whatever takes more than one command is a script, and a whole for everybody else.

mod reserve;
mod server;

pub use server::{RedisServer, RedisSettings};

use super::message::Receipt;
use super::{DeadMessage, Delivery, Message, Options, QueueError};

use ::redis::{Cmd, RedisError, cmd, pipe};
use server::comes_back;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const PUBLISH: &str = include_str!("publish.lua");
const TAKE: &str = include_str!("take.lua");
const TIDY: &str = include_str!("tidy.lua");
const ACK: &str = concat!(include_str!("held.lua"), include_str!("ack.lua"));
const RELEASE: &str = concat!(include_str!("held.lua"), include_str!("release.lua"));
const EXTEND: &str = concat!(include_str!("held.lua"), include_str!("extend.lua"));
const BURY: &str = concat!(include_str!("held.lua"), include_str!("bury.lua"));

/// The consumer group, one for all processes.
const GROUP: &str = "workers";

/// The longest that Redis is asked to wait: after that the queue looks for what was lost, and whether it was closed.
const SLICE: Duration = Duration::from_millis(500);

/// The longest that a command may take, the tries to come back to Redis included.
const LONGEST: Duration = Duration::from_secs(5);

/// A consumer that holds nothing and was not seen for so long is taken off the list.
const FORGOTTEN: Duration = Duration::from_hours(1);

/// A queue over Redis. See [`Queue`](super::Queue).
#[derive(Debug, Clone)]
pub struct RedisQueue {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    server: RedisServer,
    options: Options,
    /// Stream, delayed, dead. In braces, so that a cluster keeps them together.
    keys: [String; 3],
    /// This process.
    consumer: String,
    closed: AtomicBool,
    tidied: AtomicBool,
}

impl RedisQueue {
    pub(super) fn new(server: RedisServer, options: Options) -> Self {
        let stream = format!("hsi:queue:{{{}}}", options.name);
        let keys = [stream.clone(), format!("{stream}:delayed"), format!("{stream}:dead")];
        let consumer = uuid::Uuid::now_v7().to_string();
        Self {
            shared: Arc::new(Shared {
                server,
                options,
                keys,
                consumer,
                closed: AtomicBool::new(false),
                tidied: AtomicBool::new(false),
            }),
        }
    }

    pub(super) fn options(&self) -> &Options {
        &self.shared.options
    }

    pub(super) async fn publish(&self, message: &Message) -> Result<(), QueueError> {
        let Options { name, capacity, .. } = &self.shared.options;
        if self.is_closed() {
            return Err(QueueError::Closed { queue: name.clone() });
        }
        let mut script = self.script(PUBLISH);
        script.arg(*capacity).arg(written(message));
        if self.run(&script).await? {
            return Ok(());
        }
        Err(QueueError::Full { queue: name.clone(), capacity: *capacity })
    }

    pub(super) async fn ack(&self, delivery: &Delivery) -> Result<bool, QueueError> {
        self.run(&self.settle(ACK, &delivery.receipt)).await
    }

    pub(super) async fn release(&self, delivery: &Delivery, delay: Duration) -> Result<bool, QueueError> {
        let mut script = self.settle(RELEASE, &delivery.receipt);
        script.arg(written(&delivery.message)).arg(milliseconds(delay));
        self.run(&script).await
    }

    pub(super) async fn extend(&self, delivery: &Delivery) -> Result<bool, QueueError> {
        let mut script = self.settle(EXTEND, &delivery.receipt);
        script.arg(&self.shared.consumer);
        self.run(&script).await
    }

    pub(super) async fn bury(&self, delivery: &Delivery, error: &str) -> Result<bool, QueueError> {
        self.run(&self.burial(&delivery.receipt, &written(&delivery.message), error)).await
    }

    pub(super) async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadMessage>, QueueError> {
        let [.., dead] = &self.shared.keys;
        let mut read = cmd("XREVRANGE");
        read.arg(dead).arg("+").arg("-").arg("COUNT").arg(limit);
        let reply: ::redis::streams::StreamRangeReply =
            read.query_async(self.shared.server.commands().untraced()).await.map_err(|error| self.failed(error))?;
        let letters = reply.ids.into_iter().map(|entry| {
            let text: String = entry.get("message").unwrap_or_default();
            let message =
                serde_json::from_str(&text).unwrap_or_else(|_| Message::new("", std::collections::BTreeMap::new(), text.into()));
            DeadMessage { message, error: entry.get("error").unwrap_or_default() }
        });
        Ok(letters.collect())
    }

    pub(super) async fn depth(&self) -> Result<usize, QueueError> {
        let [stream, delayed, _] = &self.shared.keys;
        let counted = pipe()
            .atomic()
            .cmd("XLEN")
            .arg(stream)
            .cmd("ZCARD")
            .arg(delayed)
            .query_async(self.shared.server.commands().untraced())
            .await;
        let (waiting, later): (usize, usize) = counted.map_err(|error| self.failed(error))?;
        Ok(waiting + later)
    }

    pub(super) fn close(&self) {
        self.shared.closed.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.shared.closed.load(Ordering::SeqCst)
    }

    /// A script with the queue's keys. Its text is sent each time, which is short, so that a Redis that came back need not be taught it.
    fn script(&self, text: &str) -> Cmd {
        let mut script = cmd("EVAL");
        script.arg(text).arg(self.shared.keys.len()).arg(&self.shared.keys);
        script
    }

    fn settle(&self, text: &str, receipt: &Receipt) -> Cmd {
        let mut script = self.script(text);
        script.arg(GROUP).arg(&receipt.entry).arg(receipt.count);
        script
    }

    fn burial(&self, receipt: &Receipt, text: &str, error: &str) -> Cmd {
        let mut script = self.settle(BURY, receipt);
        script.arg(text).arg(error).arg(self.shared.options.dead_letters);
        script
    }

    /// Runs a script, and again where the connection broke: what was done already is not done twice by that, except that a message may be
    /// in the queue twice, or that what was settled seems not to be held.
    async fn run(&self, script: &Cmd) -> Result<bool, QueueError> {
        let mut commands = self.shared.server.commands();
        let attempts = async {
            let mut pause = Duration::from_millis(50);
            loop {
                match script.query_async(&mut commands).await {
                    Err(error) if comes_back(&error) && pause < Duration::from_secs(1) => tokio::time::sleep(pause).await,
                    result => return result,
                }
                pause *= 2;
            }
        };
        tokio::time::timeout(LONGEST, attempts).await.map_err(timed_out).flatten().map_err(|error| self.failed(error))
    }

    fn failed(&self, source: RedisError) -> QueueError {
        QueueError::Redis { queue: self.shared.options.name.clone(), source }
    }
}

/// A message as it is stored. `attempt` is the number of tries that came before this entry of the stream, those of the entry itself are
/// counted by Redis.
fn written(message: &Message) -> String {
    // Texts, numbers and JSON are always JSON.
    serde_json::to_string(message).unwrap_or_default()
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn timed_out(_: tokio::time::error::Elapsed) -> RedisError {
    std::io::Error::from(std::io::ErrorKind::TimedOut).into()
}
