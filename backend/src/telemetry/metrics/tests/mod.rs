//! What is declared is what is shown.
#![expect(clippy::float_cmp, reason = "a value that was counted comes back exactly")]

mod text;

use super::super::propagation::Propagation;
use super::super::signals::metrics::{self, Metric, MetricType};
use super::super::signals::spans;
use super::super::{ActiveSpan, Tracer};
use super::{MOST_SERIES, Metrics, OVERFLOW};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use std::convert::Infallible;
use text::{Family, Sample};

const DETECT: &[(&str, &str)] = &[("stage", "detect")];

fn read(metrics: &Metrics) -> Vec<Family> {
    text::parse(&metrics.encode()).expect("OpenMetrics")
}

fn family(metrics: &Metrics, name: &str) -> Family {
    read(metrics).into_iter().find(|family| family.name == name).expect("the family is shown")
}

/// Uses every declared metric once, with label values that are the labels' names.
fn use_all(metrics: &Metrics, declared: &'static [Metric]) {
    for metric in declared {
        let labels: Vec<_> = metric.labels.iter().map(|label| (*label, *label)).collect();
        match metric.kind {
            MetricType::Counter => metrics.counter(metric).with(&labels).inc(),
            MetricType::Gauge => metrics.gauge(metric).with(&labels).set(0.5),
            MetricType::Histogram => metrics.histogram(metric).with(&labels).observe(0.5),
            MetricType::Summary => panic!("{} is a summary", metric.name),
        }
    }
}

fn suffixes(kind: MetricType) -> (&'static str, &'static [&'static str]) {
    match kind {
        MetricType::Counter => ("counter", &["_total"]),
        MetricType::Gauge => ("gauge", &[""]),
        MetricType::Histogram => ("histogram", &["_sum", "_count", "_bucket"]),
        MetricType::Summary => ("summary", &[]),
    }
}

#[test]
fn all_that_is_declared_is_shown_as_declared() {
    let all = Metrics::new(metrics::ALL);
    use_all(&all, metrics::ALL);
    let shown = read(&all);
    assert_eq!(
        shown.iter().map(|family| family.name.as_str()).collect::<Vec<_>>(),
        metrics::ALL.iter().map(|metric| metric.family).collect::<Vec<_>>()
    );
    for (family, metric) in shown.iter().zip(metrics::ALL) {
        let (kind, suffixes) = suffixes(metric.kind);
        assert_eq!((family.kind.as_str(), family.help.as_str()), (kind, metric.help), "{}", metric.name);
        assert_eq!(family.unit.as_deref(), (metric.unit != "1").then_some(metric.unit), "{}", metric.name);
        for sample in &family.samples {
            let suffix = sample.name.strip_prefix(metric.family).expect("named like the family");
            assert!(suffixes.contains(&suffix), "{}", sample.name);
            let mut labels: Vec<_> = sample.labels.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "le").collect();
            labels.sort_unstable();
            assert_eq!(labels, metric.labels, "{}", sample.name);
        }
        let bounds: Vec<f64> = family.samples.iter().filter_map(Sample::bound).collect();
        let mut declared = metric.buckets.to_vec();
        declared.extend((metric.kind == MetricType::Histogram).then_some(f64::INFINITY));
        assert_eq!(bounds, declared, "{}", metric.name);
    }
}

#[test]
fn a_metric_without_labels_is_0_from_the_start_and_one_with_labels_appears_with_its_use() {
    let metrics = Metrics::new(metrics::ALL);
    assert_eq!(family(&metrics, "hsi_events_created").samples, [Sample::new("hsi_events_created_total", 0.0)]);
    assert!(read(&metrics).iter().all(|family| family.name != "hsi_events_by_risk_level"));
    metrics.counter(&metrics::HSI_EVENTS_BY_RISK_LEVEL_TOTAL).with(&[("level", "low")]).inc_by(3);
    assert_eq!(family(&metrics, "hsi_events_by_risk_level").samples[0].value, 3.0);
}

