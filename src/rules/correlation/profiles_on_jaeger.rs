//! Links from spans to profiles in a Jaeger data source.

use crate::grafana::datasource::JsonData;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ProfilesOnJaeger;

impl Rule for ProfilesOnJaeger {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "correlation/profiles-on-jaeger");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(JsonData::Jaeger(settings)) = &datasource.datasource.json_data else { return };
        if settings.extra.contains_key("tracesToProfiles") {
            let at = datasource.json_data_at().key("tracesToProfiles");
            found.key(&at, "Grafana's Jaeger data source has no setting `tracesToProfiles`; Tempo's has it");
        }
    }
}
