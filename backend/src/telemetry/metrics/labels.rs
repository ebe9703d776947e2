//! From label values in any order to the values in the declared order, which is what tells series apart.

use super::OVERFLOW;
use prometheus_client::encoding::{EncodeLabel, EncodeLabelSet, LabelSetEncoder};
use std::borrow::Cow;
use std::fmt;

/// The values of a series' labels, in the order in which the names are declared. Borrowed for looking one up, owned for keeping.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Labels<'a>(Vec<Cow<'a, str>>);

impl<'a> Labels<'a> {
    /// The values of exactly the declared names. Other names are a mistake in the program: a build with debug assertions stops, any other
    /// leaves out what is not declared, and leaves empty what is not given, which Prometheus reads as no such label.
    pub(super) fn new(metric: &str, names: &[&str], given: &[(&str, &'a str)]) -> Self {
        debug_assert!(
            given.len() == names.len() && names.iter().all(|name| given.iter().any(|(key, _)| key == name)),
            "{metric} has the labels {names:?} and was given {given:?}"
        );
        let value = |name: &&str| given.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value);
        Self(names.iter().map(|name| Cow::Borrowed(value(name))).collect())
    }

    /// The values of the series that takes what has no room.
    pub(super) fn overflow(names: &[&str]) -> Labels<'static> {
        Labels(names.iter().map(|_| Cow::Borrowed(OVERFLOW)).collect())
    }

    /// The same, to be kept.
    pub(super) fn into_owned(self) -> Labels<'static> {
        Labels(self.0.into_iter().map(|value| Cow::Owned(value.into_owned())).collect())
    }
}

/// Values with their names, to be written.
#[derive(Debug)]
pub(super) struct NamedLabels<'a> {
    pub(super) names: &'static [&'static str],
    pub(super) labels: &'a Labels<'static>,
}

impl EncodeLabelSet for NamedLabels<'_> {
    fn encode(&self, encoder: &mut LabelSetEncoder) -> fmt::Result {
        for (name, value) in self.names.iter().zip(&self.labels.0) {
            (*name, value.as_ref()).encode(encoder.encode_label())?;
        }
        Ok(())
    }
}
