//! Texts that are too much: no overflow in a thread's stack, and time that grows with the length alone.

use crate::{read, reason};
use spanboard::query::logql::parse;
use std::time::{Duration, Instant};

/// Runs in the stack of a thread of a server, and no longer than a generous bound.
fn in_small_stack(work: impl FnOnce() + Send + 'static) {
    let began = Instant::now();
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(work).expect("a thread");
    thread.join().expect("the thread to end well");
    assert!(began.elapsed() < Duration::from_secs(60), "took {:?}", began.elapsed());
}

#[test]
fn a_text_of_ten_megabytes_is_left_unchecked() {
    assert_eq!(reason(&"{".repeat(10 << 20)), "it is longer than 1048576 bytes");
}

#[test]
fn ten_thousand_brackets_are_left_unchecked() {
    in_small_stack(|| {
        for open in ["(", "rate(", "rate((", "sum(", "{a=\"b\"} | (", "label_replace("] {
            let text = format!("{}{}", open.repeat(if open.starts_with('{') { 1 } else { 10_000 }), "(".repeat(10_000));
            assert_eq!(reason(&text), "it is nested deeper than 128", "{open}");
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
            query.labels();
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

#[test]
fn long_texts_of_every_kind_take_time_by_their_length() {
    in_small_stack(|| {
        let selectors = "rate({a=\"b\"}[1m])";
        for piece in [
            "[",
            "[[a",
            "${",
            "${a:",
            "${a}",
            "$",
            "\"",
            "`",
            "\\",
            "#",
            "1e+",
            "'",
            "-",
            "--strict",
            "{",
            "}",
            "|",
            "| json ",
            "a ",
            "\"${a:\" ",
            "=",
            "µ",
            "9",
            ".",
            "\n",
        ] {
            let many = piece.repeat((1 << 20) / piece.len() - 100);
            drop(parse(&many));
            drop(parse(&format!("{{a=\"b\"}} {many}")));
            drop(parse(&format!("{{a=\"{many}")));
        }
        for inner in ["(?P<", "[", "\\\\Q", "<a", "<a>", "{{", "{{.a}}", "{{\\\"", "a|", ".*"] {
            let many = inner.repeat((1 << 20) / inner.len() - 100);
            for before in ["{a=~\"", "{a=\"b\"} | regexp \"", "{a=\"b\"} | pattern \"", "{a=\"b\"} | line_format \""] {
                drop(parse(&format!("{before}{many}\"")));
            }
        }
        let stages = read(&format!("{{a=\"b\"}}{}", " | json".repeat(100_000)));
        assert_eq!(stages.pipelines[0].stages.len(), 100_000);
        let many = read(&format!("{selectors}{}", format!("+{selectors}").repeat(50_000)));
        assert_eq!(many.pipelines.len(), 50_001);
        many.labels();
        assert_eq!(many.applied(0).len(), 50_001);
    });
}
