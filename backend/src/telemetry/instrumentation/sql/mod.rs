//! SQL: a pool of sqlx around which every statement has a span of the kind CLIENT, named `{db.operation} {db.name}`.
//!
//! From `sqlx::query(..).execute(&pool)`, unchanged where it is called, to the same result and a span. The span is a child of the current
//! one, and lasts from the moment the statement is asked for, the wait for a connection included, until its last row was taken. Statements
//! that go past it ([`TracedPool::untraced`]), as those of migrations and of the pool's upkeep, have none.

mod address;
mod execute;
mod failure;
mod span;
mod statement;
#[cfg(test)]
mod tests;
mod transaction;

pub use address::{Address, AddressError, System};
pub use span::Spans;
pub use statement::{BOUND, Statement};
pub use transaction::TracedTransaction;

use sqlx::{Database, Pool, SqlSafeStr};
use std::fmt::{self, Debug, Formatter};

/// A pool whose statements have spans. Cheap to clone.
pub struct TracedPool<DB: Database> {
    pool: Pool<DB>,
    spans: Spans,
}

impl<DB: Database> TracedPool<DB> {
    /// Puts spans around a pool.
    #[must_use]
    pub const fn new(pool: Pool<DB>, spans: Spans) -> Self {
        Self { pool, spans }
    }

    /// The pool itself: its statements have no spans.
    #[must_use]
    pub const fn untraced(&self) -> &Pool<DB> {
        &self.pool
    }

    /// Begins a transaction.
    pub async fn begin(&self) -> Result<TracedTransaction<DB>, sqlx::Error> {
        let span = self.spans.start("BEGIN");
        let transaction = span.finish(self.pool.begin().await)?;
        Ok(TracedTransaction::new(transaction, self.spans.clone()))
    }

    /// Begins a transaction with a statement of its own, such as `BEGIN IMMEDIATE`.
    pub async fn begin_with(&self, statement: &'static str) -> Result<TracedTransaction<DB>, sqlx::Error> {
        let span = self.spans.start(statement);
        let transaction = span.finish(self.pool.begin_with(statement.into_sql_str()).await)?;
        Ok(TracedTransaction::new(transaction, self.spans.clone()))
    }
}

impl<DB: Database> Clone for TracedPool<DB> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), spans: self.spans.clone() }
    }
}

impl<DB: Database> Debug for TracedPool<DB> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TracedPool").field("size", &self.pool.size()).field("spans", &self.spans.are_on()).finish()
    }
}
