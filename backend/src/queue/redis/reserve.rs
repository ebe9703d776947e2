//! Taking a message: what was lost first, what is due again, and then what is new, for which Redis is asked to wait.

use super::server::{Reader, comes_back};
use super::{FORGOTTEN, GROUP, LONGEST, RedisQueue, SLICE, TAKE, TIDY, milliseconds, timed_out};
use crate::queue::message::Receipt;
use crate::queue::{Delivery, Message, QueueError};
use redis::streams::StreamReadReply;
use redis::{RedisError, Value, cmd, from_redis_value};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;

/// What a look at the queue found.
enum Look {
    Found(Box<Delivery>),
    /// Nothing, and nothing will be due before this time is over, as far as is known.
    Nothing(Duration),
}

impl RedisQueue {
    pub(in crate::queue) async fn reserve(&self, wait: Duration) -> Result<Option<Delivery>, QueueError> {
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
}
