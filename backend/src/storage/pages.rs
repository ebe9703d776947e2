//! Lists of events and detections, newest first, a page at a time.

use super::records::{DeadLetter, Detection, Event};
use super::{Storage, StorageError, rows};
use sqlx::any::AnyRow;

/// Which page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageQuery {
    /// Only what is of this camera.
    pub camera_id: Option<String>,
    /// Only what comes after this id in the list, which is what [`Page::next`] of the page before said. None for the first page.
    pub cursor: Option<i64>,
    /// The most there is on a page, 1 to 1000; others are taken as the nearest of these.
    pub limit: i64,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// The cursor of the next page; none on the last one.
    pub next: Option<i64>,
}

/// The columns that a list is read from, and how: with all cameras and with one. Ids and not offsets, so that a page costs the same however
/// far back it is, and nothing comes twice when something new is stored between two pages.
struct List<T> {
    all: &'static str,
    of_camera: &'static str,
    read: fn(&AnyRow) -> Result<T, StorageError>,
    id: fn(&T) -> i64,
}

const EVENTS: List<Event> = List {
    all: "SELECT id, batch_id, camera_id, risk_score, risk_level, summary, model, started_at, ended_at, created_at FROM events \
          WHERE id < $1 ORDER BY id DESC LIMIT $2",
    of_camera: "SELECT id, batch_id, camera_id, risk_score, risk_level, summary, model, started_at, ended_at, created_at FROM events \
                WHERE id < $1 AND camera_id = $3 ORDER BY id DESC LIMIT $2",
    read: rows::event,
    id: |event| event.id,
};

const DETECTIONS: List<Detection> = List {
    all: "SELECT id, image_id, batch_id, camera_id, object_class, confidence, x, y, width, height, created_at FROM detections \
          WHERE id < $1 ORDER BY id DESC LIMIT $2",
    of_camera: "SELECT id, image_id, batch_id, camera_id, object_class, confidence, x, y, width, height, created_at FROM detections \
                WHERE id < $1 AND camera_id = $3 ORDER BY id DESC LIMIT $2",
    read: rows::detection,
    id: |detection| detection.id,
};

impl Storage {
    /// A page of events.
    pub async fn events(&self, query: &PageQuery) -> Result<Page<Event>, StorageError> {
        self.page(&EVENTS, query).await
    }

    /// A page of detections.
    pub async fn detections(&self, query: &PageQuery) -> Result<Page<Detection>, StorageError> {
        self.page(&DETECTIONS, query).await
    }

    /// The newest dead letters.
    pub async fn dead_letters(&self, limit: i64) -> Result<Vec<DeadLetter>, StorageError> {
        let sql = "SELECT id, queue, message_id, error, attempts, body, created_at FROM dead_letters ORDER BY id DESC LIMIT $1";
        let query = sqlx::query(sql).bind(limit.clamp(1, 1000));
        let rows = self.bounded(async { Ok(query.fetch_all(&self.pool).await?) }).await?;
        rows.iter().map(rows::dead_letter).collect()
    }

    async fn page<T>(&self, list: &List<T>, query: &PageQuery) -> Result<Page<T>, StorageError> {
        let limit = query.limit.clamp(1, 1000);
        let before = query.cursor.unwrap_or(i64::MAX);
        // One more than is shown says whether there is a next page.
        let statement = match &query.camera_id {
            None => sqlx::query(list.all).bind(before).bind(limit + 1),
            Some(camera) => sqlx::query(list.of_camera).bind(before).bind(limit + 1).bind(camera),
        };
        let rows = self.bounded(async { Ok(statement.fetch_all(&self.pool).await?) }).await?;
        let mut items = rows.iter().map(list.read).collect::<Result<Vec<T>, _>>()?;
        let shown = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > shown;
        items.truncate(shown);
        let next = if more { items.last().map(list.id) } else { None };
        Ok(Page { items, next })
    }
}
