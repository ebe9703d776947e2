//! How the pipeline works, as plain values.

use super::supervisor::RestartPolicy;
use std::time::Duration;

/// How the pipeline works.
#[derive(Debug, Clone)]
pub struct PipelineSettings {
    /// Detections of less confidence are dropped.
    pub min_confidence: f64,
    /// How many images are worked on at once.
    pub detection_workers: usize,
    /// How many batches are worked on at once.
    pub analysis_workers: usize,
    /// How often work is tried.
    pub max_attempts: u32,
    /// How long failed work waits.
    pub retry_delay: Duration,
    /// A batch with this many detections is closed.
    pub batch_max_detections: usize,
    /// A batch that has been open for this long is closed.
    pub batch_timeout: Duration,
    /// Work that is older is put into its queue again.
    pub recovery_after: Duration,
    /// How often and how soon a worker that failed is started again.
    pub restart: RestartPolicy,
}
