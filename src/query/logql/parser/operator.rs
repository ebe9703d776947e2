//! Binary operators: from operands and what stands between them to steps in the order of their precedence.

use super::super::expression::{BinaryOperator, Expression, Matching, Side};
use super::super::lexer::Token;
use super::metric::Operand;
use super::{Parser, refused};
use crate::query::Unread;
use std::ops::Range;

/// An operator that waits for its right operand to be complete.
struct Waiting {
    operator: BinaryOperator,
    bool: bool,
    matching: Option<Matching>,
}

/// An operand's place in the list of expressions, and its bytes.
struct Placed {
    index: usize,
    bytes: Range<usize>,
}

impl Parser<'_> {
    /// Operands with binary operators between them, or one operand.
    pub(super) fn expression(&mut self) -> Result<Operand, Unread> {
        let start = self.start();
        let first = self.operand()?;
        let Some(mut operator) = self.binary_operator() else { return Ok(first) };
        // Two stacks in place of a descent: a chain can have any length.
        let mut operands = vec![placed(first, start..self.end())?];
        let mut waiting: Vec<Waiting> = Vec::new();
        loop {
            while waiting.last().is_some_and(|before| binds_closer(before.operator, operator)) {
                self.reduce(&mut operands, &mut waiting)?;
            }
            self.at += 1;
            let modifiers = self.modifiers(operator)?;
            waiting.push(modifiers);
            let start = self.start();
            let operand = self.operand()?;
            operands.push(placed(operand, start..self.end())?);
            match self.binary_operator() {
                Some(next) => operator = next,
                None => break,
            }
        }
        while !waiting.is_empty() {
            self.reduce(&mut operands, &mut waiting)?;
        }
        Ok(Operand::Metric(self.expressions.len().saturating_sub(1)))
    }

    fn reduce(&mut self, operands: &mut Vec<Placed>, waiting: &mut Vec<Waiting>) -> Result<(), Unread> {
        let (Some(Waiting { operator, bool, matching }), Some(right), Some(left)) =
            (waiting.pop(), operands.pop(), operands.pop())
        else {
            return Ok(());
        };
        if operator.is_set() {
            for side in [&left, &right] {
                if let Some(Expression::Literal { .. }) = self.expressions.get(side.index) {
                    let message = format!("`{}` stands between series, and this is a number", operator.name());
                    return Err(refused(message, side.bytes.clone()));
                }
            }
        }
        self.expressions.push(Expression::Binary { operator, left: left.index, right: right.index, bool, matching });
        operands.push(Placed { index: self.expressions.len() - 1, bytes: left.bytes.start..right.bytes.end });
        Ok(())
    }

    /// The operator that the token ahead is.
    fn binary_operator(&self) -> Option<BinaryOperator> {
        match self.token(0)? {
            Token::Symbol(symbol) => BinaryOperator::named(symbol),
            Token::Name => self.word(0).and_then(BinaryOperator::named),
            _ => None,
        }
    }

    /// `bool`, `on (…)`, `group_left (…)` after an operator.
    fn modifiers(&mut self, operator: BinaryOperator) -> Result<Waiting, Unread> {
        let bool = self.eat_word("bool");
        let ignoring = self.is_word("ignoring");
        if !ignoring && !self.is_word("on") {
            return Ok(Waiting { operator, bool, matching: None });
        }
        self.at += 1;
        let labels = self.label_names()?;
        let many = if self.eat_word("group_left") {
            Some(Side::Left)
        } else if self.eat_word("group_right") {
            Some(Side::Right)
        } else {
            None
        };
        let include = if many.is_some() && self.begins_label_names() { self.label_names()? } else { Vec::new() };
        Ok(Waiting { operator, bool, matching: Some(Matching { ignoring, labels, many, include }) })
    }

    /// Whether the bracket ahead holds names, and not an operand.
    fn begins_label_names(&self) -> bool {
        let is_name = matches!(self.token(1), Some(Token::Name | Token::Variable));
        self.is("(") && (self.symbol(1) == Some(")") || is_name && matches!(self.symbol(2), Some("," | ")")))
    }
}

fn binds_closer(before: BinaryOperator, next: BinaryOperator) -> bool {
    before.precedence() > next.precedence() || before.precedence() == next.precedence() && before != BinaryOperator::Power
}

fn placed(operand: Operand, bytes: Range<usize>) -> Result<Placed, Unread> {
    match operand {
        Operand::Metric(index) => Ok(Placed { index, bytes }),
        Operand::Log => Err(refused("an operator stands between metric queries, and this is a log query", bytes)),
    }
}
