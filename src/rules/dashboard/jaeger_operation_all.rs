//! A search of Jaeger for the operation `All`.

use crate::grafana::dashboard::JaegerQueryType;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerOperationAll;

impl Rule for JaegerOperationAll {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/jaeger-operation-all");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for target in &panel.targets {
            let Some(query) = target.jaeger() else { continue };
            if query.query_type == Some(JaegerQueryType::Search) && query.operation.as_deref() == Some("All") {
                let message = "Grafana sends `All` to Jaeger as it stands, which looks for an operation of that name";
                found.value(&target.at.key("operation"), message).help("leave `operation` out to search all of them");
            }
        }
    }
}
