//! From tokens to selectors: metric names, matchers, ranges, subqueries, offsets, `@`.

use std::ops::Range;

use super::cursor::{Cursor, unchecked};
use super::expression::{Reader, bad_number};
use super::labels::NAME;
use super::literal;
use super::selector::{Duration, MatchOperator, Matcher, MatcherVariable, MetricName, Offset, Selector};
use super::token::{Kind as TokenKind, Token};
use super::tree::{Kind, Node};
use crate::query::{Part, Unread, variable};

/// The first time that does not fit into 64 bits.
const LATEST: f64 = 9_223_372_036_854_775_808.0;

/// What a string says.
pub(super) fn string(cursor: &Cursor, token: &Token) -> Result<Part, Unread> {
    match literal::unquoted(cursor.written(token)) {
        Some(text) => Ok(Part { text, range: token.range.clone() }),
        // A variable may be half of the escape.
        None if token.has_variable => Ok(Part { text: cursor.written(token).to_owned(), range: token.range.clone() }),
        None => {
            let message = "the string has an escape that PromQL does not know".to_owned();
            Err(Unread::Syntax { message, range: token.range.clone() })
        }
    }
}

/// A name with variables in it, or a variable that stands for an expression.
pub(super) fn named_by_variable(reader: &mut Reader) -> Result<usize, Unread> {
    let Some(token) = reader.cursor.token() else { return Err(reader.cursor.unexpected("an expression")) };
    let Some(variable) = reader.cursor.variable(token) else { return selector(reader, Some(token)) };
    let is_selector = ["{", "[", "@"].iter().any(|symbol| reader.cursor.is_symbol_ahead(1, symbol))
        || reader.cursor.ahead(1).is_some_and(|next| reader.cursor.written(next).eq_ignore_ascii_case("offset"));
    if is_selector {
        return selector(reader, Some(token));
    }
    let is_number = literal::is_number(&variable);
    reader.cursor.next();
    let kind = if is_number { Kind::Number(None) } else { Kind::Variable };
    let selectors = reader.tree.selectors.len();
    Ok(reader.tree.push(kind, token.range.clone(), Vec::new(), selectors))
}

/// A selector: the metric's name, where `name` is one, and matchers in braces.
pub(super) fn selector(reader: &mut Reader, name: Option<&Token>) -> Result<usize, Unread> {
    let start = reader.cursor.start();
    let mut metric = MetricName::None;
    if let Some(token) = name {
        let part = reader.cursor.part(token);
        metric = match (token.is_variable, token.has_variable) {
            (true, _) => MetricName::Variable(part),
            (false, true) => MetricName::Pattern(part),
            (false, false) => MetricName::Known(part),
        };
        reader.cursor.next();
    }
    let mut matchers = Braces { metric, matchers: Vec::new(), variables: Vec::new() };
    if reader.cursor.is_symbol("{") {
        matchers.read(&mut reader.cursor)?;
    }
    let bytes = reader.cursor.since(start);
    let first_selector = reader.tree.selectors.len();
    let Braces { metric, matchers, variables } = matchers;
    let selector = Selector { metric, matchers, variables, range: None, offset: None, applied: Vec::new(), bytes: bytes.clone() };
    reader.tree.selectors.push(selector);
    Ok(reader.tree.push(Kind::Selector(first_selector), bytes, Vec::new(), first_selector))
}

/// What stands between braces.
struct Braces {
    metric: MetricName,
    matchers: Vec<Matcher>,
    variables: Vec<MatcherVariable>,
}

impl Braces {
    fn read(&mut self, cursor: &mut Cursor) -> Result<(), Unread> {
        let has_name = self.metric != MetricName::None;
        cursor.expect_symbol("{")?;
        while !cursor.take_symbol("}") {
            self.item(cursor, has_name)?;
            if !cursor.is_symbol("}") && !cursor.take_symbol(",") {
                return Err(match cursor.keyword().as_deref() {
                    Some("or") => unchecked("MetricsQL: `or` between matchers".to_owned()),
                    _ => cursor.unexpected("`,` or `}`"),
                });
            }
        }
        if !has_name {
            self.name_of_matchers();
        }
        Ok(())
    }

