//! One trace of Jaeger in a table.

use std::ptr;

use super::jaeger_several_queries::dropped;
use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct JaegerTraceInTable;

impl Rule for JaegerTraceInTable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/jaeger-trace-in-table");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if panel.kind() != "table" {
            return;
        }
        for target in &panel.targets {
            let Some(query) = target.jaeger() else { continue };
            let asks_one = query.query_type.is_none() && !query.extra.contains_key("queryType");
            let has_id = query.query.as_ref().is_some_and(|id| !id.trim().is_empty());
            if asks_one && has_id && !dropped(panel).iter().any(|other| ptr::eq(*other, target)) {
                let message = "a query for one trace gives its spans, with their tags as JSON, for a panel of the type `traces`";
                found.value(&target.head(), message).help("use the panel `traces`, or search for traces");
            }
        }
    }
}
