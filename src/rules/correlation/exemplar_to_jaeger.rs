//! A link from exemplars to a Jaeger data source by its uid.

use super::links::{VALUE, exemplar_at, exemplars};
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct ExemplarToJaeger;

impl Rule for ExemplarToJaeger {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "correlation/exemplar-to-jaeger");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        for (index, link) in exemplars(datasource).iter().enumerate() {
            let target = link.datasource_uid.as_deref().and_then(|uid| around.datasources.find(uid));
            let Some(target) = target.filter(|target| target.kind == "jaeger") else { continue };
            let message = format!(
                "the link to `{}` opens no trace: Grafana sends a query of the type `traceql`, which Jaeger answers with nothing",
                target.name
            );
            found
                .value(&exemplar_at(datasource, index).key("datasourceUid"), message)
                .related(target.place.clone(), "this is a Jaeger data source")
                .help(format!(
                    "link by `url` to Jaeger's own pages: an address such as `http://localhost:16686/trace/` and {VALUE}"
                ));
        }
    }
}
