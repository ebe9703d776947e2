//! From the text of an SQL statement to what a span may say of it: the text without literals and comments, and its operation.
//!
//! Rules of quoting: "Lexical Structure" in PostgreSQL's manual; `tokenize.c` and "SQL Language Expressions" in SQLite's documentation.

use super::address::System;

/// The longest text that a span gets, in bytes.
pub const BOUND: usize = 2048;

/// The operations that are named. A first word that is none of them is `OTHER`, so that nothing of unknown text gets into a name.
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
        let mut lexer = Lexer { rest: sql, system, text: String::new(), space: false, depth: 0, operation: None, with: false };
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
        Self { text, operation: lexer.operation.unwrap_or("OTHER") }
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
    fn wants_more(&self) -> bool {
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
            '$' | '?' | ':' | '@' => self.keep(1 + word_length(&self.rest[1..])),
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
            self.operation = Some(known.unwrap_or("OTHER"));
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

fn is_word(character: char) -> bool {
    character == '_' || character == '$' || character.is_alphanumeric()
}

fn word_length(text: &str) -> usize {
    text.find(|character| !is_word(character)).unwrap_or(text.len())
}

/// The length of a text in quotes, the quotes included. A doubled quote is one inside of it.
fn quoted(text: &str, quote: char, backslash: bool) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if backslash && character == '\\' {
            characters.next();
        } else if character == quote {
            if characters.peek().is_some_and(|(_, next)| *next == quote) {
                characters.next();
            } else {
                return at + quote.len_utf8();
            }
        }
    }
    text.len()
}

/// The length of a text in dollar quotes, `$$…$$` or `$tag$…$tag$`; none where the dollar begins something else, as `$1`.
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag = text[1..].find('$').map(|end| &text[..end + 2])?;
    let name = &tag[1..tag.len() - 1];
    if name.starts_with(|first: char| first.is_ascii_digit())
        || !name.chars().all(|character| character != '$' && is_word(character))
    {
        return None;
    }
    let body = &text[tag.len()..];
    Some(body.find(tag).map_or(text.len(), |end| tag.len() + end + tag.len()))
}

