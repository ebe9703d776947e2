//! From the address of a database to what may be said of it: the system, the name, the server. Never user or password.

use std::fmt::{self, Display, Formatter};
use url::Url;

/// A database system, as `db.system` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// `sqlite`
    Sqlite,
    /// `postgresql`
    Postgresql,
}

impl System {
    /// The value of `db.system` (and of `db.system.name`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgresql => "postgresql",
        }
    }
}

/// Where a database is, without what is secret in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The system.
    pub system: System,
    /// The name: that of the database in PostgreSQL; that of the file, without its folder, in SQLite; `:memory:`.
    pub name: String,
    /// The host and the port; none for SQLite and for a socket.
    pub server: Option<(String, u16)>,
}

/// Why an address is none. No part of the address is in the text, for it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No URL.
    #[error("the address of the database is not a URL; expected `sqlite:hsi.db` or `postgres://user:password@host:5432/name`")]
    NotAUrl,
    /// A database that is not known here.
    #[error("the address of the database begins with no known scheme; known are `sqlite:`, `postgres:` and `postgresql:`")]
    UnknownScheme,
    /// `sqlite:` and nothing after it.
    #[error("the address of the database names no file; expected `sqlite:hsi.db`")]
    NoFile,
}

impl Address {
    /// Reads a URL as sqlx understands it.
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        let parsed = Url::parse(url).map_err(|_| AddressError::NotAUrl)?;
        match parsed.scheme() {
            "sqlite" => Self::sqlite(url),
            "postgres" | "postgresql" => Ok(Self::postgresql(&parsed)),
            _ => Err(AddressError::UnknownScheme),
        }
    }

    fn sqlite(url: &str) -> Result<Self, AddressError> {
        let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.is_empty() {
            return Err(AddressError::NoFile);
        }
        Ok(Self { system: System::Sqlite, name: name.to_owned(), server: None })
    }

    fn postgresql(url: &Url) -> Self {
        let named = |wanted: &str| url.query_pairs().find(|(key, _)| key == wanted).map(|(_, value)| value.into_owned());
        let path = url.path().trim_start_matches('/').to_owned();
        // Without a name PostgreSQL takes the user's.
        let name = named("dbname").unwrap_or(if path.is_empty() { url.username().to_owned() } else { path });
        let host = named("host").or_else(|| url.host_str().map(str::to_owned)).unwrap_or_else(|| "localhost".to_owned());
        let port = named("port").and_then(|port| port.parse().ok()).or_else(|| url.port()).unwrap_or(5432);
        let server = (!host.starts_with('/') && !host.starts_with("%2F")).then_some((host, port));
        Self { system: System::Postgresql, name, server }
    }
}

impl Display for Address {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match &self.server {
            Some((host, port)) => write!(formatter, "{} database `{}` at {host}:{port}", self.system.name(), self.name),
            None => write!(formatter, "{} database `{}`", self.system.name(), self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> String {
        Address::parse(url).unwrap().to_string()
    }

    #[test]
    fn a_password_is_not_part_of_it() {
        let address = Address::parse("postgres://hsi:hunter2@db.example:6543/events?sslmode=require&password=hunter2").unwrap();
        assert_eq!(address.to_string(), "postgresql database `events` at db.example:6543");
        assert!(!format!("{address:?}").contains("hunter2"));
        let error = Address::parse("postgres//hsi:hunter2@db").unwrap_err();
        assert!(!error.to_string().contains("hunter2"));
    }

    #[test]
    fn what_is_left_out_is_what_postgresql_takes() {
        assert_eq!(read("postgresql://hsi@db"), "postgresql database `hsi` at db:5432");
        assert_eq!(read("postgres:///events?host=/run/postgresql"), "postgresql database `events`");
    }

    #[test]
    fn an_sqlite_database_is_named_after_its_file() {
        assert_eq!(read("sqlite:hsi.db"), "sqlite database `hsi.db`");
        assert_eq!(read("sqlite:///var/lib/hsi/hsi.db?mode=rwc"), "sqlite database `hsi.db`");
        assert_eq!(read("sqlite::memory:"), "sqlite database `:memory:`");
    }

    #[test]
    fn other_addresses_are_refused() {
        assert_eq!(Address::parse("mysql://db/x"), Err(AddressError::UnknownScheme));
        assert_eq!(Address::parse("hsi.db"), Err(AddressError::NotAUrl));
        assert_eq!(Address::parse("sqlite:"), Err(AddressError::NoFile));
    }
}
