//! From the reader of settings to what the service needs to know.

use crate::ai::{CircuitBreakerSettings, RetrySettings};
use crate::pipeline::{PipelineSettings, RestartPolicy};
use crate::settings::{Reader, Refusal, duration};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// What the service needs to know, telemetry apart.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the API listens.
    pub listen: SocketAddr,
    /// Where the data is.
    pub database: DatabaseUrl,
    /// Where the queues are; in the process where there is none.
    pub redis: Option<SecretUrl>,
    /// RT-DETR.
    pub rtdetr: Url,
    /// Nemotron.
    pub nemotron: Url,
    /// The name of the model.
    pub model: String,
    /// The size of its context, in tokens.
    pub context_tokens: u32,
    /// How long a request to one of them may take.
    pub ai_timeout: Duration,
    /// What is asked again within one request to them.
    pub ai_retry: RetrySettings,
    /// When they are left alone.
    pub ai_circuit_breaker: CircuitBreakerSettings,
    /// The largest image, in bytes.
    pub max_image_bytes: usize,
    /// How long a client may take to send one.
    pub upload_timeout: Duration,
    /// How the pipeline works.
    pub pipeline: PipelineSettings,
    /// How many messages a queue holds.
    pub queue_capacity: usize,
    /// How long a worker has before its work is given to another.
    pub visibility_timeout: Duration,
    /// How long a database or a Redis that does not answer is waited for at start.
    pub start_timeout: Duration,
    /// How long work may take after the end was asked for.
    pub shutdown_timeout: Duration,
}

/// The address of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A PostgreSQL server.
    Postgres(SecretUrl),
}

/// An address that may have a password in it, and therefore shows none of its user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretUrl(Url);

impl SecretUrl {
    /// An address.
    #[must_use]
    pub const fn new(url: Url) -> Self {
        Self(url)
    }

    /// All of it, for the library that connects.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.as_str()
    }

    /// The host, and the port where one is given.
    #[must_use]
    pub fn place(&self) -> String {
        let host = self.0.host_str().unwrap_or("localhost");
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

impl std::fmt::Debug for SecretUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}://{}{}", self.0.scheme(), self.place(), self.0.path())
    }
}

impl DatabaseUrl {
    /// The address as the library wants it.
    #[must_use]
    pub fn reveal(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite://{}", path.display()),
            Self::Postgres(url) => url.reveal().to_owned(),
        }
    }
}

impl Settings {
    /// Reads them. What is wrong is noted in the reader, and the defaults stand in.
    pub fn read(reader: &mut Reader) -> Self {
        let shortest = Duration::from_millis(10)..=Duration::from_hours(24);
        let mut time = |name, default| {
            reader.value(name, default, |text| {
                let value = duration(text)?;
                if shortest.contains(&value) {
                    return Ok(value);
                }
                Err(Refusal::new("is not in the range of the setting", "write a duration from 10ms to 24h"))
            })
        };
        let seconds = Duration::from_secs;
        let ai_timeout = time("AI_TIMEOUT", seconds(120));
        let upload_timeout = time("UPLOAD_TIMEOUT", seconds(30));
        let retry_delay = time("QUEUE_RETRY_DELAY", seconds(2));
        let visibility_timeout = time("QUEUE_VISIBILITY_TIMEOUT", seconds(600));
        let batch_timeout = time("BATCH_TIMEOUT", seconds(30));
        let recovery_after = time("RECOVERY_AFTER", seconds(900));
        let start_timeout = time("START_TIMEOUT", seconds(30));
        let shutdown_timeout = time("SHUTDOWN_TIMEOUT", seconds(10));
        if visibility_timeout <= ai_timeout {
            let what = "is not longer than AI_TIMEOUT: work would be given to another worker while a model is still asked";
            reader.conflict(&["QUEUE_VISIBILITY_TIMEOUT", "AI_TIMEOUT"], Refusal::new(what, "make it several times as long"));
        }
        Self {
            listen: reader.value("LISTEN_ADDRESS", SocketAddr::from(([127, 0, 0, 1], 8000)), listen_address),
            database: reader.value("DATABASE_URL", DatabaseUrl::Sqlite(PathBuf::from("nemotron-backend.db")), database_url),
            redis: reader.optional("REDIS_URL", redis_url),
            rtdetr: reader.optional("RTDETR_URL", http_url).unwrap_or_else(|| local(8090)),
            nemotron: reader.optional("NEMOTRON_URL", http_url).unwrap_or_else(|| local(8091)),
            model: reader.string("NEMOTRON_MODEL", "nemotron"),
            context_tokens: reader.number("NEMOTRON_CONTEXT_TOKENS", 4096, 256..=10_000_000),
            ai_timeout,
            ai_retry: RetrySettings::default(),
            ai_circuit_breaker: CircuitBreakerSettings::default(),
            max_image_bytes: reader.number("MAX_IMAGE_BYTES", 10_485_760, 1..=1_073_741_824),
            upload_timeout,
            pipeline: PipelineSettings {
                min_confidence: reader.number("MIN_DETECTION_CONFIDENCE", 0.5, 0.0..=1.0),
                detection_workers: reader.number("DETECTION_WORKERS", 2, 1..=256),
                analysis_workers: reader.number("ANALYSIS_WORKERS", 1, 1..=256),
                max_attempts: reader.number("QUEUE_MAX_ATTEMPTS", 5, 1..=1000),
                retry_delay,
                batch_max_detections: reader.number("BATCH_MAX_DETECTIONS", 50, 1..=10_000),
                batch_timeout,
                recovery_after,
                restart: RestartPolicy::default(),
            },
            queue_capacity: reader.number("QUEUE_CAPACITY", 1000, 1..=1_000_000),
            visibility_timeout,
            start_timeout,
            shutdown_timeout,
        }
    }
}

