//! Queries that Loki refuses: what is said of them, and where.

use crate::refusal;

#[track_caller]
fn all_are_refused(queries: &[(&str, &str, &str)]) {
    for (query, message, place) in queries {
        assert_eq!(refusal(query), ((*message).to_owned(), (*place).to_owned()), "{query}");
    }
}

#[test]
fn what_is_missing_is_named_with_what_was_found() {
    let a_query = "expected a log selector such as `{job=\"x\"}`, a function or a number, found";
    all_are_refused(&[
        ("", &format!("{a_query} the end of the query"), ""),
        ("error", &format!("{a_query} `error`"), "error"),
        ("5m", &format!("{a_query} `5m`"), "5m"),
        (r#"{a="b""#, "expected `,` or `}`, found the end of the query", ""),
        ("{=}", "expected a label name, found `=`", "="),
        (r#"{a="b", }}"#, "expected the end of the query, found `}`", "}"),
        (r#"{"a"="b"}"#, "expected a label name, found `\"a\"`", "\"a\""),
        ("{a}", "expected `=`, `!=`, `=~` or `!~`, found `}`", "}"),
        (r#"{a=="b"}"#, "expected `=`, `!=`, `=~` or `!~`, found `==`", "=="),
        (r#"{a.b="c"}"#, "expected `=`, `!=`, `=~` or `!~`, found `.`", "."),
        ("{a=b}", "expected a value in double quotes or back-ticks, found `b`", "b"),
        ("{a=}", "expected a value in double quotes or back-ticks, found `}`", "}"),
        (r#"{a="b" c="d"}"#, "expected `,` or `}`, found `c`", "c"),
        (r#"{a="b"} |= x"#, "expected a text in double quotes or back-ticks, found `x`", "x"),
        (r#"{a="b"} |= "x" or"#, "expected a text in double quotes or back-ticks, found the end of the query", ""),
        (r#"{a="b"} |"#, "expected a parser, a format or a label filter, found the end of the query", ""),
        (r#"{a="b"} || json"#, "expected a parser, a format or a label filter, found `|`", "|"),
        (r#"{a="b"} | jsn"#, "expected a comparison such as `=` after the label `jsn`, found the end of the query", ""),
        (r#"{a="b"} | x="y" and"#, "expected a label name, found the end of the query", ""),
        (r#"{a="b"} | x="#, "expected a text in quotes, a number, a duration or a size, found the end of the query", ""),
        (r#"{a="b"} | (x="y""#, "expected `)`, found the end of the query", ""),
        (r#"{a="b"} | regexp"#, "expected a regular expression in double quotes or back-ticks, found the end of the query", ""),
        (r#"{a="b"} | line_format {{.x}}"#, "expected a template in double quotes or back-ticks, found `{`", "{"),
        (r#"{a="b"} | label_format a"#, "expected `=`, found the end of the query", ""),
        (r#"{a="b"} json"#, "expected the end of the query, found `json`", "json"),
        (r#"{a="b"} = "x""#, "expected the end of the query, found `=`", "="),
        (r#"rate({a="b"})"#, "expected a range such as `[5m]`, found `)`", ")"),
        (r#"rate({a="b"}[])"#, "expected a duration such as `5m`, found `]`", "]"),
        (r#"rate({a="b"}[5])"#, "expected a duration such as `5m`, found `5`", "5"),
        (r#"rate({a="b"}[5m:1m])"#, "expected `]`, found `:`", ":"),
        (r#"rate({a="b"}[5m] offset)"#, "expected a duration such as `5m`, found `)`", ")"),
        (r#"rate({a="b"}[5m]"#, "expected `)`, found the end of the query", ""),
        (r#"rate(sum({a="b"}[5m]))"#, &format!("{a_query} `sum`"), "sum"),
        (r#"sum by c (rate({a="b"}[5m]))"#, "expected `(`, found `c`", "c"),
        (r#"sum by (c d) (rate({a="b"}[5m]))"#, "expected `,` or `)`, found `d`", "d"),
        (r#"rate({a="b"}[5m]) +"#, &format!("{a_query} the end of the query"), ""),
        (r#"-rate({a="b"}[5m])"#, "expected a number, found `rate`", "rate"),
        (r#"rate({a="b"}[5m]) on (c) 5"#, "expected the end of the query, found `on`", "on"),
        (r#"label_replace(rate({a="b"}[5m]), "a")"#, "expected `,`, found `)`", ")"),
        ("vector()", "expected a number, found `)`", ")"),
        (r#"{a="b"} | unwrap int(x)"#, "expected `duration`, `duration_seconds` or `bytes`, found `int`", "int"),
    ]);
}

#[test]
fn quotes_and_numbers_are_held_to_their_own_grammar() {
    all_are_refused(&[
        (r#"{a="b} |= "x"#, "expected `,` or `}`, found `x`", "x"),
        (r#"{a="b}"#, "this text has no closing quote on its line", "\"b}"),
        ("{a=\"b\nc\"}", "this text has no closing quote on its line", "\"b"),
        ("{a=`b}", "this text has no closing back-tick", "`b}"),
        ("{a='b'}", "a text stands in double quotes or back-ticks, not in single quotes", "'"),
        (r#"{a=~"\d+"}"#, r"`\d` is no escape that double quotes know: write `\\d`, or put the text into back-ticks", r"\d"),
        (
            r#"{a="b"} |~ "x\.y""#,
            r"`\.` is no escape that double quotes know: write `\\.`, or put the text into back-ticks",
            r"\.",
        ),
        (r#"rate({a="b"}[5minutes])"#, "`5minutes` is neither a number, a duration nor a size", "5minutes"),
    ]);
}

#[test]
fn a_selector_has_to_exclude_the_empty_value() {
    let message = "no matcher here excludes the empty value: one such as `app=\"x\"` or `app=~\".+\"` is needed";
    for selector in ["{}", "{ }", r#"{a=""}"#, r#"{a!="b"}"#, r#"{a=~".*"}"#, r#"{a!~".+"}"#, r#"{a=~"b|", c!~"d|e"}"#] {
        assert_eq!(refusal(selector), (message.to_owned(), selector.to_owned()), "{selector}");
        assert_eq!(refusal(&format!("rate({selector}[5m])")), (message.to_owned(), selector.to_owned()), "{selector}");
    }
}

#[test]
fn parsers_need_names_to_make_labels_of() {
    all_are_refused(&[
        (r#"{a="b"} | regexp "x""#, "`regexp` needs a named group such as `(?P<name>…)`", "\"x\""),
        (r#"{a="b"} | regexp "(x)""#, "`regexp` needs a named group such as `(?P<name>…)`", "\"(x)\""),
        (r#"{a="b"} | regexp "(?P<c>x)(?P<c>y)""#, "the name `c` stands twice in it", "\"(?P<c>x)(?P<c>y)\""),
        (r#"{a="b"} | pattern "x""#, "`pattern` needs a capture with a name, such as `<name>`", "\"x\""),
        (r#"{a="b"} | pattern "<_> x""#, "`pattern` needs a capture with a name, such as `<name>`", "\"<_> x\""),
        (r#"{a="b"} | pattern "<c><_>""#, "the capture `<_>` follows another with nothing between them", "\"<c><_>\""),
        (r#"{a="b"} | pattern "<c> <c>""#, "the name `c` stands twice in it", "\"<c> <c>\""),
        (r#"{a="b"} |> "<c> x""#, "captures of a line filter have no names: write `<_>` for `<c>`", "\"<c> x\""),
        (r#"{a="b"} !> "<_><_>""#, "the capture `<_>` follows another with nothing between them", "\"<_><_>\""),
        (r#"{a="b"} | label_format c=d, c="e""#, "`label_format` writes the label `c` twice", "c"),
    ]);
}

#[test]
fn comparisons_take_values_of_their_kind() {
    all_are_refused(&[
        (r#"{a="b"} | x > "5""#, "`>` compares numbers, durations and sizes only", "\"5\""),
        (r#"{a="b"} | x == "y""#, "`==` compares numbers, durations and sizes only", "\"y\""),
        (r#"{a="b"} | x =~ 5"#, "a regular expression stands in double quotes or back-ticks", "5"),
        (r#"{a="b"} | x =~ ip("10.0.0.1")"#, "a regular expression stands in double quotes or back-ticks", "ip(\"10.0.0.1\")"),
        (r#"{a="b"} |~ ip("10.0.0.1")"#, "`ip` in a line filter follows `|=` or `!=`", "ip(\"10.0.0.1\")"),
    ]);
}

#[test]
fn unwrap_stands_where_values_are_needed_and_nowhere_else() {
    all_are_refused(&[
        (r#"{a="b"} | unwrap x"#, "`unwrap` stands in a range aggregation only", "x"),
        (r#"sum_over_time({a="b"}[5m])"#, "`sum_over_time` works on values: `| unwrap label` is missing", "sum_over_time"),
        (r#"rate_counter({a="b"}[5m])"#, "`rate_counter` works on values: `| unwrap label` is missing", "rate_counter"),
        (r#"sum_over_time({$x, a="b"}[5m])"#, "`sum_over_time` works on values: `| unwrap label` is missing", "sum_over_time"),
        (r#"count_over_time({a="b"} | unwrap x [5m])"#, "`count_over_time` counts lines and takes no `unwrap`", "x"),
        (r#"rate({a="b"} | unwrap x | json [5m])"#, "only label filters can follow `unwrap`", "| json"),
        (r#"rate({a="b"} | unwrap x [5m] |= "y")"#, "only label filters can follow `unwrap`", "|= \"y\""),
    ]);
}

#[test]
fn aggregations_take_their_own_parameters_and_groupings() {
    let grouped = r#"count_over_time({a="b"}[5m]) by (c)"#;
    let sorted = r#"sort(rate({a="b"}[5m])) by (c)"#;
    all_are_refused(&[
        (
            r#"quantile_over_time({a="b"} | unwrap x [5m])"#,
            "`quantile_over_time` needs a quantile first, such as `0.95,`",
            "quantile_over_time",
        ),
        (r#"rate(5, {a="b"}[5m])"#, "`rate` takes no number", "5"),
        (grouped, "`count_over_time` takes no grouping: put an aggregation such as `sum` around it", grouped),
        (r#"topk(rate({a="b"}[5m]))"#, "`topk` needs a number first, such as `10,`", "topk"),
        (r#"topk(0, rate({a="b"}[5m]))"#, "`topk` needs a whole number above 0", "0"),
        (r#"topk(-1, rate({a="b"}[5m]))"#, "`topk` needs a whole number above 0", "-1"),
        (r#"topk(1.5, rate({a="b"}[5m]))"#, "`topk` needs a whole number above 0", "1.5"),
        (r#"sum(5, rate({a="b"}[5m]))"#, "`sum` takes no number", "5"),
        (sorted, "`sort` takes no grouping", sorted),
        (r#"increase({a="b"}[5m])"#, "`increase` is no function of LogQL", "increase"),
    ]);
}

#[test]
fn log_queries_and_numbers_stand_where_they_may() {
    let log = r#"{a="b"} |= "x""#;
    all_are_refused(&[
        (r#"sum({a="b"})"#, "expected a metric query, found a log query", r#"{a="b"}"#),
        (r#"label_replace({a="b"}, "a", "b", "c", "d")"#, "expected a metric query, found a log query", r#"{a="b"}"#),
        (&format!("{log} + 1"), "an operator stands between metric queries, and this is a log query", log),
        (&format!("1 / ({log})"), "an operator stands between metric queries, and this is a log query", &format!("({log})")),
        (r#"{a="b"}[5m]"#, "a range stands in a range aggregation only, such as `count_over_time`", "["),
        (r#"rate({a="b"}[5m]) or 0"#, "`or` stands between series, and this is a number", "0"),
        (r#"(1) and rate({a="b"}[5m])"#, "`and` stands between series, and this is a number", "(1)"),
    ]);
}
