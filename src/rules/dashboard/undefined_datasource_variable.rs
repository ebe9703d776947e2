//! A data source named by a variable that the dashboard does not have.

use super::references::by_variable;
use super::undefined::{Names, did_you_mean};
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct UndefinedDatasourceVariable;

impl Rule for UndefinedDatasourceVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/undefined-datasource-variable");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if !dashboard.knows_its_variables() {
            return;
        }
        let mut names = Names::default();
        for (named, text, references) in by_variable(dashboard) {
            for reference in &references {
                names.add(dashboard, &named.text_at(), text, reference);
            }
        }
        for missing in names.each() {
            let name = &missing.reference.name;
            let message = format!(
                "the dashboard has no variable `{name}`, so that Grafana finds no data source `{}`{}",
                missing.text,
                missing.and_others()
            );
            found
                .part(&missing.at, missing.text, missing.reference.range.clone(), message)
                .label_if(did_you_mean(dashboard, name))
                .help("add a variable of the type `datasource`, or write the uid itself");
        }
    }
}
