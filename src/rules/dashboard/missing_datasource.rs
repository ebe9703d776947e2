//! Queries that name no data source.

use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct MissingDatasource;

impl Rule for MissingDatasource {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/missing-datasource");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let queries = dashboard.panels.iter().flat_map(|panel| panel.targets.iter().map(move |target| (panel, target)));
        let mut without = queries.filter(|(panel, target)| !target.names_datasource && panel.written.text().is_none());
        if let Some((_, first)) = without.next() {
            let count = without.count() + 1;
            let message = match count {
                1 => "this query names no data source: it goes to whichever is the default".to_owned(),
                count => format!("{count} queries name no data source, this one first: they go to whichever is the default"),
            };
            found.value(&first.head(), message);
        }
    }
}
