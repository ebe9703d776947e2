//! A queue over Redis: a stream with a consumer group, whose work all processes share.
//!
//! Three keys, `hsi:queue:{name}` and the same with `:delayed` and `:dead`. The stream holds what waits and what is worked on; what is done
//! is deleted from it, so that its length is the depth and nothing has ever to be trimmed that somebody may hold. The sorted set `delayed`
//! holds what is to be tried again later. Whatever takes more than one command is a script, and a whole for everybody else.

mod server;

pub use server::{RedisServer, RedisSettings};

use super::message::Receipt;
use super::{DeadMessage, Delivery, Message, Options, QueueError};
use ::redis::streams::StreamReadReply;
use ::redis::{Cmd, RedisError, Value, cmd, from_redis_value, pipe};
use server::{Reader, comes_back};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;

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

/// What a look at the queue found.
enum Look {
    Found(Box<Delivery>),
    /// Nothing, and nothing will be due before this time is over, as far as is known.
    Nothing(Duration),
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

    pub(super) async fn reserve(&self, wait: Duration) -> Result<Option<Delivery>, QueueError> {
        let end = Instant::now() + wait;
        let mut pause = Duration::from_millis(50);
        loop {
            if self.is_closed() {
                return Ok(None);
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.look(left).await {
                Ok(Some(delivery)) => return Ok(Some(delivery)),
                Ok(None) if left.is_zero() => return Ok(None),
                Ok(None) => pause = Duration::from_millis(50),
                // The group went with the stream between two looks; the next look makes it again.
                Err(error) if matches!(error.code(), Some("NOGROUP" | "UNBLOCKED")) && !left.is_zero() => {}
                Err(error) if comes_back(&error) && pause < left => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(1));
                }
                Err(error) => return Err(self.failed(error)),
            }
        }
    }

    /// Looks once, and waits a while for a new message.
    async fn look(&self, wait: Duration) -> Result<Option<Delivery>, RedisError> {
        let mut reader = self.shared.server.reader().await?;
        let look = match self.look_for_lost(&mut reader).await? {
            Look::Found(delivery) => Some(*delivery),
            Look::Nothing(due) => self.read(&mut reader, wait.min(SLICE).min(due)).await?,
        };
        self.shared.server.give_back(reader);
        Ok(look)
    }

    async fn look_for_lost(&self, reader: &mut Reader) -> Result<Look, RedisError> {
        let mut script = self.script(TAKE);
        script.arg(GROUP).arg(&self.shared.consumer).arg(milliseconds(self.shared.options.visibility));
        let answer: Value = tokio::time::timeout(LONGEST, script.query_async(reader.untraced())).await.map_err(timed_out)??;
        match answer {
            Value::Int(due) => {
                self.tidy(reader).await?;
                Ok(Look::Nothing(u64::try_from(due).map_or(SLICE, Duration::from_millis)))
            }
            found => {
                let (entry, text, count): (String, String, u64) = from_redis_value(found)?;
                let delivery = self.delivery(entry, &text, count).await?;
                Ok(delivery.map_or(Look::Nothing(Duration::ZERO), |delivery| Look::Found(Box::new(delivery))))
            }
        }
    }

    /// Takes processes that are gone off the list of consumers, once: each process has a name of its own.
    async fn tidy(&self, reader: &mut Reader) -> Result<(), RedisError> {
        if self.shared.tidied.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let mut script = self.script(TIDY);
        script.arg(GROUP).arg(milliseconds(FORGOTTEN));
        script.exec_async(reader.untraced()).await
    }

    async fn read(&self, reader: &mut Reader, wait: Duration) -> Result<Option<Delivery>, RedisError> {
        let mut read = cmd("XREADGROUP");
        read.arg("GROUP").arg(GROUP).arg(&self.shared.consumer).arg("COUNT").arg(1);
        // 0 would be to wait for ever.
        read.arg("BLOCK").arg(milliseconds(wait).max(1));
        let [stream, ..] = &self.shared.keys;
        read.arg("STREAMS").arg(stream).arg(">");
        let longest = wait + LONGEST;
        let reply: Option<StreamReadReply> =
            tokio::time::timeout(longest, read.query_async(reader)).await.map_err(timed_out)??;
        let found = reply.and_then(|reply| reply.keys.into_iter().flat_map(|key| key.ids).next());
        match found {
            Some(entry) => {
                let text: String = entry.get("message").unwrap_or_default();
                self.delivery(entry.id, &text, 1).await
            }
            None => Ok(None),
        }
    }

    /// The message of an entry. One that cannot be read is buried, for it never could be.
    async fn delivery(&self, entry: String, text: &str, count: u64) -> Result<Option<Delivery>, RedisError> {
        let receipt = Receipt { entry, count };
        match serde_json::from_str::<Message>(text) {
            Ok(mut message) => {
                message.attempt = message.attempt.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
                Ok(Some(Delivery { message, max_attempts: self.shared.options.max_attempts, receipt }))
            }
            Err(error) => {
                tracing::error!("the queue {} held what is no message: {error}", self.shared.options.name);
                let script = self.burial(&receipt, text, &format!("not a message: {error}"));
                script.exec_async(self.shared.server.commands().untraced()).await?;
                Ok(None)
            }
        }
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
