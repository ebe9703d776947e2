//! Automatic instrumentation: what makes spans of a library's work without the code around it saying so.

pub mod http_client;
mod http_method;
pub mod http_server;
mod quoted;
#[cfg(test)]
pub(crate) mod recorded;
mod redaction;
pub mod redis;
pub mod sql;
