//! [`Contract`]: the index that is asked whether a query names what the code emits.
//!
//! From: a [`SignalsSpec`], taken as it is ([`super::validate`] says what is wrong with one). To: answers by name, each with the
//! place in the file where it is declared. It is built once, owns all that it knows, and can be shared between threads.

mod log;
mod series;
mod span;

use std::collections::{BTreeMap, BTreeSet};

use super::source::{SignalsSpec, SourceSpec};
use crate::diag::{Place, Pointer};

pub use log::Log;
pub(in crate::signals) use series::parts;
pub use series::{Origin, Part, Series};
pub use span::{Attribute, AttributeOwner, Span};

/// What the code emits, by name.
#[derive(Debug, Clone, Default)]
pub struct Contract {
    /// The file's path, as it is shown.
    file: String,
    spec: SignalsSpec,
    series: BTreeMap<String, Vec<series::Entry>>,
    /// Every label of any series.
    labels: BTreeSet<String>,
    spans: Vec<span::Entry>,
}

impl Contract {
    /// Indexes a contract. `file` is its path, as places in it are shown.
    #[must_use]
    pub fn new(file: impl Into<String>, spec: SignalsSpec) -> Self {
        let series = series::index(&spec);
        let labels = series.values().flatten().flat_map(|entry| entry.labels.keys().cloned()).collect();
        let spans = span::index(&spec);
        Self { file: file.into(), spec, series, labels, spans }
    }

    /// The contract, as it was written.
    #[must_use]
    pub const fn spec(&self) -> &SignalsSpec {
        &self.spec
    }

    /// The file's path, as it is shown.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Who emits something.
    #[must_use]
    pub fn sources(&self) -> &[SourceSpec] {
        &self.spec.sources
    }

    fn place(&self, at: &Pointer) -> Place {
        Place::value(&self.file, at.clone())
    }
}

/// The place of one entry of a source's list: `/sources/0/metrics/3`.
fn in_source(source: usize, list: &str, index: usize) -> Pointer {
    Pointer::root().key("sources").index(source).key(list).index(index)
}

#[cfg(test)]
mod tests;
