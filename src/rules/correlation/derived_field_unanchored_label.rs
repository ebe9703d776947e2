//! A derived field that takes labels of more names than the one that is meant.

use super::links::{Matcher, derived_field_at, derived_fields, matcher};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldUnanchoredLabel;

impl Rule for DerivedFieldUnanchoredLabel {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "correlation/derived-field-unanchored-label");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            let Some(pattern) = field.matcher_regex.as_deref().filter(|_| matcher(field) == Matcher::Label) else { continue };
            // Other patterns are meant as patterns.
            let is_name = !pattern.is_empty() && pattern.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
            if is_name {
                let message = format!("`{pattern}` is found anywhere in a label's name, so `parent_{pattern}` is taken as well");
                found
                    .value(&derived_field_at(datasource, index).key("matcherRegex"), message)
                    .help(format!("write `^{pattern}$`"));
            }
        }
    }
}
