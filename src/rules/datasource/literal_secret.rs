//! A secret that stands in the file itself.

use serde_json::Value;

use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct LiteralSecret;

/// Certificates, which anyone may know.
const PUBLIC: [&str; 2] = ["tlsCACert", "tlsClientCert"];

impl Rule for LiteralSecret {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "datasource/literal-secret");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(secrets) = &datasource.datasource.secure_json_data else { return };
        for key in secrets.literal_keys().filter(|key| !PUBLIC.contains(key) && !is_tenant(datasource.written, key)) {
            let is_empty = match &datasource.written["secureJsonData"][key] {
                Value::Null => true,
                Value::String(text) => text.is_empty(),
                _ => false,
            };
            if !is_empty {
                let message = format!("the secret `{key}` stands in the file itself, for all who can read it");
                let help = "take it from the environment by `$NAME`, or from a file by `$__file{/path}`";
                found.hidden(&datasource.at.key("secureJsonData").key(key), message).help(help);
            }
        }
    }
}

/// Whether a header's value is the name of a tenant of Loki, Mimir or Tempo.
fn is_tenant(datasource: &Value, key: &str) -> bool {
    let Some(number) = key.strip_prefix("httpHeaderValue") else { return false };
    let name = datasource.get("jsonData").and_then(|settings| settings.get(format!("httpHeaderName{number}")));
    name.and_then(Value::as_str).is_some_and(|name| name.eq_ignore_ascii_case("X-Scope-OrgID"))
}
