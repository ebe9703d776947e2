//! From the text of an SQL statement to what a span may say of it: the text without literals and comments, and its operation.
//!
//! Rules of quoting: "Lexical Structure" in PostgreSQL's manual; `tokenize.c` and "SQL Language Expressions" in SQLite's documentation.

mod cache;
mod lexical;
#[cfg(test)]
mod tests;

pub(super) use cache::Statements;

use super::address::System;
use lexical::{comment, dollar_quoted, is_word, number, quoted, word_length};

/// The longest text that a span gets, in bytes.
pub const BOUND: usize = 2048;

/// What a first word is that is none of those below, so that nothing of unknown text gets into a name.
const UNKNOWN: &str = "OTHER";

/// The operations that are named.
const OPERATIONS: &[&str] = &[
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "CREATE",
    "DROP",
    "ALTER",
    "BEGIN",
    "START",
    "COMMIT",
    "END",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE",
    "PRAGMA",
    "SET",
    "SHOW",
    "LOCK",
    "TRUNCATE",
    "EXPLAIN",
    "VACUUM",
    "ANALYZE",
    "REINDEX",
    "VALUES",
    "MERGE",
    "REPLACE",
    "COPY",
    "GRANT",
    "REVOKE",
    "CALL",
    "DO",
    "DECLARE",
    "FETCH",
    "CLOSE",
    "LISTEN",
    "UNLISTEN",
    "NOTIFY",
    "ATTACH",
    "DETACH",
];

/// What a statement that begins with `WITH` can be in the end.
const AFTER_WITH: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "VALUES", "MERGE", "REPLACE"];

/// A statement, as far as a span may say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text: literals are `?`, comments are gone, white space is one space, what goes beyond the [bound](BOUND) is cut.
    pub text: String,
    /// `SELECT`, `INSERT` …; that of the main part where the statement begins with `WITH`.
    pub operation: &'static str,
}

impl Statement {
    /// Reads a statement. Broken SQL is no error: a literal that does not end goes to the end of the text.
    #[must_use]
    pub fn read(sql: &str, system: System) -> Self {
        let mut lexer = Lexer::new(sql, system);
        while lexer.wants_more() && lexer.step() {}
        let mut text = lexer.text;
        if text.len() > BOUND {
            let mut end = BOUND;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
            text.push('…');
        }
        Self { text, operation: lexer.operation.unwrap_or(UNKNOWN) }
    }
}

struct Lexer<'a> {
    rest: &'a str,
    system: System,
    text: String,
    /// Whether white space or a comment was passed since the last token.
    space: bool,
    depth: usize,
    operation: Option<&'static str>,
    with: bool,
}

impl<'a> Lexer<'a> {
    const fn new(sql: &'a str, system: System) -> Self {
        Self { rest: sql, system, text: String::new(), space: false, depth: 0, operation: None, with: false }
    }

    const fn wants_more(&self) -> bool {
        self.text.len() <= BOUND || self.operation.is_none()
    }

    /// Takes one token. False at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        match first {
            _ if first.is_whitespace() => self.skip(first.len_utf8()),
            '-' if self.rest.starts_with("--") => self.skip(self.rest.find('\n').unwrap_or(self.rest.len())),
            '/' if self.rest.starts_with("/*") => self.skip(comment(self.rest, self.system == System::Postgresql)),
            '\'' => self.literal(quoted(self.rest, '\'', false)),
            // SQLite takes a text in double quotes for a literal where it names no column.
            '"' if self.system == System::Sqlite => self.literal(quoted(self.rest, '"', false)),
            '"' => self.keep(quoted(self.rest, '"', false)),
            '`' if self.system == System::Sqlite => self.keep(quoted(self.rest, '`', false)),
            '[' if self.system == System::Sqlite => self.keep(self.rest.find(']').map_or(self.rest.len(), |end| end + 1)),
            '$' if self.system == System::Postgresql && dollar_quoted(self.rest).is_some() => {
                self.literal(dollar_quoted(self.rest).unwrap_or(self.rest.len()));
            }
            '$' => self.keep(1 + word_length(&self.rest[1..])),
            // Arguments in SQLite; operators in PostgreSQL, after which a literal may follow, as in `a[1:2]`.
            '?' | ':' | '@' if self.system == System::Sqlite => self.keep(1 + word_length(&self.rest[1..])),
            _ if first.is_ascii_digit() => self.literal(number(self.rest)),
            '.' if self.rest[1..].starts_with(|next: char| next.is_ascii_digit()) && !self.after_name() => {
                self.literal(1 + number(&self.rest[1..]));
            }
            _ if is_word(first) => self.word(),
            _ => {
                match first {
                    '(' => self.depth += 1,
                    ')' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                self.keep(first.len_utf8());
            }
        }
        true
    }

    /// Whether what comes next belongs to a name that was just read, as the point in `a.b`.
    fn after_name(&self) -> bool {
        !self.space && self.text.ends_with(|last: char| is_word(last) || last == '"' || last == ']' || last == '`')
    }

    fn word(&mut self) {
        let length = word_length(self.rest);
        let (word, after) = self.rest.split_at(length);
        let escapes = word.eq_ignore_ascii_case("e");
        if after.starts_with('\'') && (escapes || ["b", "x", "n"].iter().any(|prefix| word.eq_ignore_ascii_case(prefix))) {
            return self.literal(length + quoted(after, '\'', escapes && self.system == System::Postgresql));
        }
        if word.eq_ignore_ascii_case("u") && (after.starts_with("&'") || after.starts_with("&\"")) {
            let quote = if after.starts_with("&'") { '\'' } else { '"' };
            return self.literal(length + 1 + quoted(&after[1..], quote, false));
        }
        self.see(word);
        self.keep(length);
    }

    /// Looks whether a word says what the operation is.
    fn see(&mut self, word: &str) {
        if self.operation.is_some() {
            return;
        }
        if self.with {
            if self.depth == 0 {
                self.operation = AFTER_WITH.iter().copied().find(|known| word.eq_ignore_ascii_case(known));
            }
        } else if word.eq_ignore_ascii_case("with") {
            self.with = true;
        } else {
            let known = OPERATIONS.iter().copied().find(|known| word.eq_ignore_ascii_case(known));
            self.operation = Some(known.unwrap_or(UNKNOWN));
        }
    }

    fn skip(&mut self, length: usize) {
        self.space = true;
        self.rest = self.rest.get(length..).unwrap_or_default();
    }

    fn literal(&mut self, length: usize) {
        self.put("?");
        self.rest = self.rest.get(length..).unwrap_or_default();
    }

    fn keep(&mut self, length: usize) {
        let (token, rest): (&'a str, &'a str) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.put(token);
        self.rest = rest;
    }

    fn put(&mut self, token: &str) {
        if self.space && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.space = false;
        // What is too long to be kept need not be collected either.
        if self.text.len() <= BOUND {
            self.text.push_str(token);
        }
    }
}
