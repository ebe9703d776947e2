//! A second derived field of one name, with another matcher.

use super::links::{derived_field_at, derived_fields, first_of_name};
use crate::grafana::datasource::links::DerivedField;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldSameName;

impl Rule for DerivedFieldSameName {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/derived-field-same-name");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let fields = derived_fields(datasource);
        if fields.len() < 2 {
            return;
        }
        let first_of_name = first_of_name(fields);
        for (index, field) in fields.iter().enumerate() {
            let Some(name) = field.name.as_deref() else { continue };
            let first = first_of_name.get(name).filter(|first| **first < index);
            let Some((first, other)) = first.and_then(|first| Some((*first, fields.get(*first)?))) else { continue };
            if has_same_matcher(field, other) {
                continue;
            }
            let message =
                format!("`{name}` is there before, and Grafana takes the matcher of the first for both: this one is never used");
            let first = found.place(&derived_field_at(datasource, first).key("matcherRegex"));
            found
                .value(&derived_field_at(datasource, index).key("matcherRegex"), message)
                .related(first, "the first of the name")
                .help("give it a name of its own, or put both into one expression: `(?:a|b)=(\\w+)`");
        }
    }
}

fn has_same_matcher(one: &DerivedField, other: &DerivedField) -> bool {
    one.matcher_regex.is_none()
        || other.matcher_regex.is_none()
        || (one.matcher_regex == other.matcher_regex && one.matcher_type == other.matcher_type)
}