fn listen_address(text: &str) -> Result<SocketAddr, Refusal> {
    text.parse().map_err(|_| Refusal::new("is no address", "write an address with its port, such as 0.0.0.0:8000 or [::1]:8000"))
}

fn database_url(text: &str) -> Result<DatabaseUrl, Refusal> {
    let refusal =
        || Refusal::new("is neither SQLite nor PostgreSQL", "write sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME");
    if let Some(path) = text.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        return if path.is_empty() || path.contains('?') { Err(refusal()) } else { Ok(DatabaseUrl::Sqlite(PathBuf::from(path))) };
    }
    let url = Url::parse(text).map_err(|_| refusal())?;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        return Err(refusal());
    }
    Ok(DatabaseUrl::Postgres(SecretUrl(url)))
}

fn redis_url(text: &str) -> Result<SecretUrl, Refusal> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "redis" | "rediss") && url.has_host() => Ok(SecretUrl(url)),
        _ => Err(Refusal::new("is no address of a Redis", "write redis://HOST:PORT/DATABASE, with rediss:// for TLS")),
    }
}

fn http_url(text: &str) -> Result<Url, Refusal> {
    let refusal = || Refusal::new("is no address of an HTTP service", "write http://HOST:PORT or https://HOST");
    let mut url = Url::parse(text).map_err(|_| refusal())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || url.query().is_some() {
        return Err(refusal());
    }
    // So that a path is joined below and not in place of the last part.
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

/// A service on this machine.
#[expect(clippy::expect_used, reason = "the text is an address whatever the port is; a test reads the defaults")]
fn local(port: u16) -> Url {
    Url::parse(&format!("http://localhost:{port}/")).expect("an address")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{KNOWN, SettingErrors};
    use std::collections::BTreeMap;

    fn read(environment: &[(&str, &str)]) -> Result<Settings, SettingErrors> {
        let environment: BTreeMap<String, String> =
            environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut reader = Reader::new(environment, None);
        let settings = Settings::read(&mut reader);
        reader.finish().map(|_| settings)
    }

    #[test]
    fn the_defaults_are_those_of_the_table() {
        let ours: Vec<_> = KNOWN
            .iter()
            .take_while(|setting| setting.name != "ENVIRONMENT")
            .filter(|setting| !setting.default.is_empty())
            .map(|setting| (setting.name, setting.default))
            .collect();
        assert_eq!(format!("{:?}", read(&ours).unwrap()), format!("{:?}", read(&[]).unwrap()));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_without_passwords() {
        let errors = read(&[
            ("DATABASE_URL", "mysql://hsi:geheim@host/hsi"),
            ("REDIS_URL", "localhost:6379"),
            ("RTDETR_URL", "localhost:8090"),
            ("LISTEN_ADDRESS", "8000"),
            ("BATCH_TIMEOUT", "0s"),
            ("QUEUE_CAPACITY", "0"),
            ("MIN_DETECTION_CONFIDENCE", "NaN"),
        ])
        .unwrap_err();
        assert_eq!(errors.0.len(), 7, "{errors}");
        assert!(!errors.to_string().contains("geheim"), "{errors}");
    }

    #[test]
    fn work_is_not_given_to_another_worker_while_a_model_is_asked() {
        let error = read(&[("AI_TIMEOUT", "15m")]).unwrap_err().to_string();
        assert!(error.starts_with("AI_TIMEOUT (environment) is not longer"), "{error}");
        assert!(read(&[("AI_TIMEOUT", "15m"), ("QUEUE_VISIBILITY_TIMEOUT", "1h")]).is_ok());
    }

    #[test]
    fn an_address_with_a_password_shows_neither_it_nor_its_user() {
        let settings =
            read(&[("DATABASE_URL", "postgres://hsi:geheim@db:5433/hsi"), ("REDIS_URL", "redis://:geheim@redis/2")]).unwrap();
        let shown = format!("{settings:?}");
        assert!(!shown.contains("geheim") && !shown.contains("hsi:"), "{shown}");
        assert!(shown.contains("postgres://db:5433/hsi") && shown.contains("redis://redis/2"), "{shown}");
        assert_eq!(settings.database.reveal(), "postgres://hsi:geheim@db:5433/hsi");
    }
}
