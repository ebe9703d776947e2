//! What is wrong with a query's types, in which words and at which bytes.

use super::{ValueType, parse};
use crate::query::Unread;

/// Queries, the text at the bytes of the error, its message.
const WRONG: &[(&str, &str, &str)] = &[
    ("up + rate(x)", "x", "`rate` takes a range vector, such as `x[5m]`, and this is an instant vector"),
    ("rate(sum(x) by (a))", "sum(x) by (a)", "`rate` takes a range vector, such as `x[5m]`, and this is an instant vector"),
    (
        "sum(x{a=\"b\"}[5m] offset 1h)",
        "x{a=\"b\"}[5m] offset 1h",
        "`sum` takes an instant vector, such as `x`, and this is a range vector",
    ),
    ("abs((x[5m]))", "(x[5m])", "`abs` takes an instant vector, such as `x`, and this is a range vector"),
    ("abs(\"a\")", "\"a\"", "`abs` takes an instant vector, such as `x`, and this is a string"),
    ("abs(1 + 2)", "1 + 2", "`abs` takes an instant vector, such as `x`, and this is a scalar"),
    ("vector(x)", "x", "`vector` takes a scalar, such as `5`, and this is an instant vector"),
    ("topk(x, 5)", "x", "`topk` takes a scalar, such as `5`, and this is an instant vector"),
    ("count_values(version, x)", "version", "`count_values` takes a string, such as `\"a\"`, and this is an instant vector"),
    (
        "label_replace(x, \"a\", b, \"c\", \"d\")",
        "b",
        "`label_replace` takes a string, such as `\"a\"`, and this is an instant vector",
    ),
    ("sort_by_label(x, \"a\", 5)", "5", "`sort_by_label` takes a string, such as `\"a\"`, and this is a scalar"),
    (
        "histogram_quantile(sum by (le) (rate(x[5m])), 0.9)",
        "sum by (le) (rate(x[5m]))",
        "`histogram_quantile` takes a scalar, such as `5`, and this is an instant vector",
    ),
    ("histogram_quantile(x)", "histogram_quantile", "`histogram_quantile` takes 2 arguments, and has 1 here"),
    ("time(x)", "time", "`time` takes no arguments, and has 1 here"),
    ("clamp(x, 1)", "clamp", "`clamp` takes 3 arguments, and has 2 here"),
    ("round(x, 1, 2)", "round", "`round` takes 1 to 2 arguments, and has 3 here"),
    ("hour(x, y)", "hour", "`hour` takes 0 to 1 argument, and has 2 here"),
    ("label_join(x, \"a\")", "label_join", "`label_join` takes at least 3 arguments, and has 2 here"),
    ("sum()", "sum", "`sum` takes 1 argument, and has none here"),
    ("sum(x, y)", "sum", "`sum` takes 1 argument, and has 2 here"),
    ("topk by (a) (x)", "topk", "`topk` takes 2 arguments, and has 1 here"),
    ("x + rat(y[5m])", "rat", "Prometheus has no function `rat`, did you mean `rate`?"),
    ("Rate(y[5m])", "Rate", "Prometheus has no function `Rate`, did you mean `rate`?"),
    ("sun(y)", "sun", "Prometheus has no function `sun`, did you mean `sum`?"),
    ("my_own_function(y)", "my_own_function", "Prometheus has no function `my_own_function`"),
    ("x and 1", "1", "`and` stands between instant vectors, and this is a scalar"),
    ("time() OR x", "time()", "`OR` stands between instant vectors, and this is a scalar"),
    ("x unless y[5m]", "y[5m]", "`unless` stands between instant vectors, and this is a range vector"),
    ("x[5m] / y", "x[5m]", "`/` stands between scalars and instant vectors, and this is a range vector"),
    ("x == \"a\"", "\"a\"", "`==` stands between scalars and instant vectors, and this is a string"),
    ("x * max_over_time(y[5m]) > \"a\"", "\"a\"", "`>` stands between scalars and instant vectors, and this is a string"),
    ("1 > 2", ">", "a comparison of two scalars needs `bool`: `> bool`"),
    ("scalar(x) == (time() + 5)", "==", "a comparison of two scalars needs `bool`: `== bool`"),
    ("x + bool y", "+", "`bool` belongs to comparisons, and `+` is none"),
    ("x and bool y", "and", "`bool` belongs to comparisons, and `and` is none"),
    ("x * on (a) 5", "5", "`on` matches series of instant vectors, and this is a scalar"),
    ("1 + ignoring (a) x", "1", "`ignoring` matches series of instant vectors, and this is a scalar"),
    ("x and on (a) group_left (b) y", "and", "`and` has no `group_left`"),
    ("x or ignoring (a) group_right y", "or", "`or` has no `group_right`"),
    ("x * on (a, b) group_left (c, b) y", "b", "the label `b` is in `on` and in `group_left`"),
    ("x + fill (0) 5", "5", "what is missing is filled in between instant vectors, and this is a scalar"),
    ("x or on (a) fill (0) y", "or", "`or` has no `fill`"),
    ("-\"a\"", "\"a\"", "a minus stands before scalars and instant vectors, and this is a string"),
    ("+x[5m]", "x[5m]", "a plus stands before scalars and instant vectors, and this is a range vector"),
    ("max_over_time(5[1h:])", "5", "a subquery evaluates an instant vector, and this is a scalar"),
    ("max_over_time(x[5m][1h:])", "x[5m]", "a subquery evaluates an instant vector, and this is a range vector"),
    ("x{a=\"b\", __name__=~\"y\"}", "__name__", "the metric has two names"),
    ("x{\"y\"}", "\"y\"", "the metric has two names"),
    ("up + {a=~\".*\"}", "{a=~\".*\"}", "the selector needs a metric or a matcher that does not take the empty value"),
    (
        "{a=~\"b?|c\", d!~\"e\"}",
        "{a=~\"b?|c\", d!~\"e\"}",
        "the selector needs a metric or a matcher that does not take the empty value",
    ),
    ("{\"\"}", "{\"\"}", "the selector needs a metric or a matcher that does not take the empty value"),
    ("info(x, y{a=\"b\"})", "y{a=\"b\"}", "the second argument of `info` is matchers without a metric's name"),
    ("info(x, ({a=\"b\"}))", "({a=\"b\"})", "the second argument of `info` is matchers in braces"),
    ("sum(x) @ 5", "@ 5", "an `@` stands behind something other than a selector or a subquery"),
    ("x @ 5 @ end()", "@ end()", "there is an `@` already"),
    ("x @ 5[5m]", "[5m]", "a range stands behind something other than a selector; a subquery has a colon, `[5m:]`"),
    ("x @ 1e30", "1e30", "the time is beyond what Prometheus can count"),
    ("x @ 5z", "5z", "`5z` is neither a number nor a duration"),
    ("sum(x) offset 5m", "5m", "an offset stands behind something other than a selector or a subquery"),
    ("rate(x[0s])", "0s", "ranges and steps are longer than 0"),
    ("rate(x[1h:0])", "0", "ranges and steps are longer than 0"),
    ("x + fill (y) z", "y", "`y` stands where a number is expected"),
    ("sum by (a, without) (x)", "without", "`without` is no label without quotes"),
    ("sum by (a:b) (x)", "a:b", "`a:b` is no label"),
    ("x * 1e999", "1e999", "`1e999` is neither a number nor a duration"),
];

