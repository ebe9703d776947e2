//! What goes wrong in the pipeline, and what it means for the work at hand.

use crate::ai::AiError;
use crate::queue::QueueError;
use crate::storage::StorageError;

/// Why a piece of work failed.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// RT-DETR or Nemotron failed.
    #[error("{0}")]
    Ai(#[from] AiError),
    /// The database failed.
    #[error("the database failed")]
    Storage(#[from] StorageError),
    /// A queue failed.
    #[error("the queue failed")]
    Queue(#[from] QueueError),
    /// A message that is no work of this queue.
    #[error("a message that cannot be read")]
    Message(#[source] serde_json::Error),
}

/// What becomes of work that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is tried again, and this counts as a try.
    TryAgain,
    /// It is tried again as if nothing had been: what failed has nothing to do with it.
    Wait,
    /// It will never work.
    GiveUp,
}

impl WorkError {
    /// What becomes of the work.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Ai(error) if error.is_circuit_open() => Verdict::Wait,
            Self::Ai(error) if error.is_transient() => Verdict::TryAgain,
            Self::Storage(_) | Self::Queue(_) => Verdict::Wait,
            Self::Ai(_) | Self::Message(_) => Verdict::GiveUp,
        }
    }

    /// The value of the label `error_type`.
    #[must_use]
    pub fn error_type(&self) -> &'static str {
        match self {
            Self::Ai(error) => error.kind(),
            Self::Storage(_) => "storage",
            Self::Queue(_) => "queue",
            Self::Message(_) => "message",
        }
    }
}

/// Why an image was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Too many images wait.
    #[error("too many images wait for detection")]
    Full,
    /// It could not be stored.
    #[error("the image could not be stored")]
    Storage(#[from] StorageError),
    /// It could not be put into the queue.
    #[error("the image could not be put into the queue")]
    Queue(#[source] QueueError),
}
