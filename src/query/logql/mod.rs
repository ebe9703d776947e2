//! LogQL, Loki's language: from the text of a query to its selectors, stages and aggregations.
//!
//! From: an author's text with Grafana's variables in it. To: a [`Query`], or why it can't be read. The grammar is that of Loki 3
//! (Grafana Loki documentation, "Query": Log queries, Metric queries, LogQL template functions). Regular expressions and
//! templates are not looked into, beyond the names that they give or use. What Loki refuses for its meaning (a sum without
//! `unwrap`, a selector that would take every stream) is refused here only where that is beyond doubt; a comma after the last of a list is let through.

mod canonical;
mod capture;
mod expression;
mod labels;
mod lexer;
mod parser;
mod pipeline;
mod quoted;
mod reference;
mod unit;

pub use expression::{BinaryOperator, Expression, Grouping, Kind, Matching, Query, RangeOperation, Side, VectorOperation};
pub use labels::Labels;
pub use pipeline::{
    Comparator, Comparison, Conversion, Extraction, FormatSource, LabelFormat, LineFilterOperator, LogRange, Matcher,
    MatcherOperator, NamedLabel, Needle, Pipeline, Stage, Value,
};

use super::{LONGEST, Unread};

/// Reads the text of a LogQL query, log or metric.
///
/// ```
/// use spanboard::query::logql::{Labels, parse};
///
/// let query = parse(r#"sum by (level) (count_over_time({app="api"} | pattern "<level>: <_>" [$__auto]))"#).unwrap();
/// assert_eq!(query.pipelines[0].matchers[0].label.text, "app");
/// assert_eq!(query.labels(), Labels::Only(["level".to_owned()].into()));
/// ```
///
/// Linear in the length of the text. Errors: [`Unread::Syntax`] for what Loki refuses whatever the variables hold, and
/// [`Unread::Unchecked`] where a variable stands for a part of the grammar (an operator, a function, stages), for texts longer
/// than [`LONGEST`], and for what is nested deeper than [`DEEPEST`](super::DEEPEST).
pub fn parse(text: &str) -> Result<Query, Unread> {
    if text.len() > LONGEST {
        return Err(Unread::Unchecked { reason: format!("it is longer than {LONGEST} bytes") });
    }
    parser::Parser::new(text).query()
}
