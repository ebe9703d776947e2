//! A variable that nothing in the dashboard uses.

use std::collections::HashMap;

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
        let users = users(dashboard);
        for (number, view) in dashboard.variables.iter().enumerate() {
            let Some(name) = view.variable.name.as_deref() else { continue };
            // What these choose goes into queries without a word.
            let works_by_itself = matches!(
                view.variable.r#type,
                None | Some(VariableType::Adhoc | VariableType::GroupBy | VariableType::System | VariableType::Snapshot)
            );
            let is_used = match users.get(name) {
                None => false,
                Some(User::Variable(by)) => *by != number,
                Some(User::Others) => true,
            };
            if !works_by_itself && !is_used {
                found.value(&view.at.key("name"), format!("nothing uses the variable `{name}`: a choice changes nothing"));
            }
        }
    }
}

/// Who uses a name.
enum User {
    /// One variable alone, by its number: perhaps the one of that name.
    Variable(usize),
    /// Something else, or more than one variable.
    Others,
}

/// The names that are used, each with who uses it.
fn users<'a>(dashboard: &'a DashboardView<'a>) -> HashMap<&'a str, User> {
    let mut users: HashMap<&str, User> = HashMap::new();
    for text in &dashboard.texts {
        for mention in &text.mentions {
            let name = mention.reference.name.as_str();
            let by = match (text.variable, users.get(name)) {
                (Some(number), None) => User::Variable(number),
                (Some(number), Some(User::Variable(other))) if *other == number => continue,
                _ => User::Others,
            };
            users.insert(name, by);
        }
    }
    for panel in &dashboard.panels {
        if let Some(Nullable::Value(name)) = &panel.panel.repeat {
            users.insert(name, User::Others);
        }
    }
    let rows = dashboard.dashboard.extra.get("rows").and_then(Value::as_array);
    let names = rows.into_iter().flatten().filter_map(|row| row.get("repeat")?.as_str());
    users.extend(names.map(|name| (name, User::Others)));
    users
}

/// Whether values go where nobody here sees what is made of them: along links, or into library panels.
fn hands_on_all(dashboard: &DashboardView<'_>) -> bool {
    let own = dashboard.dashboard.links.iter().flatten();
    let of_panels = dashboard.panels.iter().flat_map(|panel| panel.panel.links.iter().flatten());
    let by_link = own.chain(of_panels).any(|link| link.include_vars == Some(true));
    let by_text = || {
        let mut mentions = dashboard.texts.iter().flat_map(|text| &text.mentions);
        mentions.any(|mention| mention.reference.name == "__all_variables")
    };
    by_link || by_text() || dashboard.panels.iter().any(|panel| panel.panel.library_panel.is_some())
}
