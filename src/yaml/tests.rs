use serde_json::{Value, json};

use super::{YamlError, from_str, parse, parse_all};

#[track_caller]
fn refused(text: &str) -> YamlError {
    match parse(text) {
        Ok(value) => panic!("read as {value}"),
        Err(error) => error,
    }
}

#[test]
fn integers_of_64_bits_are_exact() {
    let value = parse("[18446744073709551615, -9223372036854775808, 9007199254740993]");
    assert_eq!(value, Ok(json!([u64::MAX, i64::MIN, 9_007_199_254_740_993_u64])));
}

#[test]
fn an_integer_beyond_64_bits_is_not_rounded() {
    assert!(refused("a: 18446744073709551616").message.contains("18446744073709551616"));
    assert!(refused("a: -9223372036854775809").message.contains("-9223372036854775809"));
}

#[test]
fn a_whole_float_stays_a_float() {
    assert_eq!(parse("1.0").map(|value| value.to_string()), Ok("1.0".to_owned()));
}

#[test]
fn a_second_equal_key_is_an_error_at_that_key() {
    let error = refused("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n");
    assert!(error.message.ends_with("the key `c` is written twice"), "{error}");
    assert_eq!((error.line, error.column), (Some(5), Some(3)));
}

#[test]
fn the_place_is_told_once() {
    let error = refused("a: [1\nb: 2\n").to_string();
    assert!(error.starts_with("line 2, column "), "{error}");
    assert_eq!(error.matches("line 2").count(), 1, "{error}");
}

#[test]
fn not_a_number_and_infinity_are_errors() {
    for text in [".nan", "a: .inf", "[-.INF]"] {
        assert!(refused(text).message.contains("JSON has no such number"), "{text}");
    }
}

#[test]
fn keys_that_are_not_text_are_errors() {
    for text in ["1: a", "a: {true: b}", "~: a", "1.5: a", "{[a]: b}", "{{a: b}: c}", "!x a: b"] {
        assert!(refused(text).message.contains("is not text"), "{text}: {}", refused(text));
    }
    assert_eq!(parse("'1': a"), Ok(json!({"1": "a"})));
}

#[test]
fn a_tag_of_the_file_is_an_error() {
    for text in ["a: !env HOME", "!env {a: b}", "[!env [1]]"] {
        assert!(refused(text).message.contains("`!env`"), "{text}: {}", refused(text));
    }
}

#[test]
fn a_tag_of_yaml_itself_says_what_a_scalar_is() {
    assert_eq!(parse("[!!str 1, !!int '2']"), Ok(json!(["1", 2])));
}

#[test]
fn aliases_stand_for_their_anchors() {
    assert_eq!(parse("a: &x {b: 1}\nc: *x"), Ok(json!({"a": {"b": 1}, "c": {"b": 1}})));
}

#[test]
fn merged_entries_yield_to_own_ones_and_to_earlier_lenders() {
    let text = "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\nown: {c: 3, <<: [*one, *two]}\nfirst: {<<: *two, c: 4}";
    let value = parse(text).unwrap();
    assert_eq!(value["own"], json!({"a": 1, "b": 1, "c": 3}));
    assert_eq!(value["first"], json!({"b": 2, "c": 4}));
}

#[test]
fn only_mappings_can_be_merged() {
    assert!(refused("a: {<<: 1}").message.contains("`<<`"));
    assert!(refused("x: &x {}\na: {<<: *x, <<: *x}").message.contains("written twice"));
}

#[test]
fn anchors_that_loop_are_an_error() {
    refused("a: &a [*a]");
    refused("&a {b: *a}");
}

#[test]
fn aliases_of_aliases_do_not_explode() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        text = format!("{text}a{level}: &a{level} [{items}]\n");
    }
    refused(&text);
}

#[test]
fn many_aliases_of_one_big_anchor_do_not_explode() {
    let text = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(20_000), "*a, ".repeat(20_000));
    assert!(refused(&text).message.contains("many times the size"));
    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(20_000));
    assert!(refused(&text).message.contains("many times the size"));
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    assert!(refused(&"[".repeat(10_000)).line.is_some());
    refused(&format!("{}x", "- ".repeat(10_000)));
    refused(&format!("{}x", "? ".repeat(10_000)));
    refused(&"{a: ".repeat(1_000));
    assert!(refused(&format!("{}{}", "[".repeat(200), "]".repeat(200))).message.contains("recursion limit"));
}

#[test]
fn brackets_without_end_do_not_take_time_without_end() {
    let began = std::time::Instant::now();
    assert!(refused(&"{a:\n".repeat(1_000_000)).message.contains("brackets are open"));
    for closed in
        [format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)), format!("a: {}{}", "{a: ".repeat(10_000), "}".repeat(10_000))]
    {
        assert!(refused(&closed).message.contains("brackets are open"));
    }
    assert!(began.elapsed().as_secs() < 10);
}

#[test]
fn a_hundred_levels_are_read() {
    assert!(parse(&format!("{}{}", "[".repeat(100), "]".repeat(100))).is_ok());
}

#[test]
fn a_second_document_is_an_error() {
    assert!(refused("a: 1\n---\nb: 2\n").message.contains("more than one document"));
    assert_eq!(parse("---\na: 1\n...\n"), Ok(json!({"a": 1})));
    assert_eq!(parse_all("a: 1\n---\nb: 2\n"), Ok(vec![json!({"a": 1}), json!({"b": 2})]));
}

#[test]
fn a_text_without_a_document_is_null() {
    assert_eq!(parse(""), Ok(Value::Null));
    assert_eq!(parse("# nothing\n"), Ok(Value::Null));
}

#[test]
fn tabs_as_indentation_are_an_error_with_a_line() {
    assert_eq!(refused("a:\n\tb: 1\n").line, Some(2));
}

#[test]
fn words_that_older_yaml_took_for_booleans_are_text() {
    assert_eq!(parse("[yes, on, 0777, 1_000, 2024-01-01]"), Ok(json!(["yes", "on", "0777", "1_000", "2024-01-01"])));
}

#[test]
fn a_type_of_ours_is_read_with_the_same_care() {
    #[derive(serde::Deserialize, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        size: u64,
    }
    assert_eq!(from_str::<Sample>("size: 3"), Ok(Sample { size: 3 }));
    assert!(from_str::<Sample>("size: 3\nsize: 4").unwrap_err().message.contains("twice"));
    assert!(from_str::<Sample>("weight: 3").unwrap_err().message.contains("weight"));
}
