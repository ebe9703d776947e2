use std::collections::BTreeSet;

use super::{Applied, Labels, MatchOperator, MetricName, Query, parse};
use crate::query::Unread;

fn read(text: &str) -> Query {
    parse(text).unwrap_or_else(|unread| panic!("{text}: {unread:?}"))
}

fn unchecked(text: &str) -> String {
    match parse(text) {
        Err(Unread::Unchecked { reason }) => reason,
        other => panic!("{text}: {other:?}"),
    }
}

/// The bytes of the error, as text.
fn wrong(text: &str) -> &str {
    match parse(text) {
        Err(Unread::Syntax { range, .. }) => &text[range],
        other => panic!("{text}: {other:?}"),
    }
}

fn name(selector: &super::Selector) -> String {
    match &selector.metric {
        MetricName::Known(part) => part.text.clone(),
        MetricName::Variable(part) => format!("variable {}", part.text),
        MetricName::Pattern(part) => format!("pattern {}", part.text),
        MetricName::None => "none".to_owned(),
    }
}

fn names(text: &str) -> Vec<String> {
    read(text).selectors.iter().map(name).collect()
}

fn chain(text: &str, selector: usize) -> Vec<String> {
    let applied = &read(text).selectors[selector].applied;
    let step = |applied: &Applied| match applied {
        Applied::Function { name, argument } => format!("{}#{argument}", name.text),
        Applied::Aggregation { operator, grouping, .. } => {
            let labels = grouping.iter().flat_map(|grouping| grouping.labels.iter().map(|label| label.text.as_str()));
            format!("{}({})", operator.text, labels.collect::<Vec<_>>().join(","))
        }
        Applied::Binary { operator, is_left, .. } => format!("{}{}", operator.text, if *is_left { "left" } else { "right" }),
        Applied::Sign { .. } => "sign".to_owned(),
        Applied::Subquery { range, .. } => format!("[{}:]", range.written.text),
    };
    applied.iter().map(step).collect()
}

fn only(labels: &[&str]) -> Labels {
    Labels::Only(labels.iter().map(|&label| label.to_owned()).collect())
}

fn set(labels: &[&str]) -> BTreeSet<String> {
    labels.iter().map(|&label| label.to_owned()).collect()
}

fn selected(without: &[&str], added: &[&str]) -> Labels {
    Labels::Selected { without: set(without), added: set(added) }
}

#[test]
fn every_mention_of_a_metric_has_its_own_bytes() {
    let text = "up{up=\"up\"} + sum by (up) (up) / sum(up) by (up) # up";
    let query = read(text);
    let bytes: Vec<_> = query.selectors.iter().map(|selector| selector.bytes.clone()).collect();
    assert_eq!(bytes, [0..11, 27..29, 37..39]);
    assert!(query.selectors.iter().all(|selector| name(selector) == "up"));
    assert_eq!(chain(text, 0), ["+left"]);
    assert_eq!(chain(text, 1), ["sum(up)", "/left", "+right"]);
    assert_eq!(chain(text, 2), ["sum(up)", "/right", "+right"]);
}

#[test]
fn matchers_have_label_operator_and_value_with_their_bytes() {
    let text = "x{a=\"1\", b!='2',c=~`3\\d`, \"d.e\"!~\"\\u00e9$v\",}";
    let matchers = &read(text).selectors[0].matchers;
    let found: Vec<_> =
        matchers.iter().map(|matcher| (matcher.label.text.as_str(), matcher.operator, matcher.value.text.as_str())).collect();
    assert_eq!(
        found,
        [
            ("a", MatchOperator::Equal, "1"),
            ("b", MatchOperator::NotEqual, "2"),
            ("c", MatchOperator::Match, "3\\d"),
            ("d.e", MatchOperator::NotMatch, "é$v"),
        ]
    );
    let written: Vec<&str> = matchers.iter().map(|matcher| &text[matcher.value.range.clone()]).collect();
    assert_eq!(written, ["\"1\"", "'2'", "`3\\d`", "\"\\u00e9$v\""]);
    assert_eq!(matchers.iter().map(|matcher| matcher.value_has_variable).collect::<Vec<_>>(), [false, false, false, true]);
}

