//! A `version` that stays the same makes Grafana ignore later changes.

use crate::rules::scalar::{Scalar, integer};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ConstantVersion;

impl Rule for ConstantVersion {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "datasource/constant-version");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let version = match Scalar::of(datasource.datasource.extra.get("version")) {
            Scalar::Word(word) => integer(&word),
            _ => datasource.datasource.version,
        };
        if let Some(version) = version.filter(|version| *version != 0) {
            let message =
                format!("as long as `version` is {version}, Grafana ignores changes of this data source from its third start on");
            found.key(&datasource.at.key("version"), message).help("leave `version` out: Grafana takes every change then");
        }
    }
}
