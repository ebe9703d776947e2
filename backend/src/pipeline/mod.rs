//! The pipeline: from an image that was uploaded to an event.
//!
//! An image is stored, waits in the queue `detection`, and RT-DETR says what is on it. What it found is put into the open batch of its
//! camera. A batch that is full or old enough is closed, waits in the queue `analysis`, and Nemotron says how risky it is; that is stored as
//! an event. The database knows how far everything is; the queues only carry work. What is lost in them is put back, and what comes twice
//! is done once.

mod analysis;
mod batching;
mod clock;
mod detection;
mod error;
mod intake;
mod metrics;
mod recovery;
mod settings;
mod supervisor;
mod work;

use clock::now;
pub use error::{AcceptError, WorkError};
pub use metrics::PipelineMetrics;
pub use settings::PipelineSettings;
pub use supervisor::{RestartPolicy, Shutdown, Supervisor, WorkerStatus};

use crate::ai::{Nemotron, Prompts, Rtdetr};
use crate::queue::Queue;
use crate::storage::Storage;
use crate::telemetry::Tracer;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What the pipeline works with.
#[derive(Debug)]
pub struct Parts {
    /// Where everything is.
    pub storage: Storage,
    /// Images that wait for detection.
    pub detection: Queue,
    /// Batches that wait for analysis.
    pub analysis: Queue,
    /// Finds objects on images.
    pub rtdetr: Rtdetr,
    /// Judges batches.
    pub nemotron: Nemotron,
    /// What it is asked.
    pub prompts: Prompts,
    /// Makes spans.
    pub tracer: Tracer,
    /// Counts.
    pub metrics: Arc<PipelineMetrics>,
    /// How it works.
    pub settings: PipelineSettings,
}

/// A pipeline that runs.
#[derive(Debug)]
pub struct Pipeline {
    parts: Arc<Parts>,
    given_up: Arc<AtomicBool>,
}

/// The workers of a pipeline, and the switch that ends them.
#[derive(Debug)]
pub struct Workers {
    switch: watch::Sender<bool>,
    handles: Vec<JoinHandle<()>>,
}

impl Pipeline {
    /// Starts all workers.
    #[must_use]
    pub fn start(parts: Parts) -> (Arc<Self>, Workers) {
        let (switch, shutdown) = Shutdown::switch();
        let parts = Arc::new(parts);
        let given_up = Arc::new(AtomicBool::new(false));
        let began = now();
        let mut handles = Vec::new();
        let supervisor = Supervisor {
            metrics: Arc::clone(&parts.metrics),
            policy: parts.settings.restart,
            shutdown,
            given_up: Arc::clone(&given_up),
        };
        for number in 1..=parts.settings.detection_workers {
            let parts = Arc::clone(&parts);
            handles.push(
                supervisor.supervise(format!("detection-{number}"), move |shutdown| detection::run(Arc::clone(&parts), shutdown)),
            );
        }
        for number in 1..=parts.settings.analysis_workers {
            let parts = Arc::clone(&parts);
            handles.push(
                supervisor.supervise(format!("analysis-{number}"), move |shutdown| analysis::run(Arc::clone(&parts), shutdown)),
            );
        }
        let closing = Arc::clone(&parts);
        handles.push(supervisor.supervise("batching".to_owned(), move |shutdown| batching::run(Arc::clone(&closing), shutdown)));
        let recovering = Arc::clone(&parts);
        handles.push(
            supervisor.supervise("recovery".to_owned(), move |shutdown| recovery::run(Arc::clone(&recovering), began, shutdown)),
        );
        (Arc::new(Self { parts, given_up }), Workers { switch, handles })
    }

    /// Whether a worker failed so often that it is not started again.
    #[must_use]
    pub fn has_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }
}

impl Workers {
    /// Ends the workers: each finishes what it has in hand. What is not done in time is left to whoever gets its message next. Whether all
    /// were done in time.
    pub async fn stop(self, within: Duration) -> bool {
        // With no worker left to hear it there is nothing to end.
        let _ = self.switch.send(true);
        let aborts: Vec<_> = self.handles.iter().map(JoinHandle::abort_handle).collect();
        let ended = tokio::time::timeout(within, futures_util::future::join_all(self.handles)).await;
        aborts.iter().for_each(tokio::task::AbortHandle::abort);
        ended.is_ok()
    }
}
