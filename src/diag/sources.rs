//! [`Sources`]: the texts that diagnostics point into.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of the files that were read, by the path under which they are shown.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<String, Arc<str>>);

impl Sources {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the text of `file`.
    pub fn insert(&mut self, file: impl Into<String>, text: impl Into<Arc<str>>) {
        self.0.insert(file.into(), text.into());
    }

    /// Adds the files of `other`.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The text of `file`, if it was read.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(AsRef::as_ref)
    }
}
