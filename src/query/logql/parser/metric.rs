//! Metric queries: aggregations over ranges and series, numbers, and what else gives series.

use super::super::expression::{Expression, RangeOperation, VectorOperation};
use super::super::lexer::Token;
use super::{A_QUERY, Parser, check, refused};
use crate::query::{Part, Unread};
use std::ops::Range;

/// What has been read; a metric query by its place in the list of expressions.
#[derive(Clone, Copy)]
pub(super) enum Operand {
    Log,
    Metric(usize),
}

impl Parser<'_> {
    pub(super) fn operand(&mut self) -> Result<Operand, Unread> {
        match self.token(0) {
            Some(Token::Symbol("(")) => {
                self.at += 1;
                let inner = self.nested(Self::expression)?;
                self.expect(")")?;
                Ok(inner)
            }
            Some(Token::Symbol("{")) => self.log_query().map(|()| Operand::Log),
            Some(Token::Symbol("-" | "+") | Token::Number) => {
                let number = self.number()?;
                Ok(self.push(Expression::Literal { number }))
            }
            Some(Token::Variable) => self.variable(),
            Some(Token::Name) => self.function(),
            _ => Err(self.unexpected(A_QUERY)),
        }
    }

    fn push(&mut self, expression: Expression) -> Operand {
        self.expressions.push(expression);
        Operand::Metric(self.expressions.len() - 1)
    }

    /// A variable where a query or a part of it can begin: a selector, a metric query or a number.
    fn variable(&mut self) -> Result<Operand, Unread> {
        let filters = matches!(self.symbol(1), Some("!=" | "!~" | "!>")) && matches!(self.token(2), Some(Token::Text(_)));
        let is_selector = filters || matches!(self.symbol(1), Some("|" | "|=" | "|~" | "|>"));
        if is_selector {
            return self.log_query().map(|()| Operand::Log);
        }
        let variable = self.take_if(A_QUERY, |token| matches!(token, Token::Variable))?;
        if self.is("(") {
            return Err(Unread::Unchecked { reason: format!("the variable {} stands for a function", variable.text) });
        }
        Ok(self.push(Expression::Variable { variable }))
    }

    fn function(&mut self) -> Result<Operand, Unread> {
        let name = self.word(0).unwrap_or_default();
        let start = self.start();
        if let Some(operation) = RangeOperation::named(name) {
            self.at += 1;
            return self.range_aggregation(operation, start);
        }
        if let Some(operation) = VectorOperation::named(name) {
            self.at += 1;
            return self.vector_aggregation(operation, start);
        }
        match name.to_ascii_lowercase().as_str() {
            "label_replace" => self.label_replace(start),
            "vector" => self.vector(),
            // Functions of the newest versions, or Loki's own.
            other @ ("variants" | "approx_count_distinct" | "count_distinct") => {
                Err(Unread::Unchecked { reason: format!("the function {other} is new, and not read yet") })
            }
            other if other.starts_with("__") => Err(Unread::Unchecked { reason: format!("{other} is not documented") }),
            _ if self.symbol(1) == Some("(") => {
                Err(refused(format!("`{name}` is no function of LogQL"), start..start + name.len()))
            }
            _ => Err(self.unexpected(A_QUERY)),
        }
    }

    fn range_aggregation(&mut self, operation: RangeOperation, start: usize) -> Result<Operand, Unread> {
        let name = start..self.end();
        self.expect("(")?;
        let (parameter, pipeline) = self.nested(|parser| {
            let parameter = parser.parameter()?;
            Ok((parameter, parser.log_range()?))
        })?;
        self.expect(")")?;
        let grouping = self.grouping()?;
        let bytes = start..self.end();
        check::range_aggregation(operation, &name, parameter.as_ref(), grouping.as_ref(), &bytes)?;
        if let Some(pipeline) = self.pipelines.get(pipeline) {
            check::unwrap(operation, &name, pipeline)?;
        }
        Ok(self.push(Expression::RangeAggregation { operation, parameter, pipeline, grouping, bytes }))
    }

    fn vector_aggregation(&mut self, operation: VectorOperation, start: usize) -> Result<Operand, Unread> {
        let name = start..self.end();
        let before = self.grouping()?;
        self.expect("(")?;
        let (parameter, of) = self.nested(|parser| {
            let parameter = parser.parameter()?;
            Ok((parameter, parser.metric()?))
        })?;
        self.expect(")")?;
        let grouping = if before.is_some() { before } else { self.grouping()? };
        let bytes = start..self.end();
        check::vector_aggregation(operation, &name, parameter.as_ref(), grouping.as_ref(), &bytes)?;
        Ok(self.push(Expression::VectorAggregation { operation, parameter, of, grouping, bytes }))
    }

    /// The number and the comma that some aggregations begin with.
    fn parameter(&mut self) -> Result<Option<Part>, Unread> {
        let signed = usize::from(matches!(self.symbol(0), Some("-" | "+")));
        let is_number = matches!(self.token(signed), Some(Token::Number | Token::Variable));
        if !is_number || self.symbol(signed + 1) != Some(",") {
            return Ok(None);
        }
        let number = self.number()?;
        self.expect(",")?;
        Ok(Some(number))
    }

    /// An expression that must be a metric query; its index.
    fn metric(&mut self) -> Result<usize, Unread> {
        let start = self.start();
        match self.expression()? {
            Operand::Metric(index) => Ok(index),
            Operand::Log => Err(refused("expected a metric query, found a log query", start..self.end())),
        }
    }

    fn label_replace(&mut self, start: usize) -> Result<Operand, Unread> {
        self.at += 1;
        self.expect("(")?;
        let of = self.nested(Self::metric)?;
        let to = self.next_text()?;
        let replacement = self.next_text()?;
        let from = self.next_text()?;
        let pattern = self.next_text()?;
        self.expect(")")?;
        let bytes: Range<usize> = start..self.end();
        Ok(self.push(Expression::LabelReplace { of, to, replacement, from, pattern, bytes }))
    }

    fn next_text(&mut self) -> Result<Part, Unread> {
        self.expect(",")?;
        Ok(self.quoted("a text in double quotes or back-ticks")?.0)
    }

    fn vector(&mut self) -> Result<Operand, Unread> {
        self.at += 1;
        self.expect("(")?;
        let number = self.number()?;
        self.expect(")")?;
        Ok(self.push(Expression::Vector { number }))
    }
}
