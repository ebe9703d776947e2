//! Keeps workers running: from a name and what a worker does to a task that is started again when it fails.

use super::error::WorkError;
use super::metrics::PipelineMetrics;
use futures_util::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// What a worker does, as `hsi_worker_status` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerStatus {
    /// Not running, and not meant to.
    Stopped,
    /// Running.
    Running,
    /// Ended by an error or a panic.
    Crashed,
    /// Waiting to be started again.
    Restarting,
    /// Given up.
    Failed,
}

impl WorkerStatus {
    /// The value of the gauge.
    #[must_use]
    pub const fn value(self) -> f64 {
        match self {
            Self::Stopped => 0.0,
            Self::Running => 1.0,
            Self::Crashed => 2.0,
            Self::Restarting => 3.0,
            Self::Failed => 4.0,
        }
    }
}

/// How often and how soon a worker is started again.
#[derive(Debug, Clone, Copy)]
pub struct RestartPolicy {
    /// The wait before the first restart; it doubles with each one that follows at once.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
    /// A worker that ran for this long has its earlier failures forgiven.
    pub healthy_after: Duration,
    /// After this many failures in a row, none forgiven, the worker is given up, and the process is not ready any more. That the database
    /// or the queues are not there is no failure of the worker: it is started again for as long as that lasts.
    pub give_up_after: u32,
}

impl Default for RestartPolicy {
    fn default() -> Self {
        Self {
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(30),
            healthy_after: Duration::from_mins(1),
            give_up_after: 20,
        }
    }
}

/// Says that work is to end. All clones hear it.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// A switch and what listens to it.
    #[must_use]
    pub fn switch() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Whether work is to end.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until work is to end; a switch that is gone counts as that.
    pub async fn asked(&mut self) {
        let _ = self.0.wait_for(|asked| *asked).await;
    }

    /// Waits for a while, and less where work is to end. Whether it may go on.
    pub async fn sleep(&mut self, duration: Duration) -> bool {
        tokio::select! {
            () = tokio::time::sleep(duration) => !self.is_asked(),
            () = self.asked() => false,
        }
    }
}

/// Starts workers and starts them again.
#[derive(Debug)]
pub struct Supervisor {
    /// Tells what each worker does.
    pub metrics: Arc<PipelineMetrics>,
    /// How often and how soon.
    pub policy: RestartPolicy,
    /// Ends all of them.
    pub shutdown: Shutdown,
    /// Becomes true when one is given up.
    pub given_up: Arc<AtomicBool>,
}

/// Why a life of a worker ended.
struct Ended {
    /// The value of the label `reason_category`.
    reason: String,
    message: String,
    /// Whether what it needs was not there.
    outage: bool,
}

impl Supervisor {
    /// Starts a worker and starts it again whenever it fails, until the shutdown is asked for or it is given up. `work` makes one life of the
    /// worker: `Ok` ends it for good, `Err` and a panic end this life.
    pub fn supervise<F>(&self, name: String, mut work: impl FnMut(Shutdown) -> F + Send + 'static) -> JoinHandle<()>
    where
        F: Future<Output = Result<(), WorkError>> + Send + 'static,
    {
        let Self { metrics, policy, shutdown, given_up } = self;
        let (metrics, policy, given_up, mut shutdown) = (Arc::clone(metrics), *policy, Arc::clone(given_up), shutdown.clone());
        tokio::spawn(async move {
            let status = |status: WorkerStatus| metrics.worker_status.with(&[("worker_name", &name)]).set(status.value());
            let mut wait = policy.first_wait;
            let mut failures = 0_u32;
            loop {
                status(WorkerStatus::Running);
                let began = Instant::now();
                let Err(Ended { reason, message, outage }) = one_life(|| work(shutdown.clone())).await else { break };
                status(WorkerStatus::Crashed);
                tracing::error!("worker {name} ended ({reason}): {message}");
                if began.elapsed() >= policy.healthy_after {
                    wait = policy.first_wait;
                    failures = 0;
                }
                failures += u32::from(!outage);
                if failures >= policy.give_up_after {
                    status(WorkerStatus::Failed);
                    given_up.store(true, Ordering::Relaxed);
                    tracing::error!("worker {name} is given up after {failures} failures in a row");
                    return;
                }
                status(WorkerStatus::Restarting);
                if !shutdown.sleep(wait).await {
                    break;
                }
                metrics.worker_restarts.with(&[("worker_name", &name), ("reason_category", &reason)]).inc();
                wait = (wait * 2).min(policy.longest_wait);
            }
            status(WorkerStatus::Stopped);
        })
    }
}

async fn one_life<F>(work: impl FnOnce() -> F) -> Result<(), Ended>
where
    F: Future<Output = Result<(), WorkError>>,
{
    match AssertUnwindSafe(async { work().await }).catch_unwind().await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            let message = crate::telemetry::message(&error);
            Err(Ended { reason: error.error_type(), message, outage: error.is_outage() })
        }
        Err(panic) => {
            let message = crate::telemetry::panic_message(panic.as_ref()).to_owned();
            Err(Ended { reason: "panic".to_owned(), message, outage: false })
        }
    }
}
