//! A variable in a query, a title or a link that the dashboard does not have.

use super::undefined::{did_you_mean, undefined};
use crate::rules::view::TextRole;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct UndefinedVariable;

impl Rule for UndefinedVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/undefined-variable");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for missing in undefined(dashboard, |text| text.role != TextRole::Datasource) {
            let name = &missing.reference.name;
            let message =
                format!("the dashboard has no variable `{name}`: Grafana leaves `${name}` as it stands{}", missing.and_others());
            found
                .part(&missing.text.at, missing.text.text, missing.reference.range.clone(), message)
                .label_if(did_you_mean(dashboard, name));
        }
    }
}
