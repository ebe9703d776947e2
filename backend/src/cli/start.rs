//! What all commands that run for a while begin and end with: settings, log, telemetry, and the signal to end.

use super::{CommandError, tell};
use crate::service;
use crate::settings::{File, Reader, SettingErrors};
use crate::telemetry::{self, Telemetry};
use std::path::Path;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long the spans that are left may take to be sent.
const FLUSH: Duration = Duration::from_secs(5);

/// All settings.
pub struct Settings {
    pub service: service::Settings,
    pub telemetry: telemetry::Settings,
    pub warnings: Vec<String>,
}

/// Reads the settings of the environment and a file.
pub fn settings(config: Option<&Path>) -> Result<Settings, CommandError> {
    let file = config.map(File::read).transpose()?;
    let mut reader = Reader::of_process(file);
    let telemetry = telemetry::Settings::read(&mut reader);
    let service = service::Settings::read(&mut reader);
    let warnings = reader.finish().map_err(|errors| unusable(&errors))?;
    Ok(Settings { service, telemetry, warnings })
}

/// What is wrong with settings, each in a line of its own below a line for all.
fn unusable(errors: &SettingErrors) -> CommandError {
    let what = if errors.0.len() == 1 { "a setting" } else { "settings" };
    errors.0.iter().fold(format!("{what} cannot be used:"), |text, error| text + "\n  " + &error.to_string()).into()
}

/// Begins the log and the telemetry of the process.
pub fn telemetry(settings: &Settings) -> Result<Telemetry, CommandError> {
    telemetry::logs::install(&settings.telemetry.logs, std::io::stdout)?;
    for warning in &settings.warnings {
        tracing::warn!("{warning}");
    }
    Ok(telemetry::setup(&settings.telemetry)?)
}

/// Sends what is left. What could not be sent is told.
pub async fn flush(telemetry: &Telemetry) {
    if let Err(error) = telemetry.shutdown(FLUSH).await {
        tell(&format!("warning: {}", telemetry::message(&error)));
    }
}

/// Waits for SIGTERM or for Ctrl-C.
pub async fn asked_to_end() -> Result<(), CommandError> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
