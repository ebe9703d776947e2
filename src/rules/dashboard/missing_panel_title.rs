//! A panel without a title.

use crate::rules::{About, Context, Findings, PanelView, Rule, about};

pub struct MissingPanelTitle;

impl Rule for MissingPanelTitle {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/missing-panel-title");
        &ABOUT
    }

    fn panel(&self, panel: &PanelView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let has_title = panel.panel.title.as_ref().is_some_and(|title| !title.trim().is_empty());
        if panel.shows_queries() && !has_title && panel.panel.library_panel.is_none() {
            found.value(&panel.head(), "the panel has no title");
        }
    }
}
