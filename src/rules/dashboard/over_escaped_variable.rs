//! A doubled `$` before a variable, which only provisioning files need.

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
            for reference in &text.references {
                let before = text.text.get(..reference.range.start).unwrap_or_default();
                let is_doubled = before.ends_with('$') && !before.ends_with("$$");
                if is_doubled && (reference.is_global() || dashboard.has_variable(&reference.name)) {
                    let range = reference.range.start - 1..reference.range.end;
                    let message = format!(
                        "dashboards need no `$$`: one `$` too many stays before the value of `{}` and breaks the query",
                        reference.name
                    );
                    found.part(&text.at, text.text, range, message).help("write one `$`");
                }
            }
        }
    }
}
