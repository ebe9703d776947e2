//! What is in a queue: a message in its envelope.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A message in its envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// What it is about: the id of an image or a batch. Need not be unique: what is done twice comes to the same.
    pub id: String,
    /// The context of the trace that it belongs to (W3C Trace Context and Baggage).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// What it says.
    pub body: serde_json::Value,
    /// Which try this is: 0 for one that is published, 1 the first time it is reserved.
    #[serde(default)]
    pub attempt: u32,
}

impl Message {
    /// A message that was not tried yet.
    #[must_use]
    pub fn new(id: impl Into<String>, headers: BTreeMap<String, String>, body: serde_json::Value) -> Self {
        Self { id: id.into(), headers, body, attempt: 0 }
    }
}

/// A message that a worker holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// The message.
    pub message: Message,
    pub(super) max_attempts: u32,
    pub(super) receipt: Receipt,
}

/// What tells one reservation of a message from the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Receipt {
    /// The place in the queue.
    pub entry: String,
    /// How often that place was reserved.
    pub count: u64,
}

impl Delivery {
    /// Whether it was tried as often as it may be: it is not to be tried again but given up. A worker that died at its last try leaves one.
    #[must_use]
    pub const fn exhausted(&self) -> bool {
        self.message.attempt > self.max_attempts
    }

    /// Whether this is the last try.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.message.attempt >= self.max_attempts
    }
}

/// A message that was given up.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadMessage {
    /// The message, with the number of its last try.
    pub message: Message,
    /// Why it was given up.
    pub error: String,
}
