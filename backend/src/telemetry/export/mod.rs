//! Export of spans: from ended spans to a collector, with a count of what became of each.
//!
//! A span that ends is taken by `Processor`, which lets no more wait than the queue holds and counts what it drops. The SDK's batch
//! processor behind it puts spans together; `Counting` hands each batch to a `Destination` and counts how that went. The usual
//! destination is `otlp::Otlp`, which runs on threads of its own: an application whose runtime is busy, of one thread, or gone already
//! neither delays an export nor is delayed by one.
//!
//! The exporter is our own, over the generated client of OTLP, and not `opentelemetry-otlp`. That one counts spans that a collector rejects
//! as exported, hides what the collector says, reads the environment beside what it is told, and its time-out does not end a request under way.

mod background;
mod batch;
mod counting;
mod deadline;
mod error;
mod failures;
mod grpc;
mod health;
mod http;
mod otlp;
mod processor;
mod retry;

pub use error::ExportError;
pub use health::{ExportHealth, ExportSnapshot, LastError};

pub(super) use background::Background;
pub(super) use batch::Pipeline;
pub(super) use otlp::{Otlp, Sdk};

use deadline::Deadline;
use opentelemetry_sdk::trace::SpanData;
use std::fmt::Debug;

/// What a collector took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sent {
    /// Spans of the batch that it did not take (OTLP, "Partial Success").
    pub rejected: u64,
    /// What it says about them.
    pub message: String,
}

/// Where batches go.
pub(super) trait Destination: Debug + Send + Sync + 'static {
    /// Sends a batch, and is done by the deadline.
    fn send(&self, batch: Vec<SpanData>, deadline: Deadline) -> impl Future<Output = Result<Sent, ExportError>> + Send;

    /// Nothing more is sent.
    fn close(&self) {}
}
