//! Dashboard providers: the YAML files that tell Grafana where dashboards lie.
//!
//! From and to: the meaning tree (see [`super::meaning`]) of a file in `<provisioning>/dashboards/`. Facts are those of
//! Grafana's `pkg/services/provisioning/dashboards` (`types.go`, `config_reader.go`, `file_reader.go`).
//!
//! The legacy form (a list without `apiVersion`) is not an object, so it is not of [`ProviderFile`]'s shape; legacy keys in
//! snake case stay in `extra`.

use super::json::{model, text_enum};

model! {
    /// A provider file: `<provisioning>/dashboards/*.yaml`. A broken one keeps Grafana from starting.
    pub struct ProviderFile {
        /// The format's version: 1. Without it Grafana reads the legacy form, a bare list.
        "apiVersion" => api_version: i64,
        /// The providers.
        "providers" => providers: Vec<Provider>,
    }
}

model! {
    /// One place that Grafana loads dashboards from.
    pub struct Provider {
        /// Its name. Two equal ones in a file are an error.
        "name" => name: String,
        /// The organization, which must exist. Default 1.
        "orgId" => org_id: i64,
        /// The title of the folder in Grafana, made where it does not exist. Empty or missing: the root.
        "folder" => folder: String,
        /// The uid of that folder. `general` is refused.
        "folderUid" => folder_uid: String,
        /// How dashboards are stored. Default `file`; Grafana does not start on anything else.
        "type" => r#type: ProviderType,
        /// Whether a dashboard stays in Grafana when its file is gone. Default false.
        "disableDeletion" => disable_deletion: bool,
        /// Seconds between two looks at the files. Default 10. At 10 and below Grafana 12.3 and later watches the file system
        /// instead, which notices nothing on many container volumes.
        "updateIntervalSeconds" => update_interval_seconds: i64,
        /// Whether changes made in Grafana's pages are saved, until the file changes. Default false.
        "allowUiUpdates" => allow_ui_updates: bool,
        /// Read by Grafana and not applied.
        "editable" => editable: bool,
        /// Where the files are.
        "options" => options: ProviderOptions,
    }
}

text_enum! {
    /// How a provider's dashboards are stored.
    pub enum ProviderType {
        /// As JSON files.
        File = "file",
    }
}

model! {
    /// Where a provider's files are.
    pub struct ProviderOptions {
        /// The folder of the dashboard files, searched at any depth; required. Folders that begin with `.` are passed over.
        "path" => path: String,
        /// Whether the name of a file's own folder becomes its folder in Grafana. Default false; an error together with both
        /// `folder` and `folderUid`.
        "foldersFromFilesStructure" => folders_from_files_structure: bool,
        /// The old name of `path`.
        "folder" => folder: String,
    }
}

#[cfg(test)]
mod tests {
    use super::{Provider, ProviderFile, ProviderOptions, ProviderType};
    use crate::grafana::json::Json;
    use serde_json::json;

    #[test]
    fn a_provider_is_built_field_by_field() {
        let options = ProviderOptions::default().path("/var/lib/grafana/dashboards").folders_from_files_structure(true);
        let provider =
            Provider::default().name("spanboard").r#type(ProviderType::File).update_interval_seconds(30).options(options);
        assert_eq!(
            ProviderFile::default().api_version(1).providers(vec![provider]).to_json(),
            json!({"apiVersion": 1, "providers": [{
                "name": "spanboard", "type": "file", "updateIntervalSeconds": 30,
                "options": {"path": "/var/lib/grafana/dashboards", "foldersFromFilesStructure": true},
            }]}),
        );
    }

    #[test]
    fn a_legacy_list_is_given_back_unchanged() {
        let legacy = json!([{"name": "default", "org_id": 1, "folder": "", "type": "file"}]);
        assert_eq!(ProviderFile::from_json(legacy.clone()), Err(legacy));
    }

    #[test]
    fn the_schema_takes_a_good_file_and_refuses_wrong_types() {
        let schema = crate::grafana::json::schema_generator().into_root_schema_for::<ProviderFile>().to_value();
        let provider = |provider: serde_json::Value| json!({"apiVersion": 1, "providers": [provider]});
        let valid = |file: &serde_json::Value| jsonschema::is_valid(&schema, file);
        assert!(valid(&provider(json!({"name": "a", "type": "file", "options": {"path": "/x"}, "later": 1}))));
        assert!(!valid(&provider(json!({"name": "a", "type": "git"}))));
        assert!(!valid(&provider(json!({"name": "a", "disableDeletion": "no"}))));
    }
}
