//! A derived field whose link asks a data source nothing.

use super::links::{VALUE, derived_field_at, derived_fields, is_eaten, is_missing};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldEmptyQuery;

impl Rule for DerivedFieldEmptyQuery {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/derived-field-empty-query");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            let is_internal = !is_missing(field.datasource_uid.as_deref(), "datasourceUid", &field.extra);
            let written = &datasource.written["jsonData"]["derivedFields"][index]["url"];
            // What is eaten is told of there, with what is left.
            if !is_internal || !is_missing(field.url.as_deref(), "url", &field.extra) || is_eaten(written) {
                continue;
            }
            let name = field.name.as_deref().unwrap_or_default();
            let message =
                format!("the link of `{name}` asks its data source an empty query: `url` is the query, and there is none");
            let at = derived_field_at(datasource, index);
            let reported = match field.url {
                Some(_) => found.value(&at.key("url"), message),
                None => found.key(&at.key("datasourceUid"), message),
            };
            reported.help(format!("set `url` to {VALUE}"));
        }
    }
}
