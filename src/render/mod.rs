//! From planned files and their models to texts, by templates.

pub mod artifact;

pub use artifact::Artifact;
