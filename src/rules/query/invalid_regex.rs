//! A regular expression in a query that RE2 does not compile.

use crate::query::logql::{Comparator, Expression, LineFilterOperator, MatcherOperator, Pipeline, Stage, Value};
use crate::query::promql::MatchOperator;
use crate::query::{Part, Unread};
use crate::rules::query::pattern::{compiled, is_plain};
use crate::rules::{About, Context, Findings, QueryView, Rule, about};

pub struct InvalidRegex;

impl Rule for InvalidRegex {
    fn about(&self) -> &'static About {
        const ABOUT: About = about!(Error, "query/invalid-regex");
        &ABOUT
    }

    fn query(&self, query: &QueryView<'_>, _: &Context<'_>, found: &mut Findings<'_>) {
        let mut check = |part: &Part| one(query, part, found);
        if let Some(promql) = query.promql() {
            for matcher in promql.selectors.iter().flat_map(|selector| &selector.matchers) {
                if matches!(matcher.operator, MatchOperator::Match | MatchOperator::NotMatch) {
                    check(&matcher.value);
                }
            }
        }
        if let Some(logql) = query.logql() {
            for pipeline in &logql.pipelines {
                patterns(pipeline, &mut check);
            }
            for expression in &logql.expressions {
                if let Expression::LabelReplace { pattern, .. } = expression {
                    check(pattern);
                }
            }
        }
        if let Some(traceql) = query.traceql() {
            let conditions = traceql.conditions.iter();
            conditions
                .filter(|condition| matches!(condition.operator.text.as_str(), "=~" | "!~"))
                .for_each(|one| check(&one.value));
        }
    }
}

/// The regular expressions of a log pipeline.
fn patterns(pipeline: &Pipeline, check: &mut impl FnMut(&Part)) {
    for matcher in &pipeline.matchers {
        if matches!(matcher.operator, MatcherOperator::Matches | MatcherOperator::NotMatches) {
            check(&matcher.value);
        }
    }
    for stage in &pipeline.stages {
        match stage {
            Stage::LineFilter { operator: LineFilterOperator::Matches | LineFilterOperator::NotMatches, needles } => {
                needles.iter().filter(|needle| !needle.is_ip).for_each(|needle| check(&needle.text));
            }
            Stage::Regexp { pattern, .. } => check(pattern),
            Stage::LabelFilter { comparisons, .. } => {
                for comparison in comparisons {
                    if let (Comparator::Matches | Comparator::NotMatches, Value::Text(text)) =
                        (comparison.operator, &comparison.value)
                    {
                        check(text);
                    }
                }
            }
            _ => {}
        }
    }
}

fn one(query: &QueryView<'_>, pattern: &Part, found: &mut Findings<'_>) {
    if is_plain(&pattern.text) {
        return;
    }
    match compiled(&pattern.text) {
        Err(Unread::Syntax { message, .. }) => {
            found.in_query(query, &pattern.range, format!("the query fails for its regular expression: {message}"));
        }
        Err(Unread::Unchecked { reason }) => found.unchecked("regular expression", &query.text_at, reason),
        Ok(_) => {}
    }
}
