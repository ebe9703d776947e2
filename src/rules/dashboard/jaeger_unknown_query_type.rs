//! A kind of query that Jaeger does not answer.

use serde_json::Value;

use crate::diag::suggest::nearest;
use crate::grafana::dashboard::JaegerQueryType;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerUnknownQueryType;

impl Rule for JaegerUnknownQueryType {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/jaeger-unknown-query-type");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for target in &panel.targets {
            let Some(query) = target.jaeger() else { continue };
            let at = target.at.key("queryType");
            if query.query_type == Some(JaegerQueryType::Upload) {
                found.value(&at, "a trace from a file is for Grafana's Explore alone: in a dashboard the query fails");
            }
            match query.extra.get("queryType") {
                None | Some(Value::Null) => {}
                Some(Value::String(text)) if text.is_empty() => {}
                Some(written) => {
                    let text = written.as_str().map_or_else(|| written.to_string(), str::to_owned);
                    let meant = nearest(&text, JaegerQueryType::TEXTS.iter().copied());
                    let message =
                        format!("Jaeger's data source knows no `queryType` `{text}`, and answers nothing, not even an error");
                    found.value(&at, message).label_if(meant.map(|meant| format!("did you mean `{meant}`?")));
                }
            }
        }
    }
}