/// The length of a comment in `/* */`. Such comments nest in PostgreSQL and not in SQLite.
fn comment(text: &str, nests: bool) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") && (nests || depth == 0) {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a number: `12`, `1.5`, `1e-3`, `0xff`, `1_000`.
fn number(text: &str) -> usize {
    let mut end = 0;
    let mut before = ' ';
    for character in text.chars() {
        let exponent = matches!(before, 'e' | 'E') && matches!(character, '+' | '-') && !text.starts_with("0x");
        if !(character.is_alphanumeric() || character == '_' || character == '.' || exponent) {
            break;
        }
        end += character.len_utf8();
        before = character;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn postgresql(sql: &str) -> String {
        Statement::read(sql, System::Postgresql).text
    }

    fn sqlite(sql: &str) -> String {
        Statement::read(sql, System::Sqlite).text
    }

    fn operation(sql: &str) -> &'static str {
        Statement::read(sql, System::Postgresql).operation
    }

    #[test]
    fn texts_in_quotes_become_question_marks() {
        assert_eq!(postgresql("SELECT * FROM t WHERE a = 'x' AND b='it''s'"), "SELECT * FROM t WHERE a = ? AND b=?");
        assert_eq!(postgresql("SELECT ''"), "SELECT ?");
    }

    #[test]
    fn a_backslash_escapes_only_in_escape_strings() {
        assert_eq!(postgresql(r"SELECT 'a\', b"), "SELECT ?, b");
        assert_eq!(postgresql(r"SELECT E'a\'secret', b"), "SELECT ?, b");
        assert_eq!(postgresql(r"SELECT e'\\', b"), "SELECT ?, b");
    }

    #[test]
    fn prefixed_literals_go_with_their_prefix() {
        assert_eq!(postgresql(r"SELECT B'101', x'1F', N'n', U&'d\0061t', name"), "SELECT ?, ?, ?, ?, name");
        assert_eq!(sqlite("SELECT X'53514C'"), "SELECT ?");
    }

    #[test]
    fn dollar_quotes_are_literals_and_placeholders_are_not() {
        assert_eq!(postgresql("SELECT $1, $$it's $1$$, $tag$a $$ b$tag$, $2"), "SELECT $1, ?, ?, $2");
        assert_eq!(postgresql("SELECT $1$2"), "SELECT $1$2");
        assert_eq!(sqlite("SELECT $1, ?2, :name, @other"), "SELECT $1, ?2, :name, @other");
    }

    #[test]
    fn a_dollar_inside_of_a_name_quotes_nothing() {
        assert_eq!(postgresql("SELECT a$b$c FROM t"), "SELECT a$b$c FROM t");
    }

    #[test]
    fn numbers_become_question_marks_and_names_with_digits_stay() {
        assert_eq!(postgresql("SELECT t1.c2, 12, -1.5e-3, .5, 0xff, 1_000 LIMIT 10"), "SELECT t1.c2, ?, -?, ?, ?, ? LIMIT ?");
        assert_eq!(postgresql("SELECT a::int4"), "SELECT a::int4");
        assert_eq!(postgresql("SELECT 1+2-3"), "SELECT ?+?-?");
    }

    #[test]
    fn comments_are_gone() {
        assert_eq!(postgresql("SELECT a -- it's secret\nFROM t"), "SELECT a FROM t");
        assert_eq!(postgresql("SELECT /* a /* nested */ 'secret */ b"), "SELECT b");
        assert_eq!(sqlite("SELECT /* a /* not nested */ b"), "SELECT b");
        assert_eq!(postgresql("/* all"), "");
    }

    #[test]
    fn names_in_quotes_stay_in_postgresql() {
        assert_eq!(postgresql(r#"SELECT "it's", 'x' FROM "a""b""#), r#"SELECT "it's", ? FROM "a""b""#);
    }

    #[test]
    fn double_quotes_may_hold_a_literal_in_sqlite() {
        assert_eq!(sqlite(r#"SELECT * FROM t WHERE a = "secret""#), "SELECT * FROM t WHERE a = ?");
        assert_eq!(sqlite("SELECT [it's], `it's`, 'x'"), "SELECT [it's], `it's`, ?");
    }

    #[test]
    fn what_does_not_end_is_a_literal_to_the_end() {
        assert_eq!(postgresql("SELECT 'secret"), "SELECT ?");
        assert_eq!(postgresql("SELECT $x$secret"), "SELECT ?");
    }

    #[test]
    fn white_space_is_one_space() {
        assert_eq!(postgresql("  SELECT\n\t a\u{a0}, b  "), "SELECT a , b");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let text = postgresql(&format!("SELECT {}", "ä".repeat(5000)));
        assert!(text.len() <= BOUND + '…'.len_utf8());
        assert!(text.ends_with("ä…"));
    }

    #[test]
    fn the_operation_is_the_first_word() {
        assert_eq!(operation("-- why\n select 1"), "SELECT");
        assert_eq!(operation("(SELECT 1)"), "SELECT");
        assert_eq!(operation("BEGIN IMMEDIATE"), "BEGIN");
        assert_eq!(operation("hunter2"), "OTHER");
        assert_eq!(operation(""), "OTHER");
    }

    #[test]
    fn the_operation_after_with_is_that_of_the_main_part() {
        assert_eq!(operation("WITH a AS (SELECT 1), b AS (DELETE FROM t RETURNING x) INSERT INTO u SELECT * FROM a"), "INSERT");
        assert_eq!(operation("WITH RECURSIVE a(select_) AS (SELECT ')') UPDATE t SET x = 1"), "UPDATE");
        let long = format!("WITH a AS (SELECT {}) DELETE FROM t", "x, ".repeat(2000));
        assert_eq!(operation(&long), "DELETE");
    }

    proptest! {
        #[test]
        fn no_text_between_quotes_gets_through(before in "[a-z =(),$?0-9]{0,20}", secret in "[A-Z\\\\\"`$\\[\\]*/-]{1,12}") {
            let hidden = format!("ZQ{secret}QZ");
            let sql = format!("SELECT {before} x = '{hidden}' AND y");
            for system in [System::Sqlite, System::Postgresql] {
                let read = Statement::read(&sql, system).text;
                prop_assert!(!read.contains("ZQ"), "{}", read);
            }
        }

        #[test]
        fn any_text_can_be_read(sql in "\\PC{0,200}") {
            for system in [System::Sqlite, System::Postgresql] {
                let _ = Statement::read(&sql, system);
            }
        }

        #[test]
        fn what_was_read_reads_the_same_again(sql in "(SELECT|[a-z]{1,5}|'[^']{0,5}'|[0-9]{1,3}|[ ,()+=]){0,30}") {
            let once = postgresql(&sql);
            prop_assert_eq!(postgresql(&once), once);
        }
    }
}
