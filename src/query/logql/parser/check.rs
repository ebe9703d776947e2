//! What Loki refuses though the grammar allows it. Each is a message of Loki's own; what is not certain is let through.

use super::super::capture;
use super::super::expression::{Grouping, RangeOperation, VectorOperation};
use super::super::pipeline::{LabelFormat, Matcher, MatcherOperator, Pipeline, Stage};
use super::super::reference::has_variable;
use super::refused;
use crate::query::{Part, Unread};
use std::ops::Range;

/// A selector has to have a matcher that a stream without the label does not fulfil. (Loki documentation, "Troubleshoot queries":
/// "At least one equality matcher required".)
pub(super) fn selector(pipeline: &Pipeline, range: Range<usize>) -> Result<(), Unread> {
    let lets_all = pipeline.matchers.iter().all(|matcher| lets_empty(matcher) == Some(true));
    if pipeline.selector_variables.is_empty() && lets_all {
        let message = "no matcher here excludes the empty value: one such as `app=\"x\"` or `app=~\".+\"` is needed";
        return Err(refused(message, range));
    }
    Ok(())
}

/// Whether a stream without the label fulfils the matcher, as far as that can be told.
fn lets_empty(matcher: &Matcher) -> Option<bool> {
    if matcher.value_has_variable {
        return None;
    }
    let value = matcher.value.text.as_str();
    match matcher.operator {
        MatcherOperator::Equal => Some(value.is_empty()),
        MatcherOperator::NotEqual => Some(!value.is_empty()),
        MatcherOperator::Matches => capture::matches_empty(value),
        MatcherOperator::NotMatches => capture::matches_empty(value).map(|matches| !matches),
    }
}

/// The groups of `regexp`: one at least, none twice.
pub(super) fn group_names(pattern: &Part) -> Result<Vec<String>, Unread> {
    let names = capture::group_names(&pattern.text);
    if names.is_empty() {
        return Err(refused("`regexp` needs a named group such as `(?P<name>…)`", pattern.range.clone()));
    }
    no_duplicate(names.iter().map(String::as_str), pattern)?;
    Ok(names)
}

/// The captures of `pattern`: one with a name at least, none twice, and text between any two.
pub(super) fn capture_names(pattern: &Part) -> Result<Vec<String>, Unread> {
    let captures = capture::captures(&pattern.text);
    let names: Vec<&str> = captures.iter().map(|capture| capture.name).filter(|name| *name != "_").collect();
    if names.is_empty() {
        return Err(refused("`pattern` needs a capture with a name, such as `<name>`", pattern.range.clone()));
    }
    no_neighbours(&captures, pattern)?;
    no_duplicate(names.iter().copied(), pattern)?;
    Ok(names.into_iter().map(str::to_owned).collect())
}

/// The pattern of `|>` and `!>`: all captures are `<_>`, with text between any two.
pub(super) fn line_pattern(pattern: &Part) -> Result<(), Unread> {
    let captures = capture::captures(&pattern.text);
    if let Some(named) = captures.iter().find(|capture| capture.name != "_") {
        let message = format!("captures of a line filter have no names: write `<_>` for `<{}>`", named.name);
        return Err(refused(message, pattern.range.clone()));
    }
    no_neighbours(&captures, pattern)
}

fn no_neighbours(captures: &[capture::Capture<'_>], pattern: &Part) -> Result<(), Unread> {
    match captures.iter().find(|capture| capture.follows) {
        Some(capture) => {
            let message = format!("the capture `<{}>` follows another with nothing between them", capture.name);
            Err(refused(message, pattern.range.clone()))
        }
        None => Ok(()),
    }
}

fn no_duplicate<'a>(names: impl IntoIterator<Item = &'a str>, pattern: &Part) -> Result<(), Unread> {
    match capture::twice(names) {
        Some(name) => Err(refused(format!("the name `{name}` stands twice in it"), pattern.range.clone())),
        None => Ok(()),
    }
}

/// `label_format` writes a label once.
pub(super) fn label_format(formats: &[LabelFormat]) -> Result<(), Unread> {
    let names = formats.iter().map(|format| format.label.text.as_str()).filter(|name| !has_variable(name));
    let Some(twice) = capture::twice(names) else { return Ok(()) };
    let last = formats.iter().rev().find(|format| format.label.text == twice);
    let range = last.map(|format| format.label.range.clone()).unwrap_or_default();
    Err(refused(format!("`label_format` writes the label `{twice}` twice"), range))
}

