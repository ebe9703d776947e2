//! From a query's text to its tokens: words, numbers, strings and symbols, each with its bytes.
//!
//! Grafana's variables are part of the words, numbers and strings that they stand in; white space and comments are left out.

use std::ops::Range;

use crate::query::{Unread, variable};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword, a variable, or a name with variables in it.
    Word,
    /// What begins with a digit: a number or a duration, variables in it included.
    Number,
    /// A string in one of the three kinds of quotes.
    String,
    /// A bracket, comma, colon or operator.
    Symbol,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub range: Range<usize>,
    /// Whether there are variables in it.
    pub has_variable: bool,
    /// Whether it is one variable and nothing else.
    pub is_variable: bool,
}

impl Token {
    /// As it is written in `text`, which it was read from.
    pub(super) fn text<'text>(&self, text: &'text str) -> &'text str {
        text.get(self.range.clone()).unwrap_or_default()
    }
}

/// Symbols of more than one character, before those of one.
const SYMBOLS: [&str; 23] =
    ["==", "=~", "!=", "!~", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "^", "@", "(", ")", "{", "}", "[", "]", ","];

/// The tokens of `text`, or the first place that can't begin one.
pub(super) fn scan(text: &str) -> Result<Vec<Token>, Unread> {
    Scanner { text, at: 0, in_brackets: false, tokens: Vec::new() }.scan()
}

struct Scanner<'text> {
    text: &'text str,
    at: usize,
    /// Between `[` and `]` a colon stands between range and step, elsewhere it is part of a name.
    in_brackets: bool,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn scan(mut self) -> Result<Vec<Token>, Unread> {
        while let Some(next) = self.peek() {
            match next {
                ' ' | '\t' | '\n' | '\r' => self.at += 1,
                '#' => self.comment(),
                '"' | '\'' | '`' => self.string(next)?,
                '0'..='9' => self.number(),
                '.' if self.byte(1).is_some_and(|byte| byte.is_ascii_digit()) => self.number(),
                _ if is_word_start(next) && !(next == ':' && self.in_brackets) => self.word(),
                _ if self.reference().is_some() => self.word(),
                _ => self.symbol(next)?,
            }
        }
        Ok(self.tokens)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn reference(&self) -> Option<variable::Reference> {
        matches!(self.byte(0), Some(b'$' | b'[')).then(|| variable::reference(self.text, self.at)).flatten()
    }

    fn push(&mut self, kind: Kind, start: usize, references: &[variable::Reference]) {
        let range = start..self.at;
        let is_variable = kind == Kind::Word && references.iter().any(|reference| reference.range == range);
        self.tokens.push(Token { kind, range, has_variable: !references.is_empty(), is_variable });
    }

    fn comment(&mut self) {
        self.at += self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
    }

    fn string(&mut self, quote: char) -> Result<(), Unread> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.byte(0) {
                Some(byte) if char::from(byte) == quote => break,
                Some(b'\\') if quote != '`' => self.at += 2,
                Some(b'\n') if quote != '`' => return Err(unterminated(start, self.at)),
                Some(b'$') => self.at += variable::length_with_quotes(self.rest()).unwrap_or(1),
                Some(_) => self.at += 1,
                None => return Err(unterminated(start, self.text.len())),
            }
        }
        self.at += 1;
        let content = self.text.get(start + 1..self.at - 1).unwrap_or_default();
        let has_variable = variable::references(content).iter().any(is_name);
        self.tokens.push(Token { kind: Kind::String, range: start..self.at, has_variable, is_variable: false });
        Ok(())
    }

    /// A number, a duration, or either with variables in it: all that hangs together.
    fn number(&mut self) {
        let start = self.at;
        let mut references = Vec::new();
        while let Some(next) = self.peek() {
            if let Some(reference) = self.reference() {
                self.at = reference.range.end;
                references.push(reference);
            } else if next.is_ascii_alphanumeric() || matches!(next, '.' | '_') || self.is_sign_of_exponent(start) {
                self.at += 1;
            } else {
                break;
            }
        }
        self.push(Kind::Number, start, &references);
    }

    /// Whether a sign stands here after the `e` of a decimal number: `1e-3`.
    fn is_sign_of_exponent(&self, start: usize) -> bool {
        let before = self.text.get(start..self.at).unwrap_or_default();
        matches!(self.byte(0), Some(b'+' | b'-'))
            && self.byte(1).is_some_and(|byte| byte.is_ascii_digit())
            && before.strip_suffix(['e', 'E']).is_some_and(|digits| {
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'))
            })
    }

    fn word(&mut self) {
        let start = self.at;
        let mut references = Vec::new();
        while let Some(next) = self.peek() {
            if let Some(reference) = self.reference() {
                self.at = reference.range.end;
                references.push(reference);
            } else if is_word_start(next) && !(next == ':' && self.in_brackets) || next.is_ascii_digit() {
                self.at += 1;
            } else {
                break;
            }
        }
        self.push(Kind::Word, start, &references);
    }

    fn symbol(&mut self, next: char) -> Result<(), Unread> {
        if self.rest().starts_with("{{") {
            return Err(Unread::Unchecked { reason: "it has a template of another program in it".to_owned() });
        }
        let colon = (next == ':').then_some(":");
        let Some(symbol) = colon.or_else(|| SYMBOLS.into_iter().find(|symbol| self.rest().starts_with(symbol))) else {
            return Err(unexpected(next, self.at));
        };
        match symbol {
            "[" => self.in_brackets = true,
            "]" => self.in_brackets = false,
            _ => {}
        }
        let start = self.at;
        self.at += symbol.len();
        self.push(Kind::Symbol, start, &[]);
        Ok(())
    }
}

/// Whether a reference is to a variable: `$1` in a string is what a regular expression captured.
pub(super) fn is_name(reference: &variable::Reference) -> bool {
    !reference.name.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_word_start(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '_' | ':')
}

fn unterminated(start: usize, end: usize) -> Unread {
    Unread::Syntax { message: "the string has no closing quote".to_owned(), range: start..end }
}

fn unexpected(character: char, at: usize) -> Unread {
    if character == '\\' {
        return Unread::Unchecked { reason: "MetricsQL: an escape in a name".to_owned() };
    }
    let message = format!("`{}` has no meaning in PromQL", character.escape_debug());
    Unread::Syntax { message, range: at..at + character.len_utf8() }
}

#[cfg(test)]
mod tests {
    use super::{Kind, scan};

    #[test]
    fn quotes_of_a_variable_do_not_end_the_string_that_it_stands_in() {
        let text = r#"x{a="${__span.tags["service.name"]}", b="$", c="${d"}"#;
        let tokens = scan(text).unwrap();
        let strings: Vec<&str> =
            tokens.iter().filter(|token| token.kind == Kind::String).map(|token| &text[token.range.clone()]).collect();
        assert_eq!(strings, [r#""${__span.tags["service.name"]}""#, "\"$\"", "\"${d\""]);
    }
}
