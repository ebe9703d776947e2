use serde_json::{Value, json};

use super::prometheus::HttpMethod;
use super::{Datasource, DatasourceFile, JaegerJsonData, JsonData, PrometheusJsonData, SecureJsonData};
use crate::grafana::json::Json;
use crate::grafana::setting::{EnvName, Setting};

fn file(datasource: &Value) -> Value {
    json!({"apiVersion": 1, "datasources": [datasource]})
}

#[track_caller]
fn read_one(datasource: &Value) -> Datasource {
    let value = file(datasource);
    let read = DatasourceFile::from_json(value.clone()).unwrap();
    assert_eq!(read.to_json(), value);
    read.datasources.unwrap().0.remove(0)
}

#[test]
fn json_data_is_typed_by_type_wherever_the_type_stands() {
    for kind in ["prometheus", "loki", "jaeger", "tempo"] {
        let read = read_one(&json!({"jsonData": {"timeout": 5}, "type": kind}));
        assert_eq!(read.json_data.and_then(|settings| settings.kind()), Some(kind));
    }
}

#[test]
fn json_data_of_an_unknown_or_missing_type_is_carried() {
    for datasource in [json!({"type": "postgres", "jsonData": {"a": 1}}), json!({"jsonData": {"a": 1}})] {
        assert_eq!(read_one(&datasource).json_data, Some(JsonData::Other(json!({"a": 1}))));
    }
    assert_eq!(read_one(&json!({"type": "loki", "jsonData": null})).json_data, Some(JsonData::Other(Value::Null)));
}

#[test]
fn a_flag_written_as_text_is_carried() {
    let read = read_one(&json!({"name": "a", "isDefault": "true"}));
    assert_eq!((read.is_default, &read.extra["isDefault"]), (None, &json!("true")));
}

#[test]
fn a_url_may_be_a_reference() {
    let read = read_one(&json!({"url": {"$__env": "LOKI_URL"}}));
    assert_eq!(read.url, Some(Setting::Env(EnvName::new("LOKI_URL").unwrap())));
}

#[test]
fn a_data_source_is_built_field_by_field() {
    let settings = PrometheusJsonData::default().http_method(HttpMethod::Post).series_limit(0_u64).timeout(60);
    let built = Datasource::default()
        .name("Prometheus")
        .r#type("prometheus")
        .url("http://prometheus:9090")
        .is_default(true)
        .json_data(settings)
        .secure_json_data(SecureJsonData::default().secret("basicAuthPassword", EnvName::new("PASSWORD").unwrap()));
    assert_eq!(
        DatasourceFile::default().api_version(1).datasources(vec![built]).to_json(),
        file(&json!({
            "name": "Prometheus", "type": "prometheus", "url": "http://prometheus:9090", "isDefault": true,
            "jsonData": {"httpMethod": "POST", "seriesLimit": 0, "timeout": 60},
            "secureJsonData": {"basicAuthPassword": {"$__env": "PASSWORD"}},
        })),
    );
}

#[test]
fn every_type_knows_the_settings_that_all_data_sources_have() {
    for keys in [PrometheusJsonData::KEYS, JaegerJsonData::KEYS, super::LokiJsonData::KEYS, super::TempoJsonData::KEYS] {
        assert!(keys.contains(&"tlsSkipVerify") && keys.contains(&"alertmanagerUid"));
    }
}

mod schema {
    use super::{DatasourceFile, Value, file, json};

    fn accepts(datasource: &Value) -> bool {
        jsonschema::is_valid(
            &crate::grafana::json::schema_generator().into_root_schema_for::<DatasourceFile>().to_value(),
            &file(datasource),
        )
    }

    #[test]
    fn the_schema_is_itself_valid() {
        assert!(jsonschema::meta::is_valid(
            &crate::grafana::json::schema_generator().into_root_schema_for::<DatasourceFile>().to_value()
        ));
    }

    #[test]
    fn a_good_file_is_accepted_and_so_are_unknown_keys() {
        assert!(accepts(&json!({
            "name": "Prometheus", "type": "prometheus", "url": "$PROMETHEUS_URL", "isDefault": true, "later": {"a": 1},
            "jsonData": {"httpMethod": "POST", "seriesLimit": 40000, "httpHeaderName1": "X-Scope-OrgID"},
            "secureJsonData": {"httpHeaderValue1": "$__file{/run/secrets/tenant}"},
        })));
        assert!(accepts(&json!({"name": "a", "type": "postgres", "jsonData": {"seriesLimit": "40000"}})));
        assert!(accepts(&json!({"name": "Loki", "type": "loki", "jsonData": {"maxLines": "1000", "timeout": 5}})));
    }

    #[test]
    fn wrong_types_are_refused() {
        for wrong in [
            json!({"isDefault": "yes"}),
            json!({"access": "server"}),
            json!({"jsonData": []}),
            json!({"secureJsonData": {"password": 7}}),
            json!({"url": {"$__env": "URL"}}),
        ] {
            assert!(!accepts(&wrong), "{wrong}");
        }
    }

    #[test]
    fn settings_are_held_to_their_type() {
        for (kind, settings) in [
            ("prometheus", json!({"seriesLimit": "40000"})),
            ("prometheus", json!({"httpMethod": "PUT"})),
            ("prometheus", json!({"manageAlerts": "true"})),
            ("loki", json!({"derivedFields": [{"name": 1}]})),
            ("jaeger", json!({"nodeGraph": {"enabled": "true"}})),
            ("jaeger", json!({"tracesToMetrics": {"tags": ["service.name"]}})),
            ("tempo", json!({"search": {"filters": [{"scope": "trace"}]}})),
        ] {
            assert!(!accepts(&json!({"type": kind, "jsonData": settings})), "{kind} {settings}");
        }
    }
}
