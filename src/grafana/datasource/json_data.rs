//! [`JsonData`]: the settings of a data source, typed by its `type`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{JaegerJsonData, LokiJsonData, PrometheusJsonData, TempoJsonData};
use crate::grafana::json::{Json, Kept, Trail};

/// The settings of a data source (`jsonData`).
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a handful exist at a time, and a box would stand in the way of every reader")]
pub enum JsonData {
    /// Of a data source of type `prometheus`.
    Prometheus(PrometheusJsonData),
    /// Of a data source of type `loki`.
    Loki(LokiJsonData),
    /// Of a data source of type `jaeger`.
    Jaeger(JaegerJsonData),
    /// Of a data source of type `tempo`.
    Tempo(TempoJsonData),
    /// Of any other type, or no object: as a meaning tree.
    Other(Value),
}

impl JsonData {
    /// The types of data sources whose settings are known here.
    pub const KINDS: &'static [&'static str] = &["prometheus", "loki", "jaeger", "tempo"];

    /// The settings of a data source of type `kind`. What is not an object stays as it is.
    #[must_use]
    pub fn of_type(kind: &str, value: Value) -> Self {
        match kind {
            "prometheus" => typed(value, Self::Prometheus),
            "loki" => typed(value, Self::Loki),
            "jaeger" => typed(value, Self::Jaeger),
            "tempo" => typed(value, Self::Tempo),
            _ => Self::Other(value),
        }
    }

    /// The type of the data source that these settings belong to; `None` where they are not typed.
    #[must_use]
    pub const fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Prometheus(_) => Some("prometheus"),
            Self::Loki(_) => Some("loki"),
            Self::Jaeger(_) => Some("jaeger"),
            Self::Tempo(_) => Some("tempo"),
            Self::Other(_) => None,
        }
    }

    /// Whether a value fits the settings of a data source of type `kind`. Any value fits a type that is not known here.
    pub(super) fn fits_kind(kind: &str, value: &Value) -> bool {
        match kind {
            "prometheus" => PrometheusJsonData::fits(value),
            "loki" => LokiJsonData::fits(value),
            "jaeger" => JaegerJsonData::fits(value),
            "tempo" => TempoJsonData::fits(value),
            _ => true,
        }
    }

    /// The types that are known here, each with the schema of its settings.
    pub(super) fn schemas(generator: &mut SchemaGenerator) -> [(&'static str, Schema); 4] {
        [
            ("prometheus", generator.subschema_for::<PrometheusJsonData>()),
            ("loki", generator.subschema_for::<LokiJsonData>()),
            ("jaeger", generator.subschema_for::<JaegerJsonData>()),
            ("tempo", generator.subschema_for::<TempoJsonData>()),
        ]
    }
}

fn typed<T: Json>(value: Value, wrap: fn(T) -> JsonData) -> JsonData {
    T::from_json(value).map_or_else(JsonData::Other, wrap)
}

impl From<PrometheusJsonData> for JsonData {
    fn from(settings: PrometheusJsonData) -> Self {
        Self::Prometheus(settings)
    }
}

impl From<LokiJsonData> for JsonData {
    fn from(settings: LokiJsonData) -> Self {
        Self::Loki(settings)
    }
}

impl From<JaegerJsonData> for JsonData {
    fn from(settings: JaegerJsonData) -> Self {
        Self::Jaeger(settings)
    }
}

impl From<TempoJsonData> for JsonData {
    fn from(settings: TempoJsonData) -> Self {
        Self::Tempo(settings)
    }
}

/// Reads any value as [`JsonData::Other`]: the type stands beside it. See [`super::Datasource::typed`].
impl Json for JsonData {
    fn from_json(value: Value) -> Result<Self, Value> {
        Ok(Self::Other(value))
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Prometheus(settings) => settings.to_json(),
            Self::Loki(settings) => settings.to_json(),
            Self::Jaeger(settings) => settings.to_json(),
            Self::Tempo(settings) => settings.to_json(),
            Self::Other(value) => value.clone(),
        }
    }

    fn fits(value: &Value) -> bool {
        value.is_object()
    }

    fn visit_below(&self, trail: &Trail<'_>, visit: &mut dyn FnMut(&Kept<'_>)) {
        match self {
            Self::Prometheus(settings) => settings.visit_below(trail, visit),
            Self::Loki(settings) => settings.visit_below(trail, visit),
            Self::Jaeger(settings) => settings.visit_below(trail, visit),
            Self::Tempo(settings) => settings.visit_below(trail, visit),
            Self::Other(_) => {}
        }
    }
}

/// An object; what is in it depends on the type, see [`super::Datasources`].
impl JsonSchema for JsonData {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "JsonData".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

/// Defines the settings of one type of data source: its own fields, and those that all data sources have
/// (`DataSourceJsonData` in `@grafana/data`, and the HTTP settings of Grafana's documentation). `httpHeaderName1` and so on
/// stay in `extra`.
macro_rules! json_data {
    (
        $(#[doc = $about:expr])*
        pub struct $name:ident { $($own:tt)* }
    ) => {
        $crate::grafana::json::model! {
            $(#[doc = $about])*
            pub struct $name {
                $($own)*
                /// How to log in, for types that know several ways.
                "authType" => auth_type: String,
                /// The region of a cloud, for types that live in one.
                "defaultRegion" => default_region: String,
                /// The name of a profile of credentials.
                "profile" => profile: String,
                /// Whether alerts of this data source are managed in Grafana's pages.
                "manageAlerts" => manage_alerts: bool,
                /// Whether recording rules may be written to it.
                "allowAsRecordingRulesTarget" => allow_as_recording_rules_target: bool,
                /// The uid of the Alertmanager that belongs to it.
                "alertmanagerUid" => alertmanager_uid: String,
                /// Whether Grafana keeps no results of it.
                "disableGrafanaCache" => disable_grafana_cache: bool,
                /// Whether to log in by a TLS client certificate: `secureJsonData.tlsClientCert` and `tlsClientKey`.
                "tlsAuth" => tls_auth: bool,
                /// Whether the server's certificate is checked against `secureJsonData.tlsCACert`.
                "tlsAuthWithCACert" => tls_auth_with_ca_cert: bool,
                /// Whether the server's certificate is not checked.
                "tlsSkipVerify" => tls_skip_verify: bool,
                /// The name that the server's certificate must have.
                "serverName" => server_name: String,
                /// How long to wait for an answer: seconds.
                "timeout" => timeout: $crate::grafana::datasource::shapes::NumberOrText,
                /// The cookies that are passed on to it.
                "keepCookies" => keep_cookies: Vec<String>,
                /// Whether the user's OAuth token is passed on to it.
                "oauthPassThru" => oauth_pass_thru: bool,
            }
        }
    };
}

pub(super) use json_data;
