//! A derived field that leads nowhere.

use super::links::{derived_field_at, derived_fields, is_eaten, is_missing};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldWithoutLink;

impl Rule for DerivedFieldWithoutLink {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "correlation/derived-field-without-link");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            let written = &datasource.written["jsonData"]["derivedFields"][index];
            let is_linked = !is_missing(field.datasource_uid.as_deref(), "datasourceUid", &field.extra)
                || !is_missing(field.url.as_deref(), "url", &field.extra)
                || is_eaten(&written["url"])
                || is_eaten(&written["datasourceUid"]);
            if !is_linked {
                let name = field.name.as_deref().unwrap_or_default();
                let message =
                    format!("`{name}` is shown with each line and leads nowhere: it has neither `url` nor `datasourceUid`");
                found.value(&derived_field_at(datasource, index), message);
            }
        }
    }
}