/// The parameter of `quantile_over_time` and of no other, and the grouping of those that work on single values.
pub(super) fn range_aggregation(
    operation: RangeOperation,
    name: &Range<usize>,
    parameter: Option<&Part>,
    grouping: Option<&Grouping>,
    bytes: &Range<usize>,
) -> Result<(), Unread> {
    use RangeOperation::{
        AvgOverTime, FirstOverTime, LastOverTime, MaxOverTime, MinOverTime, QuantileOverTime, StddevOverTime, StdvarOverTime,
    };
    match (operation == QuantileOverTime, parameter) {
        (true, None) => return Err(refused("`quantile_over_time` needs a quantile first, such as `0.95,`", name.clone())),
        (false, Some(parameter)) => {
            return Err(refused(format!("`{}` takes no number", operation.name()), parameter.range.clone()));
        }
        _ => {}
    }
    let can_group = matches!(
        operation,
        AvgOverTime
            | FirstOverTime
            | LastOverTime
            | MaxOverTime
            | MinOverTime
            | QuantileOverTime
            | StddevOverTime
            | StdvarOverTime
    );
    if grouping.is_some() && !can_group {
        let message = format!("`{}` takes no grouping: put an aggregation such as `sum` around it", operation.name());
        return Err(refused(message, bytes.clone()));
    }
    Ok(())
}

/// Which range aggregations work on lines and which on unwrapped values; `rate` and `absent_over_time` on both. (Loki
/// documentation, "Metric queries": "Log range aggregations", "Unwrapped range aggregations".)
pub(super) fn unwrap(operation: RangeOperation, name: &Range<usize>, pipeline: &Pipeline) -> Result<(), Unread> {
    use RangeOperation::{AbsentOverTime, BytesOverTime, BytesRate, CountOverTime, Rate};
    if operation == Rate || operation == AbsentOverTime {
        return Ok(());
    }
    let unwrap = pipeline.stages.iter().find_map(|stage| match stage {
        Stage::Unwrap { label, .. } => Some(label),
        _ => None,
    });
    // A variable for a selector may bring stages of its own.
    let is_whole = pipeline.selector_variables.is_empty() || !pipeline.matchers.is_empty();
    match (matches!(operation, CountOverTime | BytesRate | BytesOverTime), unwrap) {
        (true, Some(label)) => {
            let message = format!("`{}` counts lines and takes no `unwrap`", operation.name());
            Err(refused(message, label.range.clone()))
        }
        (false, None) if is_whole => {
            let message = format!("`{}` works on values: `| unwrap label` is missing", operation.name());
            Err(refused(message, name.clone()))
        }
        _ => Ok(()),
    }
}

/// The number of `topk` and its like, and of no other; what can't be grouped.
pub(super) fn vector_aggregation(
    operation: VectorOperation,
    name: &Range<usize>,
    parameter: Option<&Part>,
    grouping: Option<&Grouping>,
    bytes: &Range<usize>,
) -> Result<(), Unread> {
    use VectorOperation::{ApproxTopk, Bottomk, Sort, SortDesc, Topk};
    match (matches!(operation, Topk | Bottomk | ApproxTopk), parameter) {
        (true, None) => {
            return Err(refused(format!("`{}` needs a number first, such as `10,`", operation.name()), name.clone()));
        }
        (false, Some(parameter)) => {
            return Err(refused(format!("`{}` takes no number", operation.name()), parameter.range.clone()));
        }
        (true, Some(parameter)) if !has_variable(&parameter.text) && !is_count(&parameter.text) => {
            let message = format!("`{}` needs a whole number above 0", operation.name());
            return Err(refused(message, parameter.range.clone()));
        }
        _ => {}
    }
    if grouping.is_some() && matches!(operation, Sort | SortDesc | ApproxTopk) {
        return Err(refused(format!("`{}` takes no grouping", operation.name()), bytes.clone()));
    }
    Ok(())
}

/// Whether a number is whole and above 0, as Go's `Atoi` reads it.
fn is_count(number: &str) -> bool {
    let digits = number.strip_prefix('+').unwrap_or(number);
    digits.bytes().all(|digit| digit.is_ascii_digit()) && digits.bytes().any(|digit| digit != b'0')
}
