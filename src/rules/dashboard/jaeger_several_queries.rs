//! More than one query to Jaeger in a panel.

use crate::grafana::dashboard::Target;
use crate::rules::check::repeated;
use crate::rules::view::TargetView;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerSeveralQueries;

impl Rule for JaegerSeveralQueries {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/jaeger-several-queries");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for target in dropped(panel) {
            found
                .value(&target.head(), "Grafana asks Jaeger only the first query of a panel, and drops this one without a word")
                .help("give each query a panel of its own");
        }
    }
}

/// The queries of a panel to Jaeger that Grafana never asks.
pub(super) fn dropped<'v, 'a>(panel: &'v PanelView<'a>) -> Vec<&'v TargetView<'a>> {
    // With expressions, Grafana asks each query by itself.
    if panel.targets.iter().any(|target| matches!(target.target, Target::Expression(_))) {
        return Vec::new();
    }
    let queries = panel.targets.iter().filter(|target| target.jaeger().is_some() && !target.target.is_hidden());
    let by_source = queries.map(|target| (target.written.text().or(panel.written.text()), target));
    repeated(by_source).into_iter().flat_map(|(_, targets)| targets.into_iter().skip(1)).collect()
}
