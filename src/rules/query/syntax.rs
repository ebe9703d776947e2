//! A query that breaks the grammar of its language; and what of a query could not be read, said as not checked.

use crate::query::Unread;
use crate::rules::view::{Language, Parsed};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct Syntax;

impl Rule for Syntax {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/syntax");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let (what, who) = names(query.language);
        match &query.parsed {
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

/// What a query of a language is called, and who reads it.
fn names(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::PromQl => ("PromQL query", "Prometheus"),
        Language::LogQl => ("LogQL query", "Loki"),
        Language::TraceQl => ("TraceQL query", "Tempo"),
        Language::Jaeger => ("Jaeger search", "Grafana"),
    }
}
