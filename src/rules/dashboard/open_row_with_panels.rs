//! An open row that holds panels.

use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct OpenRowWithPanels;

impl Rule for OpenRowWithPanels {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/open-row-with-panels");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let count = panel.panel.panels.as_ref().map_or(0, Vec::len);
        if panel.panel.is_row()
            && panel.panel.collapsed != Some(true)
            && !panel.panel.extra.contains_key("collapsed")
            && count > 0
        {
            let panels = if count == 1 { "the panel" } else { "the panels" };
            let message = format!("the row is not collapsed, so that Grafana does not show {panels} within it");
            found
                .key(&panel.at.key("panels"), message)
                .help("write `\"collapsed\": true`, or put the panels after the row in the dashboard's own list");
        }
    }
}
