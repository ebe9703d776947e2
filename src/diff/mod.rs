//! diff
mod align;
mod change;
mod dashboard;
mod equal;
mod panels;
mod raw;
mod words;
pub use change::*;
pub use words::{Word, words};
