//! The types of a query's parts, and what does not fit.
//!
//! From: a tree. To: the type of every node, or the first that breaks a rule of Prometheus. (`promql/parser/parse.go`,
//! `checkAST`.) A variable has the type that fits: nothing is wrong because of it.

use std::ops::Range;

use super::applied::Matching;
use super::cursor::unchecked;
use super::function::{self, Signature, ValueType};
use super::labels::NAME;
use super::metricsql;
use super::selector::{MatchOperator, Matcher, MetricName, Selector};
use super::tree::{Kind, Node, Tree};
use crate::query::{Part, Unread, regular_expression};

/// The type of every node; `None` where a variable decides.
pub(super) fn check(tree: &Tree) -> Result<Vec<Option<ValueType>>, Unread> {
    let mut types: Vec<Option<ValueType>> = Vec::with_capacity(tree.nodes.len());
    for (index, node) in tree.nodes.iter().enumerate() {
        let found = Checker { tree, types: &types, node }.check(index)?;
        types.push(found);
    }
    Ok(types)
}

struct Checker<'tree> {
    tree: &'tree Tree,
    /// The types of the nodes before, the children's among them.
    types: &'tree [Option<ValueType>],
    node: &'tree Node,
}

impl Checker<'_> {
    fn check(&self, index: usize) -> Result<Option<ValueType>, Unread> {
        match &self.node.kind {
            Kind::Selector(selector) => self.selector(index, *selector),
            Kind::Variable => Ok(None),
            Kind::Number(_) => Ok(Some(ValueType::Scalar)),
            Kind::Text { .. } => Ok(Some(ValueType::String)),
            Kind::Brackets => Ok(self.child(0)),
            Kind::Sign { is_minus } => self.sign(*is_minus),
            Kind::Binary { operator, is_bool, matching, has_fill } => {
                let matching = matching.and_then(|index| self.tree.matchings.get(index));
                self.binary(&Operation { operator, is_bool: *is_bool, matching, has_fill: *has_fill })
            }
            Kind::Call { name } => self.call(name),
            Kind::Aggregation { operator, .. } => match function::aggregation(&operator.text) {
                Some(signature) => self.arguments(operator, signature),
                None => Err(unknown(operator)),
            },
            Kind::Subquery { .. } => self.subquery(),
        }
    }

    /// The type of the child `index`; `None` where a variable decides.
    fn child(&self, index: usize) -> Option<ValueType> {
        self.node.children().get(index).and_then(|child| self.types.get(*child)).copied().flatten()
    }

    /// The bytes of the child `index`.
    fn bytes(&self, index: usize) -> Range<usize> {
        let child = self.node.children().get(index).and_then(|child| self.tree.nodes.get(*child));
        child.unwrap_or(self.node).bytes.clone()
    }

    fn selector(&self, index: usize, selector: usize) -> Result<Option<ValueType>, Unread> {
        let Some(selector) = self.tree.selectors.get(selector) else { return Ok(None) };
        let is_of_info = self.is_second_argument_of_info(index);
        if is_of_info && is_named_before_its_braces(selector) {
            let message = "the second argument of `info` is matchers without a metric's name".to_owned();
            return Err(wrong(message, selector.bytes.clone()));
        }
        if let Some(name) = second_name(selector) {
            return Err(wrong("the metric has two names".to_owned(), name));
        }
        if !is_of_info && selects_everything(selector) {
            let message = "the selector needs a metric or a matcher that does not take the empty value".to_owned();
            return Err(wrong(message, selector.bytes.clone()));
        }
        Ok(Some(if selector.range.is_some() { ValueType::RangeVector } else { ValueType::InstantVector }))
    }

    fn is_second_argument_of_info(&self, index: usize) -> bool {
        match self.tree.parent(index) {
            Some((parent, Kind::Call { name })) => name.text == "info" && self.tree.children(parent).get(1) == Some(&index),
            _ => false,
        }
    }

    fn sign(&self, is_minus: bool) -> Result<Option<ValueType>, Unread> {
        match self.child(0) {
            Some(found @ (ValueType::RangeVector | ValueType::String)) => {
                let sign = if is_minus { "minus" } else { "plus" };
                let message = format!("a {sign} stands before scalars and instant vectors, and this is {}", found.name());
                Err(wrong(message, self.bytes(0)))
            }
            found => Ok(found),
        }
    }

    fn subquery(&self) -> Result<Option<ValueType>, Unread> {
        match self.child(0) {
            Some(ValueType::InstantVector) | None => Ok(Some(ValueType::RangeVector)),
            Some(found) => {
                let message = format!("a subquery evaluates an instant vector, and this is {}", found.name());
                Err(wrong(message, self.bytes(0)))
            }
        }
    }

    fn binary(&self, operation: &Operation) -> Result<Option<ValueType>, Unread> {
        let sides = [self.child(0), self.child(1)];
        for (index, side) in sides.into_iter().enumerate() {
            let Some(side) = side else { continue };
            if let Some(rule) = operation.refuses(side) {
                return Err(wrong(format!("{rule}, and this is {}", side.name()), self.bytes(index)));
            }
        }
        operation.check(sides)?;
        Ok(match sides {
            [Some(ValueType::InstantVector), _] | [_, Some(ValueType::InstantVector)] => Some(ValueType::InstantVector),
            [Some(ValueType::Scalar), Some(ValueType::Scalar)] => Some(ValueType::Scalar),
            // Both are instant vectors, whatever the variables are.
            _ if operation.is_set() => Some(ValueType::InstantVector),
            _ => None,
        })
    }

    fn call(&self, name: &Part) -> Result<Option<ValueType>, Unread> {
        let signature = function::function(&name.text).ok_or_else(|| unknown(name))?;
        let found = self.arguments(name, signature)?;
        let information = self.node.children().get(1).filter(|_| name.text == "info");
        let is_selector = |node: &Node| matches!(node.kind, Kind::Selector(_) | Kind::Variable);
        if information.and_then(|child| self.tree.nodes.get(*child)).is_some_and(|node| !is_selector(node)) {
            let message = "the second argument of `info` is matchers in braces".to_owned();
            return Err(wrong(message, self.bytes(1)));
        }
        Ok(found)
    }

    /// The arguments of a function or an aggregation.
    fn arguments(&self, name: &Part, signature: Signature) -> Result<Option<ValueType>, Unread> {
        let count = self.node.children().len();
        if count < signature.least || signature.most.is_some_and(|most| count > most) {
            let message = format!("`{}` takes {}, and has {} here", name.text, counted(signature), here(count));
            return Err(wrong(message, name.range.clone()));
        }
        for index in 0..count {
            let Some(expected) = signature.takes.get(index).or(signature.takes.last()).copied() else { break };
            match self.child(index) {
                Some(found) if found != expected => {
                    let (takes, example) = (expected.name(), expected.example());
                    let message = format!("`{}` takes {takes}, such as {example}, and this is {}", name.text, found.name());
                    return Err(wrong(message, self.bytes(index)));
                }
                None if matches!(expected, ValueType::RangeVector | ValueType::String) => {
                    return Err(unchecked(format!("a variable stands for what `{}` takes, {}", name.text, expected.name())));
                }
                _ => {}
            }
        }
        Ok(Some(signature.gives))
    }
}

