//! Queries that Loki takes, by part of the grammar.

use crate::{read, reason};
use spanboard::query::logql::Kind;

#[track_caller]
fn all_are(kind: Kind, queries: &[&str]) {
    for query in queries {
        assert_eq!(read(query).kind, kind, "{query}");
    }
}

#[test]
fn selectors_take_four_operators_and_two_kinds_of_quotes() {
    all_are(
        Kind::Log,
        &[
            r#"{app="api"}"#,
            "{app=`api`}",
            r#"{ app = "api" , pod != "a", env =~ "p.*|q", zone !~ "x" }"#,
            r#"{app="a\"b\\c\n"}"#,
            r#"{app=~".+"}"#,
            r#"{app!=""}"#,
            r#"{app!~".*"}"#,
            r#"({app="api"})"#,
            r#"{app="api",}"#,
            r#"{sum="x", rate="y", duration="z"}"#,
        ],
    );
}

#[test]
fn line_filters_take_chains_and_addresses() {
    all_are(
        Kind::Log,
        &[
            r#"{a="b"} |= "x""#,
            r#"{a="b"} |= "x" != "y" |~ "z" !~ "w""#,
            r#"{a="b"}|="x"!="y""#,
            r#"{a="b"} |= "x" or "y" or `z`"#,
            r#"{a="b"} |~ `\d+` or "x""#,
            r#"{a="b"} |= ip("10.0.0.0/8") != ip("10.0.0.1") or "x""#,
            r#"{a="b"} |> "<_> error <_>" !> `<_>debug<_>`"#,
            "{a=\"b\"} |= ``",
        ],
    );
}

#[test]
fn parsers_take_flags_and_expressions() {
    all_are(
        Kind::Log,
        &[
            r#"{a="b"} | json"#,
            r#"{a="b"} | json first="a.b[0]", second, third=`["x"]`"#,
            r#"{a="b"} | logfmt"#,
            r#"{a="b"} | logfmt --strict --keep-empty"#,
            r#"{a="b"} | logfmt --strict level, host="h""#,
            r#"{a="b"} | regexp `(?P<level>\w+)`"#,
            r#"{a="b"} | pattern "<ip> - <_> <status>""#,
            r#"{a="b"} | unpack | decolorize"#,
            r#"{a="b"} | JSON | Level="x""#,
        ],
    );
}

#[test]
fn label_filters_compare_texts_numbers_durations_sizes_and_addresses() {
    all_are(
        Kind::Log,
        &[
            r#"{a="b"} | level="error""#,
            r#"{a="b"} | level=~"e.*" | level!~"x" | level!="y""#,
            r#"{a="b"} | json | status >= 400 and status < 500 or took > 1.5s"#,
            r#"{a="b"} | json | status == 200 | size <= 20MB | rest = -5 | took != 1h30m"#,
            r#"{a="b"} | logfmt | (a="b" or (c="d" and e>5)), f="g""#,
            r#"{a="b"} | logfmt | a="b" c="d""#,
            r#"{a="b"} | logfmt | addr = ip("10.0.0.1-10.0.0.9") | addr != ip("10.0.0.3")"#,
            r#"{a="b"} | duration > 10s | bytes > 1KiB | ip = "x""#,
            r#"{a="b"} | json | __error__="" |= "x""#,
            r#"{a="b"} | level="x" != "y""#,
        ],
    );
}

#[test]
fn formats_rename_and_write_labels() {
    all_are(
        Kind::Log,
        &[
            r#"{a="b"} | line_format "{{.level}} {{.msg}}""#,
            r#"{a="b"} | label_format to=from, other="{{.x}}""#,
            r#"{a="b"} | drop level, method="GET", path=~"/a.*""#,
            r#"{a="b"} | keep level, method="GET""#,
            r#"{a="b"} | drop __error__, __error_details__"#,
        ],
    );
}

