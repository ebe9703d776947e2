//! A link from exemplars that names no label.

use super::links::{exemplar_at, exemplars, is_missing};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ExemplarWithoutName;

impl Rule for ExemplarWithoutName {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/exemplar-without-name");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, link) in exemplars(datasource).iter().enumerate() {
            if is_missing(link.name.as_deref(), "name", &link.extra) {
                found
                    .value(
                        &exemplar_at(datasource, index),
                        "the link names no label of exemplars, so that Grafana finds it on none",
                    )
                    .help("set `name` to the label that holds the trace's id, such as `trace_id`");
            }
        }
    }
}
