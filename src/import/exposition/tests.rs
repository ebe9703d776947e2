use super::{Exposition, join, read};
use crate::diag::Diagnostic;
use crate::signals::{MetricSpec, MetricType, Values};

fn ok(text: &str) -> Exposition {
    read("metrics.txt", text.as_bytes()).unwrap()
}

fn one(text: &str) -> MetricSpec {
    let metrics = ok(text).metrics;
    assert_eq!(metrics.len(), 1, "{metrics:?}");
    metrics[0].spec.clone()
}

fn rules(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| found.rule.as_ref()).collect()
}

#[test]
fn the_text_format_is_read() {
    let text = "# HELP shop_orders_total Orders,\\nall of them.\n# TYPE shop_orders_total counter\n\
                shop_orders_total{method=\"post\",code=\"200\",instance=\"a:1\",job=\"shop\"} 1027 1395066363000\n\
                shop_orders_total{method=\"get\",code=\"400\"}    3 1395066363000\n";
    let metric = one(text);
    assert_eq!((metric.name.as_str(), metric.kind), ("shop_orders_total", MetricType::Counter));
    assert_eq!(metric.help.as_deref(), Some("Orders,\nall of them."));
    assert_eq!(metric.labels.keys().collect::<Vec<_>>(), ["code", "method"]);
    assert_eq!(metric.labels["method"], Values::from(["get", "post"]));
}

#[test]
fn histograms_have_buckets_and_summaries_quantiles() {
    let histogram = one("# TYPE a_seconds histogram\na_seconds_bucket{le=\"1.0\"} 1\na_seconds_bucket{le=\"0.5\",b=\"c\"} 1\n\
                         a_seconds_bucket{le=\"+Inf\"} 2\na_seconds_sum 3\na_seconds_count 2\n");
    assert_eq!((histogram.buckets, histogram.unit.as_deref()), (Some(vec![0.5, 1.0]), Some("seconds")));
    assert_eq!(histogram.labels.keys().collect::<Vec<_>>(), ["b"]);
    let summary = one("# TYPE a summary\na{quantile=\"0.99\"} NaN\na{quantile=\"0.5\"} 1\na_sum 1\na_count 1\n");
    assert_eq!((summary.quantiles, summary.buckets, summary.labels.len()), (vec![0.5, 0.99], None, 0));
}

#[test]
fn open_metrics_names_counters_without_total_and_has_units_and_exemplars() {
    let text = "# TYPE wait_seconds histogram\n# UNIT wait_seconds seconds\nwait_seconds_bucket{le=\"1\"} 1 # {trace_id=\"ab\"} 0.5 1.5\n\
                wait_seconds_bucket{le=\"+Inf\"} 1\nwait_seconds_created 1.5\n# TYPE orders counter\norders_total 1\norders_created 1\n\
                # TYPE target info\ntarget_info{version=\"1\"} 1\n# EOF\n";
    let metrics = ok(text).metrics;
    let names: Vec<(&str, MetricType)> = metrics.iter().map(|metric| (metric.spec.name.as_str(), metric.spec.kind)).collect();
    let wanted =
        [("wait_seconds", MetricType::Histogram), ("orders_total", MetricType::Counter), ("target_info", MetricType::Gauge)];
    assert_eq!(names, wanted);
    assert_eq!(metrics[0].spec.exemplars, ["trace_id"]);
}

#[test]
fn the_times_at_which_metrics_began_are_no_metrics() {
    let text =
        "# TYPE a_total counter\na_total 1\n# TYPE a_created gauge\na_created 1.7e9\n# TYPE b_created gauge\nb_created 1\n";
    let metrics = ok(text).metrics;
    assert_eq!(metrics.iter().map(|metric| metric.spec.name.as_str()).collect::<Vec<_>>(), ["a_total", "b_created"]);
}

#[test]
fn a_metric_without_a_type_is_a_gauge_and_that_is_said() {
    let exposition = ok("a 1\n# TYPE b untyped\nb 2\n# TYPE c gauge\nc 1\n# TYPE d counter\n");
    assert!(exposition.metrics.iter().all(|metric| metric.spec.kind == MetricType::Gauge));
    assert_eq!(
        exposition.notes,
        [
            "metrics.txt: without a type, taken as gauges: a, b",
            "metrics.txt: without a sample, left out: their labels are not known: d",
        ]
    );
}

#[test]
fn a_label_with_more_than_20_values_is_open() {
    let values = |count: usize| (0..count).map(|value| format!("a{{b=\"{value}\"}} 1\n")).collect::<Vec<_>>().concat();
    assert!(one(&values(20)).labels["b"].known().is_some_and(|known| known.len() == 20));
    assert_eq!(one(&values(21)).labels["b"], Values::Open);
}

#[test]
fn what_is_no_exposition_is_one_finding() {
    for bytes in [&b"<html>\n<body>\n"[..], b"", b"\n\n", b"{\"a\": 1}", b"\xff\xfe", b"a 1\n\xff\n", b"# EOF\n", b"key: value\n"]
    {
        let found = read("x", bytes).unwrap_err();
        assert_eq!(rules(&found), ["import/not-an-exposition"], "{bytes:?}");
    }
    let long = "a".repeat(100 << 20);
    assert_eq!(rules(&read("x", long.as_bytes()).unwrap_err()), ["import/not-an-exposition"]);
}

#[test]
fn every_line_that_cannot_be_read_is_told_up_to_a_limit() {
    let found = read("x", b"a 1\nb\nc{ 1\n# TYPE a gauge\na{le=\"1\"} 1\n").unwrap_err();
    assert_eq!(rules(&found), ["import/line"; 4]);
    let found = read("x", format!("a 1\n{}", "b\n".repeat(1000)).as_bytes()).unwrap_err();
    assert_eq!(found.len(), super::MOST_PROBLEMS);
}

#[test]
fn open_metrics_that_are_cut_off_are_refused() {
    let found = read("x", b"# TYPE a counter\n# UNIT a seconds\na_total 1\n").unwrap_err();
    assert_eq!(rules(&found), ["import/cut-off"]);
    let found = read("x", b"# TYPE a gauge\na 1\n# EOF\na 2\n").unwrap_err();
    assert_eq!(rules(&found), ["import/line"]);
}

#[test]
fn several_files_say_together_what_each_says() {
    let files = ["# TYPE a gauge\na{b=\"x\"} 1\n", "# TYPE a gauge\n# HELP a Help.\na{b=\"y\",c=\"z\"} 1\n", "b 1\n"].map(ok);
    let joined = join(files.to_vec()).unwrap();
    assert_eq!(joined.metrics.len(), 2);
    let first = &joined.metrics[0].spec;
    assert_eq!(first.labels["b"], Values::from(["x", "y"]));
    assert!(first.labels.contains_key("c") && first.help.as_deref() == Some("Help."));
    let two = ["# TYPE a gauge\na 1\n", "# TYPE a counter\na 1\n"].map(ok);
    assert_eq!(rules(&join(two.to_vec()).unwrap_err()), ["import/two-types"]);
}