#[test]
fn a_range_stands_after_the_selector_or_after_the_stages() {
    all_are(
        Kind::Metric,
        &[
            r#"rate({a="b"}[5m])"#,
            r#"rate({a="b"} |= "x" | json [5m])"#,
            r#"rate({a="b"}[5m] |= "x" | json)"#,
            r#"rate({a="b"}[5m] offset 1h | json)"#,
            r#"rate({a="b"} | json [1h30m] offset -5m)"#,
            r#"rate(({a="b"} | json)[5m])"#,
            r#"rate((({a="b"}[5m])))"#,
            r#"sum_over_time({a="b"} | unwrap x [5m])"#,
            r#"sum_over_time({a="b"}[5m] | unwrap x)"#,
            r#"sum_over_time({a="b"} | json | unwrap duration(took) | __error__="" [5m])"#,
            r#"sum_over_time(({a="b"} | unwrap bytes(size))[5m] offset 1m)"#,
        ],
    );
}

#[test]
fn each_range_aggregation_takes_what_it_works_on() {
    for name in ["rate", "count_over_time", "bytes_rate", "bytes_over_time", "absent_over_time"] {
        all_are(Kind::Metric, &[&format!(r#"{name}({{a="b"}}[5m])"#)]);
    }
    let unwrapped = ["rate", "rate_counter", "absent_over_time", "sum_over_time", "avg_over_time", "max_over_time"];
    let more = ["min_over_time", "first_over_time", "last_over_time", "stdvar_over_time", "stddev_over_time"];
    for name in unwrapped.into_iter().chain(more) {
        all_are(Kind::Metric, &[&format!(r#"{name}({{a="b"}} | unwrap x [5m])"#)]);
    }
    all_are(
        Kind::Metric,
        &[
            r#"quantile_over_time(0.99, {a="b"} | unwrap duration_seconds(x) [5m]) by (c, d)"#,
            r#"max_over_time({a="b"} | unwrap x [5m]) without (c)"#,
            r#"avg_over_time({a="b"} | unwrap x [5m]) by ()"#,
        ],
    );
}

#[test]
fn vector_aggregations_group_before_or_after() {
    for name in ["sum", "avg", "min", "max", "count", "stddev", "stdvar"] {
        all_are(
            Kind::Metric,
            &[
                &format!(r#"{name}(rate({{a="b"}}[5m]))"#),
                &format!(r#"{name} by (c, d) (rate({{a="b"}}[5m]))"#),
                &format!(r#"{name}(rate({{a="b"}}[5m])) without (c)"#),
            ],
        );
    }
    all_are(
        Kind::Metric,
        &[
            r#"topk(5, rate({a="b"}[5m]))"#,
            r#"bottomk by (c) (5, rate({a="b"}[5m]))"#,
            r#"approx_topk(10, sum by (c) (rate({a="b"}[5m])))"#,
            r#"sort(rate({a="b"}[5m])) or sort_desc(rate({c="d"}[5m]))"#,
            r#"sum by (c,) (rate({a="b"}[5m]))"#,
            r#"SUM BY (c) (Count_Over_Time({a="b"}[5m]))"#,
        ],
    );
}

#[test]
fn operators_take_modifiers_and_literals() {
    all_are(
        Kind::Metric,
        &[
            "1 + 1",
            "-5",
            "+.5e3 - 0x1F",
            "vector(0)",
            r#"rate({a="b"}[5m]) * 100 / 2 ^ 3 % 7 - 1"#,
            r#"rate({a="b"}[5m]) > bool 5"#,
            r#"rate({a="b"}[5m]) == on (c) rate({d="e"}[5m])"#,
            r#"rate({a="b"}[5m]) / ignoring (c, d) group_left (e) rate({f="g"}[5m])"#,
            r#"rate({a="b"}[5m]) * on () group_right rate({f="g"}[5m])"#,
            r#"rate({a="b"}[5m]) * on (c) group_left (rate({f="g"}[5m]))"#,
            r#"rate({a="b"}[5m]) or vector(0) and rate({a="b"}[5m]) unless rate({a="b"}[5m])"#,
            r#"(rate({a="b"}[5m]) + 1) * (2)"#,
            r#"label_replace(rate({a="b"}[5m]), "to", "$1", "from", "(.*)")"#,
        ],
    );
}

#[test]
fn comments_and_lines_are_white_space() {
    all_are(Kind::Log, &["# first\n{a=\"b\"} # then }\n|= \"#x\"\r\n\t| json#"]);
}

#[test]
fn variables_stand_for_values_numbers_durations_names_and_selectors() {
    all_are(
        Kind::Log,
        &[
            r#"{a="$a", b=~"${b:regex}", c=~"[[c]]"}"#,
            "{a=$a}",
            r#"{$label="x"}"#,
            r#"{pre_$label="x"}"#,
            "{$matchers}",
            r#"{a="b", $matchers}"#,
            r#"$selector |= "x""#,
            r#"$selector != "x""#,
            "${selector:raw} | json",
            r#"{a="b"} |= $search"#,
            r#"{a="b"} | json | $label="x" | took > $least | size > ${least}MB"#,
            r#"{a="b"} | line_format $template"#,
        ],
    );
    all_are(
        Kind::Metric,
        &[
            r#"rate({a="b"}[$__auto])"#,
            r#"rate({a="b"}[${__interval}])"#,
            r#"rate({a="b"}[[[interval]]])"#,
            r#"rate({a="b"}[${minutes}m])"#,
            r#"rate({a="b"}[5$unit] offset $offset)"#,
            "rate($selector[5m])",
            "rate($selector | json [5m])",
            "sum_over_time($selector [5m])",
            r#"topk($n, sum by ($label, x) (rate({a="b"}[5m])))"#,
            r#"quantile_over_time($q, {a="b"} | unwrap $label [5m])"#,
            r#"rate({a="b"}[5m]) > $threshold"#,
            "$query * 100",
        ],
    );
}

#[test]
fn shapes_that_people_write_are_read() {
    all_are(
        Kind::Log,
        &[
            "{${filters}} |= ``",
            r#"{job="ssh"} |~ "Accepted (key|password)" | regexp "for (?P<user>\\S+) from (?P<ip>\\S+)" | ip!~"^(10\\.0|127)\\..*""#,
            r#"{job="nginx"} | regexp "HTTP/\\S+\" (?P<status>\\d{3}) " | label_format status="{{.status}}""#,
            r#"{app="x"} | json | line_format "{{.log}}" | json | level =~ "(?i)$level""#,
            r#"{app="x"} |= "took=" | pattern "<_>took=<milliseconds>ms<_>" | milliseconds > 200"#,
        ],
    );
    all_are(
        Kind::Metric,
        &[
            r#"sum by (app) (count_over_time({app=~"a|b"} | json | trace != `` | __error__=`` [5m]) > 0)"#,
            r#"quantile_over_time(0.95, {app="x"} | json | unwrap duration | __error__="" [$__auto]) by (path) / 1000000"#,
            r#"sum(rate({a="b"} |= "x" [5m])) by (c) / sum(rate({a="b"}[5m])) by (c) * 100"#,
        ],
    );
}

#[test]
fn a_variable_for_a_part_of_the_grammar_is_left_unchecked() {
    for (query, expected) in [
        ("$query", "the variable $query stands for the whole query"),
        (r#"$fn({a="b"}[5m])"#, "the variable $fn stands for a function"),
        (r#"${fn}_over_time({a="b"}[5m])"#, "the variable ${fn}_over_time stands for a function"),
        (r#"{a $op "b"}"#, "the variable $op stands where more than a value is needed"),
        (r#"{a="b"} $stages"#, "the variable $stages stands where more than a value is needed"),
        (r#"{a="b"} | $stage"#, "the variable $stage stands where more than a value is needed"),
        (r#"{a="b"} | json $stages"#, "the variable $stages stands where more than a value is needed"),
        (r#"rate({a="b"}[5m]) $op 5"#, "the variable $op stands where more than a value is needed"),
        (r#"sum $by (rate({a="b"}[5m]))"#, "the variable $by stands where more than a value is needed"),
        ("rate($query)", "the variable $query stands where more than a value is needed"),
    ] {
        assert_eq!(reason(query), expected, "{query}");
    }
}

#[test]
fn what_is_new_in_the_language_is_left_unchecked() {
    reason(r#"variants(rate({a="b"}[5m])) of ({a="b"}[5m])"#);
    reason(r#"{a="b"} | distinct c"#);
    reason(r#"{a="b"} // x"#);
}
