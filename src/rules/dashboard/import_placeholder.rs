//! Data sources that Grafana asks for only when a dashboard is imported by hand.

use super::references::by_variable;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct ImportPlaceholder;

impl Rule for ImportPlaceholder {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/import-placeholder");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for (named, text, references) in by_variable(dashboard) {
            let is_asked_for = |name: &str| dashboard.is_input(name) && !dashboard.has_variable(name);
            let Some(reference) = references.iter().find(|reference| is_asked_for(&reference.name)) else { continue };
            let message = format!(
                "`${{{}}}` is filled in when a dashboard is imported by hand; from a provisioned file Grafana finds no such data source",
                reference.name
            );
            found
                .part(&named.text_at(), text, reference.range.clone(), message)
                .help("write the uid of a data source, or a variable of the type `datasource`, wherever it stands");
            return;
        }
    }
}
