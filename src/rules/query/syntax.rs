//! A query that breaks the grammar of its language; and what of a query could not be read, said as not checked.

use serde_json::Value;

use crate::query::{Unread, variable};
use crate::rules::view::{Language, Parsed};
use crate::rules::{About, Context, DashboardView, Findings, QueryView, Rule, about};

pub struct Syntax;

impl Rule for Syntax {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/syntax");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, around: &Context<'_>, found: &mut Findings<'_>) {
        let (what, who) = names(query.language);
        match &query.parsed {
            Err(Unread::Syntax { .. }) if is_told_elsewhere(query, around) => {}
            Err(Unread::Syntax { message, range }) => {
                found.in_query(query, range, format!("{who} refuses this query: {message}"));
            }
            Err(Unread::Unchecked { reason }) => found.unchecked(what, &query.text_at, reason.clone()),
            Ok(Parsed::TraceQl(read)) => {
                if let Some(reason) = &read.unchecked {
                    found.unchecked(what, &query.text_at, reason.clone());
                }
            }
            Ok(_) => {}
        }
    }
}

/// Whether another rule tells already why the query is broken, and it is in order but for that: Grafana eats a `$` of a link's query,
/// which the category `provisioning` tells, or leaves one too many in a panel's, which `dashboard/over-escaped-variable` tells.
fn is_told_elsewhere(query: &QueryView<'_>, around: &Context<'_>) -> bool {
    let written = match (around.datasource, around.dashboard) {
        (Some(datasource), _) => {
            let value = query.text_at.after(&datasource.at).and_then(|way| datasource.written.pointer(way.as_str()));
            value.and_then(Value::as_str)
        }
        (_, Some(dashboard)) => Some(query.text()).filter(|text| is_over_escaped(text, dashboard)),
        _ => None,
    };
    let meant = written.map(|written| written.replace("$$", "$"));
    meant.is_some_and(|meant| !matches!(query.language.read(&meant), Err(Unread::Syntax { .. })))
}

fn is_over_escaped(text: &str, dashboard: &DashboardView<'_>) -> bool {
    let is_doubled = |start: usize| {
        let before = text.get(..start).unwrap_or_default();
        before.ends_with('$') && !before.ends_with("$$")
    };
    let mut references = variable::references(text).into_iter();
    references.any(|name| is_doubled(name.range.start) && (name.is_global() || dashboard.has_variable(&name.name)))
}

/// What a query of a language is called, and who reads it.
fn names(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::PromQl => ("PromQL query", "Prometheus"),
        Language::LogQl => ("LogQL query", "Loki"),
        Language::TraceQl => ("TraceQL query", "Tempo"),
        Language::Jaeger => ("Jaeger search", "Grafana"),
    }
}
