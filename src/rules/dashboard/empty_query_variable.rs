//! A variable that is never asked for and has no values.

use crate::grafana::dashboard::{VariableRefresh, VariableType};
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct EmptyQueryVariable;

impl Rule for EmptyQueryVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/empty-query-variable");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for view in &dashboard.variables {
            let variable = view.variable;
            let is_empty = variable.options.as_ref().is_none_or(Vec::is_empty)
                && variable.static_options.as_ref().is_none_or(Vec::is_empty)
                && !variable.extra.contains_key("options");
            let is_asked = variable.r#type != Some(VariableType::Query) || variable.refresh != Some(VariableRefresh::Never);
            if is_asked || !is_empty {
                continue;
            }
            let name = variable.name.as_deref().unwrap_or_default();
            let message = format!("the variable `{name}` has no values, and Grafana asks for none before somebody refreshes it");
            found.value(&view.at.key("refresh"), message).help("write `\"refresh\": 1`: asked when the dashboard is opened");
        }
    }
}
