//! A derived field that sends an address to a data source as its query.

use super::links::{VALUE, derived_field_at, derived_fields, is_missing};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldAddressAsQuery;

impl Rule for DerivedFieldAddressAsQuery {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/derived-field-address-as-query");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            let Some(url) = field.url.as_deref() else { continue };
            let is_address = url.starts_with("http://") || url.starts_with("https://");
            if is_address && !is_missing(field.datasource_uid.as_deref(), "datasourceUid", &field.extra) {
                let at = derived_field_at(datasource, index);
                let beside = found.place(&at.key("datasourceUid"));
                found
                    .value(
                        &at.key("url"),
                        "beside `datasourceUid` the `url` is the query: the data source is asked for this address",
                    )
                    .related(beside, "this makes the link one to a data source")
                    .help(format!("take `datasourceUid` out to open the address; to ask the data source, write {VALUE}"));
            }
        }
    }
}
