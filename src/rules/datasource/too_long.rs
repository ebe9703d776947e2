//! A name or an address that is longer than Grafana takes.

use crate::grafana::datasource::{MAX_NAME_LENGTH, MAX_URL_LENGTH};
use crate::grafana::setting::Setting;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct TooLong;

impl Rule for TooLong {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/too-long");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let name = datasource.datasource.name.as_deref();
        let url = datasource.datasource.url.as_ref().and_then(Setting::as_text);
        for (key, text, longest) in [("name", name, MAX_NAME_LENGTH), ("url", url, MAX_URL_LENGTH)] {
            let length = text.map_or(0, |text| text.chars().count());
            if length > longest {
                let message = format!("the {key} has {length} characters and {longest} is the most: Grafana does not start");
                found.value(&datasource.at.key(key), message);
            }
        }
    }
}
