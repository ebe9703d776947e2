//! A dashboard without a title.

use super::whole;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct MissingTitle;

impl Rule for MissingTitle {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/missing-title");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let has_title = dashboard.dashboard.title.as_ref().is_some_and(|title| !title.is_empty());
        if !has_title && !dashboard.dashboard.extra.contains_key("title") {
            let place = whole(found);
            found.report(place, "the dashboard has no title: Grafana passes the file over");
        }
    }
}
