//! [`ProjectSpec`]: `spanboard.yaml`, which names the spec files and the outputs.

use std::collections::BTreeMap;

use super::provider::ProviderSpec;
use super::rule::{RuleSeveritySpec, SuppressionSpec};
use crate::written::spec;

spec! {
    /// `spanboard.yaml`: where the spec is, and which files are written from it. Paths are relative to the file's own folder and
    /// use `/`.
    pub struct ProjectSpec {
        /// The file that describes the data sources.
        #[serde(default)]
        pub datasources: Option<String>,
        /// The folder whose `*.yaml` and `*.yml` files, at any depth, describe one dashboard each.
        #[serde(default)]
        pub dashboards: Option<String>,
        /// The file of the contract, which describes what the code emits.
        #[serde(default)]
        pub signals: Option<String>,
        /// The dashboard providers: which folder of Grafana's machine the dashboards are read from.
        #[serde(default)]
        pub providers: Vec<ProviderSpec>,
        /// A folder of templates that take the place of the built-in ones of the same name.
        #[serde(default)]
        pub templates: Option<String>,
        /// Severities of rules that differ from their own, by the rule's id.
        #[serde(default)]
        pub rules: BTreeMap<String, RuleSeveritySpec>,
        /// Findings that are accepted.
        #[serde(default)]
        pub suppressions: Vec<SuppressionSpec>,
        /// What is written, all of it inside the project's folder.
        pub outputs: OutputsSpec,
    }
}

spec! {
    /// The files that are written. One that is not named is not written.
    pub struct OutputsSpec {
        /// The list of what was written, with hashes. It is how the next run knows its own files, so it is always written.
        pub manifest: String,
        /// Grafana's data source provisioning file.
        #[serde(default)]
        pub datasources: Option<String>,
        /// Grafana's dashboard provider file.
        #[serde(default)]
        pub providers: Option<String>,
        /// The folder of the dashboards. Each goes to the place that its spec file has below the folder of the dashboard specs,
        /// with the ending `.json`.
        #[serde(default)]
        pub dashboards: Option<String>,
        /// Rust constants of what one source emits, so that its code can't misspell them.
        #[serde(default)]
        pub signals: Option<SignalsOutputSpec>,
    }
}

spec! {
    /// Rust constants of what one source of the contract emits.
    pub struct SignalsOutputSpec {
        /// The file.
        pub path: String,
        /// The source, by its name in the contract.
        pub source: String,
    }
}

impl OutputsSpec {
    /// Outputs of which the manifest `manifest` is the only one so far.
    #[must_use]
    pub fn new(manifest: impl Into<String>) -> Self {
        Self { manifest: manifest.into(), ..Self::default() }
    }
}

impl SignalsOutputSpec {
    /// Constants of the source `source`, in the file `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, source: impl Into<String>) -> Self {
        Self { path: path.into(), source: source.into() }
    }
}
