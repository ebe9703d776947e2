//! A link to a data source of a type that can't answer it.

use crate::rules::view::{Context, DatasourceView, Link};
use crate::rules::{About, Findings, Rule, about};

pub struct LinkToWrongType;

/// Types of which it is known what they answer. Others may answer anything: plugins are made to stand in for these.
const KNOWN: [&str; 14] = [
    "alertmanager",
    "elasticsearch",
    "grafana-postgresql-datasource",
    "grafana-pyroscope-datasource",
    "graphite",
    "influxdb",
    "jaeger",
    "loki",
    "mssql",
    "mysql",
    "postgres",
    "prometheus",
    "tempo",
    "zipkin",
];

impl Rule for LinkToWrongType {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "datasource/link-to-wrong-type");
        &ABOUT
    }

    fn datasource(&self, datasource: &DatasourceView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        for link in datasource.links() {
            let Some(right) = right(link.kind) else { continue };
            let Some(target) = around.datasources.find(link.target) else { continue };
            let kind = target.kind.as_str();
            if KNOWN.contains(&kind) && !right.contains(&kind) {
                let name = link.kind.name();
                let message = format!("`{name}` leads to `{}`, of the type `{kind}`, which can't answer it", target.name);
                found
                    .value(&datasource.link_at(link.kind), message)
                    .related(target.place.clone(), format!("`{}` is set up here", target.name))
                    .help(format!("lead it to a data source of the type `{}`", advised(link.kind, right).join("` or `")));
            }
        }
    }
}

/// The types to advise: from exemplars Grafana asks in Tempo's language alone, whatever they lead to.
fn advised(link: Link, right: &'static [&'static str]) -> &'static [&'static str] {
    if matches!(link, Link::Exemplar(_)) { &["tempo"] } else { right }
}

/// The types among [`KNOWN`] that a link may lead to; `None`: any.
fn right(link: Link) -> Option<&'static [&'static str]> {
    match link {
        Link::TracesToLogsV2 | Link::TracesToLogs => Some(&["loki", "elasticsearch"]),
        Link::TracesToMetrics | Link::ServiceMap => Some(&["prometheus"]),
        Link::TracesToProfiles => Some(&["grafana-pyroscope-datasource"]),
        Link::Alertmanager => Some(&["alertmanager"]),
        // What Jaeger makes of such a link is another matter: `correlation`.
        Link::Exemplar(_) => Some(&["tempo", "jaeger", "zipkin"]),
        Link::DerivedField(_) | Link::Correlation(_) => None,
    }
}
