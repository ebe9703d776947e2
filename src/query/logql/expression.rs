//! What a LogQL query is: log pipelines, and what a metric query makes of them.

use super::labels::{self, Labels};
use super::pipeline::Pipeline;
use crate::query::Part;
use crate::query::variable::Reference;
use std::ops::Range;

/// A LogQL query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What it gives.
    pub kind: Kind,
    /// Its log selectors with their stages, as written.
    pub pipelines: Vec<Pipeline>,
    /// What is made of the pipelines: operands stand before what takes them, and the last is the whole query. None in a log
    /// query. Flat, so that a query of any length can be walked.
    pub expressions: Vec<Expression>,
    /// Grafana's variables outside of comments, as written. `$1` is none: `label_replace` means a group by it.
    pub variables: Vec<Reference>,
    pub(super) canonical: String,
}

/// What a query gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Lines.
    Log,
    /// Series of numbers.
    Metric,
}

/// One step of a metric query. Operands are indices into [`Query::expressions`], always lower than the step's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// A number, its sign included.
    Literal {
        /// The number.
        number: Part,
    },
    /// `vector(1)`.
    Vector {
        /// The number.
        number: Part,
    },
    /// A variable that stands for a metric query or a number.
    Variable {
        /// The variable.
        variable: Part,
    },
    /// `rate({…}[5m])`.
    RangeAggregation {
        /// Which.
        operation: RangeOperation,
        /// The number before the pipeline: the quantile.
        parameter: Option<Part>,
        /// The index of the pipeline in [`Query::pipelines`].
        pipeline: usize,
        /// `by (…)` or `without (…)`.
        grouping: Option<Grouping>,
        /// Its bytes.
        bytes: Range<usize>,
    },
    /// `sum by (level) (…)`.
    VectorAggregation {
        /// Which.
        operation: VectorOperation,
        /// The number before the operand: how many `topk` takes.
        parameter: Option<Part>,
        /// What is aggregated.
        of: usize,
        /// `by (…)` or `without (…)`.
        grouping: Option<Grouping>,
        /// Its bytes.
        bytes: Range<usize>,
    },
    /// `label_replace(…, "to", "$1", "from", "(.*)")`.
    LabelReplace {
        /// Whose labels.
        of: usize,
        /// The label that is written.
        to: Part,
        /// Its new value, with groups.
        replacement: Part,
        /// The label that is read.
        from: Part,
        /// The regular expression over its value.
        pattern: Part,
        /// Its bytes.
        bytes: Range<usize>,
    },
    /// `a / b`.
    Binary {
        /// Which.
        operator: BinaryOperator,
        /// The left operand.
        left: usize,
        /// The right operand.
        right: usize,
        /// `bool`: 0 or 1 in place of a filter.
        bool: bool,
        /// Which series belong together.
        matching: Option<Matching>,
    },
}

impl Expression {
    /// Whether `index` is one of the operands.
    fn takes(&self, index: usize) -> bool {
        match self {
            Self::VectorAggregation { of, .. } | Self::LabelReplace { of, .. } => *of == index,
            Self::Binary { left, right, .. } => *left == index || *right == index,
            Self::Literal { .. } | Self::Vector { .. } | Self::Variable { .. } | Self::RangeAggregation { .. } => false,
        }
    }
}

/// `by (a, b)`, `without (a)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// Whether it is `without`.
    pub without: bool,
    /// The labels, as written; a name can have a variable in it.
    pub labels: Vec<Part>,
}

/// `on (a) group_left (b)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// Whether it is `ignoring` and not `on`.
    pub ignoring: bool,
    /// The labels.
    pub labels: Vec<Part>,
    /// `group_left` or `group_right`: the side of which many series belong to one of the other.
    pub many: Option<Side>,
    /// The labels of the other side that are taken over.
    pub include: Vec<Part>,
}

/// A side of a binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// `group_left`
    Left,
    /// `group_right`
    Right,
}

/// Defines an enumeration of words of the language, with their spelling.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)+
        }

        impl $name {
            /// As LogQL spells it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one that is spelled so, in letters of either case.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                $(if name.eq_ignore_ascii_case($word) { return Some(Self::$variant); })+
                None
            }
        }
    };
}

words! {
    /// What is made of the lines, or of the unwrapped values, of a range. (Loki documentation, "Metric queries".)
    RangeOperation {
        Rate = "rate",
        RateCounter = "rate_counter",
        CountOverTime = "count_over_time",
        BytesRate = "bytes_rate",
        BytesOverTime = "bytes_over_time",
        AbsentOverTime = "absent_over_time",
        SumOverTime = "sum_over_time",
        AvgOverTime = "avg_over_time",
        MaxOverTime = "max_over_time",
        MinOverTime = "min_over_time",
        FirstOverTime = "first_over_time",
        LastOverTime = "last_over_time",
        StdvarOverTime = "stdvar_over_time",
        StddevOverTime = "stddev_over_time",
        QuantileOverTime = "quantile_over_time",
    }
}

words! {
    /// What is made of series. (Loki documentation, "Metric queries": "Built-in aggregation operators".)
    VectorOperation {
        Sum = "sum",
        Avg = "avg",
        Min = "min",
        Max = "max",
        Count = "count",
        Stddev = "stddev",
        Stdvar = "stdvar",
        Topk = "topk",
        Bottomk = "bottomk",
        ApproxTopk = "approx_topk",
        Sort = "sort",
        SortDesc = "sort_desc",
    }
}

words! {
    /// What stands between two operands. (Loki documentation, "Query": "Binary operators".)
    BinaryOperator {
        Or = "or",
        And = "and",
        Unless = "unless",
        Equal = "==",
        NotEqual = "!=",
        Greater = ">",
        GreaterOrEqual = ">=",
        Less = "<",
        LessOrEqual = "<=",
        Add = "+",
        Subtract = "-",
        Multiply = "*",
        Divide = "/",
        Modulo = "%",
        Power = "^",
    }
}

impl BinaryOperator {
    /// `and`, `or`, `unless`: operators between sets of series.
    #[must_use]
    pub fn is_set(self) -> bool {
        matches!(self, Self::And | Self::Or | Self::Unless)
    }

    /// The higher, the closer it binds.
    pub(super) fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And | Self::Unless => 2,
            Self::Equal | Self::NotEqual | Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual => 3,
            Self::Add | Self::Subtract => 4,
            Self::Multiply | Self::Divide | Self::Modulo => 5,
            Self::Power => 6,
        }
    }
}

impl Query {
    /// What is done with the pipeline of this index, from the range aggregation outwards. Empty in a log query.
    #[must_use]
    pub fn applied(&self, pipeline: usize) -> Vec<&Expression> {
        let mut steps: Vec<&Expression> = Vec::new();
        let mut inner = None;
        for (index, expression) in self.expressions.iter().enumerate() {
            let begins = matches!(expression, Expression::RangeAggregation { pipeline: own, .. } if *own == pipeline);
            if begins || inner.is_some_and(|inner| expression.takes(inner)) {
                steps.push(expression);
                inner = Some(index);
            }
        }
        steps
    }

    /// The labels that the result can have: the series of a metric query, the lines of a log query.
    #[must_use]
    pub fn labels(&self) -> Labels {
        labels::of_query(self)
    }

    /// The query in one way of writing: equal for two queries that differ only in white space, comments, the kind of quotes and
    /// the order of matchers. It is LogQL too.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}
