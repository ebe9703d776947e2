//! Panels that do not say what they show.

use crate::rules::{About, Context, DashboardView, Findings, PanelView, Rule, about};

pub struct MissingDescription;

impl Rule for MissingDescription {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/missing-description");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let described = |panel: &PanelView<'_>| panel.panel.description.as_ref().is_some_and(|text| !text.trim().is_empty());
        let panels = dashboard.panels.iter().filter(|panel| panel.shows_queries() && panel.panel.library_panel.is_none());
        let (count, mut without) = (panels.clone().count(), panels.filter(|panel| !described(panel)));
        if let Some(first) = without.next() {
            let message = match (without.count() + 1, count) {
                (1, 1) => "the panel has no description".to_owned(),
                (1, _) => format!("1 of {count} panels has no description"),
                (missing, _) => format!("{missing} of {count} panels have no description; this is the first"),
            };
            found.value(&first.head(), message);
        }
    }
}
