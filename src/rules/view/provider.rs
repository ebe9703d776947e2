//! Dashboard providers as rules see them.

use serde_json::Value;

use crate::diag::Pointer;
use crate::grafana::json::Json;
use crate::grafana::provider::{Provider, ProviderFile};
use crate::plan::Source;
use crate::rules::KnownProvider;
use crate::rules::stored::{Eaten, stored};

/// A provider file.
#[derive(Debug)]
pub struct ProviderFileView<'a> {
    /// The file's value as it is written.
    pub written: &'a Value,
    /// What Grafana takes from it; `None` for the legacy form, a list.
    pub file: Option<ProviderFile>,
    /// The strings of which Grafana eats a part; none in the legacy form, which it does not expand.
    pub eaten: Vec<Eaten>,
}

/// A provider.
#[derive(Debug)]
pub struct ProviderView<'a> {
    /// Where it stands.
    pub at: Pointer,
    /// The provider as it is written.
    pub written: &'a Value,
    /// What Grafana takes from it.
    pub provider: &'a Provider,
}

impl<'a> ProviderFileView<'a> {
    /// Reads the file's value.
    #[must_use]
    pub fn new(written: &'a Value) -> Self {
        let (meaning, mut eaten) = stored(written.clone());
        let file = ProviderFile::from_json(meaning).ok();
        // The legacy form is not expanded.
        if file.as_ref().and_then(|file| file.api_version).is_none_or(|version| version <= 0) {
            eaten.clear();
        }
        Self { written, file, eaten }
    }

    /// Its providers.
    #[must_use]
    pub fn providers(&self) -> Vec<ProviderView<'_>> {
        let list = Pointer::root().key("providers");
        let providers = self.file.as_ref().and_then(|file| file.providers.as_deref()).unwrap_or_default();
        let entries = providers.iter().enumerate().map(|(index, provider)| ProviderView {
            at: list.index(index),
            written: &self.written["providers"][index],
            provider,
        });
        entries.collect()
    }

    /// What others must not set up as well.
    #[must_use]
    pub fn known(&self, source: &Source) -> Vec<KnownProvider> {
        let named = self.providers().into_iter().filter_map(|view| Some((view.provider.name.clone()?, view.at)));
        named.map(|(name, at)| KnownProvider { name, place: source.place(&at.key("name")) }).collect()
    }
}
