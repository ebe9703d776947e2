//! A data source without a name.

use crate::rules::scalar::Scalar;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct MissingName;

impl Rule for MissingName {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/missing-name");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let is_missing = match &datasource.datasource.name {
            Some(name) => name.is_empty(),
            None => Scalar::of(datasource.datasource.extra.get("name")) == Scalar::Missing,
        };
        if is_missing {
            found.value(&datasource.at, "this data source has no name: Grafana does not start").help("give it a `name`");
        }
    }
}
