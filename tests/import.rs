//! A contract comes back from the exposition of its own metrics, whatever stands in it; what is merged keeps every line of the
//! contract that was there; and no bytes make the reader panic.
#![expect(clippy::panic, reason = "a contract that can't be read fails the test")]

use std::fmt::Write as _;

use proptest::prelude::*;
use spanboard::import::{self, Contract};
use spanboard::signals::{MetricSpec, MetricType, SignalsSpec, Values, validate};
use spanboard::yaml;

/// A text as label values write it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\"")
}

/// The exposition of a metric, in `OpenMetrics`, with every known value of each label and 21 of each open one.
fn exposition(metric: &MetricSpec) -> String {
    let family = if metric.kind == MetricType::Counter { metric.name.trim_end_matches("_total") } else { &metric.name };
    let mut text = format!("# TYPE {family} {}\n", metric.kind.name());
    if let Some(unit) = &metric.unit {
        let _ = writeln!(text, "# UNIT {family} {unit}");
    }
    if let Some(help) = &metric.help {
        let _ = writeln!(text, "# HELP {family} {}", help.replace('\\', "\\\\").replace('\n', "\\n"));
    }
    let values: Vec<(&String, Vec<String>)> = metric
        .labels
        .iter()
        .map(|(name, values)| {
            (name, values.known().map_or_else(|| (0..21).map(|number| number.to_string()).collect(), <[_]>::to_vec))
        })
        .collect();
    let series = values.iter().map(|(_, values)| values.len()).max().unwrap_or(1);
    for number in 0..series {
        let labels: Vec<String> =
            values.iter().map(|(name, values)| format!("{name}=\"{}\"", escaped(&values[number % values.len()]))).collect();
        let exemplar = match metric.exemplars.as_slice() {
            [] => String::new(),
            labels => format!(" # {{{}}} 1", labels.iter().map(|label| format!("{label}=\"0\"")).collect::<Vec<_>>().join(",")),
        };
        let with = |more: Option<String>| labels.iter().cloned().chain(more).collect::<Vec<_>>().join(",");
        let _ = match metric.kind {
            MetricType::Gauge => writeln!(text, "{}{{{}}} 1.5", metric.name, with(None)),
            MetricType::Counter => writeln!(text, "{}{{{}}} 1{exemplar}", metric.name, with(None)),
            MetricType::Histogram => {
                for bound in metric.buckets.iter().flatten() {
                    let _ = writeln!(text, "{}_bucket{{{}}} 1", metric.name, with(Some(format!("le=\"{bound}\""))));
                }
                let _ = writeln!(text, "{}_bucket{{{}}} 1{exemplar}", metric.name, with(Some("le=\"+Inf\"".to_owned())));
                writeln!(text, "{0}_sum{{{1}}} 1\n{0}_count{{{1}}} 1", metric.name, with(None))
            }
            MetricType::Summary => {
                for quantile in &metric.quantiles {
                    let _ = writeln!(text, "{}{{{}}} 1", metric.name, with(Some(format!("quantile=\"{quantile}\""))));
                }
                writeln!(text, "{0}_sum{{{1}}} 1\n{0}_count{{{1}}} 1", metric.name, with(None))
            }
        };
    }
    text
}

fn exposed(metrics: &[MetricSpec]) -> String {
    metrics.iter().map(exposition).chain(["# EOF\n".to_owned()]).collect()
}

/// Any text, and often one that YAML could take for something else.
fn texts() -> impl Strategy<Value = String> {
    let odd = vec![
        "",
        "open",
        "null",
        "true",
        "no",
        "1",
        "1e3",
        "a: b",
        "# c",
        "- d",
        "*e",
        "\"",
        "\\",
        "\n",
        "'",
        "é\u{85}\u{2028}",
        "{x}",
        " y ",
    ];
    prop_oneof![prop::sample::select(odd).prop_map(ToOwned::to_owned), any::<String>()]
}

fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_][a-z0-9_]{0,6}x".prop_map(|name: String| name),
        prop::sample::select(vec!["null", "on", "y", "true"]).prop_map(ToOwned::to_owned)
    ]
    .prop_filter("kept for others", |name| !name.starts_with("__"))
}

fn numbers() -> impl Strategy<Value = Vec<f64>> {
    let number = prop_oneof![-1e3..1e3, Just(1e21), Just(-0.5), Just(1_048_576.0), Just(0.0)];
    prop::collection::vec(number, 0..5).prop_map(|mut numbers| {
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        numbers
    })
}

