//! Why spans were not exported.

use std::time::Duration;

/// Why a batch of spans was not exported. Holds no header.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// No connection came to be.
    #[error("the collector cannot be reached: {cause}")]
    Unreachable {
        /// What the system, or TLS, says.
        cause: String,
    },
    /// The collector did not answer in time.
    #[error("the collector did not answer in time")]
    Timeout,
    /// The shutdown came before the export was done.
    #[error("the shutdown did not wait any longer")]
    Shutdown,
    /// An answer of gRPC other than OK.
    #[error("the collector answered {code:?}: {message}")]
    Grpc {
        /// The status.
        code: tonic::Code,
        /// What the collector says.
        message: String,
    },
    /// An answer of HTTP other than success.
    #[error("the collector answered with HTTP status {status}: {message}")]
    Http {
        /// The status.
        status: u16,
        /// The beginning of the body, if that is text.
        message: String,
        /// How long the collector wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// The answer is none of OTLP.
    #[error("the answer is none of OTLP ({cause}); does a collector listen at that address, and with this protocol?")]
    Answer {
        /// What is wrong with it.
        cause: String,
    },
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl ExportError {
    /// Whether the same batch may be taken later (OTLP specification, "Failures": the retryable statuses of gRPC and HTTP).
    /// `RESOURCE_EXHAUSTED` is not tried again, since what makes it so is in details that are not read here.
    pub(super) fn is_passing(&self) -> bool {
        use tonic::Code;
        match self {
            Self::Unreachable { .. } => true,
            Self::Grpc { code, .. } => matches!(
                code,
                Code::Cancelled | Code::DeadlineExceeded | Code::Aborted | Code::OutOfRange | Code::Unavailable | Code::DataLoss
            ),
            Self::Http { status, .. } => matches!(status, 429 | 502 | 503 | 504),
            Self::Timeout | Self::Shutdown | Self::Answer { .. } | Self::Other(_) => false,
        }
    }

    /// How long the collector wants to be left alone.
    pub(super) const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Http { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// What somebody else says, cut where it gets long.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 300;
    text.trim().chars().take(LONGEST).collect()
}
