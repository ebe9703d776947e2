//! Queries: from a query's text to what it selects, by language.
//!
//! From: the text that an author wrote, Grafana's variables and macros included. To: what the query names (metrics, labels,
//! services, fields), each with its bytes in that text, or what is wrong with it. One module a language; [`variable`] is what
//! Grafana puts values in place of, before any data source sees the query.

pub mod jaeger;
pub mod logql;
pub mod promql;
pub mod regular_expression;
pub mod traceql;
pub mod variable;

use std::ops::Range;

/// Queries longer than this are not parsed: Grafana and its data sources refuse them too, or are slow beyond use. Bytes.
pub const LONGEST: usize = 1 << 20;

/// Queries nested deeper than this are not parsed. Brackets and unary operators within one another.
pub const DEEPEST: usize = 128;

/// A part of a query's text: what stands there, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Part {
    /// What it says: the name of a metric, a label, a value without its quotes and escapes.
    pub text: String,
    /// Its bytes in the author's text, quotes included.
    pub range: Range<usize>,
}

/// Why a query can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It breaks the language's grammar: an error.
    Syntax {
        /// What is wrong, in one sentence without a full stop.
        message: String,
        /// The bytes where it shows.
        range: Range<usize>,
    },
    /// It may be right, but what it says can't be told without Grafana: a variable stands for an operator or a function, or the
    /// query is too long or too deep. It is reported as not checked.
    Unchecked {
        /// Why, in a few words: `the variable $op stands for an operator`.
        reason: String,
    },
}