fn labels() -> impl Strategy<Value = std::collections::BTreeMap<String, Values>> {
    let known = prop::collection::btree_set(texts(), 1..4).prop_map(|known| Values::Known(known.into_iter().collect()));
    prop::collection::btree_map(names(), prop_oneof![known, Just(Values::Open)], 0..3)
}

fn metrics() -> impl Strategy<Value = Vec<MetricSpec>> {
    let kind = prop::sample::select(vec![MetricType::Counter, MetricType::Gauge, MetricType::Histogram, MetricType::Summary]);
    let one = (kind, labels(), numbers(), prop::option::of(texts()), any::<bool>()).prop_map(
        |(kind, labels, numbers, help, exemplar)| {
            let mut metric = MetricSpec::new("", kind);
            metric.labels = labels;
            // Blanks round a help are the format's own.
            metric.help = help
                .map(|help| help.trim_matches([' ', '\t', '\r']).to_owned())
                .filter(|help| !help.is_empty() && !help.contains('\r'));
            match kind {
                MetricType::Histogram => metric.buckets = Some(numbers),
                MetricType::Summary => {
                    metric.quantiles = numbers.into_iter().filter(|number| (0.0..=1.0).contains(number)).collect();
                }
                _ => {}
            }
            if exemplar && matches!(kind, MetricType::Counter | MetricType::Histogram) {
                metric.exemplars = vec!["trace_id".to_owned()];
            }
            metric
        },
    );
    prop::collection::vec(one, 1..4).prop_map(|mut metrics| {
        for (index, metric) in metrics.iter_mut().enumerate() {
            let end = if metric.kind == MetricType::Counter { "_total" } else { "" };
            metric.name = format!("m{index}_x{end}");
        }
        metrics
    })
}

const CONTRACT: &str = "# All of it.\nsources:\n  # One.\n  - name: shop # the shop\n    kind: exporter\n    metrics: # measured\n      - name: m0_x\n        type: gauge\n        help: As it was. # kept\n        labels: {known: [a]}\n\n  # Two.\n  - {name: other, metrics: [{name: m1_x, type: gauge}]}\n# The end.\n";

/// Without the values of labels, which an import leaves out where they are of a scrape.
fn read(text: &str) -> SignalsSpec {
    yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_contract_comes_back_from_the_exposition_of_its_metrics(metrics in metrics()) {
        let text = exposed(&metrics);
        let exposition = import::read("metrics", text.as_bytes()).unwrap_or_else(|found| panic!("{found:?}\n{text}"));
        let found: Vec<&MetricSpec> = exposition.metrics.iter().map(|metric| &metric.spec).collect();
        prop_assert_eq!(found, metrics.iter().collect::<Vec<_>>());
        let begun = import::begin("shop", &exposition);
        prop_assert_eq!(read(&begun.text), begun.spec.clone());
        prop_assert_eq!(validate("signals.yaml", &begun.spec), vec![]);
    }

    #[test]
    fn a_merge_adds_and_leaves_every_line_as_it_stands(metrics in metrics(), source in prop::sample::select(vec!["shop", "other", "new"])) {
        let exposition = import::read("metrics", exposed(&metrics).as_bytes()).unwrap();
        let spec = read(CONTRACT);
        let contract = Contract { file: "signals.yaml", text: CONTRACT, spec: &spec };
        // A metric of another type in the contract is refused.
        let Ok(merged) = import::merge(&contract, source, &exposition) else { return Ok(()) };
        prop_assert_eq!(read(&merged.text), merged.spec.clone());
        let brackets = |line: &str| line.trim_end_matches(['}', ']']).to_owned();
        for line in CONTRACT.lines() {
            prop_assert!(merged.text.contains(&brackets(line)), "{line}\n{}", merged.text);
        }
        let again = Contract { file: "signals.yaml", text: &merged.text, spec: &merged.spec };
        let again = import::merge(&again, source, &exposition).unwrap();
        prop_assert_eq!((again.text, again.metrics, again.labels), (merged.text, 0, 0));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = import::read("x", &bytes);
    }

    #[test]
    fn nothing_like_an_exposition_makes_the_reader_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "# ", "TYPE ", "HELP ", "UNIT ", "EOF", "a", "a_total", "b_bucket", "{", "}", "le=", "\"", "\\", ",", "=", " ", "\n", "1", "+Inf", "é", "counter", "histogram", "\t", "#",
    ]), 0..60)) {
        if let Ok(exposition) = import::read("x", pieces.concat().as_bytes()) {
            let begun = import::begin("x", &exposition);
            prop_assert_eq!(read(&begun.text), begun.spec);
        }
    }
}
