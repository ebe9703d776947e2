//! Which labels a result can have.

use crate::read;
use spanboard::query::logql::Labels;

fn set(names: &[&str]) -> std::collections::BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[track_caller]
fn has_only(query: &str, names: &[&str]) {
    assert_eq!(read(query).labels(), Labels::Only(set(names)), "{query}");
}

#[track_caller]
fn lacks(query: &str, names: &[&str]) {
    assert_eq!(read(query).labels(), Labels::Without(set(names)), "{query}");
}

#[track_caller]
fn has_any(query: &str) {
    assert_eq!(read(query).labels(), Labels::All, "{query}");
}

#[test]
fn an_aggregation_keeps_what_it_groups_by() {
    has_only(r#"sum by (c, d) (rate({a="b"}[5m]))"#, &["c", "d"]);
    has_only(r#"sum(rate({a="b"}[5m]))"#, &[]);
    has_only(r#"sum by (c) (sum by (c, d) (rate({a="b"}[5m])))"#, &["c"]);
    has_only(r#"sum by (c, e) (sum by (c, d) (rate({a="b"}[5m])))"#, &["c"]);
    lacks(r#"sum without (c) (rate({a="b"}[5m]))"#, &["c"]);
    has_any(r#"sum by ($label) (rate({a="b"}[5m]))"#);
}

#[test]
fn choosing_among_series_keeps_all_labels() {
    has_any(r#"topk(5, rate({a="b"}[5m]))"#);
    has_only(r#"topk by (c) (5, sum by (c, d) (rate({a="b"}[5m])))"#, &["c", "d"]);
    has_only(r#"sort_desc(sum by (c) (rate({a="b"}[5m])))"#, &["c"]);
}

#[test]
fn a_range_aggregation_keeps_labels_but_the_unwrapped() {
    has_any(r#"rate({a="b"}[5m])"#);
    lacks(r#"sum_over_time({a="b"} | unwrap x [5m])"#, &["x"]);
    has_only(r#"max_over_time({a="b"} | unwrap x [5m]) by (c, x)"#, &["c"]);
    has_any(r#"absent_over_time({a="b"} | keep c [5m])"#);
}

#[test]
fn stages_take_labels_away_and_bring_them_back() {
    lacks(r#"rate({a="b"} | drop c, d="e" [5m])"#, &["c"]);
    has_only(r#"rate({a="b"} | keep c, d="e" [5m])"#, &["c", "d"]);
    lacks(r#"{a="b"} | label_format to=from"#, &["from"]);
    has_any(r#"{a="b"} | drop c | logfmt"#);
    has_only(r#"{a="b"} | keep c | pattern "<d> <_>""#, &["c", "d", "d_extracted"]);
    has_only(r#"{a="b"} | keep c | json d="e""#, &["c", "d", "d_extracted"]);
    has_any(r#"{a="b"} | keep c | regexp "$expression""#);
}

#[test]
fn operators_bring_labels_of_their_sides() {
    has_only(r#"sum by (c) (rate({a="b"}[5m])) * 100"#, &["c"]);
    has_only(r#"100 / sum by (c) (rate({a="b"}[5m]))"#, &["c"]);
    has_only(r#"sum by (c) (rate({a="b"}[5m])) or vector(0)"#, &["c"]);
    has_only(r#"sum by (c) (rate({a="b"}[5m])) unless sum by (d) (rate({a="b"}[5m]))"#, &["c"]);
    has_only(
        r#"sum by (c, d) (rate({a="b"}[5m])) / on (c) group_left (e) sum by (c, e, f) (rate({a="b"}[5m]))"#,
        &["c", "d", "e"],
    );
    has_any(r#"$query * sum by (c) (rate({a="b"}[5m]))"#);
}

#[test]
fn label_replace_brings_a_label() {
    has_only(r#"label_replace(sum by (c) (rate({a="b"}[5m])), "d", "$1", "c", "(.*)")"#, &["c", "d"]);
}

#[test]
fn what_parsers_make_is_told_by_stage() {
    let query = read(r#"{a="b"} |= "x" | pattern "<c> <_>" | json"#);
    let pipeline = &query.pipelines[0];
    assert_eq!(pipeline.extracted(1), Labels::Only(set(&[])));
    assert_eq!(pipeline.extracted(2), Labels::Only(set(&["c", "c_extracted"])));
    assert_eq!(pipeline.extracted(3), Labels::All);
}
