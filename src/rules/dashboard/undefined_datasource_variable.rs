//! A data source named by a variable that the dashboard does not have.

use super::undefined::{did_you_mean, undefined};
use crate::rules::view::TextRole;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct UndefinedDatasourceVariable;

impl Rule for UndefinedDatasourceVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/undefined-datasource-variable");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for missing in undefined(dashboard, |text| text.role == TextRole::Datasource) {
            let name = &missing.reference.name;
            let message = format!(
                "the dashboard has no variable `{name}`, so that Grafana finds no data source `{}`{}",
                missing.text.text,
                missing.and_others()
            );
            found
                .part(&missing.text.at, missing.text.text, missing.reference.range.clone(), message)
                .label_if(did_you_mean(dashboard, name))
                .help("add a variable of the type `datasource`, or write the uid itself");
        }
    }
}