#[test]
fn metrics_are_named_by_name_variable_pattern_or_not_at_all() {
    for (text, expected) in [
        ("up", "up"),
        ("job:up:rate5m", "job:up:rate5m"),
        ("sum", "sum"),
        ("{__name__=\"up\"}", "up"),
        ("{\"http.server\", a=\"b\"}", "http.server"),
        ("{__name__=~\"up|down\"}", "pattern up|down"),
        ("hsi_${stage}_total", "pattern hsi_${stage}_total"),
        ("$metric{a=\"b\"}", "variable $metric"),
        ("rate([[metric]][5m])", "variable [[metric]]"),
        ("{a=\"b\"}", "none"),
        ("{${filters}}", "none"),
    ] {
        assert_eq!(names(text), [expected], "{text}");
    }
}

#[test]
fn variables_stand_for_whatever_keeps_the_grammar() {
    for text in [
        "rate(x[$__rate_interval])",
        "rate(x[${interval}])",
        "rate(x[${n}m])",
        "rate(x[[[interval]]])",
        "max_over_time(rate(x[5m])[$range:$step])",
        "x offset $shift",
        "x offset -${shift}m",
        "sum by ($labels, a) (x)",
        "sum by (${labels:csv}) (x)",
        "topk($n, x)",
        "topk($n * 2, x)",
        "x > $limit",
        "x > bool $limit",
        "histogram_quantile($q, sum by (le) (rate(x_bucket[5m])))",
        "histogram_quantile(0.$q, sum by (le) (rate(x_bucket[5m])))",
        "x{$__tags}",
        "x{a=\"b\", $__tags}",
        "{${filters}}",
        "x{$label=\"$value\"}",
        "x{a=~${value:doublequote}}",
        "x / $__range_s * $__interval_ms",
        "$query",
        "${query:raw}",
        "sum(${metric}) / sum($other)",
        "x @ $__from",
        "x @ end() offset 5m",
    ] {
        read(text);
    }
}

#[test]
fn variables_that_decide_over_the_grammar_are_not_checked() {
    for text in [
        "$function(x)",
        "x $operator y",
        "sum(x) $by (a)",
        "$aggregation by (a) (x)",
        "x{a$op\"b\"}",
        "x{a=$value}",
        "sum $grouping (x)",
        "rate($metric)",
    ] {
        assert!(unchecked(text).contains("variable"), "{text}");
    }
}

#[test]
fn variables_for_matchers_know_their_place() {
    let query = read("x{$__tags, a=\"b\"} + x{a=\"b\", $__tags} + x{$__tags}");
    let places: Vec<_> = query.selectors.iter().map(|found| (found.variables[0].before, found.variables[0].is_last)).collect();
    assert_eq!(places, [(0, false), (1, true), (0, true)]);
    assert_eq!(query.variables.len(), 3);
}

#[test]
fn what_regular_expressions_capture_is_no_variable() {
    assert_eq!(read("label_replace(x, \"a\", \"$1-${2}\", \"b\", \"(.*)$\")").variables, []);
}

#[test]
fn ranges_offsets_and_steps_have_their_milliseconds() {
    let query = read("max_over_time(rate(x[5m] offset -1h30m)[1h:30s] offset 1d) + rate(y[$__rate_interval]) + rate(z[300])");
    let selectors = &query.selectors;
    assert_eq!(selectors[0].range.as_ref().unwrap().milliseconds, Some(300_000));
    let offset = selectors[0].offset.as_ref().unwrap();
    assert_eq!((offset.is_negative, offset.duration.milliseconds), (true, Some(5_400_000)));
    let Applied::Subquery { range, step, offset } = &selectors[0].applied[1] else { panic!("{selectors:?}") };
    assert_eq!(range.milliseconds, Some(3_600_000));
    assert_eq!(step.as_ref().unwrap().milliseconds, Some(30_000));
    assert_eq!(offset.as_ref().unwrap().duration.milliseconds, Some(86_400_000));
    let range = selectors[1].range.as_ref().unwrap();
    assert_eq!((range.milliseconds, range.variable.as_deref()), (None, Some("__rate_interval")));
    assert_eq!(selectors[2].range.as_ref().unwrap().milliseconds, Some(300_000));
}

#[test]
fn metricsql_is_not_checked() {
    for text in [
        "WITH (x = up) x",
        "x default 0",
        "rate(x[5m]) keep_metric_names",
        "rate(x[5i])",
        "rate(x[1.5m])",
        "increase_pure(x[5m])",
        "range_median(x)",
        "x > 1Ki",
        "x if y",
        "x{a=\"b\" or c=\"d\"}",
        "median(x) by (a)",
        "sum(x) by (a) limit 5",
        "foo\\-bar",
    ] {
        assert!(unchecked(text).contains("MetricsQL"), "{text}: {}", unchecked(text));
    }
}

