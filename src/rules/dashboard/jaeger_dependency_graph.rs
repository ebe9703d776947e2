//! Dependencies of services in a panel that draws no graph of nodes.

use crate::grafana::dashboard::JaegerQueryType;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerDependencyGraph;

impl Rule for JaegerDependencyGraph {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/jaeger-dependency-graph");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if panel.kind() == "nodeGraph" {
            return;
        }
        for target in &panel.targets {
            if target.jaeger().is_some_and(|query| query.query_type == Some(JaegerQueryType::DependencyGraph)) {
                let message =
                    format!("Jaeger answers with nodes and edges, which a panel of the type `{}` does not draw", panel.kind());
                found.value(&target.at.key("queryType"), message).help("use a panel of the type `nodeGraph`");
            }
        }
    }
}
