//! A query to Jaeger for one trace that names none.

use std::ptr;

use serde_json::Value;

use super::jaeger_several_queries::dropped;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerTraceId;

impl Rule for JaegerTraceId {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/jaeger-trace-id");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for target in &panel.targets {
            let Some(query) = target.jaeger() else { continue };
            // Any other value than none is another kind of query.
            let asks_one = query.query_type.is_none()
                && query.extra.get("queryType").and_then(Value::as_str).is_none_or(str::is_empty)
                && query.extra.get("queryType").is_none_or(|written| written.is_null() || written.is_string());
            let has_id = query.query.as_ref().is_some_and(|id| !id.trim().is_empty()) || query.extra.contains_key("query");
            if asks_one && !has_id && !target.target.is_hidden() && !dropped(panel).iter().any(|other| ptr::eq(*other, target)) {
                found
                    .value(
                        &target.head(),
                        "without a `queryType` this asks Jaeger for one trace, and names no trace: the query fails",
                    )
                    .help("write `\"queryType\": \"search\"`, or the trace's id into `query`");
            }
        }
    }
}
