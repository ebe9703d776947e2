//! The model services: from an image to what RT-DETR sees on it, and from a prompt to what Nemotron answers.
//!
//! What goes wrong is a typed error that says whether trying again later may help. Inside of one call only what is sure to harm nobody
//! is tried again; a service that keeps failing is left alone for a while.

mod answer;
pub mod assessment;
mod circuit_breaker;
mod error;
mod nemotron;
pub mod prompt;
mod prompt_versions;
mod rtdetr;
mod service;
mod settings;
#[cfg(test)]
mod tests;

pub use circuit_breaker::{CircuitBreaker, CircuitBreakerSettings, Permit};
pub use error::{AiError, AiErrorKind, AiService, Malformed};
pub use nemotron::{Completion, Nemotron, NemotronSettings};
pub use prompt_versions::{PromptVersion, PromptVersions, Prompts, Rollback};
pub use rtdetr::{BoundingBox, Detection, Rtdetr};
pub use settings::{RetrySettings, ServiceSettings};
