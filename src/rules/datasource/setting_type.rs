//! A setting of a Prometheus data source that must be a text and is none.

use crate::grafana::datasource::JsonData;
use crate::rules::datasource::setting_shape::is_told;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct SettingType;

/// The settings that all versions of the plugin read strictly.
pub(super) const STRICT: [&str; 3] = ["httpMethod", "queryTimeout", "timeInterval"];

impl Rule for SettingType {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/setting-type");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(JsonData::Prometheus(settings)) = &datasource.datasource.json_data else { return };
        for key in STRICT {
            let Some(value) = settings.extra.get(key).filter(|value| is_told(value) && !value.is_string()) else { continue };
            let message = format!("`{key}` must be a text: every query of this data source fails");
            let reported = found.value(&datasource.json_data_at().key(key), message);
            if value.is_number() && key != "httpMethod" {
                reported.help(format!("write a duration with its unit: `{value}s`"));
            }
        }
    }
}