    fn item(&mut self, cursor: &mut Cursor, has_name: bool) -> Result<(), Unread> {
        let token = cursor.token().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::String));
        let Some(token) = token else { return Err(cursor.unexpected("a label or `}`")) };
        let operator = cursor.ahead(1).and_then(|next| MatchOperator::read(cursor.written(next)));
        let Some(operator) = operator else { return self.without_operator(cursor, token, has_name) };
        let label = match token.kind {
            TokenKind::String => string(cursor, token)?,
            _ => cursor.part(token),
        };
        if token.kind == TokenKind::Word && !token.has_variable && !literal::is_label(&label.text) {
            return Err(Unread::Syntax { message: format!("`{}` is no label", label.text), range: label.range });
        }
        cursor.next();
        cursor.next();
        let (value, value_has_variable) = value(cursor)?;
        self.matchers.push(Matcher { label, operator, value, value_has_variable });
        Ok(())
    }

    /// A metric's name in quotes, or a variable that stands for matchers.
    fn without_operator(&mut self, cursor: &mut Cursor, token: &Token, has_name: bool) -> Result<(), Unread> {
        if let Some(reference) = cursor.variable(token) {
            cursor.next();
            let is_last = cursor.is_symbol("}");
            self.variables.push(MatcherVariable { reference, before: self.matchers.len(), is_last });
            return Ok(());
        }
        if token.kind != TokenKind::String {
            if token.has_variable {
                return Err(unchecked(format!("the variable in {} stands for an operator", cursor.written(token))));
            }
            cursor.next();
            return Err(cursor.unexpected("`=`, `!=`, `=~` or `!~`"));
        }
        let name = string(cursor, token)?;
        cursor.next();
        if has_name {
            return Err(Unread::Syntax { message: "the metric has two names".to_owned(), range: name.range });
        }
        // `{"x", "y"}` is read, and selects nothing.
        if self.metric != MetricName::None {
            return Ok(());
        }
        self.metric = if token.has_variable { MetricName::Pattern(name) } else { MetricName::Known(name) };
        Ok(())
    }

    /// The name that a matcher on `__name__` gives.
    fn name_of_matchers(&mut self) {
        let mut named = self.matchers.iter().filter(|matcher| matcher.label.text == NAME);
        if let (MetricName::None, Some(matcher)) = (&self.metric, named.next()) {
            self.metric = match matcher.operator {
                MatchOperator::Equal if !matcher.value_has_variable => MetricName::Known(matcher.value.clone()),
                _ => MetricName::Pattern(matcher.value.clone()),
            };
        }
    }
}

/// A matcher's value, and whether variables are in it.
fn value(cursor: &mut Cursor) -> Result<(Part, bool), Unread> {
    let Some(token) = cursor.token() else { return Err(cursor.unexpected("a string")) };
    if let Some(reference) = cursor.variable(token) {
        let is_quoted = matches!(reference.format.as_deref(), Some("doublequote" | "singlequote" | "sqlstring"));
        if !is_quoted {
            return Err(unchecked(format!("the variable {} stands for a string with its quotes", cursor.written(token))));
        }
        cursor.next();
        return Ok((cursor.part(token), true));
    }
    if token.kind != TokenKind::String {
        return Err(cursor.unexpected("a string"));
    }
    cursor.next();
    Ok((string(cursor, token)?, token.has_variable))
}

/// Ranges, subqueries, offsets and `@` after an operand.
pub(super) fn suffixes(reader: &mut Reader, operand: usize, start: usize, first_selector: usize) -> Result<usize, Unread> {
    let mut node = operand;
    loop {
        if reader.cursor.is_symbol("[") {
            node = brackets(reader, node, start, first_selector)?;
        } else if reader.cursor.take_keyword("offset") {
            offset(reader, node)?;
        } else if reader.cursor.is_symbol("@") {
            at(reader, node)?;
        } else {
            return Ok(node);
        }
        reader.tree.extend(node, reader.cursor.since(start));
    }
}

fn brackets(reader: &mut Reader, node: usize, start: usize, first_selector: usize) -> Result<usize, Unread> {
    let opening = reader.cursor.start();
    reader.cursor.expect_symbol("[")?;
    let range = positive(duration(&mut reader.cursor)?)?;
    if reader.cursor.take_symbol(":") {
        let step = if reader.cursor.is_symbol("]") { None } else { Some(positive(duration(&mut reader.cursor)?)?) };
        reader.cursor.expect_symbol("]")?;
        let kind = Kind::Subquery { range, step, offset: None };
        return Ok(reader.tree.push(kind, reader.cursor.since(start), vec![node], first_selector));
    }
    reader.cursor.expect_symbol("]")?;
    let bytes = reader.cursor.since(opening);
    let selector = match reader.tree.nodes.get(node) {
        Some(Node { kind: Kind::Selector(index), has_at: false, .. }) => reader.tree.selectors.get_mut(*index),
        _ => None,
    };
    match selector {
        Some(selector) if selector.range.is_none() && selector.offset.is_none() => selector.range = Some(range),
        _ => return Err(misplaced_range(bytes)),
    }
    Ok(node)
}

fn misplaced_range(range: Range<usize>) -> Unread {
    let message = "a range stands behind something other than a selector; a subquery has a colon, `[5m:]`".to_owned();
    Unread::Syntax { message, range }
}

/// A range or a step, which is not 0.
fn positive(duration: Duration) -> Result<Duration, Unread> {
    if duration.milliseconds == Some(0) {
        let message = "ranges and steps are longer than 0".to_owned();
        return Err(Unread::Syntax { message, range: duration.written.range });
    }
    Ok(duration)
}

