//! The log lines that a contract declares.

use std::collections::BTreeSet;

use super::{Contract, in_source};
use crate::diag::Place;
use crate::signals::line_pattern::LinePattern;
use crate::signals::log::LogSpec;
use crate::signals::source::SourceSpec;
use crate::signals::validate::fields_of;
use crate::signals::values::Values;

/// One form of a source's log lines.
#[derive(Debug, Clone)]
pub struct Log<'a> {
    /// What is declared: format, labels, fields, examples.
    pub spec: &'a LogSpec,
    /// Who writes it.
    pub source: &'a SourceSpec,
    /// Where it is declared.
    pub place: Place,
}

impl<'a> Log<'a> {
    /// What a label of its stream holds; `None` where the stream has no such label.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&'a Values> {
        self.spec.labels.get(name)
    }

    /// The fields of a line of this form, each with what it holds; `None` where the line is of another form, or the form is text
    /// without a pattern.
    #[must_use]
    pub fn read(&self, line: &str) -> Option<Vec<(String, String)>> {
        let pattern = self.spec.pattern.as_deref().and_then(|pattern| LinePattern::parse(pattern).ok());
        fields_of(line, self.spec.format, pattern.as_ref()).ok().flatten()
    }

    /// What a field of its lines holds; `None` where they have no such field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'a Values> {
        self.spec.fields.get(name)
    }
}

impl Contract {
    /// Every form of log lines.
    pub fn logs(&self) -> impl Iterator<Item = Log<'_>> {
        self.spec.sources.iter().enumerate().flat_map(move |(number, source)| {
            let one = move |(index, spec)| Log { spec, source, place: self.place(&in_source(number, "logs", index)) };
            source.logs.iter().enumerate().map(one)
        })
    }

    /// The labels of all streams of log lines, sorted.
    #[must_use]
    pub fn stream_labels(&self) -> Vec<&str> {
        let names = self.spec.sources.iter().flat_map(|source| &source.logs).flat_map(|log| log.labels.keys());
        names.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The fields of all log lines, sorted.
    #[must_use]
    pub fn log_fields(&self) -> Vec<&str> {
        let names = self.spec.sources.iter().flat_map(|source| &source.logs).flat_map(|log| log.fields.keys());
        names.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
    }
}
