//! The HSI backend.
pub mod telemetry;