#[test]
fn a_histogram_counts_a_bound_into_its_own_bucket_and_leaves_out_what_is_not_a_number() {
    let metrics = Metrics::new(metrics::ALL);
    let scores = metrics.histogram(&metrics::HSI_RISK_SCORE).with(&[]);
    for score in [10.0, 10.5, f64::NAN, 1e9] {
        scores.observe(score);
    }
    let samples = family(&metrics, "hsi_risk_score").samples;
    let value = |name: &str, le: &str| {
        samples
            .iter()
            .find(|sample| sample.name == name && sample.label("le").unwrap_or_default() == le)
            .map(|sample| sample.value)
    };
    assert_eq!(value("hsi_risk_score_bucket", "10.0"), Some(1.0));
    assert_eq!(value("hsi_risk_score_bucket", "20.0"), Some(2.0));
    assert_eq!(value("hsi_risk_score_bucket", "+Inf"), Some(3.0));
    assert_eq!(value("hsi_risk_score_count", ""), Some(3.0));
    assert_eq!(value("hsi_risk_score_sum", ""), Some(20.5 + 1e9));
}

/// A tracer that samples all or nothing.
fn tracer(sampler: Sampler) -> Tracer {
    let provider = SdkTracerProvider::builder().with_sampler(sampler).build();
    Tracer::new(provider.tracer("test"), Propagation::new(&[]))
}

fn in_span(tracer: &Tracer, run: impl FnOnce()) -> String {
    let ids = tracer.create_span(&spans::DETECTION_PROCESSING, |span: &ActiveSpan| {
        run();
        Ok::<_, Infallible>(span.span_context())
    });
    let Ok(ids) = ids;
    ids.trace_id().to_string()
}

#[test]
fn an_exemplar_is_the_trace_of_the_current_span_in_the_bucket_of_the_value() {
    let metrics = Metrics::new(metrics::ALL);
    let stage = metrics.histogram(&metrics::HSI_STAGE_DURATION_SECONDS).with(DETECT);
    let trace_id = in_span(&tracer(Sampler::AlwaysOn), || stage.observe(0.3));
    let samples = family(&metrics, "hsi_stage_duration_seconds").samples;
    let with_exemplar: Vec<_> = samples.iter().filter(|sample| sample.exemplar.is_some()).collect();
    assert_eq!(with_exemplar.len(), 1);
    assert_eq!(with_exemplar[0].bound(), Some(0.5));
    let exemplar = with_exemplar[0].exemplar.as_ref().expect("an exemplar");
    assert_eq!((exemplar.labels.clone(), exemplar.value), (vec![("trace_id".to_owned(), trace_id)], 0.3));
    assert!(exemplar.timestamp > 1_700_000_000.0);
}

#[test]
fn there_is_no_exemplar_of_a_trace_that_is_not_sampled_nor_outside_of_spans_nor_where_none_is_declared() {
    let metrics = Metrics::new(metrics::ALL);
    let stage = metrics.histogram(&metrics::HSI_STAGE_DURATION_SECONDS).with(DETECT);
    stage.observe(0.3);
    in_span(&tracer(Sampler::AlwaysOff), || stage.observe(0.3));
    in_span(&tracer(Sampler::AlwaysOn), || metrics.histogram(&metrics::HSI_RISK_SCORE).with(&[]).observe(50.0));
    assert!(read(&metrics).iter().flat_map(|family| &family.samples).all(|sample| sample.exemplar.is_none()));
}

#[test]
fn any_label_value_comes_back_as_it_was_given() {
    let metrics = Metrics::new(metrics::ALL);
    for value in ["a\"b", "a\\b", "a\nb", "a\\nb", "", "{x=\"1\"} 7 # {", "Kamera \u{e4}\u{1f4f7}", "\r\t\u{0}"] {
        metrics.counter(&metrics::HSI_PIPELINE_ERRORS_TOTAL).with(&[("error_type", value)]).inc();
        let samples = family(&metrics, "hsi_pipeline_errors").samples;
        assert!(samples.iter().any(|sample| sample.label("error_type") == Some(value)), "{value:?}");
    }
}

