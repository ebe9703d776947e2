//! [`Catalog`]: the data sources of a project, by name.

use std::collections::BTreeMap;

use crate::diag::suggest::nearest;

/// The data sources of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalog {
    by_name: BTreeMap<String, Known>,
    default: Option<String>,
}

/// What is known of a data source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its plugin: `prometheus`.
    pub kind: String,
    /// Its uid.
    pub uid: String,
}

impl Catalog {
    /// Adds a data source. Of several defaults, one for each organisation, the first is the project's.
    pub fn insert(&mut self, name: impl Into<String>, known: Known, is_default: bool) {
        let name = name.into();
        if is_default && self.default.is_none() {
            self.default = Some(name.clone());
        }
        self.by_name.insert(name, known);
    }

    /// The data source of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Known> {
        self.by_name.get(name)
    }

    /// The organisation's default data source.
    #[must_use]
    pub fn default_source(&self) -> Option<&Known> {
        self.get(self.default.as_deref()?)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// The name nearest to `name`.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.names())
    }
}
