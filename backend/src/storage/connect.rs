//! From an address to a pool of connections to a database whose tables are up to date.

use super::error::is_transient;
use super::{Storage, StorageError};
use crate::telemetry::Tracer;
use crate::telemetry::instrumentation::sql::{Address, Spans, System, TracedPool};
use crate::telemetry::semantic_conventions::Conventions;
use sqlx::any::{Any, AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, ConnectOptions as _, Connection as _, Pool, SqlSafeStr as _};
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

const SQLITE: &[(i64, &str, &str)] = &[(1, "pipeline", include_str!("../../migrations/sqlite/0001_pipeline.sql"))];
const POSTGRESQL: &[(i64, &str, &str)] = &[(1, "pipeline", include_str!("../../migrations/postgres/0001_pipeline.sql"))];

/// How the database is reached.
#[derive(Clone)]
pub struct Settings {
    /// `sqlite:hsi.db`, whose file is made if it is missing; `sqlite::memory:`; `postgres://user:password@host:5432/name`.
    pub url: String,
    /// The most connections at a time. A database in memory has one.
    pub max_connections: u32,
    /// How long a statement waits for a connection.
    pub acquire_timeout: Duration,
    /// How long anything that is asked of the storage may take, the wait for a connection and for other transactions included.
    pub operation_timeout: Duration,
    /// How long a database that does not answer is waited for at start.
    pub connect_timeout: Duration,
}

impl Settings {
    /// The usual settings for an address: 10 connections, 5 s for a connection, 15 s for everything, 30 s at start.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            max_connections: 10,
            acquire_timeout: Duration::from_secs(5),
            operation_timeout: Duration::from_secs(15),
            connect_timeout: Duration::from_secs(30),
        }
    }
}

impl Debug for Settings {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        // The address may hold a password.
        formatter
            .debug_struct("Settings")
            .field("url", &Address::parse(&self.url).map(|address| address.to_string()))
            .field("max_connections", &self.max_connections)
            .field("acquire_timeout", &self.acquire_timeout)
            .field("operation_timeout", &self.operation_timeout)
            .field("connect_timeout", &self.connect_timeout)
            .finish()
    }
}

impl Storage {
    /// Opens the database, waits for it if it does not answer yet, and brings its tables up to date. Several processes may do so at once.
    /// Statements have spans of the tracer; a tracer that is off is the switch for them.
    pub async fn connect(settings: &Settings, tracer: &Tracer, conventions: Conventions) -> Result<Self, StorageError> {
        sqlx::any::install_default_drivers();
        let address = Address::parse(&settings.url)?;
        let refused = |source| StorageError::Refused { database: address.to_string(), source };
        let options: AnyConnectOptions = with_file_made(settings, &address).parse().map_err(refused)?;
        let in_memory = address.name == ":memory:";
        if !in_memory {
            prepare(&options, settings, &address).await?;
        }
        let pool = AnyPoolOptions::new()
            .max_connections(if in_memory { 1 } else { settings.max_connections })
            .acquire_timeout(settings.acquire_timeout);
        let pool = if in_memory { pool.min_connections(1).idle_timeout(None).max_lifetime(None) } else { pool };
        let pool = pool.connect_lazy_with(options);
        if in_memory {
            migrate_in_memory(&pool, &address).await?;
        }
        let system = address.system;
        let spans = Spans::new(tracer.clone(), conventions, address.clone());
        let writers = (system == System::Sqlite).then(|| Arc::new(Semaphore::new(1)));
        Ok(Self { pool: TracedPool::new(pool, spans), address: Arc::new(address), patience: settings.operation_timeout, writers })
    }
}

/// A file is made if it is missing, unless the address says how it is to be opened.
fn with_file_made(settings: &Settings, address: &Address) -> String {
    let url = &settings.url;
    if address.system != System::Sqlite || address.name == ":memory:" || url.contains("mode=") {
        return url.clone();
    }
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}mode=rwc")
}

/// Waits for the database and migrates it, over a connection that is closed afterwards and with it every lock that a failure left behind.
async fn prepare(options: &AnyConnectOptions, settings: &Settings, address: &Address) -> Result<(), StorageError> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(100);
    loop {
        let left = settings.connect_timeout.saturating_sub(start.elapsed());
        let error = match tokio::time::timeout(left, options.connect()).await {
            Ok(Ok(connection)) => return migrate(connection, address).await,
            Ok(Err(error)) => error,
            Err(_) => sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()),
        };
        if !is_transient(&error) {
            return Err(StorageError::Refused { database: address.to_string(), source: error });
        }
        if start.elapsed() + pause >= settings.connect_timeout {
            return Err(StorageError::Unreachable { database: address.to_string(), waited: start.elapsed(), source: error });
        }
        tracing::warn!("waiting for the {address}: {error}");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

async fn migrate(mut connection: AnyConnection, address: &Address) -> Result<(), StorageError> {
    let mut tries = 0;
    let result = loop {
        match run(&mut connection, address.system).await {
            // SQLite has no lock for migrations: another process that starts may have made the tables in the meantime.
            Err(_) if address.system == System::Sqlite && tries < 20 => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            result => break result,
        }
    };
    let failed = |source| StorageError::Migration { database: address.to_string(), source: Box::new(source) };
    result.map_err(failed)?;
    connection.close().await.map_err(StorageError::Statement)
}

async fn run(connection: &mut AnyConnection, system: System) -> Result<(), MigrateError> {
    if system == System::Sqlite {
        // Readers go on while one writes. The file keeps this.
        sqlx::raw_sql("PRAGMA journal_mode = WAL").execute(&mut *connection).await.map_err(MigrateError::Execute)?;
    }
    // `run` takes what a connection can be acquired from, and its future cannot be sent to another thread; this is what it calls.
    migrator(system).run_direct(None, connection, false).await
}

async fn migrate_in_memory(pool: &Pool<Any>, address: &Address) -> Result<(), StorageError> {
    let mut connection = pool.acquire().await?;
    run(&mut connection, address.system)
        .await
        .map_err(|source| StorageError::Migration { database: address.to_string(), source: Box::new(source) })
}

fn migrator(system: System) -> Migrator {
    let scripts = match system {
        System::Sqlite => SQLITE,
        System::Postgresql => POSTGRESQL,
    };
    let migrations = scripts
        .iter()
        .map(|(version, name, sql)| Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false))
        .collect();
    Migrator::with_migrations(migrations)
}
