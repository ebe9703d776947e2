//! Texts that are too much: no overflow in a thread's stack, and time that grows with the length alone.

use crate::{read, reason};
use spanboard::query::logql::parse;
use std::time::{Duration, Instant};

/// Runs in the stack of a thread of a server, and no longer than a generous bound.
fn in_small_stack(work: impl FnOnce() + Send + 'static) {
    let began = Instant::now();
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(work).expect("a thread");
    thread.join().expect("the thread to end well");
    assert!(began.elapsed() < Duration::from_mins(1), "took {:?}", began.elapsed());
}

#[test]
fn a_text_of_ten_megabytes_is_left_unchecked() {
    assert_eq!(reason(&"{".repeat(10 << 20)), "it is longer than 1048576 bytes");
}

#[test]
fn ten_thousand_brackets_are_left_unchecked() {
    in_small_stack(|| {
        for (before, open) in
            [("", "("), ("rate(", "("), ("", "sum("), ("{a=\"b\"} | ", "("), ("", "label_replace("), ("1 + ", "-1 ^ (")]
        {
            let text = format!("{before}{}", open.repeat(10_000));
            assert_eq!(reason(&text), "it is nested deeper than 128", "{before}{open}");
        }
    });
}

#[test]
fn brackets_up_to_the_limit_are_read() {
    in_small_stack(|| {
        let depth = spanboard::query::DEEPEST;
        read(&format!("{}1{}", "(".repeat(depth), ")".repeat(depth)));
        read(&format!("{{a=\"b\"}} | {}c=1{}", "(".repeat(depth), ")".repeat(depth)));
        read(&format!("{}vector(1){}", "sum(".repeat(depth), ")".repeat(depth)));
    });
}

#[test]
fn a_hundred_thousand_operators_are_read() {
    in_small_stack(|| {
        for (first, operator, each) in [("1", "+", "1"), ("1", "^", "1"), ("vector(1)", "or", ""), ("1", "*", "")] {
            let count = if each.is_empty() { 50_000 } else { 100_000 };
            let next = if operator == "or" { " or vector(1)".to_owned() } else { format!(" {operator} 1") };
            let query = read(&format!("{first}{}", next.repeat(count)));
            assert_eq!(query.expressions.len(), 2 * count + 1);
            let _labels = query.labels();
            assert_eq!(query.clone(), query);
        }
    });
}

#[test]
fn a_hundred_thousand_alternatives_are_read() {
    in_small_stack(|| {
        read(&format!("{{a=\"b\"}} |= \"x\"{}", " or \"x\"".repeat(100_000)));
        read(&format!("{{a=\"b\"}} | a=1{}", " or a=1".repeat(100_000)));
        read(&format!("{{a=\"b\"{}}}", ",a=\"b\"".repeat(100_000)));
    });
}

/// Reads a long text, whatever comes of it, within a generous bound for a megabyte: twice the text for four times the time
/// would be past it.
fn quick(text: &str) {
    let began = Instant::now();
    drop(parse(text));
    assert!(began.elapsed() < Duration::from_secs(10), "took {:?}: {text:.60}", began.elapsed());
}

/// As many of `piece` as a query can hold behind a short beginning.
fn many(piece: &str) -> String {
    piece.repeat(((1 << 20) - 100) / piece.len())
}

#[test]
fn what_is_looked_for_in_vain_takes_time_by_the_length() {
    in_small_stack(|| {
        for piece in ["[", "[[a", "${", "${a:", "\"${a:\" ", "\"", "| json ", "1e+"] {
            quick(&format!("{{a=\"b\"}} {}", many(piece)));
        }
        for piece in ["(?P<", "[", "\\\\Q"] {
            quick(&format!("{{a=\"b\"}} | regexp \"{}\"", many(piece)));
        }
        for piece in ["<a", "<a>"] {
            quick(&format!("{{a=\"b\"}} | pattern \"{}\"", many(piece)));
        }
        for piece in ["{{", "{{.a}}", "{{\\\""] {
            quick(&format!("{{a=\"b\"}} | line_format \"{}\"", many(piece)));
        }
        for piece in ["a|", ".*", "${a:"] {
            quick(&format!("{{a=~\"{}\"}}", many(piece)));
        }
    });
}

#[test]
fn long_lists_are_read() {
    in_small_stack(|| {
        let stages = read(&format!("{{a=\"b\"}}{}", " | json".repeat(100_000)));
        assert_eq!(stages.pipelines[0].stages.len(), 100_000);
        let one = "rate({a=\"b\"}[1m])";
        let sum = read(&format!("{one}{}", format!("+{one}").repeat(50_000)));
        assert_eq!(sum.pipelines.len(), 50_001);
        assert_eq!(sum.labels(), spanboard::query::logql::Labels::All);
        assert_eq!(sum.applied(0).len(), 50_001);
    });
}