#[test]
fn what_prometheus_3_added_is_read_or_not_checked() {
    for text in [
        "{\"http.server\"}",
        "sum by (\"a.b\") ({\"http.server\", \"c.d\"=\"e\"})",
        "x @ 1609746000",
        "info(x)",
        "limitk(5, x)",
        "limit_ratio(0.5, x)",
        "x * 5m",
        "holt_winters(x[5m], 0.5, 0.5)",
        "double_exponential_smoothing(x[5m], 0.5, 0.5)",
        "x + on (a) fill (0) y",
        "1_000 * x",
        "x{a!=\"\"}",
        "{a!=\"\"}",
        "{a=~\".+\"}",
        "sort_by_label(x, \"a\")",
    ] {
        read(text);
    }
    for text in ["rate(x[5m + 1m])", "rate(x[step()])", "x offset (5m * 2)", "rate(x[5m] smoothed)", "x anchored"] {
        assert!(unchecked(text).contains("Prometheus 3"), "{text}: {}", unchecked(text));
    }
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    for (text, expected) in [
        ("sum(x", ""),
        ("sum(x))", ")"),
        ("x +", ""),
        ("x y", "y"),
        ("x{a=\"b", "\"b"),
        ("x{a}", "}"),
        ("x{a==\"b\"}", "=="),
        ("rate(sum(x)[5m])", "[5m]"),
        ("rate(x[5q])", "5q"),
        ("rat(x[5m])", "rat"),
        ("x ; y", ";"),
        ("x{a=\"\\q\"}", "\"\\q\""),
        ("sum(x) + {}", "{}"),
        ("{a=\"\"}", "{a=\"\"}"),
        ("sum by (a,,b) (x)", ","),
        ("ceil by (a) (x)", "by"),
    ] {
        assert_eq!(wrong(text), expected, "{text}");
    }
}

#[test]
fn operators_bind_as_in_prometheus() {
    assert_eq!(chain("a + b * c ^ d", 3), ["^right", "*right", "+right"]);
    assert_eq!(chain("a ^ b ^ c", 2), ["^right", "^right"]);
    assert_eq!(chain("a - b - c", 0), ["-left", "-left"]);
    assert_eq!(chain("-a ^ b", 0), ["^left", "sign"]);
    assert_eq!(chain("-a * b", 0), ["sign", "*left"]);
    assert_eq!(chain("a or b and c", 1), ["andleft", "orright"]);
    assert_eq!(chain("max_over_time(rate(a[5m])[1h:])", 0), ["rate#0", "[1h:]", "max_over_time#0"]);
}

#[test]
fn the_result_has_the_labels_that_the_query_leaves() {
    let name = "__name__";
    for (text, expected) in [
        ("x", selected(&[], &[])),
        ("x > 5", selected(&[], &[])),
        ("rate(x[5m])", selected(&[name], &[])),
        ("sum(x)", only(&[])),
        ("sum by (a, b) (x)", only(&["a", "b"])),
        ("sum(sum by (a) (x)) by (a, b)", only(&["a"])),
        ("sum without (a) (x)", selected(&["a", name], &[])),
        ("topk(5, sum by (a) (x))", only(&["a"])),
        ("label_replace(sum by (a) (x), \"b\", \"$1\", \"a\", \"(.*)\")", only(&["a", "b"])),
        ("label_replace(x, \"$b\", \"$1\", \"a\", \"(.*)\")", Labels::Unknown),
        ("label_join(x, \"b\", \",\", \"c\")", selected(&[], &["b"])),
        ("count_values(\"v\", x) by (a)", only(&["a", "v"])),
        ("histogram_quantile(0.9, sum by (le, a) (rate(x[5m])))", only(&["a"])),
        ("histogram_quantile(0.9, rate(x[5m]))", selected(&["le", name], &[])),
        ("quantile_over_time(0.9, x[5m])", selected(&[name], &[])),
        ("scalar(x)", only(&[])),
        ("vector(1)", only(&[])),
        ("absent(x{a=\"b\", c=~\"d\"})", only(&["a"])),
        ("1 - sum by (a) (x)", only(&["a"])),
        ("sum by (a) (x) / on (a) sum by (a, b) (y)", only(&["a"])),
        ("x / on (a) y", only(&["a"])),
        ("x / ignoring (a) y", selected(&["a", name], &[])),
        ("sum by (a) (x) * on (a) group_left (b, c) sum by (a, b) (y)", only(&["a", "b"])),
        ("sum by (a) (x) or sum by (b) (y)", only(&["a", "b"])),
        ("sum by (a) (x) and y", only(&["a"])),
        ("sum by (a) (x) > $limit", only(&["a"])),
        ("$factor * sum by (a) (x)", only(&["a"])),
        ("sum by ($a) (x)", Labels::Unknown),
        ("$query", Labels::Unknown),
        ("x or vector(0)", selected(&[], &[])),
        ("count by (a) (x) * scalar(y)", only(&["a"])),
    ] {
        assert_eq!(read(text).labels(), &expected, "{text}");
    }
    assert_eq!(read("sum without (a) (x)").labels().may_have("a"), Some(false));
    assert_eq!(read("x").labels().may_have("a"), Some(true));
}

