//! From an error of sqlx to what a span may say of it: errors of databases quote values, and those stay out.

use crate::telemetry::instrumentation::quoted::without_quoted;
use sqlx::Error;
use sqlx::error::DatabaseError;

/// An error, as far as a span may say it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// The value of `exception.type`.
    pub kind: &'static str,
    /// The value of `exception.message`.
    pub message: String,
    /// The database's own code (SQLSTATE in PostgreSQL, the extended result code in SQLite).
    pub code: Option<String>,
}

impl Failure {
    pub(super) fn of(error: &Error) -> Self {
        let code = error.as_database_error().and_then(DatabaseError::code).map(std::borrow::Cow::into_owned);
        let (kind, message) = match error {
            Error::Database(error) => ("sqlx::Error::Database", database(error.as_ref(), code.as_deref())),
            Error::Io(error) => ("sqlx::Error::Io", error.to_string()),
            Error::Tls(error) => ("sqlx::Error::Tls", error.to_string()),
            Error::PoolTimedOut => ("sqlx::Error::PoolTimedOut", error.to_string()),
            Error::PoolClosed => ("sqlx::Error::PoolClosed", error.to_string()),
            Error::WorkerCrashed => ("sqlx::Error::WorkerCrashed", error.to_string()),
            Error::BeginFailed => ("sqlx::Error::BeginFailed", error.to_string()),
            Error::RowNotFound => ("sqlx::Error::RowNotFound", error.to_string()),
            // The texts of these hold what could not be encoded or decoded.
            Error::ColumnDecode { index, .. } => ("sqlx::Error::ColumnDecode", format!("column {index} is of another type")),
            Error::Encode(_) => ("sqlx::Error::Encode", "an argument cannot be encoded".to_owned()),
            Error::Decode(_) => ("sqlx::Error::Decode", "a value cannot be decoded".to_owned()),
            _ => ("sqlx::Error", "the statement failed in the client".to_owned()),
        };
        Self { kind, message, code }
    }
}

/// The message with everything in quotes replaced, except the name of the constraint or table that the error is about.
fn database(error: &dyn DatabaseError, code: Option<&str>) -> String {
    let names = [error.constraint(), error.table()];
    let message = without_quoted(error.message(), |text| names.contains(&Some(text)));
    match code {
        Some(code) => format!("{code}: {message}"),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_cannot_be_decoded_is_not_said() {
        let failure = Failure::of(&Error::Decode("expected i64, got Text(hunter2)".into()));
        assert!(!failure.message.contains("hunter2"));
    }
}
