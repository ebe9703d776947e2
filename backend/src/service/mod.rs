//! The service put together.
mod settings;
pub use settings::{DatabaseUrl, PipelineSettings, SecretUrl, ServiceSettings};
