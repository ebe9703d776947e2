//! What can go wrong with a queue.

use redis::RedisError;
use std::time::Duration;

/// Why a message could not be put in, taken, or settled.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// There is no room.
    #[error("the queue `{queue}` is full: it holds {capacity} messages")]
    Full {
        /// Which queue.
        queue: String,
        /// How many it holds.
        capacity: usize,
    },
    /// The process is shutting down.
    #[error("the queue `{queue}` is closed")]
    Closed {
        /// Which queue.
        queue: String,
    },
    /// Redis does not answer, or answers with an error.
    #[error("the queue `{queue}` does not work: {source}")]
    Redis {
        /// Which queue.
        queue: String,
        /// What Redis, or the connection to it, said.
        source: RedisError,
    },
    /// The address of Redis is none. The address is not in the text, for it may hold a password.
    #[error("the address of Redis cannot be read: {0}; expected `redis://user:password@host:6379/0`")]
    Address(&'static str),
    /// Redis did not answer at start.
    #[error("{server} did not answer within {} s: {source}", waited.as_secs_f64())]
    Unreachable {
        /// Which Redis.
        server: String,
        /// How long it was tried.
        waited: Duration,
        /// The last answer, or none.
        source: RedisError,
    },
    /// Redis refused the connection, as for a wrong password.
    #[error("{server} refused the connection: {source}")]
    Refused {
        /// Which Redis.
        server: String,
        /// What it said.
        source: RedisError,
    },
}
