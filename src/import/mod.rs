//! The beginning of a contract from what a program exposes already.
//!
//! From: the text of an exposition, in Prometheus's text format 0.0.4 or in `OpenMetrics` 1.0, and the contract that there is, if
//! there is one. To: the text of a contract with the metrics that were found. Nothing that an existing contract says is changed or
//! taken away, comments included.

mod edit;
mod exposition;
mod merge;
mod write;

pub use exposition::{Exposition, Imported, LONGEST_SHOWN, join, read};
pub use merge::{Contract, Merged, begin, merge};
