//! A variable in a query, a title or a link that the dashboard does not have.

use super::undefined::{Names, did_you_mean};
use crate::rules::view::TextRole;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct UndefinedVariable;

impl Rule for UndefinedVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/undefined-variable");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if !dashboard.knows_its_variables() {
            return;
        }
        let mut names = Names::default();
        for text in dashboard.texts.iter().filter(|text| text.role != TextRole::Datasource) {
            for mention in text.mentions.iter().filter(|mention| mention.is_certain) {
                names.add(dashboard, &text.at, text.text, &mention.reference);
            }
        }
        for missing in names.each() {
            let name = &missing.reference.name;
            let message =
                format!("the dashboard has no variable `{name}`: Grafana leaves `${name}` as it stands{}", missing.and_others());
            found
                .part(&missing.at, missing.text, missing.reference.range.clone(), message)
                .label_if(did_you_mean(dashboard, name));
        }
    }
}
