use std::time::{Duration, Instant};

use super::{Found, javascript, re2};
use crate::query::Unread;

fn group(pattern: &str, line: &str) -> Found {
    javascript(pattern).unwrap().first_group_of_match(line)
}

fn captured(text: &str) -> Found {
    Found::Group(text.to_owned())
}

#[test]
fn the_first_group_of_the_first_match_is_what_a_derived_field_takes() {
    let line = "level=info trace_id=4bf92f3577b34da6a3ce929d0e0e4736 trace_id=x";
    assert_eq!(group(r"trace_id=(\w+)", line), captured("4bf92f3577b34da6a3ce929d0e0e4736"));
    assert_eq!(group(r"trace_id=\w+", line), Found::NoGroup);
    assert_eq!(group(r"span_id=(\w+)", line), Found::Nothing);
    assert_eq!(group(r"(span)?trace_id", line), captured(""));
    assert_eq!(group("\"traceid\":\"([a-f0-9]{32})\"", line), Found::Nothing);
}

#[test]
fn groups_are_counted_without_those_that_capture_nothing() {
    for (pattern, expected) in [("a", 0), ("(a)(b)", 2), ("(?:a)(?<name>b)(?=c)(?<!d)", 1), (r"\((a)[(]", 1), ("((a)|b)", 2)] {
        assert_eq!(javascript(pattern).unwrap().groups, expected, "{pattern}");
    }
}

#[test]
fn syntax_of_re2_that_javascript_refuses_is_named_with_what_to_write() {
    for (pattern, expected) in
        [("(?P<id>a)", "(?<name>"), ("(?i)trace=(a)", "[Tt]race"), ("a(", "JavaScript does not compile it")]
    {
        match javascript(pattern) {
            Err(Unread::Syntax { message, .. }) => assert!(message.contains(expected), "{pattern}: {message}"),
            other => panic!("{pattern}: {other:?}"),
        }
    }
}

#[test]
fn syntax_of_re2_that_javascript_reads_otherwise_is_hinted_at() {
    for (pattern, syntax) in [(r"\Atrace", r"\A"), (r"(a)\z", r"\z"), (r"(\pL+)", r"\p"), ("([[:alpha:]]+)", "[[:")] {
        let read = javascript(pattern).unwrap();
        let found: Vec<&str> = read.hints.iter().map(|hint| &pattern[hint.range.clone()]).collect();
        assert_eq!(found, [syntax], "{pattern}");
    }
    assert_eq!(javascript(r"\\A(\d+)").unwrap().hints, []);
}

#[test]
fn patterns_that_backtrack_without_end_are_matched_by_another_engine_or_not_at_all() {
    let line = "a".repeat(5000);
    let start = Instant::now();
    assert_eq!(group("(a+)+$", &format!("{line}b")), Found::Nothing);
    assert_eq!(group("(a|a)*b", &line), Found::Nothing);
    assert_eq!(group("(.*)(.*)(.*)(.*)=x", &line), Found::Nothing);
    assert_eq!(group("(a?){50}b", &line), Found::Nothing);
    assert_eq!(group(r"(?=(a+)+b)(a)\1", &line), Found::Unchecked);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn both_engines_find_the_same() {
    let line = "ts=1 msg=\"a b\" trace-id: 00ff é x";
    for pattern in [r"trace[-_]id:\s*([0-9a-f]+)", r"(\S+)$", r".*?(\d+).*", r"\b(\w)\b", r#"msg="([^"]*)""#, "é (.)"] {
        let linear = super::compiled(&super::shared(pattern).unwrap()).unwrap();
        let expected = linear.captures(line).unwrap().get(1).unwrap().as_str();
        assert_eq!(group(pattern, line), captured(expected), "{pattern}");
    }
}

#[test]
fn large_and_deep_patterns_are_not_compiled() {
    for pattern in ["(".repeat(10_000), "a".repeat(1 << 20), format!("{}{}", "(".repeat(200), ")".repeat(200))] {
        assert!(matches!(javascript(&pattern), Err(Unread::Unchecked { .. })), "{}", pattern.len());
        assert!(matches!(re2(&pattern), Err(Unread::Unchecked { .. })), "{}", pattern.len());
    }
    assert!(matches!(re2("((a{1000}){1000}){1000}"), Err(Unread::Unchecked { .. })));
    let _ = javascript("((a{1000}){1000}){1000}");
}

#[test]
fn matchers_take_whole_values() {
    for (pattern, value, expected) in
        [("api|web", "api", true), ("api|web", "apis", false), ("a.*", "a\nb", true), ("", "", true), ("5..", "500", true)]
    {
        assert_eq!(re2(pattern).unwrap().matches(value), Some(expected), "{pattern} {value}");
    }
}

#[test]
fn with_variables_a_match_can_not_be_told() {
    assert_eq!(re2("${env:regex}-api").unwrap().matches("prod-api"), None);
    assert!(matches!(re2("($env"), Err(Unread::Unchecked { .. })));
}

#[test]
fn what_go_takes_and_rust_does_not_is_taken() {
    for (pattern, value) in
        [("a{b}", "a{b}"), ("[[]x", "[x"), ("[a&&b]+", "a&b"), ("x{,3}", "x{,3}"), (r"[^[:space:]]+", "x"), ("{{a}}", "{{a}}")]
    {
        assert_eq!(re2(pattern).unwrap().matches(value), Some(true), "{pattern}");
    }
}

#[test]
fn what_re2_refuses_is_an_error() {
    for pattern in ["(a", "a)", "*a", "(?=a)", r"(a)\1", "[z-a]", "[a", "(?<!a)"] {
        assert!(matches!(re2(pattern), Err(Unread::Syntax { .. })), "{pattern}");
    }
}
