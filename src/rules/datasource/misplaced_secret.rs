//! A secret where Grafana does not look for it.

use serde_json::Value;

use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct MisplacedSecret;

/// Secrets that Grafana once read beside the other keys of a data source.
const FORMER: [&str; 2] = ["password", "basicAuthPassword"];
/// Secrets of Grafana's own HTTP client.
const OF_HTTP: [&str; 4] = ["basicAuthPassword", "tlsCACert", "tlsClientCert", "tlsClientKey"];

impl Rule for MisplacedSecret {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/misplaced-secret");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let secure = datasource.written.get("secureJsonData");
        let is_lost = |key: &str, value: &Value| is_set(value) && !secure.and_then(|secure| secure.get(key)).is_some_and(is_set);
        for key in FORMER {
            if datasource.written.get(key).is_some_and(|value| is_lost(key, value)) {
                let message = format!("Grafana passes over `{key}` here");
                found.hidden(&datasource.at.key(key), message).help(format!("move it to `secureJsonData.{key}`"));
            }
        }
        let Some(Value::Object(settings)) = datasource.written.get("jsonData") else { return };
        for (key, value) in settings {
            if (OF_HTTP.contains(&key.as_str()) || key.starts_with("httpHeaderValue")) && is_lost(key, value) {
                let message = format!("Grafana does not look for `{key}` in `jsonData`, which every viewer can read");
                found.hidden(&datasource.json_data_at().key(key), message).help(format!("move it to `secureJsonData.{key}`"));
            }
        }
    }
}

fn is_set(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}
