//! A transaction whose statements have spans, its beginning and its end too.

use super::span::Spans;
use sqlx::{Database, Transaction};
use std::fmt::{self, Debug, Formatter};

/// A transaction of a [`TracedPool`](super::TracedPool). `sqlx::query(..).execute(&mut transaction)` runs a statement in it. One that is
/// dropped is rolled back, which has a span as well; the database hears of it when the connection goes back to the pool.
pub struct TracedTransaction<DB: Database> {
    /// None once it is over.
    pub(super) transaction: Option<Transaction<'static, DB>>,
    pub(super) spans: Spans,
}

impl<DB: Database> TracedTransaction<DB> {
    pub(super) const fn new(transaction: Transaction<'static, DB>, spans: Spans) -> Self {
        Self { transaction: Some(transaction), spans }
    }

    /// Commits it.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        let Some(transaction) = self.transaction.take() else { return Ok(()) };
        let span = self.spans.start("COMMIT");
        span.finish(transaction.commit().await)
    }

    /// Rolls it back.
    pub async fn rollback(mut self) -> Result<(), sqlx::Error> {
        let Some(transaction) = self.transaction.take() else { return Ok(()) };
        let span = self.spans.start("ROLLBACK");
        span.finish(transaction.rollback().await)
    }
}

impl<DB: Database> Drop for TracedTransaction<DB> {
    fn drop(&mut self) {
        if self.transaction.is_some() {
            drop(self.spans.start("ROLLBACK"));
        }
    }
}

impl<DB: Database> Debug for TracedTransaction<DB> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TracedTransaction").field("spans", &self.spans.are_on()).finish_non_exhaustive()
    }
}
