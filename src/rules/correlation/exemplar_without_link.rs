//! A link from exemplars that leads nowhere.

use super::links::{VALUE, exemplar_at, exemplars, is_eaten, is_missing};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ExemplarWithoutLink;

impl Rule for ExemplarWithoutLink {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "correlation/exemplar-without-link");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (index, link) in exemplars(datasource).iter().enumerate() {
            let written = &datasource.written["jsonData"]["exemplarTraceIdDestinations"][index];
            let is_linked = !is_missing(link.datasource_uid.as_deref(), "datasourceUid", &link.extra)
                || !is_missing(link.url.as_deref(), "url", &link.extra)
                || is_eaten(&written["url"])
                || is_eaten(&written["datasourceUid"]);
            if !is_linked {
                found
                    .value(&exemplar_at(datasource, index), "the entry makes no link: it has neither `url` nor `datasourceUid`")
                    .help(format!("set `datasourceUid` to that of a Tempo data source, or `url` to an address with {VALUE}"));
            }
        }
    }
}
