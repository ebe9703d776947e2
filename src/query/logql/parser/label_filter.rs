//! Label filters: `level="error" and (duration > 5s or size >= 20MB)`.

use super::super::lexer::Token;
use super::super::pipeline::{Comparator, Comparison, Stage, Value};
use super::{Parser, refused};
use crate::query::{Part, Unread};

impl Parser<'_> {
    pub(super) fn label_filter(&mut self) -> Result<Stage, Unread> {
        let mut comparisons = Vec::new();
        let has_alternatives = self.comparisons(&mut comparisons)?;
        Ok(Stage::LabelFilter { comparisons, has_alternatives })
    }

    /// Comparisons with what stands between them; whether an `or` is among that.
    fn comparisons(&mut self, comparisons: &mut Vec<Comparison>) -> Result<bool, Unread> {
        let mut has_alternatives = false;
        loop {
            if self.eat("(") {
                has_alternatives |= self.nested(|parser| parser.comparisons(comparisons))?;
                self.expect(")")?;
            } else {
                comparisons.push(self.comparison()?);
            }
            if self.eat_word("or") {
                has_alternatives = true;
            } else if !(self.eat_word("and") || self.eat(",") || self.begins_comparison()) {
                return Ok(has_alternatives);
            }
        }
    }

    /// Two comparisons with nothing between them mean `and`.
    fn begins_comparison(&self) -> bool {
        self.is("(") || self.word(0).is_some() && comparator(self.symbol(1)).is_some()
    }

    fn comparison(&mut self) -> Result<Comparison, Unread> {
        let label = self.label()?;
        let written = self.symbol(0);
        let Some(operator) = comparator(written) else {
            return Err(self.unexpected(&format!("a comparison such as `=` after the label `{}`", label.text)));
        };
        self.at += 1;
        let start = self.start();
        let value = self.value()?;
        match (written, &value) {
            (_, Value::Variable(_)) | (Some("=" | "!="), _) | (Some("=~" | "!~"), Value::Text(_)) => {}
            (Some("=~" | "!~"), _) => {
                return Err(refused("a regular expression stands in double quotes or back-ticks", start..self.end()));
            }
            (_, Value::Text(_) | Value::Ip(_)) => {
                let message = format!("`{}` compares numbers, durations and sizes only", written.unwrap_or_default());
                return Err(refused(message, start..self.end()));
            }
            _ => {}
        }
        Ok(Comparison { label, operator, value })
    }

    fn value(&mut self) -> Result<Value, Unread> {
        if self.is_ip() {
            return Ok(Value::Ip(self.ip()?.0));
        }
        let signed = matches!(self.symbol(0), Some("-" | "+"));
        let make: fn(Part) -> Value = match self.token(usize::from(signed)) {
            Some(Token::Text(_)) if !signed => Value::Text,
            Some(Token::Number) => Value::Number,
            Some(Token::Duration) => Value::Duration,
            Some(Token::Bytes) => Value::Bytes,
            _ => Value::Variable,
        };
        let part = self.signed("a text in quotes, a number, a duration or a size", |token| match token {
            Token::Text(_) => !signed,
            Token::Number | Token::Duration | Token::Bytes | Token::Variable => true,
            _ => false,
        })?;
        Ok(make(part))
    }

    pub(super) fn is_ip(&self) -> bool {
        self.is_word("ip") && self.symbol(1) == Some("(")
    }

    /// `ip("10.0.0.0/8")`; whether a variable stands in it.
    pub(super) fn ip(&mut self) -> Result<(Part, bool), Unread> {
        self.at += 1;
        self.expect("(")?;
        let address = self.quoted("an address in double quotes or back-ticks")?;
        self.expect(")")?;
        Ok(address)
    }
}

fn comparator(symbol: Option<&str>) -> Option<Comparator> {
    Some(match symbol? {
        "=" | "==" => Comparator::Equal,
        "!=" => Comparator::NotEqual,
        "=~" => Comparator::Matches,
        "!~" => Comparator::NotMatches,
        ">" => Comparator::Greater,
        ">=" => Comparator::GreaterOrEqual,
        "<" => Comparator::Less,
        "<=" => Comparator::LessOrEqual,
        _ => return None,
    })
}
