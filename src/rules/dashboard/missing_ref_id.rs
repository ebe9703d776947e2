//! Queries without a name.

use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct MissingRefId;

impl Rule for MissingRefId {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/missing-ref-id");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let targets = dashboard.panels.iter().flat_map(|panel| &panel.targets);
        let mut without = targets.filter(|target| target.target.ref_id().is_none_or(str::is_empty));
        if let Some(first) = without.next() {
            let message = match without.count() + 1 {
                1 => "this query has no `refId`; Grafana makes one up".to_owned(),
                count => format!("{count} queries have no `refId`, this one first; Grafana makes them up"),
            };
            found
                .value(&first.at, message)
                .help("name queries, such as `A`, so that expressions and overrides can name them too");
        }
    }
}
