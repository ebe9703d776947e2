//! Batches: open, closed, analysed or given up; and the events that are made of them.

use super::records::{ClosedBy, Detection, Event, Failure, NewEvent, TraceContext, WaitingWork};
use super::rows::{self, trace_context};
use super::{Retry, Storage, StorageError, Transaction};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A batch that was just closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedBatch {
    /// Its id.
    pub id: String,
    /// Whose detections are in it.
    pub camera_id: String,
    /// How many.
    pub detection_count: i64,
    /// The trace of its first image.
    pub trace_context: TraceContext,
    /// When it was opened.
    pub opened_at: i64,
    /// When it was closed.
    pub closed_at: i64,
    /// Why it was closed.
    pub closed_by: ClosedBy,
}

/// A batch with what is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedBatch {
    /// The batch.
    pub batch: ClosedBatch,
    /// What is in it, in the order in which it was found.
    pub detections: Vec<Detection>,
    /// The traces of its other images: what the analysis links to.
    pub links: Vec<TraceContext>,
    /// Whether it still is to be analysed. False where it was, or was given up.
    pub waiting: bool,
}

/// An event that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// The event.
    pub event: Event,
    /// Whether it was stored now. False where its batch had one, which is the event then.
    pub stored: bool,
}

/// The batch that detections were put into.
pub(super) struct BatchOfImage {
    pub id: String,
    pub closed: Option<ClosedBatch>,
}

/// Puts detections into the open batch of a camera. Two that find none open at once cannot both open one: the index
/// `batches_open_per_camera` lets one of them in, and the other adds to what the first one opened.
pub(super) async fn put_into_batch(
    transaction: &mut Transaction,
    camera_id: &str,
    context: &str,
    count: i64,
    batch_size: i64,
    now: i64,
) -> Result<BatchOfImage, StorageError> {
    let sql = "INSERT INTO batches (id, camera_id, state, detection_count, trace_context, attempts, opened_at) \
               VALUES ($1, $2, 'open', $3, $4, 0, $5) \
               ON CONFLICT (camera_id) WHERE state = 'open' \
               DO UPDATE SET detection_count = batches.detection_count + excluded.detection_count \
               RETURNING id, detection_count";
    let row = sqlx::query(sql)
        .bind(Storage::new_id())
        .bind(camera_id)
        .bind(count)
        .bind(context)
        .bind(now)
        .fetch_one(&mut *transaction)
        .await?;
    let id: String = row.try_get("id")?;
    let total: i64 = row.try_get("detection_count")?;
    let closed = if total >= batch_size { Some(close_full(transaction, &id, now).await?) } else { None };
    Ok(BatchOfImage { id, closed })
}

async fn close_full(transaction: &mut Transaction, id: &str, now: i64) -> Result<ClosedBatch, StorageError> {
    let sql = "UPDATE batches SET state = 'closed', closed_at = $2, closed_by = 'size', queued_at = $2 WHERE id = $1 \
               RETURNING id, camera_id, state, detection_count, trace_context, opened_at, closed_at, closed_by";
    closed_batch(&sqlx::query(sql).bind(id).bind(now).fetch_one(transaction).await?)
}

impl Storage {
    /// Closes the batches that have been open for `timeout` milliseconds or longer. Of several processes that do so at once each batch is
    /// given to one.
    pub async fn close_due_batches(&self, now: i64, timeout: i64) -> Result<Vec<ClosedBatch>, StorageError> {
        let sql = "UPDATE batches SET state = 'closed', closed_at = $1, closed_by = 'timeout', queued_at = $1 \
                   WHERE state = 'open' AND opened_at <= $2 \
                   RETURNING id, camera_id, state, detection_count, trace_context, opened_at, closed_at, closed_by";
        let mut retry = Retry::default();
        loop {
            let rows = self.bounded(async {
                if !self.has_due_batches(now - timeout).await? {
                    return Ok(Vec::new());
                }
                let _turn = self.turn().await;
                Ok(sqlx::query(sql).bind(now).bind(now - timeout).fetch_all(&self.pool).await?)
            });
            match rows.await {
                Err(error) if retry.again(&error).await => {}
                rows => return rows?.iter().map(closed_batch).collect(),
            }
        }
    }

    /// Looks first, without a span and without the lock to write: mostly there are none.
    async fn has_due_batches(&self, opened_until: i64) -> Result<bool, StorageError> {
        let sql = "SELECT id FROM batches WHERE state = 'open' AND opened_at <= $1 LIMIT 1";
        Ok(sqlx::query(sql).bind(opened_until).fetch_optional(self.pool.untraced()).await?.is_some())
    }

    /// Reads a batch that was closed, with its detections and the traces of its images.
    pub async fn load_batch(&self, id: &str) -> Result<LoadedBatch, StorageError> {
        self.bounded(self.read_batch(id)).await
    }