/// A binary operator with all that belongs to it.
struct Operation<'tree> {
    operator: &'tree Part,
    is_bool: bool,
    matching: Option<&'tree Matching>,
    has_fill: bool,
}

impl Operation<'_> {
    fn is_set(&self) -> bool {
        ["and", "or", "unless"].iter().any(|known| self.operator.text.eq_ignore_ascii_case(known))
    }

    fn is_comparison(&self) -> bool {
        matches!(self.operator.text.as_str(), "==" | "!=" | "<" | "<=" | ">" | ">=")
    }

    /// The rule by which this can't be an operand.
    fn refuses(&self, side: ValueType) -> Option<String> {
        let operator = &self.operator.text;
        match side {
            ValueType::RangeVector | ValueType::String => {
                let sides = if self.is_set() { "instant vectors" } else { "scalars and instant vectors" };
                Some(format!("`{operator}` stands between {sides}"))
            }
            ValueType::Scalar if self.is_set() => Some(format!("`{operator}` stands between instant vectors")),
            ValueType::Scalar if self.has_fill => Some("what is missing is filled in between instant vectors".to_owned()),
            ValueType::Scalar => {
                let matching = self.matching.filter(|matching| !matching.labels.is_empty())?;
                let word = if matching.is_on { "on" } else { "ignoring" };
                Some(format!("`{word}` matches series of instant vectors"))
            }
            ValueType::InstantVector => None,
        }
    }

    /// Whether operator and modifiers go together.
    fn check(&self, sides: [Option<ValueType>; 2]) -> Result<(), Unread> {
        let operator = &self.operator.text;
        let complain = |message| Err(wrong(message, self.operator.range.clone()));
        if self.is_bool && !self.is_comparison() {
            return complain(format!("`bool` belongs to comparisons, and `{operator}` is none"));
        }
        if self.is_comparison() && !self.is_bool && sides == [Some(ValueType::Scalar); 2] {
            return complain(format!("a comparison of two scalars needs `bool`: `{operator} bool`"));
        }
        if self.is_set() && self.has_fill {
            return complain(format!("`{operator}` has no `fill`"));
        }
        let Some((matching, group)) = self.matching.and_then(|matching| Some((matching, matching.group.as_ref()?))) else {
            return Ok(());
        };
        let word = if group.is_left { "group_left" } else { "group_right" };
        if self.is_set() {
            // Between scalars the modifiers do not count, but a set operator is never there.
            return complain(format!("`{operator}` has no `{word}`"));
        }
        let is_in_both = |label: &&Part| matching.is_on && matching.labels.iter().any(|on| on.text == label.text);
        match group.labels.iter().find(is_in_both) {
            Some(label) => Err(wrong(format!("the label `{}` is in `on` and in `{word}`", label.text), label.range.clone())),
            None => Ok(()),
        }
    }
}

