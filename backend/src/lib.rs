//! The HSI backend.
pub mod queue;
pub mod storage;
pub mod telemetry;
