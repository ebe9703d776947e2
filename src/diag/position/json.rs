//! From JSON text to a [`Tree`].
//!
//! JSON is nearly YAML, but not quite where it matters here: the YAML parser refuses surrogate pairs in escapes and nesting
//! deeper than 255.

use std::ops::Range;

use super::tree::{Builder, Tree};
use super::written::Written;

/// The document of `text`; `None` where it is not JSON.
pub(super) fn read(text: &str) -> Option<Tree> {
    let mut scanner = Scanner { text, at: 0, builder: Builder::default(), open: Vec::new() };
    scanner.at = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut expected = Expected::Value;
    while expected != Expected::Nothing {
        expected = scanner.step(expected)?;
    }
    scanner.blanks();
    (scanner.at == text.len()).then(|| scanner.builder.finish())?
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    builder: Builder,
    /// The brackets that close what is open.
    open: Vec<u8>,
}

impl Scanner<'_> {
    /// Reads one token; `None` where it is not one that may stand here.
    fn step(&mut self, expected: Expected) -> Option<Expected> {
        self.blanks();
        let byte = self.peek()?;
        let closes = self.open.last() == Some(&byte);
        match (expected, byte) {
            (Expected::ValueOrEnd | Expected::KeyOrEnd | Expected::CommaOrEnd, b']' | b'}') if closes => {
                self.at += 1;
                self.open.pop();
                self.builder.close(Some(self.at));
                Some(self.after_value())
            }
            (Expected::Value | Expected::ValueOrEnd, _) => self.value(byte),
            (Expected::Key | Expected::KeyOrEnd, b'"') => {
                self.string()?;
                Some(Expected::Colon)
            }
            (Expected::Colon, b':') => {
                self.at += 1;
                Some(Expected::Value)
            }
            (Expected::CommaOrEnd, b',') => {
                self.at += 1;
                Some(if self.open.last() == Some(&b'}') { Expected::Key } else { Expected::Value })
            }
            _ => None,
        }
    }

    fn value(&mut self, byte: u8) -> Option<Expected> {
        match byte {
            b'{' => {
                self.builder.open_mapping(self.at);
                self.at += 1;
                self.open.push(b'}');
                return Some(Expected::KeyOrEnd);
            }
            b'[' => {
                self.builder.open_list(self.at);
                self.at += 1;
                self.open.push(b']');
                return Some(Expected::ValueOrEnd);
            }
            b'"' => self.string()?,
            _ => self.word()?,
        }
        Some(self.after_value())
    }

    fn after_value(&self) -> Expected {
        if self.open.is_empty() { Expected::Nothing } else { Expected::CommaOrEnd }
    }

    /// A string, which is a key or a value.
    fn string(&mut self) -> Option<()> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let name = serde_json::from_str(self.text.get(start..self.at)?).ok()?;
        self.builder.leaf(Some(name), start..self.at, Some(Written::DoubleQuoted));
        Some(())
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
            self.at += 1;
        }
        let range: Range<usize> = start..self.at;
        serde_json::from_str::<serde::de::IgnoredAny>(self.text.get(range.clone())?).ok()?;
        self.builder.leaf(None, range, None);
        Some(())
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| b" \t\r\n".contains(&byte)) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
