//! The second reader: the crate promql-parser, which knows the functions and their types.
//!
//! From: the tokens of a query, with what stands in for variables. To: whether it agrees. It has no positions and knows no
//! variables, reads regular expressions as Rust and not as Go does, and unquotes less than Prometheus; so strings, numbers and
//! durations reach it as the plainest of their kind.

use super::cursor::{StandIn, unchecked};
use super::metricsql;
use super::token::{Kind, Token};
use crate::query::{Unread, variable};

/// What the second reader says where its grammar fails, and not its types.
const NO_REASON: &str = "invalid promql query";

/// Whether the second reader takes the query too.
pub(super) fn agrees(text: &str, tokens: &[Token], stand_ins: &[Option<StandIn>]) -> Result<(), Unread> {
    let Err(message) = promql_parser::parser::parse(&written(text, tokens, stand_ins, "v")) else { return Ok(()) };
    if let Some(name) = unknown_function(&message) {
        return Err(unknown(text, tokens, name));
    }
    if stand_ins.contains(&Some(StandIn::Expression)) {
        return match promql_parser::parser::parse(&written(text, tokens, stand_ins, "1")) {
            Ok(_) => Ok(()),
            Err(_) => Err(unchecked("its variables may stand for numbers, metrics or more".to_owned())),
        };
    }
    if message == NO_REASON {
        return Err(unchecked("its grammar is read in two ways".to_owned()));
    }
    Err(Unread::Syntax { message: message.trim_end_matches('.').to_owned(), range: whole(text) })
}

/// Whether the second reader takes what the first one called wrong.
pub(super) fn contradicts(text: &str, tokens: &[Token], stand_ins: &[Option<StandIn>]) -> bool {
    promql_parser::parser::parse(&written(text, tokens, stand_ins, "v")).is_ok()
}

fn unknown_function(message: &str) -> Option<&str> {
    message.strip_prefix("unknown function with name '")?.strip_suffix('\'')
}

fn unknown(text: &str, tokens: &[Token], name: &str) -> Unread {
    if metricsql::is_function(name) {
        return unchecked(format!("MetricsQL: the function `{name}`"));
    }
    let mut pairs = tokens.iter().zip(tokens.iter().skip(1));
    let is_call =
        |(word, next): &(&Token, &Token)| text.get(word.range.clone()) == Some(name) && text.get(next.range.clone()) == Some("(");
    let range = pairs.find(is_call).map_or_else(|| whole(text), |(word, _)| word.range.clone());
    Unread::Syntax { message: format!("Prometheus has no function `{name}`"), range }
}

/// The query without the white space around it.
fn whole(text: &str) -> std::ops::Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..text.trim_end().len().max(start)
}

/// The query as the second reader is given it; `expression` is what stands for variables that may be anything.
fn written(text: &str, tokens: &[Token], stand_ins: &[Option<StandIn>], expression: &str) -> String {
    let mut query = String::with_capacity(text.len());
    for (token, stand_in) in tokens.iter().zip(stand_ins) {
        let own = text.get(token.range.clone()).unwrap_or_default();
        match stand_in {
            Some(StandIn::Expression) => query.push_str(expression),
            Some(StandIn::Number) => query.push('1'),
            Some(StandIn::Matcher) => query.push_str("v=\"v\""),
            Some(StandIn::String) => query.push_str("\"v\""),
            Some(StandIn::Duration) => query.push_str("1m"),
            Some(StandIn::Function(name)) => query.push_str(name),
            None => match token.kind {
                Kind::String => query.push_str("\"v\""),
                Kind::Number if token.has_variable => query.push('1'),
                Kind::Word if token.has_variable => push_without_variables(&mut query, own),
                // Whether a selector may select everything is asked by the first reader, which sees the values.
                Kind::Symbol if own == "{" => query.push_str("{ v=\"v\","),
                _ => query.push_str(own),
            },
        }
        query.push(' ');
    }
    query
}

/// A word with a letter for each variable in it.
fn push_without_variables(query: &mut String, word: &str) {
    let mut end = 0;
    for reference in variable::references(word) {
        query.push_str(word.get(end..reference.range.start).unwrap_or_default());
        query.push('v');
        end = reference.range.end;
    }
    query.push_str(word.get(end..).unwrap_or_default());
}
