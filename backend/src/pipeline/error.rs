//! What goes wrong in the pipeline, and what it means for the work at hand.

use crate::ai::assessment::AssessmentError;
use crate::ai::{AiError, AiErrorKind};
use crate::queue::QueueError;
use crate::storage::StorageError;

/// Why a piece of work failed.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// RT-DETR or Nemotron failed.
    #[error(transparent)]
    Ai(#[from] AiError),
    /// Nemotron answered something that is no assessment.
    #[error("Nemotron gave an answer that cannot be used")]
    Assessment(#[from] AssessmentError),
    /// The database failed.
    #[error("the database failed")]
    Storage(#[from] StorageError),
    /// A queue failed.
    #[error("the queue failed")]
    Queue(#[from] QueueError),
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
            Self::Ai(AiError {
                kind: AiErrorKind::CircuitOpen { .. } | AiErrorKind::Connect(_) | AiErrorKind::Loading, ..
            })
            | Self::Storage(_)
            | Self::Queue(_) => Verdict::Wait,
            Self::Ai(error) if !error.is_transient() => Verdict::GiveUp,
            Self::Ai(_) | Self::Assessment(_) => Verdict::TryAgain,
        }
    }

    /// Whether the database or the queues are not there. Nothing here is broken then, and everything goes on once they are back.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Storage(error) => error.is_outage(),
            Self::Queue(error) => matches!(error, QueueError::Redis { .. }),
            Self::Ai(_) | Self::Assessment(_) => false,
        }
    }

    /// The value of the label `error_type`.
    #[must_use]
    pub fn error_type(&self) -> String {
        match self {
            Self::Ai(error) => error.error_type(),
            Self::Assessment(_) => "nemotron_assessment".to_owned(),
            Self::Storage(_) => "storage".to_owned(),
            Self::Queue(_) => "queue".to_owned(),
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
