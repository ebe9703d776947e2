//! A derived field whose expression has syntax of RE2 that a browser reads otherwise.

use super::links::{derived_field_at, derived_fields};
use crate::query::regular_expression;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldRe2Syntax;

impl Rule for DerivedFieldRe2Syntax {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/derived-field-re2-syntax");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            let Some(pattern) = field.matcher_regex.as_deref() else { continue };
            let Ok(compiled) = regular_expression::javascript(pattern) else { continue };
            for hint in compiled.hints {
                let at = derived_field_at(datasource, index).key("matcherRegex");
                found.part(&at, pattern, hint.range, hint.message);
            }
        }
    }
}
