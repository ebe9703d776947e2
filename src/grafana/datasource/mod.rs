//! Data sources: the YAML files that tell Grafana what to query.
//!
//! From and to: the meaning tree (see [`super::meaning`]) of a file in `<provisioning>/datasources/`. Facts are those of
//! Grafana's `pkg/services/provisioning/datasources` (`types.go`, `config_reader.go`, `datasources.go`) and of the four
//! typed data sources' own settings. The schemas describe the text of the files.

pub mod correlation;
pub mod jaeger;
pub mod json_data;
pub mod links;
pub mod loki;
pub mod prometheus;
pub mod secure_json_data;
pub mod shapes;
pub mod tempo;
pub mod trace_view;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::json::{Json, Kept, Trail, model, text_enum};
use super::setting::Setting;

pub use correlation::Correlation;
pub use jaeger::JaegerJsonData;
pub use json_data::JsonData;
pub use loki::LokiJsonData;
pub use prometheus::PrometheusJsonData;
pub use secure_json_data::SecureJsonData;
pub use tempo::TempoJsonData;

/// The most characters of a data source's name (`maxDatasourceNameLen` in Grafana).
pub const MAX_NAME_LENGTH: usize = 190;

/// The most characters of a data source's url (`maxDatasourceUrlLen` in Grafana).
pub const MAX_URL_LENGTH: usize = 255;

model! {
    /// A data source file: `<provisioning>/datasources/*.yaml`, read in the order of the file names. A broken one keeps
    /// Grafana from starting; a key that Grafana does not know is ignored.
    pub struct DatasourceFile {
        /// The format's version: 1. Without it Grafana reads the legacy form and drops every key in camel case.
        "apiVersion" => api_version: i64,
        /// The data sources.
        "datasources" => datasources: Datasources,
        /// Data sources that are deleted before the others of this file are made.
        "deleteDatasources" => delete_datasources: Vec<DeleteDatasource>,
        /// Whether a data source is deleted once it is no longer in the file. Since 11.1. Default false.
        "prune" => prune: bool,
    }
}

model! {
    /// A data source that shall not exist. One that does not exist is passed over.
    pub struct DeleteDatasource {
        /// Its name.
        "name" => name: String,
        /// The organization that it is in. Default 1.
        "orgId" => org_id: i64,
        /// The same by name.
        "orgName" => org_name: String,
    }
}

model! {
    /// A data source. Grafana finds it again by organization and name.
    pub struct Datasource {
        /// Its name, required; at most 190 characters.
        "name" => name: String,
        /// The id of the plugin: `prometheus`. An unknown one is saved and does not work.
        "type" => r#type: String,
        /// Its uid: 1 to 40 letters, digits, `-` or `_`, unique in the organization. Default: derived from the name, see
        /// [`super::uid::derive_uid`]. A new uid for a name that Grafana knows is an error.
        "uid" => uid: String,
        /// The organization, which must exist. Default 1.
        "orgId" => org_id: i64,
        /// The same by name.
        "orgName" => org_name: String,
        /// Who asks the data source. Default `proxy`.
        "access" => access: Access,
        /// Where it is; at most 255 characters.
        "url" => url: Setting,
        /// The user of a database.
        "user" => user: Setting,
        /// The name of a database.
        "database" => database: Setting,
        /// Whether to log in by HTTP basic authentication. Default false.
        "basicAuth" => basic_auth: bool,
        /// The user for that; the password is `secureJsonData.basicAuthPassword`.
        "basicAuthUser" => basic_auth_user: Setting,
        /// Whether a browser sends its cookies along. Default false.
        "withCredentials" => with_credentials: bool,
        /// Whether panels use it that name none. At most one in an organization, over all files. Default false.
        "isDefault" => is_default: bool,
        /// Settings of its type.
        "jsonData" => json_data: JsonData,
        /// Settings that Grafana encrypts.
        "secureJsonData" => secure_json_data: SecureJsonData,
        /// Links from its results to other data sources.
        "correlations" => correlations: Vec<Correlation>,
        /// Leave it out: with a constant number Grafana ignores changes of the file from its third start on.
        "version" => version: i64,
        /// Whether it can be changed in Grafana's pages. Default false.
        "editable" => editable: bool,
        /// What it is, for people.
        "description" => description: String,
        /// How long results are kept. Grafana Enterprise and Cloud.
        "caching" => caching: Caching,
    }
}

text_enum! {
    /// Who asks a data source.
    pub enum Access {
        /// Grafana's server.
        Proxy = "proxy",
        /// The browser.
        Direct = "direct",
    }
}

model! {
    /// How long results are kept. Grafana Enterprise and Cloud.
    pub struct Caching {
        /// Whether they are kept at all.
        "enabled" => enabled: bool,
        /// For queries: milliseconds, as in Grafana's query caching API.
        "queriesTTL" => queries_ttl: u64,
        /// For resources, such as label names: milliseconds, as in that API.
        "resourcesTTL" => resources_ttl: u64,
        /// Whether Grafana's own configuration says how long.
        "useDefaultTTL" => use_default_ttl: bool,
    }
}

impl Datasource {
    /// Types `jsonData` by `type`, where it is not typed yet. [`DatasourceFile`] does so for each data source that it reads; a
    /// data source that is read on its own has [`JsonData::Other`] until then.
    #[must_use]
    pub fn typed(mut self) -> Self {
        self.json_data = match (self.json_data.take(), self.r#type.as_deref()) {
            (Some(JsonData::Other(value)), Some(kind)) => Some(JsonData::of_type(kind, value)),
            (other, _) => other,
        };
        self
    }
}

/// The data sources of a file, each with its `jsonData` typed by its `type`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Datasources(pub Vec<Datasource>);

impl From<Vec<Datasource>> for Datasources {
    fn from(datasources: Vec<Datasource>) -> Self {
        Self(datasources)
    }
}

impl std::ops::Deref for Datasources {
    type Target = [Datasource];

    fn deref(&self) -> &[Datasource] {
        &self.0
    }
}

impl Json for Datasources {
    fn from_json(value: Value) -> Result<Self, Value> {
        let datasources = Vec::<Datasource>::from_json(value)?;
        Ok(Self(datasources.into_iter().map(Datasource::typed).collect()))
    }

    fn to_json(&self) -> Value {
        self.0.to_json()
    }

    fn fits(value: &Value) -> bool {
        let fits_its_type = |datasource: &Value| {
            let kind = datasource.get("type").and_then(Value::as_str);
            let settings = datasource.get("jsonData");
            kind.zip(settings).is_none_or(|(kind, settings)| JsonData::fits_kind(kind, settings))
        };
        let fits = |datasource: &Value| Datasource::fits(datasource) && fits_its_type(datasource);
        value.as_array().is_some_and(|datasources| datasources.iter().all(fits))
    }

    fn visit_below(&self, trail: &Trail<'_>, visit: &mut dyn FnMut(&Kept<'_>)) {
        self.0.visit_below(trail, visit);
    }
}

impl JsonSchema for Datasources {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Datasources".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut rules = vec![generator.subschema_for::<Datasource>().to_value()];
        for (kind, settings) in JsonData::schemas(generator) {
            rules.push(json!({
                "if": { "properties": { "type": { "const": kind } }, "required": ["type"] },
                "then": { "properties": { "jsonData": settings } },
            }));
        }
        json_schema!({ "type": "array", "items": { "allOf": rules } })
    }
}

#[cfg(test)]
mod tests;
