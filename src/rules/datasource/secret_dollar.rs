//! A secret with a doubled `$`.

use serde_json::Value;

use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct SecretDollar;

impl Rule for SecretDollar {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "datasource/secret-dollar");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(Value::Object(secrets)) = datasource.written.get("secureJsonData") else { return };
        for (key, secret) in secrets {
            if secret.as_str().is_some_and(|secret| secret.contains("$$")) {
                let message = format!("Grafana stores one `$` for each `$$` of the secret `{key}`");
                let at = datasource.at.key("secureJsonData").key(key);
                found
                    .hidden(&at, message)
                    .help("where the secret itself has two, write four; or take it from the environment by `$NAME`");
            }
        }
    }
}
