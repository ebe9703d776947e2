//! A query in a panel of several data sources that names none.

use crate::grafana::dashboard::DatasourceRef;
use crate::rules::{About, Context, Findings, Meant, PanelView, Rule, about};

pub struct MixedWithoutDatasource;

impl Rule for MixedWithoutDatasource {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/mixed-without-datasource");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if panel.datasource != Meant::Special(DatasourceRef::MIXED) {
            return;
        }
        for target in panel.targets.iter().filter(|target| !target.names_datasource) {
            let message = "the panel leaves the data source to each query, and this one names none: it goes to the default one";
            found.value(&target.head(), message).help("give the query a `datasource` of its own");
        }
    }
}
