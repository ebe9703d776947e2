//! The HSI backend.
pub mod settings;
pub mod telemetry;
