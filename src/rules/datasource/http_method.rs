//! A Prometheus data source that asks by another method than GET or POST.

use serde_json::Value;

use crate::grafana::datasource::JsonData;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct HttpMethod;

impl Rule for HttpMethod {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/http-method");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(JsonData::Prometheus(settings)) = &datasource.datasource.json_data else { return };
        let Some(method) = settings.extra.get("httpMethod").and_then(Value::as_str) else { return };
        // The plugin takes the method in any letter case, and none as POST.
        let is_known = ["", "GET", "POST"].iter().any(|known| known.eq_ignore_ascii_case(method.trim()));
        if !is_known {
            let message = format!("`{method}` is neither `GET` nor `POST`: every query of this data source fails");
            found.value(&datasource.json_data_at().key("httpMethod"), message).help("leave `httpMethod` out for `POST`");
        }
    }
}
