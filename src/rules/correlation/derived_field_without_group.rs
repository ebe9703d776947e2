//! A derived field whose expression captures nothing.

use super::links::{Matcher, derived_field_at, derived_fields, matcher};
use crate::query::regular_expression::javascript;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldWithoutGroup;

impl Rule for DerivedFieldWithoutGroup {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/derived-field-without-group");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            if matcher(field) != Matcher::Line {
                continue;
            }
            let Some(pattern) = field.matcher_regex.as_deref() else { continue };
            if javascript(pattern).is_ok_and(|compiled| compiled.groups == 0) {
                let message = format!("`{pattern}` captures nothing, so that the field has no value and no link");
                found
                    .value(&derived_field_at(datasource, index).key("matcherRegex"), message)
                    .help("put brackets around the part that is the value: `trace_id=(\\w+)`");
            }
        }
    }
}
