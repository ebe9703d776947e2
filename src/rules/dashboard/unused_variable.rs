//! A variable that nothing in the dashboard uses.

use std::collections::HashSet;

use serde_json::Value;

use crate::grafana::dashboard::VariableType;
use crate::grafana::json::Nullable;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct UnusedVariable;

impl Rule for UnusedVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Warning, "dashboard/unused-variable");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        if dashboard.variables.is_empty() || hands_on_all(dashboard) {
            return;
        }
        let used = used(dashboard);
        for (number, view) in dashboard.variables.iter().enumerate() {
            let Some(name) = view.variable.name.as_deref() else { continue };
            // What these choose goes into queries without a word.
            let works_by_itself = matches!(
                view.variable.r#type,
                None | Some(VariableType::Adhoc | VariableType::GroupBy | VariableType::System | VariableType::Snapshot)
            );
            if works_by_itself || used.iter().any(|(by, used)| *used == name && *by != Some(number)) {
                continue;
            }
            let message = format!("nothing uses the variable `{name}`: a choice changes nothing");
            found.value(&view.at.key("name"), message);
        }
    }
}

/// The names that are used, each with the number of the variable that uses it, if it is one.
fn used<'a>(dashboard: &'a DashboardView<'a>) -> HashSet<(Option<usize>, &'a str)> {
    let texts = dashboard.texts.iter();
    let mut used: HashSet<_> =
        texts.flat_map(|text| text.references.iter().map(|reference| (text.variable, reference.name.as_str()))).collect();
    for panel in &dashboard.panels {
        if let Some(Nullable::Value(name)) = &panel.panel.repeat {
            used.insert((None, name.as_str()));
        }
    }
    let rows = dashboard.dashboard.extra.get("rows").and_then(Value::as_array);
    for row in rows.into_iter().flatten() {
        used.extend(row.get("repeat").and_then(Value::as_str).map(|name| (None, name)));
    }
    used
}

/// Whether values go where nobody here sees what is made of them: along links, or into library panels.
fn hands_on_all(dashboard: &DashboardView<'_>) -> bool {
    let own = dashboard.dashboard.links.iter().flatten();
    let of_panels = dashboard.panels.iter().flat_map(|panel| panel.panel.links.iter().flatten());
    let by_link = own.chain(of_panels).any(|link| link.include_vars == Some(true));
    let by_text = || {
        let mut references = dashboard.texts.iter().flat_map(|text| &text.references);
        references.any(|reference| reference.name == "__all_variables")
    };
    by_link || by_text() || dashboard.panels.iter().any(|panel| panel.panel.library_panel.is_some())
}
