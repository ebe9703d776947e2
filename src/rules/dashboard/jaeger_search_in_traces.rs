//! A search of Jaeger in a panel that shows one trace.

use crate::grafana::dashboard::JaegerQueryType;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerSearchInTraces;

impl Rule for JaegerSearchInTraces {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/jaeger-search-in-traces");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if panel.kind() != "traces" {
            return;
        }
        for target in panel.targets.iter().filter(|target| !target.target.is_hidden()) {
            if target.jaeger().is_some_and(|query| query.query_type == Some(JaegerQueryType::Search)) {
                let message = "a search gives a list of traces, of which a panel of the type `traces` shows nothing";
                found
                    .value(&target.at.key("queryType"), message)
                    .help("use a panel of the type `table`, or ask for one trace by its id");
            }
        }
    }
}
