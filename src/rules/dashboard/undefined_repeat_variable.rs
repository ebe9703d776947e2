//! A panel or row that is repeated by a variable that the dashboard does not have.

use super::undefined::did_you_mean;
use crate::grafana::json::Nullable;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct UndefinedRepeatVariable;

impl Rule for UndefinedRepeatVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/undefined-repeat-variable");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if !dashboard.knows_its_variables() {
            return;
        }
        for panel in &dashboard.panels {
            let Some(Nullable::Value(name)) = &panel.panel.repeat else { continue };
            if name.is_empty() || dashboard.has_variable(name) {
                continue;
            }
            let message = format!("the dashboard has no variable `{name}`: Grafana does not repeat this by anything");
            found.value(&panel.at.key("repeat"), message).label_if(did_you_mean(dashboard, name));
        }
    }
}
