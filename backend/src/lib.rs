//! The HSI backend.
pub mod provisioning;
pub mod queue;
pub mod service;
pub mod settings;
pub mod storage;
pub mod telemetry;
