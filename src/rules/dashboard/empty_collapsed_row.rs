//! A collapsed row that holds nothing, with panels after it.

use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct EmptyCollapsedRow;

impl Rule for EmptyCollapsedRow {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Info, "dashboard/empty-collapsed-row");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let top = dashboard.panels.iter().filter(|panel| panel.row.is_none());
        let next = top.clone().skip(1);
        for (row, next) in top.zip(next) {
            let is_empty = row.panel.panels.as_ref().is_none_or(Vec::is_empty);
            if row.panel.is_row() && row.panel.collapsed == Some(true) && is_empty && !next.panel.is_row() {
                let message = format!("the collapsed row {} holds no panels; those after it are not in it", row.shown_title());
                found.value(&row.at.key("collapsed"), message).help("a collapsed row holds its panels in its own `panels`");
            }
        }
    }
}
