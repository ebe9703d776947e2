//! The HSI backend.
pub mod ai;
pub mod simulate;
pub mod telemetry;
