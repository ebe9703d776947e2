//! Two panels of one number.

use crate::rules::check::repeated;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct DuplicatePanelId;

impl Rule for DuplicatePanelId {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/duplicate-panel-id");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let panels = dashboard.panels.iter().filter_map(|panel| Some((panel.panel.id?, panel)));
        for (id, panels) in repeated(panels) {
            let (first, others) = (panels[0], &panels[1..]);
            for other in others {
                let first_place = found.place(&first.at.key("id"));
                let message =
                    format!("two panels have the number {id}: links, alerts and annotations that name it lead to one of them");
                found.value(&other.at.key("id"), message).related(first_place, "the first one");
            }
        }
    }
}