    async fn read_batch(&self, id: &str) -> Result<LoadedBatch, StorageError> {
        let sql = "SELECT id, camera_id, state, detection_count, trace_context, opened_at, closed_at, closed_by FROM batches WHERE id = $1";
        let Some(row) = sqlx::query(sql).bind(id).fetch_optional(&self.pool).await? else {
            return Err(StorageError::NotFound { what: "batch", id: id.to_owned() });
        };
        let state: String = row.try_get("state")?;
        if state == "open" {
            return Err(StorageError::NotClosed { id: id.to_owned(), state });
        }
        let batch = closed_batch(&row)?;
        let sql = "SELECT id, image_id, batch_id, camera_id, object_class, confidence, x, y, width, height, created_at \
                   FROM detections WHERE batch_id = $1 ORDER BY id";
        let rows = sqlx::query(sql).bind(id).fetch_all(&self.pool).await?;
        let detections = rows.iter().map(rows::detection).collect::<Result<_, _>>()?;
        let sql =
            "SELECT trace_context FROM images WHERE id IN (SELECT image_id FROM detections WHERE batch_id = $1) ORDER BY id";
        let mut links = Vec::new();
        for row in sqlx::query(sql).bind(id).fetch_all(&self.pool).await? {
            let link = trace_context(&row)?;
            if link != batch.trace_context && !link.is_empty() {
                links.push(link);
            }
        }
        Ok(LoadedBatch { batch, detections, links, waiting: state == "closed" })
    }

    /// Stores the event that the analysis of a batch came to, and marks the batch analysed. Where it has one, that one is given back.
    pub async fn store_event(&self, batch_id: &str, event: &NewEvent, now: i64) -> Result<StoredEvent, StorageError> {
        let mut retry = Retry::default();
        loop {
            match self.bounded(self.try_store_event(batch_id, event, now)).await {
                Err(error) if retry.again(&error).await => {}
                result => return result,
            }
        }
    }

    async fn try_store_event(&self, batch_id: &str, event: &NewEvent, now: i64) -> Result<StoredEvent, StorageError> {
        let _turn = self.turn().await;
        let mut transaction = self.begin().await?;
        let sql = "UPDATE batches SET state = 'analysed', finished_at = $2 WHERE id = $1 AND state = 'closed'";
        let done = sqlx::query(sql).bind(batch_id).bind(now).execute(&mut transaction).await?;
        if done.rows_affected() == 0 {
            let event = existing_event(&mut transaction, batch_id).await?;
            transaction.rollback().await?;
            return Ok(StoredEvent { event, stored: false });
        }
        let sql = "INSERT INTO events (batch_id, camera_id, risk_score, risk_level, summary, model, started_at, ended_at, created_at) \
                   SELECT id, camera_id, $2, $3, $4, $5, opened_at, closed_at, $6 FROM batches WHERE id = $1 \
                   RETURNING id, batch_id, camera_id, risk_score, risk_level, summary, model, started_at, ended_at, created_at";
        let row = sqlx::query(sql)
            .bind(batch_id)
            .bind(event.risk_score)
            .bind(event.risk_level.name())
            .bind(&event.summary)
            .bind(&event.model)
            .bind(now)
            .fetch_one(&mut transaction)
            .await?;
        let event = rows::event(&row)?;
        transaction.commit().await?;
        Ok(StoredEvent { event, stored: true })
    }

    /// Gives a batch up, and keeps why as a dead letter. False where it was dealt with already, and nothing was changed.
    pub async fn fail_batch(&self, id: &str, failure: &Failure, now: i64) -> Result<bool, StorageError> {
        let sql = "UPDATE batches SET state = 'failed', attempts = $2, finished_at = $3 WHERE id = $1 AND state = 'closed'";
        let mut retry = Retry::default();
        loop {
            match self.bounded(self.give_up(sql, id, failure, now)).await {
                Err(error) if retry.again(&error).await => {}
                result => return result,
            }
        }
    }

    /// Batches that were queued before a time and are not dealt with. See [`Storage::take_lost_images`].
    pub async fn take_lost_batches(&self, queued_before: i64, now: i64, limit: i64) -> Result<Vec<WaitingWork>, StorageError> {
        let sql = "UPDATE batches SET queued_at = $1 WHERE state = 'closed' AND queued_at < $2 AND id IN \
                   (SELECT id FROM batches WHERE state = 'closed' AND queued_at < $2 ORDER BY queued_at LIMIT $3) \
                   RETURNING id, trace_context";
        self.take_lost(sql, queued_before, now, limit).await
    }
}

async fn existing_event(transaction: &mut Transaction, batch_id: &str) -> Result<Event, StorageError> {
    let sql = "SELECT id, batch_id, camera_id, risk_score, risk_level, summary, model, started_at, ended_at, created_at \
               FROM events WHERE batch_id = $1";
    if let Some(row) = sqlx::query(sql).bind(batch_id).fetch_optional(&mut *transaction).await? {
        return rows::event(&row);
    }
    let batch = sqlx::query("SELECT state FROM batches WHERE id = $1").bind(batch_id).fetch_optional(&mut *transaction).await?;
    match batch {
        Some(row) => Err(StorageError::NotClosed { id: batch_id.to_owned(), state: row.try_get("state")? }),
        None => Err(StorageError::NotFound { what: "batch", id: batch_id.to_owned() }),
    }
}

fn closed_batch(row: &AnyRow) -> Result<ClosedBatch, StorageError> {
    let closed_by: String = row.try_get("closed_by")?;
    let closed_by = match closed_by.as_str() {
        "size" => ClosedBy::Size,
        "timeout" => ClosedBy::Timeout,
        _ => return Err(StorageError::Unknown { table: "batches", value: closed_by }),
    };
    Ok(ClosedBatch {
        id: row.try_get("id")?,
        camera_id: row.try_get("camera_id")?,
        detection_count: row.try_get("detection_count")?,
        trace_context: trace_context(row)?,
        opened_at: row.try_get("opened_at")?,
        closed_at: row.try_get("closed_at")?,
        closed_by,
    })
}
