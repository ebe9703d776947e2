//! A panel that shows results and has no queries.

use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct PanelWithoutQueries;

impl Rule for PanelWithoutQueries {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/panel-without-queries");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let has_queries = panel.panel.targets.as_ref().is_some_and(|targets| !targets.is_empty())
            || panel.panel.extra.contains_key("targets")
            || panel.panel.extra.contains_key("snapshotData");
        if panel.shows_queries() && !has_queries && panel.panel.library_panel.is_none() {
            let message = format!("{} has no queries and shows nothing", panel.shown());
            found.value(&panel.head(), message);
        }
    }
}
