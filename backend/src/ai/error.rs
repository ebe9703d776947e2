//! What can go wrong with a model service.

use std::fmt;
use std::time::Duration;
use thiserror::Error;

/// A model service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AiService {
    /// Finds objects on images.
    Rtdetr,
    /// Runs the language model.
    Nemotron,
}

impl AiService {
    /// The label `service` of `hsi_ai_request_duration_seconds`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rtdetr => "rtdetr",
            Self::Nemotron => "nemotron",
        }
    }
}

impl fmt::Display for AiService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Rtdetr => "RT-DETR",
            Self::Nemotron => "Nemotron",
        })
    }
}

/// A call of a model service that brought nothing.
#[derive(Debug, Error)]
#[error("{service} {kind}")]
pub struct AiError {
    /// The service.
    pub service: AiService,
    /// What went wrong.
    #[source]
    pub kind: AiErrorKind,
}

/// What went wrong.
#[derive(Debug, Error)]
pub enum AiErrorKind {
    /// It failed so often that it is left alone.
    #[error("failed too often and is not asked again for {:.1} s", retry_after.as_secs_f64())]
    CircuitOpen {
        /// When it is asked again.
        retry_after: Duration,
    },
    /// It is starting.
    #[error("is still loading its model")]
    Loading,
    /// It could not be reached.
    #[error("cannot be reached")]
    Connect(#[source] reqwest::Error),
    /// It did not answer in time.
    #[error("did not answer within the time-out")]
    Timeout(#[source] reqwest::Error),
    /// The connection broke before the answer was whole.
    #[error("broke off")]
    Transport(#[source] reqwest::Error),
    /// It answered with a status that is no success.
    #[error("answered {status}: {detail}")]
    Status {
        /// The status code.
        status: u16,
        /// The beginning of the answer's text.
        detail: String,
        /// After what time it wants to be asked again.
        retry_after: Option<Duration>,
    },
    /// Its answer is longer than any right one.
    #[error("answered more than {limit} bytes")]
    TooLarge {
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// Its answer is not what was agreed.
    #[error("gave an answer that cannot be used: {0}")]
    Malformed(#[from] Malformed),
    /// What is to be sent cannot be.
    #[error("cannot be asked this: {0}")]
    Request(String),
}

/// What is wrong with the text of an answer.
#[derive(Debug, Error)]
pub enum Malformed {
    /// It is no JSON, or lacks a field, or has one of another type.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// A confidence is not between 0 and 1.
    #[error("detection {index} has the confidence {confidence}, which is not between 0 and 1")]
    Confidence {
        /// Which detection, from 0.
        index: usize,
        /// The confidence.
        confidence: f64,
    },
    /// A bounding box is none.
    #[error("detection {index} has a bounding box that is none")]
    BoundingBox {
        /// Which detection, from 0.
        index: usize,
    },
    /// The class of an object is empty or longer than any name.
    #[error("detection {index} has a class of {length} characters, expected 1 to 64")]
    ObjectClass {
        /// Which detection, from 0.
        index: usize,
        /// The length of the class, in characters.
        length: usize,
    },
    /// More than any model finds.
    #[error("{count} detections, expected at most {most}")]
    TooMany {
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
}

impl AiError {
    /// Whether trying again later may help. It may not where the service refuses what it was sent: it will refuse it again.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        match &self.kind {
            AiErrorKind::CircuitOpen { .. }
            | AiErrorKind::Loading
            | AiErrorKind::Connect(_)
            | AiErrorKind::Timeout(_)
            | AiErrorKind::Transport(_)
            | AiErrorKind::Malformed(_) => true,
            AiErrorKind::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500 | 502..=504),
            AiErrorKind::TooLarge { .. } | AiErrorKind::Request(_) => false,
        }
    }

    /// After what time to try again, where that is known.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match &self.kind {
            AiErrorKind::CircuitOpen { retry_after } => Some(*retry_after),
            AiErrorKind::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// One word for it, for the label `error_type` of `hsi_pipeline_errors_total`: `rtdetr_timeout`.
    #[must_use]
    pub fn error_type(&self) -> String {
        let kind = match &self.kind {
            AiErrorKind::CircuitOpen { .. } => "circuit_open",
            AiErrorKind::Loading => "loading",
            AiErrorKind::Connect(_) => "connect",
            AiErrorKind::Timeout(_) => "timeout",
            AiErrorKind::Transport(_) => "transport",
            AiErrorKind::Status { .. } => "status",
            AiErrorKind::TooLarge { .. } => "too_large",
            AiErrorKind::Malformed(_) => "malformed",
            AiErrorKind::Request(_) => "request",
        };
        format!("{}_{kind}", self.service.label())
    }
}

impl From<reqwest::Error> for AiErrorKind {
    fn from(error: reqwest::Error) -> Self {
        // Also while connecting: a time-out is what it was.
        if error.is_timeout() {
            Self::Timeout(error)
        } else if error.is_connect() {
            Self::Connect(error)
        } else if error.is_builder() {
            Self::Request(crate::telemetry::message(&error))
        } else {
            Self::Transport(error)
        }
    }
}