#[test]
fn quantiles_know_their_value_and_whether_le_is_there() {
    for (text, value, has_le) in [
        ("histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))", Some(0.95), Some(true)),
        ("histogram_quantile((95), sum by (job) (rate(x_bucket[5m])))", Some(95.0), Some(false)),
        ("histogram_quantile(-1, rate(x_bucket[5m]))", Some(-1.0), Some(true)),
        ("histogram_quantile($q, sum by ($by) (rate(x_bucket[5m])))", None, None),
        ("histogram_quantile(0.5, sum without (le) (rate(x_bucket[5m])))", Some(0.5), Some(false)),
    ] {
        let query = read(&format!("up + {text}"));
        let quantile = &query.quantiles[0];
        assert_eq!((quantile.value, quantile.has_le, quantile.selectors.clone()), (value, has_le, 1..2), "{text}");
    }
}

#[test]
fn calls_and_matchings_are_listed() {
    let query = read("rate(a[5m]) / on (x, \"y\") group_left (z) increase(b[5m])");
    let calls: Vec<_> = query.calls.iter().map(|call| (call.name.text.as_str(), call.selectors.clone())).collect();
    assert_eq!(calls, [("rate", 0..1), ("increase", 1..2)]);
    let matching = &query.matchings[0];
    assert!(matching.is_on && matching.group.as_ref().unwrap().is_left);
    let labels: Vec<_> = matching.labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(labels, ["x", "y"]);
}

#[test]
fn queries_that_say_the_same_have_one_canonical_text() {
    let canonical = |text: &str| read(text).canonical(text);
    let one = canonical("sum(rate(x{b='2', a=\"$a\"}[5m]))by(c) # why");
    assert_eq!(one, canonical("sum ( rate( x { a=\"$a\",b=\"2\", } [ 5m ] ) )\n by (c)"));
    assert_eq!(one, "sum ( rate ( x {a=\"$a\", b=\"2\"} [ 5m ] ) ) by ( c )");
    assert_ne!(one, canonical("sum(rate(x{b=\"2\", a=\"$b\"}[5m]))by(c)"));
    assert_ne!(canonical("x{a=\"b\"}"), canonical("x{a=~\"b\"}"));
}

#[test]
fn what_people_write_is_read() {
    for text in [
        "sum(rate(x[5m])) by (le,)",
        "sum by () (x)",
        "SUM(x) BY (a)",
        "group by(a)(x)",
        "{__name__=~\".+\", job=\"x\"}",
        "count({__name__!=\"\"})",
        "x offset 0s",
        "time() - x",
        "day_of_week()",
        "2^-1 * x",
        "x == on() group_left() y",
        "x > +Inf",
        "quantile_over_time(.5, x[5m])",
        "0xe-1 + 1e-3 + 1E+3 + 1h-5m",
        "irate(x{a=~\"${a:pipe}\"}[$__interval:])",
        "x{by=\"a\", on=\"b\", offset=\"c\", org=\"d\"}",
        "sum by (by, on, group_left) (x)",
        "# comment\nx # {\n+ y",
        "x{a=\"\\\"}\", b=\"#\"}",
        "count_values by (a) (\"version\", build_info)",
        "absent(x) or vector(0)",
        "label_join(x, \"a\", \",\", \"b\", \"c\")",
        "fill + by + offset",
        "avg_over_time((a - b)[1h:5m])",
    ] {
        read(text);
    }
}
