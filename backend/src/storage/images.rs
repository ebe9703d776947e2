//! Images: accepted, detected or given up.

use super::batches::{ClosedBatch, put_into_batch};
use super::records::{Failure, Image, NewDetection, NewImage, WaitingWork};
use super::rows::{self, written};
use super::{Retry, Storage, StorageError, Transaction};
use sqlx::{AssertSqlSafe, Row as _};
use std::fmt::Write as _;

/// Detections that are inserted by one statement. Their arguments, nine each, stay under the limits of both databases.
const ROWS_PER_INSERT: usize = 100;

/// What storing the detections of an image came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDetections {
    /// Whether they were stored now. False where the image had been dealt with before, and nothing was changed.
    pub stored: bool,
    /// The batch that this filled, if it did. It is to be analysed.
    pub closed: Option<ClosedBatch>,
}

impl Storage {
    /// Stores an image. False where it was there already.
    pub async fn accept_image(&self, image: &NewImage, now: i64) -> Result<bool, StorageError> {
        let mut retry = Retry::default();
        loop {
            match self.bounded(self.try_accept_image(image, now)).await {
                Err(error) if retry.again(&error).await => {}
                result => return result,
            }
        }
    }

    async fn try_accept_image(&self, image: &NewImage, now: i64) -> Result<bool, StorageError> {
        let sql = "INSERT INTO images (id, camera_id, content_type, content, state, trace_context, attempts, created_at, queued_at) \
                   VALUES ($1, $2, $3, $4, 'accepted', $5, 0, $6, $6) ON CONFLICT (id) DO NOTHING";
        let _turn = self.turn().await;
        let done = sqlx::query(sql)
            .bind(&image.id)
            .bind(&image.camera_id)
            .bind(&image.content_type)
            .bind(&image.content)
            .bind(written(&image.trace_context))
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes an image back that could not be queued, so that whoever sent it can send it again. False where it was dealt with already.
    pub async fn reject_image(&self, id: &str) -> Result<bool, StorageError> {
        let mut retry = Retry::default();
        loop {
            match self.bounded(self.try_reject_image(id)).await {
                Err(error) if retry.again(&error).await => {}
                result => return result,
            }
        }
    }

    async fn try_reject_image(&self, id: &str) -> Result<bool, StorageError> {
        let _turn = self.turn().await;
        let sql = "DELETE FROM images WHERE id = $1 AND state = 'accepted'";
        Ok(sqlx::query(sql).bind(id).execute(&self.pool).await?.rows_affected() == 1)
    }

    /// Reads an image.
    pub async fn load_image(&self, id: &str) -> Result<Option<Image>, StorageError> {
        let sql =
            "SELECT id, camera_id, content_type, content, state, trace_context, attempts, created_at FROM images WHERE id = $1";
        let row = self.bounded(async { Ok(sqlx::query(sql).bind(id).fetch_optional(&self.pool).await?) }).await?;
        row.as_ref().map(rows::image).transpose()
    }

    /// Stores what was found on an image: the image is detected, its detections are in the open batch of its camera, which was opened if
    /// there was none, and which is closed once it has `batch_size` detections. The detections of one image stay together, so that a batch
    /// can have more. An image without detections goes into no batch.
    pub async fn store_detections(
        &self,
        image_id: &str,
        detections: &[NewDetection],
        batch_size: i64,
        now: i64,
    ) -> Result<StoredDetections, StorageError> {
        let mut retry = Retry::default();
        loop {
            match self.bounded(self.try_store_detections(image_id, detections, batch_size, now)).await {
                Err(error) if retry.again(&error).await => {}
                result => return result,
            }
        }
    }

    async fn try_store_detections(
        &self,
        image_id: &str,
        detections: &[NewDetection],
        batch_size: i64,
        now: i64,
    ) -> Result<StoredDetections, StorageError> {
        let _turn = self.turn().await;
        let mut transaction = self.begin().await?;
        let sql = "UPDATE images SET state = 'detected', content = NULL, finished_at = $2 WHERE id = $1 AND state = 'accepted' \
                   RETURNING camera_id, trace_context";
        let Some(image) = sqlx::query(sql).bind(image_id).bind(now).fetch_optional(&mut transaction).await? else {
            exists(&mut transaction, image_id).await?;
            transaction.rollback().await?;
            return Ok(StoredDetections { stored: false, closed: None });
        };
        let mut closed = None;
        if !detections.is_empty() {
            let camera_id: String = image.try_get("camera_id")?;
            let context: String = image.try_get("trace_context")?;
            let count = i64::try_from(detections.len()).unwrap_or(i64::MAX);
            let batch = put_into_batch(&mut transaction, &camera_id, &context, count, batch_size, now).await?;
            for rows in detections.chunks(ROWS_PER_INSERT) {
                insert(&mut transaction, image_id, &batch.id, &camera_id, rows, now).await?;
            }
            closed = batch.closed;
        }
        transaction.commit().await?;
        Ok(StoredDetections { stored: true, closed })
    }

    /// Gives an image up, and keeps why as a dead letter. False where it was dealt with already, and nothing was changed.
    pub async fn fail_image(&self, id: &str, failure: &Failure, now: i64) -> Result<bool, StorageError> {
        let sql = "UPDATE images SET state = 'failed', attempts = $2, finished_at = $3 WHERE id = $1 AND state = 'accepted'";
        let mut retry = Retry::default();
        loop {
            match self.bounded(self.give_up(sql, id, failure, now)).await {
                Err(error) if retry.again(&error).await => {}
                result => return result,
            }
        }
    }

    pub(super) async fn give_up(&self, sql: &'static str, id: &str, failure: &Failure, now: i64) -> Result<bool, StorageError> {
        let _turn = self.turn().await;
        let mut transaction = self.begin().await?;
        let done = sqlx::query(sql).bind(id).bind(failure.attempts).bind(now).execute(&mut transaction).await?;
        if done.rows_affected() == 0 {
            transaction.rollback().await?;
            return Ok(false);
        }
        let sql =
            "INSERT INTO dead_letters (queue, message_id, error, attempts, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
        sqlx::query(sql)
            .bind(&failure.queue)
            .bind(&failure.message_id)
            .bind(&failure.error)
            .bind(failure.attempts)
            .bind(&failure.body)
            .bind(now)
            .execute(&mut transaction)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Images that were queued before a time and are not dealt with: their messages may be lost. They count as queued now, so that no other
    /// process takes them as well.
    pub async fn take_lost_images(&self, queued_before: i64, now: i64, limit: i64) -> Result<Vec<WaitingWork>, StorageError> {
        let sql = "UPDATE images SET queued_at = $1 WHERE state = 'accepted' AND queued_at < $2 AND id IN \
                   (SELECT id FROM images WHERE state = 'accepted' AND queued_at < $2 ORDER BY queued_at LIMIT $3) \
                   RETURNING id, trace_context";
        self.take_lost(sql, queued_before, now, limit).await
    }

    pub(super) async fn take_lost(
        &self,
        sql: &'static str,
        queued_before: i64,
        now: i64,
        limit: i64,
    ) -> Result<Vec<WaitingWork>, StorageError> {
        let mut retry = Retry::default();
        loop {
            let rows = self.bounded(async {
                let _turn = self.turn().await;
                Ok(sqlx::query(sql).bind(now).bind(queued_before).bind(limit).fetch_all(&self.pool).await?)
            });
            match rows.await {
                Err(error) if retry.again(&error).await => {}
                rows => return rows?.iter().map(rows::waiting).collect(),
            }
        }
    }
}

async fn exists(transaction: &mut Transaction, image_id: &str) -> Result<(), StorageError> {
    let found = sqlx::query("SELECT id FROM images WHERE id = $1").bind(image_id).fetch_optional(transaction).await?;
    match found {
        Some(_) => Ok(()),
        None => Err(StorageError::NotFound { what: "image", id: image_id.to_owned() }),
    }
}

async fn insert(
    transaction: &mut Transaction,
    image_id: &str,
    batch_id: &str,
    camera_id: &str,
    detections: &[NewDetection],
    now: i64,
) -> Result<(), StorageError> {
    let mut sql =
        "INSERT INTO detections (image_id, batch_id, camera_id, created_at, object_class, confidence, x, y, width, height) \
                   VALUES "
            .to_owned();
    for row in 0..detections.len() {
        let joint = if row == 0 { "" } else { ", " };
        let own = 5 + row * 6;
        // Writing to a String cannot fail.
        let _ =
            write!(sql, "{joint}($1, $2, $3, $4, ${own}, ${}, ${}, ${}, ${}, ${})", own + 1, own + 2, own + 3, own + 4, own + 5);
    }
    // Only numbers of arguments were put into it.
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(image_id).bind(batch_id).bind(camera_id).bind(now);
    for detection in detections {
        let place = detection.bounding_box;
        query = query
            .bind(&detection.object_class)
            .bind(detection.confidence)
            .bind(place.x)
            .bind(place.y)
            .bind(place.width)
            .bind(place.height);
    }
    query.execute(transaction).await?;
    Ok(())
}
