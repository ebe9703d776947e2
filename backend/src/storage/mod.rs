//! The database: the truth about every image, detection, batch and event. Queues only carry work; what is lost in them is found here.
//!
//! From what the pipeline did to rows, and back. Every operation is one transaction and can be done twice: the second time changes nothing.
//! The same code runs on SQLite and PostgreSQL. Times are Unix milliseconds, and whoever calls says what time it is.

mod batches;
mod connect;
mod error;
mod images;
mod pages;
mod records;
mod retry;
mod rows;
#[cfg(test)]
mod tests;

pub use batches::{ClosedBatch, LoadedBatch, StoredEvent};
pub use connect::Settings;
pub use error::StorageError;
pub use images::StoredDetections;
pub use pages::{Page, PageQuery};
pub use records::{
    BoundingBox, ClosedBy, DeadLetter, Detection, Event, Failure, Image, ImageState, NewDetection, NewEvent, NewImage,
    TraceContext, WaitingWork,
};

use crate::telemetry::instrumentation::sql::{Address, System, TracedPool, TracedTransaction};
use retry::Retry;
use sqlx::Row as _;
use sqlx::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

type Transaction = TracedTransaction<Any>;

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Storage {
    pool: TracedPool<Any>,
    address: Arc<Address>,
    /// How long an operation may take.
    patience: Duration,
    /// SQLite has one writer at a time. Those of this process wait for each other here, in order, and not in turns of sleep and luck.
    writers: Option<Arc<Semaphore>>,
}

/// How much is where in the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Images that wait for detection or are in it.
    pub images_accepted: i64,
    /// Batches that still take detections.
    pub batches_open: i64,
    /// Batches that wait for analysis or are in it.
    pub batches_closed: i64,
}

impl Storage {
    /// An id for a new image: a UUID of version 7, which sorts by time.
    #[must_use]
    pub fn new_id() -> String {
        uuid::Uuid::now_v7().to_string()
    }

    /// Which database it is, without user and password.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Whether the database answers. Makes no span.
    pub async fn ping(&self) -> Result<(), StorageError> {
        self.bounded(async {
            sqlx::query("SELECT 1").execute(self.pool.untraced()).await?;
            Ok(())
        })
        .await
    }

    /// How much is where. Makes no span, as it is asked for metrics.
    pub async fn counts(&self) -> Result<Counts, StorageError> {
        let sql = "SELECT (SELECT count(*) FROM images WHERE state = 'accepted') AS images_accepted, \
                   (SELECT count(*) FROM batches WHERE state = 'open') AS batches_open, \
                   (SELECT count(*) FROM batches WHERE state = 'closed') AS batches_closed";
        let row = self.bounded(async { Ok(sqlx::query(sql).fetch_one(self.pool.untraced()).await?) }).await?;
        Ok(Counts {
            images_accepted: row.try_get("images_accepted")?,
            batches_open: row.try_get("batches_open")?,
            batches_closed: row.try_get("batches_closed")?,
        })
    }

    /// Closes all connections. What runs is waited for.
    pub async fn close(&self) {
        self.pool.untraced().close().await;
    }

    /// Gives an operation up that takes too long, as with a database that hangs. What it did not commit is undone.
    async fn bounded<T>(&self, operation: impl Future<Output = Result<T, StorageError>>) -> Result<T, StorageError> {
        tokio::time::timeout(self.patience, operation).await.unwrap_or(Err(StorageError::TimedOut(self.patience)))
    }

    /// Waits for the turn to write.
    async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        match &self.writers {
            // The semaphore is never closed.
            Some(writers) => Arc::clone(writers).acquire_owned().await.ok(),
            None => None,
        }
    }

    /// Begins a transaction that writes. SQLite takes the lock for it at once: one that reads first and finds the lock taken when it writes
    /// could not wait for it.
    async fn begin(&self) -> Result<Transaction, StorageError> {
        let transaction = match self.address.system {
            System::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await?,
            System::Postgresql => self.pool.begin().await?,
        };
        Ok(transaction)
    }
}
