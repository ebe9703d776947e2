//! What a log query is made of: the selector of streams, and the stages that its lines go through.
//!
//! (Grafana Loki documentation, "Log queries": "Log stream selector", "Log pipeline".)

use crate::query::Part;
use std::ops::Range;

/// One log selector with its stages, and its range where it stands in a metric query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// The matchers between the braces, as written.
    pub matchers: Vec<Matcher>,
    /// Variables that stand for matchers (`{$filters}`) or for the whole selector (`$selector |= "x"`). Where there are any,
    /// the selector is more than `matchers` say.
    pub selector_variables: Vec<Part>,
    /// What the lines go through, as written.
    pub stages: Vec<Stage>,
    /// The time over which a range aggregation works; always there in a metric query, never in a log query.
    pub range: Option<LogRange>,
    /// The bytes from the selector to the last stage or range.
    pub bytes: Range<usize>,
}

/// One matcher: `app="api"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matcher {
    /// The label; its text begins with `$` or has one in it where a variable gives the name.
    pub label: Part,
    /// How the value is held against the label's.
    pub operator: MatcherOperator,
    /// The value without its quotes.
    pub value: Part,
    /// Whether a variable of Grafana stands in the value.
    pub value_has_variable: bool,
}

/// `=`, `!=`, `=~`, `!~`. Regular expressions are RE2's and match whole values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatcherOperator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    Matches,
    /// `!~`
    NotMatches,
}

/// `[5m] offset 1h`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRange {
    /// What stands between the brackets: `5m`, `$__auto`.
    pub written: Part,
    /// Its milliseconds; `None` where a variable stands there.
    pub milliseconds: Option<u64>,
    /// Whether a variable stands there.
    pub has_variable: bool,
    /// What follows `offset`, its sign included.
    pub offset: Option<Part>,
}

/// One stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// `|= "a" or "b"`: keeps lines.
    LineFilter {
        /// How lines are looked at.
        operator: LineFilterOperator,
        /// What is looked for, one or the other.
        needles: Vec<Needle>,
    },
    /// `json`, `json status="response.code"`: fields of a JSON line become labels.
    Json {
        /// The fields taken; all, where there are none.
        expressions: Vec<Extraction>,
    },
    /// `logfmt`: keys of a logfmt line become labels.
    Logfmt {
        /// `--strict`: stops at the first thing that is no logfmt.
        strict: bool,
        /// `--keep-empty`: keys without a value become labels too.
        keep_empty: bool,
        /// The keys taken; all, where there are none.
        expressions: Vec<Extraction>,
    },
    /// `regexp "…"`: named groups become labels.
    Regexp {
        /// The regular expression.
        pattern: Part,
        /// The names of its groups; `None` where a variable stands in it.
        names: Option<Vec<String>>,
    },
    /// `pattern "<a> <_>"`: captures become labels.
    Pattern {
        /// The pattern.
        pattern: Part,
        /// The names of its captures, without `_`; `None` where a variable stands in it.
        names: Option<Vec<String>>,
    },
    /// `unpack`: fields of a packed line become labels.
    Unpack,
    /// `decolorize`: takes the colours of terminals out of lines.
    Decolorize,
    /// `| level="error" or duration > 5s`: keeps lines by their labels.
    LabelFilter {
        /// The comparisons, as written, without their brackets.
        comparisons: Vec<Comparison>,
        /// Whether an `or` stands between any of them: then a line can be kept that does not fulfil each.
        has_alternatives: bool,
    },
    /// `line_format "{{.level}}"`: writes the line anew.
    LineFormat {
        /// The Go template.
        template: Part,
        /// The labels that the template names (`.level`), each once.
        fields: Vec<String>,
    },
    /// `label_format a=b, c="{{.d}}"`: renames labels or writes them anew.
    LabelFormat {
        /// What is written, as written.
        formats: Vec<LabelFormat>,
    },
    /// `drop a, b="c"`: takes labels away.
    Drop {
        /// Which.
        labels: Vec<NamedLabel>,
    },
    /// `keep a, b="c"`: takes all other labels away.
    Keep {
        /// Which stay.
        labels: Vec<NamedLabel>,
    },
    /// `unwrap duration(took)`: a label becomes the value that the range aggregation works on.
    Unwrap {
        /// The label.
        label: Part,
        /// How its text is read; as a number where there is none.
        conversion: Option<Conversion>,
    },
}

/// `|=`, `!=`, `|~`, `!~`, `|>`, `!>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFilterOperator {
    /// `|=`
    Contains,
    /// `!=`
    NotContains,
    /// `|~`, a regular expression.
    Matches,
    /// `!~`, a regular expression.
    NotMatches,
    /// `|>`, a pattern whose captures are all `<_>`.
    Pattern,
    /// `!>`, a pattern.
    NotPattern,
}

/// What a line filter looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    /// The text without its quotes.
    pub text: Part,
    /// Whether it is an address or a range of addresses: `ip("10.0.0.0/8")`.
    pub is_ip: bool,
    /// Whether a variable of Grafana stands in it.
    pub has_variable: bool,
}

/// One field that a parser takes out of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// The label that is made.
    pub label: Part,
    /// The field or key that its value comes from, without quotes; the label's own name where there is none.
    pub from: Option<Part>,
}

/// One comparison of a label filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The label.
    pub label: Part,
    /// How it is compared.
    pub operator: Comparator,
    /// With what.
    pub value: Value,
}

/// `=`, `==`, `!=`, `=~`, `!~`, `>`, `>=`, `<`, `<=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// `=`, and `==` which numbers take too.
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    Matches,
    /// `!~`
    NotMatches,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
}

/// What a label is compared with. Numbers carry their sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, without its quotes.
    Text(Part),
    /// `500`
    Number(Part),
    /// `10s`
    Duration(Part),
    /// `20MB`
    Bytes(Part),
    /// `ip("10.0.0.1")`, without its quotes.
    Ip(Part),
    /// A variable outside of quotes: it may be any of the others.
    Variable(Part),
}

impl Value {
    /// What is written.
    #[must_use]
    pub fn part(&self) -> &Part {
        match self {
            Self::Text(part)
            | Self::Number(part)
            | Self::Duration(part)
            | Self::Bytes(part)
            | Self::Ip(part)
            | Self::Variable(part) => part,
        }
    }
}

/// One label that `label_format` writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelFormat {
    /// The label that is made.
    pub label: Part,
    /// Where its value comes from.
    pub source: FormatSource,
}

/// Where `label_format` takes a label's value from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatSource {
    /// Another label, which is gone afterwards.
    Rename(Part),
    /// A Go template.
    Template {
        /// The template without its quotes.
        template: Part,
        /// The labels that it names, each once.
        fields: Vec<String>,
    },
}

/// A label that `drop` or `keep` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLabel {
    /// The label.
    pub label: Part,
    /// The values for which it is meant; all, where there is none.
    pub only_where: Option<Matcher>,
}

/// How `unwrap` reads a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    /// `duration(…)` or `duration_seconds(…)`: `1m30s` becomes seconds.
    DurationSeconds,
    /// `bytes(…)`: `1.5KiB` becomes bytes.
    Bytes,
}
