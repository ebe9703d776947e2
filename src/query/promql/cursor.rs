//! Where the reader stands in the tokens, and what it says of a token that does not belong there.

use std::ops::Range;

use super::metricsql;
use super::token::{Kind, Token};
use crate::query::{DEEPEST, Part, Unread, variable};

/// Binary operators in one query. Every selector lists what is done to it, and each operator may be done to all selectors before
/// it: those lists grow by the square.
const MOST_OPERATORS: usize = 500;

/// A place in the tokens of a query.
pub(super) struct Cursor<'query> {
    pub text: &'query str,
    tokens: &'query [Token],
    at: usize,
    depth: usize,
    operators: usize,
}

impl<'query> Cursor<'query> {
    pub fn new(text: &'query str, tokens: &'query [Token]) -> Cursor<'query> {
        Cursor { text, tokens, at: 0, depth: 0, operators: 0 }
    }

    pub fn token(&self) -> Option<&'query Token> {
        self.tokens.get(self.at)
    }

    pub fn ahead(&self, by: usize) -> Option<&'query Token> {
        self.tokens.get(self.at + by)
    }

    pub fn written(&self, token: &Token) -> &'query str {
        token.text(self.text)
    }

    pub fn is_at_end(&self) -> bool {
        self.token().is_none()
    }

    /// The bytes where the next token begins.
    pub fn start(&self) -> usize {
        self.token().map_or(self.text.len(), |token| token.range.start)
    }

    /// The bytes from `start` to the end of the token before.
    pub fn since(&self, start: usize) -> Range<usize> {
        let end = self.before().map_or(start, |token| token.range.end);
        start..end.max(start)
    }

    fn before(&self) -> Option<&'query Token> {
        self.at.checked_sub(1).and_then(|before| self.tokens.get(before))
    }

    pub fn next(&mut self) -> Option<&'query Token> {
        let token = self.token()?;
        self.at += 1;
        Some(token)
    }

    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.is_symbol_ahead(0, symbol)
    }

    pub fn is_symbol_ahead(&self, by: usize, symbol: &str) -> bool {
        self.ahead(by).is_some_and(|token| token.kind == Kind::Symbol && self.written(token) == symbol)
    }

    pub fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    pub fn expect_symbol(&mut self, symbol: &str) -> Result<(), Unread> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    /// The next token, where it is a word without variables.
    fn word(&self) -> Option<&'query str> {
        self.token().filter(|token| token.kind == Kind::Word && !token.has_variable).map(|token| self.written(token))
    }

    /// The same in small letters.
    pub fn keyword(&self) -> Option<String> {
        self.word().map(str::to_ascii_lowercase)
    }

    pub fn take_keyword(&mut self, keyword: &str) -> bool {
        let found = self.word().is_some_and(|word| word.eq_ignore_ascii_case(keyword));
        self.at += usize::from(found);
        found
    }

    /// The token as it stands in the text.
    pub fn part(&self, token: &Token) -> Part {
        Part { text: self.written(token).to_owned(), range: token.range.clone() }
    }

    /// The one variable that `token` is.
    pub fn variable(&self, token: &Token) -> Option<variable::Reference> {
        token.is_variable.then(|| variable::reference(self.text, token.range.start)).flatten()
    }

    pub fn deeper(&mut self) -> Result<(), Unread> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(unchecked(format!("it is nested deeper than {DEEPEST}")));
        }
        Ok(())
    }

    pub fn shallower(&mut self) {
        self.depth -= 1;
    }

    pub fn count_operator(&mut self) -> Result<(), Unread> {
        self.operators += 1;
        if self.operators > MOST_OPERATORS {
            return Err(unchecked(format!("it has more than {MOST_OPERATORS} binary operators")));
        }
        Ok(())
    }

    /// Why the next token can't stand here, where `expected` should.
    pub fn unexpected(&self, expected: &str) -> Unread {
        let near = [self.before(), self.token()].into_iter().flatten();
        if let Some(token) = near.into_iter().rfind(|token| token.is_variable) {
            let variable = self.written(token);
            return unchecked(format!("the variable {variable} stands for an operator, a function or a modifier"));
        }
        let Some(token) = self.token() else {
            let end = self.text.trim_end().len();
            let message = format!("the query ends where {expected} is expected");
            return Unread::Syntax { message, range: end..end };
        };
        let written = self.written(token);
        if token.kind == Kind::Word && token.has_variable {
            return unchecked(format!("{written} stands for an operator, a function or a modifier"));
        }
        if token.kind == Kind::Word && metricsql::is_word(written) {
            return unchecked(format!("MetricsQL: `{written}`"));
        }
        if token.kind == Kind::Word && matches!(written, "anchored" | "smoothed") {
            return unchecked(format!("an experimental modifier of Prometheus 3: `{written}`"));
        }
        Unread::Syntax { message: format!("`{written}` stands where {expected} is expected"), range: token.range.clone() }
    }
}

pub(super) fn unchecked(reason: String) -> Unread {
    Unread::Unchecked { reason }
}
