//! Two dashboards of one title in a folder.

use crate::rules::check::repeated;
use crate::rules::{About, Context, DashboardFacts, Facts, Findings, Rule, about};

pub struct DuplicateTitle;

impl Rule for DuplicateTitle {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/duplicate-title");
        &ABOUT
    }

    fn across(&self, files: &[Facts], _: &Context<'_>, found: &mut Findings<'_>) {
        let dashboards = files.iter().filter_map(|file| {
            let dashboard = file.dashboard.as_ref()?;
            let (title, _) = dashboard.title.as_ref()?;
            (!title.is_empty()).then_some(((file.folder.as_str(), title.as_str()), dashboard))
        });
        for ((_, title), dashboards) in repeated(dashboards) {
            let (first, others) = (dashboards[0], &dashboards[1..]);
            let uid = |of: &DashboardFacts| of.uid.as_ref().map(|(uid, _)| uid.clone());
            // Two of one uid are one dashboard, which is told by another rule.
            for other in others.iter().filter(|other| uid(other).is_none() || uid(other) != uid(first)) {
                let (Some((_, place)), Some((_, first_place))) = (&other.title, &first.title) else { continue };
                let message =
                    format!("two dashboards of this folder have the title `{title}`: Grafana reports that it is not unique");
                found.report(place.clone(), message).related(first_place.clone(), "the first one");
            }
        }
    }
}
