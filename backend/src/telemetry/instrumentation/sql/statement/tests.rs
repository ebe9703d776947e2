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
fn a_quote_within_a_dollar_quoted_text_opens_nothing() {
    assert_eq!(postgresql("SELECT $$ x = 'a$$b, ' AND y"), "SELECT ?b, ?");
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
fn what_follows_an_operator_of_postgresql_is_no_name() {
    assert_eq!(postgresql("SELECT a[1:22], @5, b ? 'key', b @> '{}', c::text"), "SELECT a[?:?], @?, b ? ?, b @> ?, c::text");
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

/// A piece of a statement: how it is written, and whether it says something that has to stay hidden.
fn piece(system: System) -> impl Strategy<Value = (String, bool)> {
    let hidden = "ZQ[a-zA-Z0-9 ;,()=$?/*.-]{0,8}";
    let common = prop_oneof![
        "k[a-z_]{0,5}[0-6]?".prop_map(|name| (name, false)),
        "[=<>+,()]".prop_map(|sign| (sign, false)),
        Just(("$1".to_owned(), false)),
        "7[0-9]{0,4}(\\.7[0-9]{0,3})?".prop_map(|number| (number, true)),
        hidden.prop_map(|text| (format!("'{text}'"), true)),
        hidden.prop_map(|text| (format!("'it''s {text}\\'"), true)),
        hidden.prop_map(|text| (format!("x'{text}'"), true)),
        hidden.prop_map(|text| (format!("-- {text}'\n"), true)),
        hidden.prop_map(|text| (format!("/* {}' */", text.replace(['*', '/'], "")), true)),
    ];
    let own = match system {
        System::Postgresql => prop_oneof![
            hidden.prop_map(|text| (format!("E'\\'{text}'"), true)),
            hidden.prop_map(|text| (format!("$$'{}$$", text.replace('$', "")), true)),
            hidden.prop_map(|text| (format!("$t$ $$ {} $t$", text.replace('$', "")), true)),
            hidden.prop_map(|text| (format!("/* /* */ {}' */", text.replace(['*', '/'], "")), true)),
        ]
        .boxed(),
        System::Sqlite => prop_oneof![
            hidden.prop_map(|text| (format!("\"{text}'\""), true)),
            Just(("[k'k]".to_owned(), false)),
            Just(("`k'k`".to_owned(), false)),
        ]
        .boxed(),
    };
    prop_oneof![3 => common, 1 => own]
}

fn statement(system: System) -> impl Strategy<Value = Vec<(String, bool)>> {
    prop::collection::vec(piece(system), 0..12)
}

fn check(pieces: &[(String, bool)], system: System) -> Result<(), TestCaseError> {
    let written: Vec<_> = pieces.iter().map(|(text, _)| text.as_str()).collect();
    let sql = format!("SELECT {}", written.join(" "));
    let read = Statement::read(&sql, system).text;
    prop_assert!(!read.contains("ZQ") && !read.contains('7'), "{} became {}", sql, read);
    let mut rest = read.as_str();
    for (text, _) in pieces.iter().filter(|(_, hidden)| !hidden) {
        let at = rest.find(text.as_str());
        prop_assert!(at.is_some(), "{} is missing: {} became {}", text, sql, read);
        rest = &rest[at.unwrap() + text.len()..];
    }
    Ok(())
}

proptest! {
    #[test]
    fn in_postgresql_no_literal_and_no_comment_gets_through_and_the_rest_does(pieces in statement(System::Postgresql)) {
        check(&pieces, System::Postgresql)?;
    }

    #[test]
    fn in_sqlite_no_literal_and_no_comment_gets_through_and_the_rest_does(pieces in statement(System::Sqlite)) {
        check(&pieces, System::Sqlite)?;
    }

    #[test]
    fn no_text_between_quotes_gets_through(before in "([a-z =(),?0-9]|\\$[0-9]){0,20}", secret in "[A-Z\\\\\"`$\\[\\]*/-]{1,12}") {
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
