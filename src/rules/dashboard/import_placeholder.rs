//! Data sources that Grafana asks for only when a dashboard is imported by hand.

use crate::rules::view::TextRole;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct ImportPlaceholder;

impl Rule for ImportPlaceholder {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/import-placeholder");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let texts = dashboard.texts.iter().filter(|text| text.role == TextRole::Datasource);
        let mut placeholders = texts.filter_map(|text| {
            let reference = text.references.iter().find(|reference| dashboard.is_input(&reference.name))?;
            (!dashboard.has_variable(&reference.name)).then_some((text, reference))
        });
        if let Some((text, reference)) = placeholders.next() {
            let message = format!(
                "`${{{}}}` is filled in when a dashboard is imported by hand; from a provisioned file Grafana finds no such data source",
                reference.name
            );
            found
                .part(&text.at, text.text, reference.range.clone(), message)
                .help("write the uid of a data source, or a variable of the type `datasource`, wherever it stands");
        }
    }
}
