//! A data source without a type.

use crate::rules::scalar::Scalar;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct MissingType;

impl Rule for MissingType {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/missing-type");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let is_missing = match &datasource.datasource.r#type {
            Some(kind) => kind.is_empty(),
            None => Scalar::of(datasource.datasource.extra.get("type")) == Scalar::Missing,
        };
        if is_missing {
            let message = "this data source has no type: Grafana saves it, and no plugin answers its queries";
            found.value(&datasource.at, message).help("give it the id of a plugin as its `type`, such as `prometheus`");
        }
    }
}
