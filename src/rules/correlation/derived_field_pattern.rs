//! A derived field whose expression a browser does not compile.

use super::links::{derived_field_at, derived_fields};
use crate::query::{Unread, regular_expression};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldPattern;

impl Rule for DerivedFieldPattern {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/derived-field-pattern");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            let Some(pattern) = field.matcher_regex.as_deref() else { continue };
            let at = || derived_field_at(datasource, index).key("matcherRegex");
            match regular_expression::javascript(pattern) {
                Ok(_) => {}
                Err(Unread::Unchecked { reason }) => found.unchecked("regular expression", &at(), reason),
                Err(Unread::Syntax { message, .. }) => {
                    found
                        .value(&at(), format!("a browser stops at the expression and shows no log line: {message}"))
                        .help("the syntax is JavaScript's, without flags");
                }
            }
        }
    }
}
