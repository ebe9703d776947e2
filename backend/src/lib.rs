//! The HSI backend.
pub mod storage;
pub mod telemetry;