#[test]
fn what_does_not_fit_is_told_in_words_at_its_place() {
    for &(text, expected, words) in WRONG {
        match parse(text) {
            Err(Unread::Syntax { message, range }) => {
                assert_eq!(message, words, "{text}");
                assert_eq!(&text[range], expected, "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn of_parts_that_say_the_same_the_wrong_one_is_shown() {
    let Err(Unread::Syntax { range, .. }) = parse("x + x[5m] + x") else { panic!() };
    assert_eq!(range, 4..9);
    let Err(Unread::Syntax { range, .. }) = parse("rat(a) + rate(rat(a))") else { panic!() };
    assert_eq!(range, 0..3);
}

#[test]
fn variables_have_the_type_that_fits() {
    for text in [
        "clamp_max($x, $y)",
        "topk($n, $query)",
        "abs($x) + sum($x) + vector($x)",
        "$x > $y",
        "$x > 5",
        "5 > $x",
        "$a and $b",
        "$a or x",
        "-$x",
        "max_over_time($x[5m:])",
        "max_over_time(($x)[5m:])",
        "$a * on (b) group_left (c) $d",
        "$m{__name__=\"x\"}",
        "{\"x\", __name__=\"y\"}",
        "info(x, {})",
        "info(x, {${filters}})",
        "label_join(x, \"a\", \",\")",
        "hour()",
        "{a=~\"b?c\"}",
        "{a!~\"b?\"}",
        "{a=~\"$b\"}",
        "{__name__=~\".+\", a=\"\"}",
        "{a=~\"(\"}",
        "1 + on () 2",
        "histogram_quantiles(x, \"q\", 0.5, 0.9, 0.99)",
    ] {
        if let Err(unread) = parse(text) {
            panic!("{text}: {unread:?}");
        }
    }
    for text in ["rate($x)", "rate(($x))", "label_replace(x, $a, \"b\", \"c\", \"d\")", "count_values($label, x)"] {
        let Err(Unread::Unchecked { reason }) = parse(text) else { panic!("{text}") };
        assert!(reason.contains("a variable stands for"), "{reason}");
    }
}

#[test]
fn the_functions_of_thanos_are_not_checked() {
    let Err(Unread::Unchecked { reason }) = parse("xrate(x[5m])") else { panic!() };
    assert_eq!(reason, "a function of Thanos: `xrate`");
}

#[test]
fn a_query_knows_what_it_gives() {
    for (text, expected) in [
        ("x", Some(ValueType::InstantVector)),
        ("x[5m]", Some(ValueType::RangeVector)),
        ("(x)[5m:]", Some(ValueType::RangeVector)),
        ("\"a\"", Some(ValueType::String)),
        ("1 + time()", Some(ValueType::Scalar)),
        ("-(5)", Some(ValueType::Scalar)),
        ("$__range_s / 60", Some(ValueType::Scalar)),
        ("x > 5", Some(ValueType::InstantVector)),
        ("1 > bool 5", Some(ValueType::Scalar)),
        ("scalar(x)", Some(ValueType::Scalar)),
        ("sum($x)", Some(ValueType::InstantVector)),
        ("$x and $y", Some(ValueType::InstantVector)),
        ("$x + x", Some(ValueType::InstantVector)),
        ("$x", None),
        ("$x + 5", None),
        ("($x)", None),
    ] {
        assert_eq!(parse(text).unwrap().result(), expected, "{text}");
    }
}

#[test]
fn functions_behind_a_flag_are_read_and_marked() {
    let query = parse("limitk(1, mad_over_time(x[5m]) + rate(y[5m]))").unwrap();
    let calls: Vec<_> = query.calls.iter().map(|call| (call.name.text.as_str(), call.is_experimental)).collect();
    assert_eq!(calls, [("mad_over_time", true), ("rate", false)]);
}
