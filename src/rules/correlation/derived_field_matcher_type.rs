//! A derived field whose matcher type Grafana does not know.

use serde_json::Value;

use super::links::{derived_field_at, derived_fields};
use crate::diag::suggest::nearest;
use crate::grafana::datasource::links::MatcherType;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct DerivedFieldMatcherType;

impl Rule for DerivedFieldMatcherType {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/derived-field-matcher-type");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, field) in derived_fields(datasource).iter().enumerate() {
            let written = field.extra.get("matcherType").and_then(Value::as_str);
            let Some(written) = written.filter(|text| !text.is_empty()) else { continue };
            let near = nearest(written, MatcherType::TEXTS.iter().copied());
            let message = format!("Grafana knows no matcher type `{written}`: the field is never found");
            found
                .value(&derived_field_at(datasource, index).key("matcherType"), message)
                .label_if(near.map(|near| format!("did you mean `{near}`?")))
                .help("write `regex` to look at the line, `label` to look at the names of its labels");
        }
    }
}