#[test]
fn labels_may_be_given_in_any_order() {
    let metrics = Metrics::new(metrics::ALL);
    let overflows = metrics.counter(&metrics::HSI_QUEUE_OVERFLOW_TOTAL);
    overflows.with(&[("queue_name", "detection"), ("policy", "reject")]).inc();
    overflows.with(&[("policy", "reject"), ("queue_name", "detection")]).inc();
    assert_eq!(family(&metrics, "hsi_queue_overflow").samples.iter().map(|sample| sample.value).collect::<Vec<_>>(), [2.0]);
}

#[test]
fn series_without_room_are_counted_together() {
    let metrics = Metrics::new(metrics::ALL);
    let errors = metrics.counter(&metrics::HSI_PIPELINE_ERRORS_TOTAL);
    for number in 0..MOST_SERIES + 10 {
        errors.with(&[("error_type", &number.to_string())]).inc();
    }
    errors.with(&[("error_type", "0")]).inc();
    let samples = family(&metrics, "hsi_pipeline_errors").samples;
    let value = |label| samples.iter().find(|sample| sample.label("error_type") == Some(label)).map(|sample| sample.value);
    assert_eq!(samples.len(), MOST_SERIES + 1);
    assert_eq!((value("0"), value(OVERFLOW)), (Some(2.0), Some(10.0)));
}

#[test]
fn a_fed_series_is_read_when_the_metrics_are_asked_for() {
    let metrics = Metrics::new(metrics::ALL);
    let source = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(7));
    let read_source = std::sync::Arc::clone(&source);
    metrics.feed_counter(&metrics::OTEL_SPANS_DROPPED_TOTAL, &[("reason", "queue_full")], move || {
        read_source.load(std::sync::atomic::Ordering::Relaxed)
    });
    metrics.feed_gauge(&metrics::HSI_DETECTION_QUEUE_DEPTH, &[], || 4.5);
    let depths = metrics.gauge(&metrics::HSI_ANALYSIS_QUEUE_DEPTH);
    metrics.feed_gauge(&metrics::HSI_WORKER_STATUS, &[("worker_name", "batch")], move || depths.with(&[]).get());
    assert_eq!(family(&metrics, "otel_spans_dropped").samples[0].value, 7.0);
    source.store(9, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(family(&metrics, "otel_spans_dropped").samples[0].value, 9.0);
    assert_eq!(family(&metrics, "hsi_detection_queue_depth").samples, [Sample::new("hsi_detection_queue_depth", 4.5)]);
    assert_eq!(family(&metrics, "hsi_worker_status").samples[0].value, 0.0);
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "hsi_stage_duration_seconds has the labels [\"stage\"]")]
fn a_label_that_is_not_declared_stops_a_debug_build() {
    let _ = Metrics::new(metrics::ALL).histogram(&metrics::HSI_STAGE_DURATION_SECONDS).with(&[("phase", "detect")]);
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "hsi_stage_duration_seconds has the labels [\"stage\"]")]
fn a_label_that_is_missing_stops_a_debug_build() {
    let _ = Metrics::new(metrics::ALL).histogram(&metrics::HSI_STAGE_DURATION_SECONDS).with(&[]);
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "hsi_risk_score is of another type")]
fn a_metric_of_another_type_stops_a_debug_build() {
    let _ = Metrics::new(metrics::ALL).counter(&metrics::HSI_RISK_SCORE);
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "hsi_risk_score is not declared")]
fn a_metric_that_is_not_declared_stops_a_debug_build() {
    let _ = Metrics::new(&[]).histogram(&metrics::HSI_RISK_SCORE);
}

#[test]
fn the_text_of_a_help_is_escaped_and_a_unit_is_told_only_as_a_suffix() {
    const ODD: &[Metric] = &[Metric {
        name: "odd_total",
        family: "odd",
        kind: MetricType::Counter,
        unit: "bytes",
        help: "A \"quoted\" \\ and\nbroken text",
        labels: &[],
        buckets: &[],
        exemplars: &[],
    }];
    let odd = family(&Metrics::new(ODD), "odd");
    assert_eq!((odd.help.as_str(), odd.unit), (ODD[0].help, None));
}
