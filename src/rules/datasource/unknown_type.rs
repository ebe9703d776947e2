//! A type that looks like the misspelt id of a plugin of Grafana's own.

use crate::diag::suggest::nearest;
use crate::rules::view::{Context, DatasourceView};
use crate::rules::{About, Findings, Rule, about};

pub struct UnknownType;

/// The ids of data source plugins that come with Grafana and that are one word. Those of others hold a `-`.
const OWN: [&str; 19] = [
    "alertmanager",
    "cloudwatch",
    "dashboard",
    "datasource",
    "elasticsearch",
    "grafana",
    "graphite",
    "influxdb",
    "jaeger",
    "loki",
    "mssql",
    "mysql",
    "opentsdb",
    "parca",
    "postgres",
    "prometheus",
    "stackdriver",
    "tempo",
    "zipkin",
];

impl Rule for UnknownType {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "datasource/unknown-type");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let Some(kind) = datasource.datasource.r#type.as_deref().filter(|kind| !kind.contains('-') && !OWN.contains(kind)) else {
            return;
        };
        if let Some(near) = nearest(kind, OWN) {
            let message = format!("no plugin that comes with Grafana has the id `{kind}`");
            found.value(&datasource.at.key("type"), message).label(format!("did you mean `{near}`?"));
        }
    }
}
