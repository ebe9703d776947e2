//! The lexer: from the text of a query to tokens, each with its bytes.
//!
//! White space and comments are left out. A word in which a variable of Grafana stands is one token, the letters around it
//! included: `${name}_total`, `5$unit`.

use super::quoted::{Quoted, unescape};
use super::reference::Finder;
use super::unit;
use crate::query::{Unread, variable};
use std::ops::Range;

/// What a token is.
pub(super) enum Token {
    /// A word: the name of a label or a function, or a keyword.
    Name,
    /// A word in which a variable stands.
    Variable,
    Number,
    Duration,
    Bytes,
    Text(Quoted),
    /// `--strict`, `--keep-empty`.
    Flag,
    Symbol(&'static str),
    /// A character that LogQL has no use for.
    Other,
}

/// A token and its bytes.
pub(super) struct Located {
    pub(super) token: Token,
    pub(super) range: Range<usize>,
}

/// Tokens up to the end, or up to what can't be one.
pub(super) struct Lexed {
    pub(super) tokens: Vec<Located>,
    pub(super) broken: Option<Unread>,
}

/// Those that begin alike stand longest first.
const SYMBOLS: [&str; 30] = [
    "|=", "|~", "|>", "!=", "!~", "!>", "=~", "==", ">=", "<=", "{", "}", "(", ")", "[", "]", ",", "=", ">", "<", "|", "+", "-",
    "*", "/", "%", "^", "~", "!", ":",
];

const FLAGS: [&str; 2] = ["--strict", "--keep-empty"];

/// Reads `text` into tokens.
pub(super) fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { text, finder: Finder::new(text), at: 0, tokens: Vec::new() };
    let broken = lexer.run().err();
    Lexed { tokens: lexer.tokens, broken }
}

struct Lexer<'a> {
    text: &'a str,
    finder: Finder<'a>,
    at: usize,
    tokens: Vec<Located>,
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), Unread> {
        while let Some(character) = self.rest().chars().next() {
            match character {
                ' ' | '\t' | '\r' | '\n' => self.at += 1,
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '"' => self.double_quotes()?,
                '`' => self.back_ticks()?,
                '\'' => return Err(self.broken("a text stands in double quotes or back-ticks, not in single quotes", 1)),
                _ if self.begins_word(character) => self.word()?,
                _ => self.symbol(character)?,
            }
        }
        Ok(())
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, token: Token, length: usize) {
        self.tokens.push(Located { token, range: self.at..self.at + length });
        self.at += length;
    }

    fn broken(&self, message: &str, length: usize) -> Unread {
        Unread::Syntax { message: message.to_owned(), range: self.at..self.at + length }
    }

    fn begins_word(&self, character: char) -> bool {
        match character {
            '$' | '[' => self.finder.at(self.at).is_some(),
            '.' => self.rest().as_bytes().get(1).is_some_and(u8::is_ascii_digit),
            _ => character.is_alphanumeric() || character == '_',
        }
    }

    fn word(&mut self) -> Result<(), Unread> {
        let (length, has_variable) = self.word_length();
        let word = self.rest().get(..length).unwrap_or_default();
        let token = match word.chars().next() {
            _ if has_variable => Token::Variable,
            Some(first) if first.is_ascii_digit() || first == '.' => match number(word) {
                Some(token) => token,
                None => return Err(self.broken(&format!("`{word}` is neither a number, a duration nor a size"), length)),
            },
            _ => Token::Name,
        };
        self.push(token, length);
        Ok(())
    }

    /// How many bytes the word here has, and whether a variable stands in it.
    fn word_length(&self) -> (usize, bool) {
        let rest = self.rest();
        let numeric = rest.starts_with(|first: char| first.is_ascii_digit() || first == '.');
        let mut length = 0;
        let mut has_variable = false;
        while let Some(character) = rest.get(length..).and_then(|rest| rest.chars().next()) {
            match character {
                '$' | '[' => match self.finder.at(self.at + length) {
                    Some(reference) => {
                        has_variable = true;
                        length = reference.range.end - self.at;
                    }
                    None => break,
                },
                '.' if numeric => length += 1,
                '+' | '-' if numeric && is_exponent(rest, length) => length += 1,
                _ if character.is_alphanumeric() || character == '_' => length += character.len_utf8(),
                _ => break,
            }
        }
        (length, has_variable)
    }

    fn double_quotes(&mut self) -> Result<(), Unread> {
        let inner = self.rest().get(1..).unwrap_or_default();
        let (mut escaped, mut next) = (false, 0);
        let end = inner.char_indices().find(|(at, character)| match character {
            _ if *at < next => false,
            _ if escaped => {
                escaped = false;
                *character == '\n'
            }
            '\\' => {
                escaped = true;
                false
            }
            '$' => {
                next = inner.get(*at..).and_then(variable::length_with_quotes).map_or(0, |length| at + length);
                false
            }
            _ => *character == '"' || *character == '\n',
        });
        let end = end.map(|(at, _)| at);
        let closed = end.filter(|end| inner.get(*end..).is_some_and(|rest| rest.starts_with('"')));
        let Some(end) = closed else {
            return Err(self.broken("this text has no closing quote on its line", end.unwrap_or(inner.len()) + 1));
        };
        let inner = inner.get(..end).unwrap_or_default();
        match unescape(inner) {
            Ok(quoted) => self.push(Token::Text(quoted), end + 2),
            Err(escape) => return Err(self.no_escape(inner, &escape)),
        }
        Ok(())
    }

    fn no_escape(&self, inner: &str, escape: &Range<usize>) -> Unread {
        let written = inner.get(escape.clone()).unwrap_or_default();
        let message =
            format!("`{written}` is no escape that double quotes know: write `\\{written}`, or put the text into back-ticks");
        Unread::Syntax { message, range: self.at + 1 + escape.start..self.at + 1 + escape.end }
    }

    fn back_ticks(&mut self) -> Result<(), Unread> {
        let inner = self.rest().get(1..).unwrap_or_default();
        let Some(end) = inner.find('`') else {
            return Err(self.broken("this text has no closing back-tick", inner.len() + 1));
        };
        // Go leaves carriage returns out of such texts.
        let text = inner.get(..end).unwrap_or_default().replace('\r', "");
        self.push(Token::Text(Quoted { text, exact: true }), end + 2);
        Ok(())
    }

    fn symbol(&mut self, character: char) -> Result<(), Unread> {
        let rest = self.rest();
        if rest.starts_with("//") || rest.starts_with("/*") {
            return Err(Unread::Unchecked { reason: "a comment that begins with a slash is not documented".to_owned() });
        }
        let flag = FLAGS.iter().find(|flag| rest.starts_with(**flag));
        let symbol = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol));
        let (token, length) = match (flag, symbol) {
            (Some(flag), _) => (Token::Flag, flag.len()),
            (None, Some(symbol)) => (Token::Symbol(symbol), symbol.len()),
            (None, None) => (Token::Other, character.len_utf8()),
        };
        self.push(token, length);
        Ok(())
    }
}

fn number(word: &str) -> Option<Token> {
    if unit::is_number(word) {
        Some(Token::Number)
    } else if unit::duration(word).is_some() {
        Some(Token::Duration)
    } else {
        unit::is_bytes(word).then_some(Token::Bytes)
    }
}

/// Whether the sign at `at` belongs to an exponent: `1e-3`.
fn is_exponent(word: &str, at: usize) -> bool {
    let before = word.get(..at).unwrap_or_default();
    let mantissa = before.strip_suffix(['e', 'E']);
    let digits = mantissa.is_some_and(|mantissa| mantissa.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    digits && word.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
}
