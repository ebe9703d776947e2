//! A doubled `$` before a variable, which only provisioning files need.

use crate::query::variable::Reference;
use crate::rules::view::TextRole;
use crate::rules::{About, Context, DashboardView, Findings, Rule, about};

pub struct OverEscapedVariable;

impl Rule for OverEscapedVariable {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "dashboard/over-escaped-variable");
        &ABOUT
    }

    fn dashboard(&self, dashboard: &DashboardView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        for text in dashboard.texts.iter().filter(|text| matches!(text.role, TextRole::Query | TextRole::Datasource)) {
            let is_variable = |name: &Reference| name.is_global() || dashboard.has_variable(&name.name);
            let is_doubled = |start: usize| {
                let before = text.text.get(..start).unwrap_or_default();
                before.ends_with('$') && !before.ends_with("$$")
            };
            let mut references = text.mentions.iter().filter(|mention| mention.is_certain).map(|mention| &mention.reference);
            // One in a text is enough to say it.
            if let Some(doubled) = references.find(|reference| is_doubled(reference.range.start) && is_variable(reference)) {
                let range = doubled.range.start - 1..doubled.range.end;
                let name = &doubled.name;
                let message =
                    format!("dashboards need no `$$`: one `$` too many stays before the value of `{name}` and breaks the query");
                found.part(&text.at, text.text, range, message).help("write one `$`");
            }
        }
    }
}
