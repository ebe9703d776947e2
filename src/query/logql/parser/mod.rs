//! The parser: from tokens to a query, by recursive descent.
//!
//! Only brackets and functions descend, at most [`DEEPEST`]; chains of stages, comparisons and operators are loops.

mod check;
mod label_filter;
mod metric;
mod operator;
mod selector;
mod stage;

use super::canonical::{self, SelectorTokens};
use super::expression::{Expression, Kind, Query};
use super::lexer::{Located, Token, lex};
use super::pipeline::Pipeline;
use super::reference::Finder;
use crate::query::variable::Reference;
use crate::query::{DEEPEST, Part, Unread};
use metric::Operand;
use std::ops::Range;

/// What is expected where a query or a part of it begins.
const A_QUERY: &str = "a log selector such as `{job=\"x\"}`, a function or a number";

/// Reads one query.
pub(super) struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Located>,
    broken: Option<Unread>,
    at: usize,
    depth: usize,
    pipelines: Vec<Pipeline>,
    expressions: Vec<Expression>,
    selectors: Vec<SelectorTokens>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let lexed = lex(text);
        Self {
            text,
            tokens: lexed.tokens,
            broken: lexed.broken,
            at: 0,
            depth: 0,
            pipelines: Vec::new(),
            expressions: Vec::new(),
            selectors: Vec::new(),
        }
    }

    /// Reads the whole text.
    pub(super) fn query(mut self) -> Result<Query, Unread> {
        let whole = self.expression()?;
        if self.at < self.tokens.len() || self.broken.is_some() {
            return Err(self.unexpected("the end of the query"));
        }
        if let [Located { token: Token::Variable, range }] = self.tokens.as_slice() {
            let reason = format!("the variable {} stands for the whole query", self.written(range));
            return Err(Unread::Unchecked { reason });
        }
        Ok(Query {
            kind: if matches!(whole, Operand::Log) { Kind::Log } else { Kind::Metric },
            variables: self.variables(),
            canonical: canonical::write(self.text, &self.tokens, &self.selectors),
            pipelines: self.pipelines,
            expressions: self.expressions,
        })
    }

    fn variables(&self) -> Vec<Reference> {
        let may_have = self.tokens.iter().filter(|located| matches!(located.token, Token::Variable | Token::Text(_)));
        let found = may_have.flat_map(|located| {
            let start = located.range.start;
            let references = Finder::new(self.written(&located.range)).all();
            references.into_iter().map(move |reference| Reference {
                range: reference.range.start + start..reference.range.end + start,
                ..reference
            })
        });
        found.collect()
    }

    fn written(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn ahead(&self, count: usize) -> Option<&Located> {
        self.tokens.get(self.at + count)
    }

    fn token(&self, count: usize) -> Option<&Token> {
        self.ahead(count).map(|located| &located.token)
    }

    /// The symbol that is `count` tokens ahead.
    fn symbol(&self, count: usize) -> Option<&'static str> {
        match self.token(count) {
            Some(Token::Symbol(symbol)) => Some(symbol),
            _ => None,
        }
    }

    fn is(&self, symbol: &str) -> bool {
        self.symbol(0) == Some(symbol)
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let found = self.is(symbol);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &str) -> Result<(), Unread> {
        if self.eat(symbol) { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    /// The word that is `count` tokens ahead, where there is one.
    fn word(&self, count: usize) -> Option<&'a str> {
        let located = self.ahead(count)?;
        matches!(located.token, Token::Name).then(|| self.written(&located.range))
    }

    fn is_word(&self, word: &str) -> bool {
        self.word(0).is_some_and(|found| found.eq_ignore_ascii_case(word))
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    /// Where the token ahead begins; the end of the text after the last.
    fn start(&self) -> usize {
        self.ahead(0).map_or(self.text.len(), |located| located.range.start)
    }

    /// Where the last token that was taken ends.
    fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |located| located.range.end)
    }

    /// Takes the token ahead as a part: what it says, and its bytes.
    fn take(&mut self) -> Option<Part> {
        let located = self.tokens.get(self.at)?;
        let text = match &located.token {
            Token::Text(quoted) => quoted.text.clone(),
            _ => self.written(&located.range).to_owned(),
        };
        let range = located.range.clone();
        self.at += 1;
        Some(Part { text, range })
    }

    fn take_if(&mut self, expected: &str, fits: impl Fn(&Token) -> bool) -> Result<Part, Unread> {
        let found = self.token(0).is_some_and(fits).then(|| self.take()).flatten();
        found.ok_or_else(|| self.unexpected(expected))
    }

    fn label(&mut self) -> Result<Part, Unread> {
        self.take_if("a label name", |token| matches!(token, Token::Name | Token::Variable))
    }

    /// A quoted text, or a variable in its place; and whether a variable stands in it.
    fn quoted(&mut self, expected: &str) -> Result<(Part, bool), Unread> {
        let part = self.take_if(expected, |token| matches!(token, Token::Text(_) | Token::Variable))?;
        let has_variable = self.has_variable(&part);
        Ok((part, has_variable))
    }

    fn has_variable(&self, part: &Part) -> bool {
        super::reference::has_variable(self.written(&part.range))
    }

    /// A number with its sign, or a variable in its place.
    fn number(&mut self) -> Result<Part, Unread> {
        self.signed("a number", |token| matches!(token, Token::Number | Token::Variable))
    }

    fn signed(&mut self, expected: &str, fits: impl Fn(&Token) -> bool) -> Result<Part, Unread> {
        let start = self.start();
        let sign = ["-", "+"].into_iter().find(|sign| self.eat(sign)).unwrap_or_default();
        let part = self.take_if(expected, fits)?;
        Ok(Part { text: format!("{sign}{}", part.text), range: start..part.range.end })
    }

    /// Reads what stands within one more pair of brackets.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Unread>) -> Result<T, Unread> {
        if self.depth >= DEEPEST {
            return Err(Unread::Unchecked { reason: format!("it is nested deeper than {DEEPEST}") });
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// That the token ahead is not what is `expected`. Where a variable stands here or just before, its value may bring what
    /// is missing, and then nothing is wrong.
    fn unexpected(&self, expected: &str) -> Unread {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        for located in self.ahead(0).into_iter().chain(before) {
            if matches!(located.token, Token::Variable) {
                let reason = format!("the variable {} stands where more than a value is needed", self.written(&located.range));
                return Unread::Unchecked { reason };
            }
        }
        match (self.ahead(0), &self.broken) {
            (None, Some(broken)) => broken.clone(),
            (None, None) => {
                let end = self.text.len();
                Unread::Syntax { message: format!("expected {expected}, found the end of the query"), range: end..end }
            }
            (Some(located), _) => {
                let message = format!("expected {expected}, found `{}`", shortened(self.written(&located.range)));
                Unread::Syntax { message, range: located.range.clone() }
            }
        }
    }
}

fn refused(message: impl Into<String>, range: Range<usize>) -> Unread {
    Unread::Syntax { message: message.into(), range }
}

/// A long token's beginning, for a message of one line.
fn shortened(text: &str) -> String {
    const LONGEST_SHOWN: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.to_owned(),
    }
}
