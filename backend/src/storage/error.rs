//! What can go wrong with the storage.

use crate::telemetry::instrumentation::sql::AddressError;
use sqlx::migrate::MigrateError;
use std::time::Duration;

/// Why something could not be stored or read. No text has the address of the database in it with user and password.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The address of the database is none.
    #[error("{0}")]
    Address(#[from] AddressError),
    /// The database did not answer at start.
    #[error("the {database} did not answer within {} s: {source}", waited.as_secs_f64())]
    Unreachable {
        /// Which database.
        database: String,
        /// How long it was tried.
        waited: Duration,
        /// The last answer, or none.
        source: sqlx::Error,
    },
    /// The database refused the connection, as for a wrong password or a folder that does not exist.
    #[error("the {database} cannot be opened: {source}")]
    Refused {
        /// Which database.
        database: String,
        /// What it said.
        source: sqlx::Error,
    },
    /// The tables could not be made or brought up to date.
    #[error("the tables of the {database} cannot be brought up to date: {source}")]
    Migration {
        /// Which database.
        database: String,
        /// Why.
        source: Box<MigrateError>,
    },
    /// A statement failed, after all tries where trying again could help.
    #[error("the database failed: {0}")]
    Statement(#[from] sqlx::Error),
    /// The database did not answer in time.
    #[error("the database did not answer within {} s", .0.as_secs_f64())]
    TimedOut(Duration),
    /// There is no such image or batch.
    #[error("there is no {what} with the id `{id}`")]
    NotFound {
        /// `image` or `batch`.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// An event was made of a batch that is not closed, or that was given up.
    #[error("the batch `{id}` is {state} and not closed")]
    NotClosed {
        /// The id of the batch.
        id: String,
        /// What it is.
        state: String,
    },
    /// A row holds what this version does not know.
    #[error("a row of the table `{table}` holds `{value}`, which is unknown here")]
    Unknown {
        /// The table.
        table: &'static str,
        /// What was found.
        value: String,
    },
}

impl StorageError {
    /// Whether the database cannot be reached, or can take nothing now: the same may work later.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Statement(sqlx::Error::PoolTimedOut)) || self.is_transient()
    }

    /// Whether the same may work if it is tried again at once: another transaction was in the way, or the connection broke.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Statement(error) => is_transient(error),
            _ => false,
        }
    }
}

/// Whether a statement that failed this way may work later. Codes: PostgreSQL, appendix A; SQLite, "Result and Error Codes".
pub(super) fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::BeginFailed | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => match error.code().as_deref() {
            // SQLITE_BUSY, SQLITE_LOCKED and their extended codes; then serialization failure, deadlock, lock not available, too many
            // connections, and a server that comes or goes.
            Some("5" | "6" | "261" | "262" | "517" | "40001" | "40P01" | "55P03" | "53300" | "57P01" | "57P02" | "57P03") => true,
            // Connection exceptions.
            Some(code) => code.len() == 5 && code.starts_with("08"),
            None => false,
        },
        _ => false,
    }
}
