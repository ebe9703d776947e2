//! Queues: work handed on at least once, within a process or over Redis to many.
//!
//! From a message to a worker that reserves it, and that then says what became of it: done ([`Queue::ack`]), to be tried again
//! ([`Queue::release`]), or given up ([`Queue::bury`]). A message whose worker says nothing within the visibility time is reserved by another;
//! so one can be worked on twice, and never lost by a worker that dies. A queue holds so many messages and no more.

mod error;
mod in_process;
mod message;
mod redis;
mod state;
#[cfg(test)]
mod tests;

pub use error::QueueError;
pub use in_process::InProcessQueue;
pub use message::{DeadMessage, Delivery, Message};
pub use redis::{RedisQueue, RedisServer, RedisSettings};

use std::time::Duration;
use tokio::time::Instant;

/// What a queue is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Its name, `detection` or `analysis`.
    pub name: String,
    /// The most messages in it, those that are worked on included.
    pub capacity: usize,
    /// How long a worker has for a message, unless it [asks for more](Queue::extend), before another one gets it.
    pub visibility: Duration,
    /// How often a message is tried. What comes after that is [exhausted](Delivery::exhausted).
    pub max_attempts: u32,
    /// About how many of the messages that were given up are kept. The oldest go first; the database keeps them all.
    pub dead_letters: usize,
}

impl Options {
    /// The usual options: 1000 messages, 5 minutes, 5 tries, 1000 dead letters.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), capacity: 1000, visibility: Duration::from_mins(5), max_attempts: 5, dead_letters: 1000 }
    }
}

/// A queue, within the process or over Redis. Cheap to clone; all clones are the same queue.
#[derive(Debug, Clone)]
pub enum Queue {
    /// Within this process. What is in it is gone with the process.
    InProcess(InProcessQueue),
    /// A stream of Redis, whose work the processes with the same name of the queue share.
    Redis(RedisQueue),
}

impl Queue {
    /// A queue within this process.
    #[must_use]
    pub fn in_process(options: Options) -> Self {
        Self::InProcess(InProcessQueue::new(options))
    }

    /// A queue over Redis. Makes no request yet.
    #[must_use]
    pub fn redis(server: &RedisServer, options: Options) -> Self {
        Self::Redis(RedisQueue::new(server.clone(), options))
    }

    /// What it is like.
    #[must_use]
    pub fn options(&self) -> &Options {
        match self {
            Self::InProcess(queue) => queue.options(),
            Self::Redis(queue) => queue.options(),
        }
    }

    /// Puts a message in. [`QueueError::Full`] where there is no room.
    pub async fn publish(&self, message: &Message) -> Result<(), QueueError> {
        match self {
            Self::InProcess(queue) => queue.publish(message),
            Self::Redis(queue) => queue.publish(message).await,
        }
    }

    /// Puts a message in, and waits for room where there is none, at most so long. `full` is called once where it has to wait.
    /// [`QueueError::Full`] where there was no room in that time.
    pub async fn publish_or_wait(&self, message: &Message, longest: Duration, full: impl FnOnce()) -> Result<(), QueueError> {
        let end = Instant::now() + longest;
        let mut full = Some(full);
        loop {
            let result = self.publish(message).await;
            if !matches!(result, Err(QueueError::Full { .. })) || Instant::now() >= end {
                return result;
            }
            if let Some(full) = full.take() {
                full();
            }
            tokio::time::sleep(Duration::from_millis(50).min(end - Instant::now())).await;
        }
    }

    /// Takes the next message, and waits for one at most so long. None where there was none, and at once when the queue is closed. An
    /// error where Redis did not answer in all that time. Let it come to its end rather than dropping it: a message that was on its way
    /// comes again only after the visibility time. [`Queue::close`] ends it.
    pub async fn reserve(&self, wait: Duration) -> Result<Option<Delivery>, QueueError> {
        match self {
            Self::InProcess(queue) => Ok(queue.reserve(wait).await),
            Self::Redis(queue) => queue.reserve(wait).await,
        }
    }

    /// The message is done. False where it is not held any more: its time was over and another worker has it, or it was settled.
    pub async fn ack(&self, delivery: &Delivery) -> Result<bool, QueueError> {
        match self {
            Self::InProcess(queue) => Ok(queue.ack(delivery)),
            Self::Redis(queue) => queue.ack(delivery).await,
        }
    }

    /// The message is to be tried again, after a delay. False where it is not held any more.
    pub async fn release(&self, delivery: &Delivery, delay: Duration) -> Result<bool, QueueError> {
        match self {
            Self::InProcess(queue) => Ok(queue.release(delivery, delay)),
            Self::Redis(queue) => queue.release(delivery, delay).await,
        }
    }

    /// The worker needs the visibility time once more, from now on. False where the message is not held any more.
    pub async fn extend(&self, delivery: &Delivery) -> Result<bool, QueueError> {
        match self {
            Self::InProcess(queue) => Ok(queue.extend(delivery)),
            Self::Redis(queue) => queue.extend(delivery).await,
        }
    }

    /// The message is given up and kept as a dead letter. False where it is not held any more.
    pub async fn bury(&self, delivery: &Delivery, error: &str) -> Result<bool, QueueError> {
        match self {
            Self::InProcess(queue) => Ok(queue.bury(delivery, error)),
            Self::Redis(queue) => queue.bury(delivery, error).await,
        }
    }

    /// The messages that were given up, newest first.
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadMessage>, QueueError> {
        match self {
            Self::InProcess(queue) => Ok(queue.dead_letters(limit)),
            Self::Redis(queue) => queue.dead_letters(limit).await,
        }
    }

    /// How many messages are in it: those that wait, that are worked on, and that are to be tried again later. Makes no span.
    pub async fn depth(&self) -> Result<usize, QueueError> {
        match self {
            Self::InProcess(queue) => Ok(queue.depth()),
            Self::Redis(queue) => queue.depth().await,
        }
    }

    /// Closes it for this process: nothing more is taken in or handed out. What is worked on can still be settled.
    pub fn close(&self) {
        match self {
            Self::InProcess(queue) => queue.close(),
            Self::Redis(queue) => queue.close(),
        }
    }

    /// Whether it was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        match self {
            Self::InProcess(queue) => queue.is_closed(),
            Self::Redis(queue) => queue.is_closed(),
        }
    }
}
