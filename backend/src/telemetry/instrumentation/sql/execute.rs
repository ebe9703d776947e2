//! sqlx's [`Executor`] for the pool and the transaction: what `sqlx::query(..)` runs through.

use super::span::StatementSpan;
use super::{TracedPool, TracedTransaction};
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, Stream};
use sqlx::error::BoxDynError;
use sqlx::{Database, Either, Error, Execute, Executor, SqlStr};
use std::pin::Pin;
use std::task::{Context, Poll};

type Step<DB> = Result<Either<<DB as Database>::QueryResult, <DB as Database>::Row>, Error>;

/// A query that was taken apart, for its text can be read in no other way, and that runs as it would have.
struct Rebuilt<DB: Database> {
    sql: SqlStr,
    statement: Option<DB::Statement>,
    arguments: Option<Result<Option<DB::Arguments>, BoxDynError>>,
    persistent: bool,
}

impl<DB: Database> Rebuilt<DB>
where
    DB::Statement: Clone,
{
    fn new<'q>(mut query: impl Execute<'q, DB>) -> Self {
        let statement = query.statement().cloned();
        let arguments = Some(query.take_arguments());
        let persistent = query.persistent();
        Self { sql: query.sql(), statement, arguments, persistent }
    }
}

impl<DB: Database> Execute<'_, DB> for Rebuilt<DB> {
    fn sql(self) -> SqlStr {
        self.sql
    }

    fn statement(&self) -> Option<&DB::Statement> {
        self.statement.as_ref()
    }

    fn take_arguments(&mut self) -> Result<Option<DB::Arguments>, BoxDynError> {
        self.arguments.take().unwrap_or(Ok(None))
    }

    fn persistent(&self) -> bool {
        self.persistent
    }
}

/// The rows of a statement, with the span that ends with them.
struct Rows<'e, DB: Database> {
    rows: BoxStream<'e, Step<DB>>,
    span: StatementSpan,
}

impl<DB: Database> Stream for Rows<'_, DB> {
    type Item = Step<DB>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let step = self.rows.as_mut().poll_next(context);
        if let Poll::Ready(Some(Err(error))) = &step {
            self.span.fail(error);
        }
        step
    }
}

impl<'c, DB> Executor<'c> for &'c TracedPool<DB>
where
    DB: Database,
    DB::Statement: Clone,
    for<'a> &'a mut DB::Connection: Executor<'a, Database = DB>,
{
    type Database = DB;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Step<DB>>
    where
        'c: 'e,
        E: 'q + Execute<'q, DB>,
    {
        if !self.spans.are_on() {
            return self.pool.fetch_many(query);
        }
        let query = Rebuilt::new(query);
        let span = self.spans.start(query.sql.as_str());
        Box::pin(Rows::<DB> { rows: self.pool.fetch_many(query), span })
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<DB::Row>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, DB>,
    {
        if !self.spans.are_on() {
            return self.pool.fetch_optional(query);
        }
        let query = Rebuilt::new(query);
        let span = self.spans.start(query.sql.as_str());
        let row = self.pool.fetch_optional(query);
        Box::pin(async move { span.finish(row.await) })
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [DB::TypeInfo]) -> BoxFuture<'e, Result<DB::Statement, Error>>
    where
        'c: 'e,
    {
        self.pool.prepare_with(sql, parameters)
    }
}

impl<'c, DB> Executor<'c> for &'c mut TracedTransaction<DB>
where
    DB: Database,
    DB::Statement: Clone,
    for<'a> &'a mut DB::Connection: Executor<'a, Database = DB>,
{
    type Database = DB;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Step<DB>>
    where
        'c: 'e,
        E: 'q + Execute<'q, DB>,
    {
        let Some(transaction) = self.transaction.as_mut() else {
            return Box::pin(futures_util::stream::iter([Err(Error::WorkerCrashed)]));
        };
        let query = Rebuilt::new(query);
        let span = self.spans.start(query.sql.as_str());
        Box::pin(Rows::<DB> { rows: (&mut **transaction).fetch_many(query), span })
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<DB::Row>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, DB>,
    {
        let Some(transaction) = self.transaction.as_mut() else {
            return Box::pin(std::future::ready(Err(Error::WorkerCrashed)));
        };
        let query = Rebuilt::new(query);
        let span = self.spans.start(query.sql.as_str());
        let row = (&mut **transaction).fetch_optional(query);
        Box::pin(async move { span.finish(row.await) })
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [DB::TypeInfo]) -> BoxFuture<'e, Result<DB::Statement, Error>>
    where
        'c: 'e,
    {
        match self.transaction.as_mut() {
            Some(transaction) => (&mut **transaction).prepare_with(sql, parameters),
            None => Box::pin(std::future::ready(Err(Error::WorkerCrashed))),
        }
    }
}
