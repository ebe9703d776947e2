//! [`DatasourcesSpec`]: the data sources, as they are written.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::reference::{SecretSpec, SettingSpec};
use crate::grafana::datasource::{JaegerJsonData, JsonData, LokiJsonData, PrometheusJsonData, TempoJsonData};
use crate::grafana::json::Json as _;
use crate::written::spec;

spec! {
    /// The data sources of a project.
    pub struct DatasourcesSpec {
        /// The data sources. In each organisation exactly one has `isDefault: true`.
        pub datasources: Vec<DatasourceSpec>,
        /// Data sources that Grafana removes before it adds the others: needed once when a data source's uid changes.
        #[serde(default)]
        pub delete_datasources: Vec<DeleteDatasourceSpec>,
        /// Whether Grafana removes data sources that it once took from this file and that are no longer in it. Default: false.
        #[serde(default)]
        pub prune: Option<bool>,
    }
}

spec! {
    /// A data source that Grafana removes.
    pub struct DeleteDatasourceSpec {
        /// Its name, as Grafana knows it.
        pub name: String,
        /// Its organisation. Default: 1.
        #[serde(default)]
        pub org_id: Option<u32>,
    }
}

spec! {
    /// A data source, in Grafana's own keys. (Grafana: Provision data sources.)
    pub struct DatasourceSpec {
        /// The name, by which everything else in the spec refers to it. At most 190 characters.
        pub name: String,
        /// The plugin: `prometheus`, `loki`, `jaeger`, `tempo`, or any other.
        #[serde(rename = "type")]
        pub kind: String,
        /// The uid: letters, digits, `-` and `_`, at most 40. Default: what Grafana derives from the name.
        #[serde(default)]
        pub uid: Option<String>,
        /// The organisation. Default: 1.
        #[serde(default)]
        pub org_id: Option<u32>,
        /// Who sends the queries. Default: `proxy`, Grafana's server.
        #[serde(default)]
        pub access: Option<AccessSpec>,
        /// The address of its API: `http://prometheus:9090`. At most 255 characters.
        #[serde(default)]
        pub url: Option<SettingSpec>,
        /// The user, where the plugin asks for one.
        #[serde(default)]
        pub user: Option<SettingSpec>,
        /// The database, where the plugin asks for one.
        #[serde(default)]
        pub database: Option<SettingSpec>,
        /// Whether HTTP basic authentication is used. The password is the secret `basicAuthPassword`. Default: false.
        #[serde(default)]
        pub basic_auth: Option<bool>,
        /// The user of HTTP basic authentication.
        #[serde(default)]
        pub basic_auth_user: Option<SettingSpec>,
        /// Whether cookies and authentication headers go along with cross-site requests. Default: false.
        #[serde(default)]
        pub with_credentials: Option<bool>,
        /// Whether it is the organisation's default data source, which queries go to that name none. Default: false.
        #[serde(default)]
        pub is_default: Option<bool>,
        /// Whether it can be changed in Grafana. Default: false.
        #[serde(default)]
        pub editable: Option<bool>,
        /// The plugin's settings, in Grafana's own keys, but for other data sources: these are written `datasource: NAME` where
        /// Grafana has `datasourceUid`.
        #[serde(default)]
        pub json_data: Map<String, Value>,
        /// The plugin's secrets: each from the environment or from a file of Grafana's machine, never as text.
        #[serde(default)]
        pub secure_json_data: BTreeMap<String, SecretSpec>,
    }
}

/// Who sends the queries to a data source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AccessSpec {
    /// Grafana's server.
    Proxy,
    /// The browser. Most plugins no longer know it.
    Direct,
}

impl DatasourceSpec {
    /// A data source of the name `name` and the plugin `kind`.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { name: name.into(), kind: kind.into(), ..Self::default() }
    }
}

/// The schema of `jsonData` by the data source's type, for those types whose settings are known.
pub(super) fn json_data_schemas(generator: &mut SchemaGenerator) -> Vec<Schema> {
    let by_type = |kind: &str, settings: Schema| {
        json_schema!({
            "if": { "properties": { "type": { "const": kind } }, "required": ["type"] },
            "then": { "properties": { "jsonData": settings } },
        })
    };
    let prometheus = generator.subschema_for::<PrometheusJsonData>();
    let loki = generator.subschema_for::<LokiJsonData>();
    let jaeger = generator.subschema_for::<JaegerJsonData>();
    let tempo = generator.subschema_for::<TempoJsonData>();
    vec![by_type("prometheus", prometheus), by_type("loki", loki), by_type("jaeger", jaeger), by_type("tempo", tempo)]
}

/// Whether all settings of the known types are known.
pub(super) fn has_known_json_data(spec: &DatasourcesSpec) -> bool {
    spec.datasources.iter().all(|datasource| {
        let settings = with_uids(&Value::Object(datasource.json_data.clone()), &|name| Some(name.to_owned()));
        JsonData::of_type(&datasource.kind, settings).is_whole()
    })
}

/// The same settings with `datasourceUid` where they have `datasource: NAME`. A name that `uid_of` does not know stays as it is.
#[must_use]
pub fn with_uids(settings: &Value, uid_of: &dyn Fn(&str) -> Option<String>) -> Value {
    match settings {
        Value::Object(entries) => Value::Object(entries.iter().map(|(key, value)| entry_with_uid(key, value, uid_of)).collect()),
        Value::Array(items) => Value::Array(items.iter().map(|item| with_uids(item, uid_of)).collect()),
        other => other.clone(),
    }
}

fn entry_with_uid(key: &str, value: &Value, uid_of: &dyn Fn(&str) -> Option<String>) -> (String, Value) {
    match (key, value) {
        ("datasource", Value::String(name)) => match uid_of(name) {
            Some(uid) => ("datasourceUid".to_owned(), Value::String(uid)),
            None => (key.to_owned(), value.clone()),
        },
        // A uid in the spec is refused: references are by name.
        ("datasourceUid", _) => ("datasourceUid (write `datasource: NAME`)".to_owned(), value.clone()),
        _ => (key.to_owned(), with_uids(value, uid_of)),
    }
}
