//! The thread that exports run on.

use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// A small runtime of its own. Whatever runtime the application has, or has not, is none of its concern.
#[derive(Debug)]
pub(in crate::telemetry) struct Background {
    /// There until it is dropped.
    runtime: Option<Runtime>,
}

impl Background {
    pub fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("telemetry").enable_all().build()?;
        Ok(Self { runtime: Some(runtime) })
    }

    /// Runs something that wants a runtime around it.
    pub fn enter<T>(&self, run: impl FnOnce() -> T) -> T {
        let _entered = self.runtime.as_ref().map(Runtime::enter);
        run()
    }

    /// Runs a future here. What comes back can be awaited anywhere.
    pub fn spawn<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        self.enter(|| tokio::spawn(future))
    }

    /// Waits for a future, at most so long.
    pub async fn within<T: Send + 'static>(
        &self,
        limit: Duration,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        self.spawn(async move { tokio::time::timeout(limit, future).await.ok() }).await.ok().flatten()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // To drop a runtime inside of another one panics, and it would wait for what runs.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
