//! What is read out of a query: its parts, each with its bytes, and its steps.

use crate::read;
use spanboard::query::logql::{
    BinaryOperator, Comparator, Conversion, Expression, FormatSource, LineFilterOperator, MatcherOperator, RangeOperation, Side,
    Stage, Value, VectorOperation,
};

#[test]
fn matchers_have_their_parts_and_bytes() {
    let text = r#"{app="a\"b", pod=~"$pod"}"#;
    let query = read(text);
    let matchers = &query.pipelines[0].matchers;
    assert_eq!(matchers[0].label.text, "app");
    assert_eq!(matchers[0].value.text, "a\"b");
    assert_eq!(&text[matchers[0].value.range.clone()], r#""a\"b""#);
    assert!(!matchers[0].value_has_variable);
    assert_eq!(matchers[1].operator, MatcherOperator::Matches);
    assert!(matchers[1].value_has_variable);
    assert_eq!(&text[query.pipelines[0].bytes.clone()], text);
}

#[test]
fn variables_that_stand_for_matchers_are_told() {
    let query = read(r#"rate({a="b", $more}[5m]) / rate($all [5m])"#);
    let variables = query.pipelines.iter().map(|pipeline| pipeline.selector_variables[0].text.as_str());
    assert_eq!(variables.collect::<Vec<_>>(), ["$more", "$all"]);
    assert_eq!(query.pipelines[0].matchers.len(), 1);
}

#[test]
fn variables_are_told_with_their_bytes_and_without_groups_and_comments() {
    let text = "sum by ($l) (label_replace(rate({a=~\"x${b:regex}\"}[$__auto]), \"c\", \"$1\", \"d\", \"(.*)\")) # $e";
    let found: Vec<_> = read(text).variables.into_iter().map(|reference| &text[reference.range]).collect();
    assert_eq!(found, ["$l", "${b:regex}", "$__auto"]);
}

#[test]
fn stages_are_told_in_their_order() {
    let query = read(
        r#"{a="b"} |~ "x" or ip_ | json c="d.e", f | regexp "(?P<g>.)" | pattern "<h> <_>" | g=~"i" or (j >= -2.5MB)
        | line_format "{{.k}}" | label_format l=m, n="{{.o}}" | drop p, q="r" | decolorize"#
            .replace("ip_", "\"y\"")
            .as_str(),
    );
    let stages = &query.pipelines[0].stages;
    let Stage::LineFilter { operator: LineFilterOperator::Matches, needles } = &stages[0] else { panic!("{stages:?}") };
    assert_eq!(needles.iter().map(|needle| needle.text.text.as_str()).collect::<Vec<_>>(), ["x", "y"]);
    let Stage::Json { expressions } = &stages[1] else { panic!("{stages:?}") };
    assert_eq!(expressions[0].from.as_ref().map(|from| from.text.as_str()), Some("d.e"));
    assert!(expressions[1].from.is_none());
    assert!(matches!(&stages[2], Stage::Regexp { names: Some(names), .. } if *names == ["g"]));
    assert!(matches!(&stages[3], Stage::Pattern { names: Some(names), .. } if *names == ["h"]));
    let Stage::LabelFilter { comparisons, has_alternatives: true } = &stages[4] else { panic!("{stages:?}") };
    assert_eq!(comparisons[1].operator, Comparator::GreaterOrEqual);
    assert!(matches!(&comparisons[1].value, Value::Bytes(part) if part.text == "-2.5MB"));
    assert!(matches!(&stages[5], Stage::LineFormat { fields, .. } if *fields == ["k"]));
    let Stage::LabelFormat { formats } = &stages[6] else { panic!("{stages:?}") };
    assert!(matches!(&formats[0].source, FormatSource::Rename(from) if from.text == "m"));
    assert!(matches!(&formats[1].source, FormatSource::Template { fields, .. } if *fields == ["o"]));
    let Stage::Drop { labels } = &stages[7] else { panic!("{stages:?}") };
    assert_eq!(labels.iter().map(|dropped| dropped.only_where.is_some()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(stages[8], Stage::Decolorize);
}

#[test]
fn names_in_a_text_with_a_variable_are_not_told() {
    let query = read(r#"{a="b"} | regexp "$expression" | pattern "<c> $rest""#);
    assert!(matches!(&query.pipelines[0].stages[0], Stage::Regexp { names: None, .. }));
    assert!(matches!(&query.pipelines[0].stages[1], Stage::Pattern { names: None, .. }));
}

#[test]
fn a_range_has_milliseconds_or_a_variable() {
    let query = read(r#"sum_over_time({a="b"} | unwrap bytes(size) [1h30m] offset -5m) + rate({a="b"}[$__auto])"#);
    let range = query.pipelines[0].range.as_ref().expect("a range");
    assert_eq!((range.milliseconds, range.has_variable), (Some(5_400_000), false));
    assert_eq!(range.offset.as_ref().map(|offset| offset.text.as_str()), Some("-5m"));
    assert!(matches!(&query.pipelines[0].stages[0], Stage::Unwrap { conversion: Some(Conversion::Bytes), .. }));
    let range = query.pipelines[1].range.as_ref().expect("a range");
    assert_eq!((range.milliseconds, range.has_variable, range.written.text.as_str()), (None, true, "$__auto"));
}

#[test]
fn what_is_applied_is_told_outwards() {
    let query = read(r#"topk(5, sum by (c) (rate({a="1"}[5m]))) / on (c) group_left (d) max(rate({a="2"}[5m])) > 3"#);
    let applied = query.applied(1);
    let [first, second, third, fourth] = applied.as_slice() else { panic!("{applied:?}") };
    assert!(matches!(first, Expression::RangeAggregation { operation: RangeOperation::Rate, pipeline: 1, .. }));
    assert!(matches!(second, Expression::VectorAggregation { operation: VectorOperation::Max, grouping: None, .. }));
    let Expression::Binary { operator: BinaryOperator::Divide, matching: Some(matching), .. } = third else {
        panic!("{third:?}")
    };
    assert_eq!((matching.many, matching.include[0].text.as_str()), (Some(Side::Left), "d"));
    assert!(matches!(fourth, Expression::Binary { operator: BinaryOperator::Greater, .. }));
    assert_eq!(query.applied(0).len(), 5);
}

/// The operators of a query with all brackets written.
fn bracketed(text: &str) -> String {
    let mut done: Vec<String> = Vec::new();
    for expression in &read(text).expressions {
        let next = match expression {
            Expression::Literal { number } => number.text.clone(),
            Expression::Binary { operator, left, right, .. } => format!("({}{}{})", done[*left], operator.name(), done[*right]),
            other => panic!("{other:?}"),
        };
        done.push(next);
    }
    done.pop().expect("an expression")
}

#[test]
fn operators_bind_as_their_precedence_says() {
    for (written, expected) in [
        ("1 + 2 * 3", "(1+(2*3))"),
        ("1 * 2 + 3", "((1*2)+3)"),
        ("1 - 2 - 3", "((1-2)-3)"),
        ("2 ^ 3 ^ 4", "(2^(3^4))"),
        ("1 > 2 + 3 % 4 ^ 5", "(1>(2+(3%(4^5))))"),
        ("(1 + 2) * 3", "((1+2)*3)"),
        ("-1 + -2", "(-1+-2)"),
        ("1 == 2 * 3 < 4", "((1==(2*3))<4)"),
    ] {
        assert_eq!(bracketed(written), expected, "{written}");
    }
}

#[test]
fn or_binds_looser_than_and() {
    let query = read("vector(1) or vector(2) and vector(3)");
    assert!(matches!(query.expressions.last(), Some(Expression::Binary { operator: BinaryOperator::Or, .. })));
}

#[test]
fn the_canonical_text_ignores_how_a_query_is_written() {
    let one = "sum(rate({b=`x\\y`,a=\"1\"}|=`\"`[5m]))# why";
    let other = "sum( rate(\n{ a=`1`, b=\"x\\\\y\", } |= \"\\\"\" [5m] ) )";
    assert_eq!(read(one).canonical(), read(other).canonical());
    assert_eq!(read(one).canonical(), r#"sum ( rate ( { a = "1" , b = "x\\y" } |= "\"" [ 5m ] ) )"#);
}

#[test]
fn the_canonical_text_keeps_what_matters() {
    let different = [r#"{a="b"} |= "x" |= "y""#, r#"{a="b"} |= "y" |= "x""#, r#"{a="b"} |= "x y""#, r#"{a=~"b"} |= "x""#];
    for (index, one) in different.iter().enumerate() {
        for other in &different[index + 1..] {
            assert_ne!(read(one).canonical(), read(other).canonical());
        }
    }
}
