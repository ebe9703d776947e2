//! What a query selects: metrics, matchers, ranges, offsets, each with its bytes.

use std::ops::Range;

use super::applied::Applied;
use crate::query::{Part, variable};

/// One selector of a query: `http_requests_total{job="api"}[5m] offset 1h`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The metric it names.
    pub metric: MetricName,
    /// Its matchers in the author's order, one on `__name__` included.
    pub matchers: Vec<Matcher>,
    /// Variables that stand for whole matchers.
    pub variables: Vec<MatcherVariable>,
    /// `[5m]`, without the brackets. Only range selectors have one.
    pub range: Option<Duration>,
    /// `offset 1h`.
    pub offset: Option<Offset>,
    /// What is done to it, from the inside out.
    pub applied: Vec<Applied>,
    /// Its bytes: name and matchers, without range and offset.
    pub bytes: Range<usize>,
}

/// The metric that a selector names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetricName {
    /// By its name: `up`, `{__name__="up"}`, `{"http.server.duration"}`.
    Known(Part),
    /// By one variable: `$metric{job="api"}`.
    Variable(Part),
    /// By a pattern, or by a name of which variables are a part: `{__name__=~"http_.*"}`, `hsi_${stage}_total`.
    Pattern(Part),
    /// By matchers on other labels alone: `{job="api"}`.
    None,
}

/// One matcher: `job="api"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matcher {
    /// The label, variables in it included.
    pub label: Part,
    /// How its value is compared.
    pub operator: MatchOperator,
    /// The value without its quotes and escapes.
    pub value: Part,
    /// Whether variables are in the value.
    pub value_has_variable: bool,
}

/// How a matcher compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchOperator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    Match,
    /// `!~`
    NotMatch,
}

impl MatchOperator {
    pub(super) fn read(written: &str) -> Option<MatchOperator> {
        Some(match written {
            "=" => MatchOperator::Equal,
            "!=" => MatchOperator::NotEqual,
            "=~" => MatchOperator::Match,
            "!~" => MatchOperator::NotMatch,
            _ => return None,
        })
    }
}

/// A variable that stands for matchers: `$__tags` in `{$__tags, job="api"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatcherVariable {
    /// The variable.
    pub reference: variable::Reference,
    /// How many matchers stand before it. Where it gives nothing, a comma after it breaks the query.
    pub before: usize,
    /// Whether anything follows it between the braces: a comma, or more.
    pub is_last: bool,
}

/// A length of time: of a range, an offset, the step of a subquery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// As it is written: `5m`, `$__rate_interval`.
    pub written: Part,
    /// Milliseconds, where no variable is in it.
    pub milliseconds: Option<u64>,
    /// The first variable in it, without its dollar: `__rate_interval`.
    pub variable: Option<String>,
}

/// How far a selector or a subquery looks from the time of evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offset {
    /// Whether it looks ahead: `offset -5m`.
    pub is_negative: bool,
    /// How far.
    pub duration: Duration,
}