/// One duration in brackets or behind `offset`.
fn duration(cursor: &mut Cursor) -> Result<Duration, Unread> {
    let token = cursor.token();
    let is_duration = |token: &&Token| token.kind == TokenKind::Number || token.kind == TokenKind::Word && token.has_variable;
    let is_calculated = token.is_some_and(|token| {
        matches!(cursor.written(token), "(" | "-" | "+")
            || token.kind == TokenKind::Word && cursor.is_symbol_ahead(1, "(")
            || ["+", "-", "*", "/", "%", "^"].iter().any(|symbol| cursor.is_symbol_ahead(1, symbol)) && is_in_brackets(cursor)
    });
    if is_calculated {
        return Err(unchecked("a duration of Prometheus 3 that is calculated".to_owned()));
    }
    let Some(token) = token.filter(is_duration) else { return Err(cursor.unexpected("a duration")) };
    let written = cursor.part(token);
    let milliseconds = if token.has_variable { None } else { Some(length(&written)?) };
    let variable = variable::references(&written.text).into_iter().next().map(|reference| reference.name);
    cursor.next();
    Ok(Duration { written, milliseconds, variable })
}

/// Whether the place is behind an opening bracket or a colon: an operator there is part of the duration.
fn is_in_brackets(cursor: &Cursor) -> bool {
    let before = cursor.text.get(..cursor.start()).unwrap_or_default().trim_end();
    before.ends_with(['[', ':'])
}

/// The milliseconds of a duration, or of a number of seconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "it is bounded just before, and the bound fits"
)]
fn length(written: &Part) -> Result<u64, Unread> {
    const LONGEST: f64 = literal::LONGEST as f64;
    if let Some(milliseconds) = literal::milliseconds(&written.text) {
        return Ok(milliseconds);
    }
    match literal::number(&written.text) {
        Some(seconds) if (0.0..=LONGEST / 1000.0).contains(&seconds) => Ok((seconds * 1000.0).round() as u64),
        _ => Err(bad_number(written.clone())),
    }
}

fn offset(reader: &mut Reader, node: usize) -> Result<(), Unread> {
    let start = reader.cursor.start();
    let is_negative = reader.cursor.is_symbol("-");
    if is_negative || reader.cursor.is_symbol("+") {
        reader.cursor.next();
    }
    let duration = duration(&mut reader.cursor)?;
    let bytes = reader.cursor.since(start);
    let place = match reader.tree.nodes.get_mut(node).map(|node| &mut node.kind) {
        Some(Kind::Selector(index)) => reader.tree.selectors.get_mut(*index).map(|selector| &mut selector.offset),
        Some(Kind::Subquery { offset, .. }) => Some(offset),
        _ => None,
    };
    match place {
        Some(place) if place.is_none() => *place = Some(Offset { is_negative, duration }),
        _ => {
            let message = "an offset stands behind something other than a selector or a subquery".to_owned();
            return Err(Unread::Syntax { message, range: bytes });
        }
    }
    Ok(())
}

/// `@ 1609746000`, `@ start()`, `@ $__from`.
fn at(reader: &mut Reader, node: usize) -> Result<(), Unread> {
    let start = reader.cursor.start();
    reader.cursor.next();
    time(&mut reader.cursor)?;
    let bytes = reader.cursor.since(start);
    let message = match reader.tree.nodes.get_mut(node) {
        Some(Node { kind: Kind::Selector(_) | Kind::Subquery { .. }, has_at, .. }) if !*has_at => {
            *has_at = true;
            return Ok(());
        }
        Some(Node { has_at: true, .. }) => "there is an `@` already",
        _ => "an `@` stands behind something other than a selector or a subquery",
    };
    Err(Unread::Syntax { message: message.to_owned(), range: bytes })
}

fn time(cursor: &mut Cursor) -> Result<(), Unread> {
    if matches!(cursor.keyword().as_deref(), Some("start" | "end")) {
        cursor.next();
        cursor.expect_symbol("(")?;
        return cursor.expect_symbol(")");
    }
    if !cursor.take_symbol("-") {
        cursor.take_symbol("+");
    }
    match cursor.token() {
        Some(token) if token.kind == TokenKind::Number || token.is_variable => {
            let value = literal::number(cursor.written(token));
            if value.is_none() && !token.has_variable {
                return Err(bad_number(cursor.part(token)));
            }
            // Prometheus keeps the time in 64 bits.
            if value.is_some_and(|seconds| seconds >= LATEST) {
                let message = "the time is beyond what Prometheus can count".to_owned();
                return Err(Unread::Syntax { message, range: token.range.clone() });
            }
            cursor.next();
            Ok(())
        }
        _ => Err(cursor.unexpected("a time in seconds, `start()` or `end()`")),
    }
}
