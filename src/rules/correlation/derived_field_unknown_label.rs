//! A derived field of a label that no log line has.

use super::links::{Matcher, derived_field_at, derived_fields, matcher};
use crate::query::regular_expression::{Found, javascript};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldUnknownLabel;

impl Rule for DerivedFieldUnknownLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/derived-field-unknown-label");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let Some(contract) = around.contract.filter(|contract| contract.logs().next().is_some()) else { return };
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            let Some(pattern) = field.matcher_regex.as_deref().filter(|_| matcher(field) == Matcher::Label) else { continue };
            let Ok(compiled) = javascript(pattern) else { continue };
            let names = contract.stream_labels().into_iter().chain(contract.log_fields());
            if names.map(|name| compiled.first_group_of_match(name)).all(|result| result == Found::Nothing) {
                let message = format!("no log line of the contract has a label or field whose name `{pattern}` matches");
                found.value(&derived_field_at(datasource, index).key("matcherRegex"), message);
            }
        }
    }
}
