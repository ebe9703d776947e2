//! Automatic instrumentation: spans for what libraries do, with no change where they are called.

mod quoted;
pub mod redis;
pub mod sql;