/// A function that Prometheus does not have.
fn unknown(name: &Part) -> Unread {
    if metricsql::is_function(&name.text) {
        return unchecked(format!("MetricsQL: the function `{}`", name.text));
    }
    if function::is_of_thanos(&name.text) {
        return unchecked(format!("a function of Thanos: `{}`", name.text));
    }
    let near = function::near(&name.text).map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
    wrong(format!("Prometheus has no function `{}`{near}", name.text), name.range.clone())
}

/// How many arguments a function takes.
fn counted(signature: Signature) -> String {
    match signature.most {
        None => format!("at least {}", number_of(signature.least)),
        Some(most) if most == signature.least => number_of(most),
        Some(most) => format!("{} to {}", signature.least, number_of(most)),
    }
}

fn number_of(count: usize) -> String {
    match count {
        0 => "no arguments".to_owned(),
        1 => "1 argument".to_owned(),
        _ => format!("{count} arguments"),
    }
}

fn here(count: usize) -> String {
    if count == 0 { "none".to_owned() } else { count.to_string() }
}

fn wrong(message: String, range: Range<usize>) -> Unread {
    Unread::Syntax { message, range }
}

/// Whether the name of the metric stands before the braces.
fn is_named_before_its_braces(selector: &Selector) -> bool {
    match &selector.metric {
        MetricName::Known(name) | MetricName::Pattern(name) => name.range.start == selector.bytes.start,
        // A variable may stand for nothing.
        MetricName::Variable(_) | MetricName::None => false,
    }
}

/// The bytes of the label of a matcher that names the metric again. In braces alone there can be two.
fn second_name(selector: &Selector) -> Option<Range<usize>> {
    let mut names = selector.matchers.iter().filter(|matcher| matcher.label.text == NAME);
    names.next().filter(|_| is_named_before_its_braces(selector)).map(|matcher| matcher.label.range.clone())
}

/// Whether nothing but matchers that take the empty value is there.
fn selects_everything(selector: &Selector) -> bool {
    let is_named = match &selector.metric {
        MetricName::None => false,
        MetricName::Known(name) => !name.text.is_empty(),
        // A matcher on `__name__` among the others, or a variable.
        MetricName::Pattern(name) => !selector.matchers.iter().any(|matcher| matcher.value == *name),
        MetricName::Variable(_) => true,
    };
    !is_named && selector.variables.is_empty() && selector.matchers.iter().all(takes_nothing)
}

/// Whether a matcher surely takes a label that is not there.
fn takes_nothing(matcher: &Matcher) -> bool {
    let value = matcher.value.text.as_str();
    !matcher.value_has_variable
        && match matcher.operator {
            MatchOperator::Equal => value.is_empty(),
            MatchOperator::NotEqual => !value.is_empty(),
            MatchOperator::Match => pattern_takes_nothing(value) == Some(true),
            MatchOperator::NotMatch => pattern_takes_nothing(value) == Some(false),
        }
}

/// Whether a regular expression takes the empty text; `None` where that can't be told.
fn pattern_takes_nothing(pattern: &str) -> Option<bool> {
    let is_plain = pattern.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'/'));
    if is_plain {
        return Some(pattern.is_empty());
    }
    regular_expression::re2(pattern).ok()?.matches("")
}
