//! [`ProviderSpec`]: a dashboard provider, as it is written.

use super::duration::Duration;
use crate::written::spec;

spec! {
    /// A dashboard provider: a folder that Grafana reads dashboards from. Grafana's own keys; `type` is always `file`.
    /// (Grafana: Provision dashboards.)
    pub struct ProviderSpec {
        /// The provider's name, unique in the file.
        pub name: String,
        /// The organisation that the dashboards belong to. Default: 1.
        #[serde(default)]
        pub org_id: Option<u32>,
        /// The title of the folder that the dashboards are shown in. Default: none, they stand at the root.
        #[serde(default)]
        pub folder: Option<String>,
        /// The folder's uid: letters, digits, `-` and `_`, at most 40.
        #[serde(default)]
        pub folder_uid: Option<String>,
        /// Whether a dashboard stays in Grafana when its file goes. Default: false.
        #[serde(default)]
        pub disable_deletion: Option<bool>,
        /// How often Grafana looks for changed files. Whole seconds. Default: 30s. At 10s and less Grafana 12.3 and later watches
        /// the file system instead, which misses changes on Docker volumes and network file systems.
        #[serde(default)]
        pub update_interval: Option<Duration>,
        /// Whether changes made in Grafana may be saved to its database. They are lost when the file changes. Default: false.
        #[serde(default)]
        pub allow_ui_updates: Option<bool>,
        /// Where the files are.
        pub options: ProviderOptionsSpec,
    }
}

spec! {
    /// Where a provider's files are.
    pub struct ProviderOptionsSpec {
        /// The folder on Grafana's machine.
        pub path: String,
        /// Whether the folders below `path` become folders in Grafana. Not together with both `folder` and `folderUid`.
        #[serde(default)]
        pub folders_from_files_structure: Option<bool>,
    }
}

impl ProviderSpec {
    /// A provider of the name `name`, whose files are in the folder `path` of Grafana's machine.
    #[must_use]
    pub fn new(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self { name: name.into(), options: ProviderOptionsSpec::default().path(path), ..Self::default() }
    }
}
