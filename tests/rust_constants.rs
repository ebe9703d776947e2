//! The Rust constants of a contract: they compile on their own, are formatted for good, and a template that says something else is
//! refused.
#![expect(clippy::unwrap_used, reason = "a file that is not there fails the test")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use spanboard::pipeline::{self, Project, Settings};
use spanboard::signals::{MetricSpec, MetricType, SignalsSpec, SourceSpec};
use spanboard::spec::{OutputsSpec, ProjectSpec, SignalsOutputSpec, SpecFile};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The generated files of constants: the backend's, and one with much that has to be escaped.
fn files() -> [PathBuf; 2] {
    ["backend/src/telemetry/signals.rs", "tests/scenarios/constants-of-a-contract/generated/signals.rs"]
        .map(|path| root().join(path))
}

/// Whether `tool` can be run at all.
fn has(tool: &str) -> bool {
    Command::new(tool).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

#[test]
fn the_constants_compile_on_their_own_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    for (index, file) in files().iter().enumerate() {
        let compiled = folder.path().join(format!("{index}.rmeta"));
        let output = Command::new("rustc")
            .args([
                "--edition",
                "2024",
                "--crate-type",
                "lib",
                "--emit",
                "metadata",
                "--deny",
                "warnings",
                "--warn",
                "missing-docs",
            ])
            .args(["-o", compiled.to_str().unwrap(), file.to_str().unwrap()])
            .output()
            .unwrap();
        // A library says what it is; the constants are a module of one.
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{}\n{errors}", file.display());
    }
}

#[test]
fn formatting_changes_nothing_whatever_the_width() {
    assert!(has("rustfmt"), "rustfmt is part of the toolchain that rust-toolchain.toml names");
    for file in files() {
        let text = fs::read_to_string(&file).unwrap();
        for width in ["60", "100", "130"] {
            let mut child = Command::new("rustfmt")
                .args(["--check", "--edition", "2024", "--config", &format!("max_width={width},use_small_heuristics=Max")])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{} at {width}:\n{}", file.display(), String::from_utf8_lossy(&output.stdout));
        }
    }
}

/// What is said of the template that `change` makes of the built-in one.
fn findings(change: impl Fn(&str) -> String) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let built_in = fs::read_to_string(root().join("templates/rust/signals.rs.j2")).unwrap();
    let changed = change(&built_in);
    assert_ne!(changed, built_in, "the change finds nothing to change");
    fs::create_dir(folder.path().join("rust")).unwrap();
    fs::write(folder.path().join("rust/signals.rs.j2"), changed).unwrap();
    let project = Project::read(&root().join("tests/scenarios/constants-of-a-contract/spanboard.yaml")).unwrap();
    let settings = Settings { templates: Some(folder.path().to_path_buf()), ..Settings::default() };
    match pipeline::build(&project, &settings) {
        Ok(_) => Vec::new(),
        Err(refused) => refused.diagnostics.iter().map(|found| format!("{}: {}", found.rule, found.message)).collect(),
    }
}

fn replaced(from: &str, to: &str) -> Vec<String> {
    findings(|text| text.replace(from, to))
}

#[test]
fn a_template_may_add_what_is_no_constant_of_the_contract() {
    assert!(replaced("/// Metrics.", "/// What is counted.").is_empty());
    assert!(findings(|text| format!("{text}\npub mod more {{\n    pub const A: &str = \"a\";\n}}\n")).is_empty());
}

#[test]
fn a_template_that_drops_or_changes_a_literal_is_refused() {
    let help = replaced("help: {{ metric.help | rust }}", "help: \"\"");
    assert!(
        help.iter().any(|found| found.starts_with("template/changes-meaning: the constant `metrics::SHOP_ORDERS_TOTAL`")),
        "{help:?}"
    );
    let labels = replaced("labels: &{{ metric.labels | rust }}", "labels: &[]");
    assert!(labels.iter().any(|found| found.contains("\"Country\"")), "{labels:?}");
    let numbers = replaced("buckets: &{{ metric.buckets | rust }}", "buckets: &[1.0]");
    assert!(numbers.len() == 4, "{numbers:?}");
    let dropped = replaced("pub const {{ event.constant }}", "pub const E_{{ event.constant }}");
    assert!(
        dropped.iter().any(|found| found.starts_with("template/drops-meaning: the constant `events::RETRY` is missing")),
        "{dropped:?}"
    );
    assert!(
        dropped.iter().any(|found| found.contains("`events::E_RETRY`") && found.contains("stands for nothing")),
        "{dropped:?}"
    );
}

#[test]
fn a_template_that_changes_a_type_is_refused() {
    let kinds = replaced("kind: MetricType::{{ metric.type }}", "kind: MetricType::Gauge");
    assert_eq!(kinds.len(), 3, "{kinds:?}");
    let types = replaced("Key<{{ attribute.type }}>", "Key<[String]>");
    assert!(
        types.iter().any(|found| found.contains("`attributes::ORDER_ID`") && found.ends_with("is not of the type `i64`")),
        "{types:?}"
    );
    assert!(!types.iter().any(|found| found.contains("ORDER_TAGS")), "{types:?}");
}

#[test]
fn a_template_that_makes_no_rust_is_refused() {
    let broken = replaced("help: {{ metric.help | rust }}", "help: \"{{ metric.help }}");
    assert!(
        broken.iter().any(|found| found.starts_with("template/not-parsed: the template `rust/signals.rs.j2` makes no Rust")),
        "{broken:?}"
    );
}

/// A project whose service emits one metric, with constants.
fn project(metric: MetricSpec) -> Project {
    let outputs = OutputsSpec::new("m.json").signals(SignalsOutputSpec::new("s.rs", "shop"));
    let source = SourceSpec { metrics: vec![metric], ..SourceSpec::new("shop") };
    Project {
        project: SpecFile::new("spanboard.yaml", ProjectSpec::default().signals("signals.yaml").outputs(outputs)),
        signals: Some(SpecFile::new("signals.yaml", SignalsSpec { sources: vec![source], ..SignalsSpec::default() })),
        ..Project::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_and_every_number_is_read_back_as_it_is(
        help in any::<String>(),
        unit in any::<String>(),
        buckets in prop::collection::btree_set(any::<i64>(), 0..4),
        scale in prop::num::f64::POSITIVE,
    ) {
        let mut metric = MetricSpec::new("shop_wait_seconds", MetricType::Histogram).help(help).unit(unit);
        let mut bounds: Vec<f64> = buckets.into_iter().map(|bucket| f64::from(i32::try_from(bucket >> 40).unwrap_or_default()) * scale).collect();
        bounds.retain(|bound| bound.is_finite());
        bounds.sort_by(f64::total_cmp);
        bounds.dedup();
        metric.buckets = Some(bounds);
        let built = pipeline::build(&project(metric), &Settings::default());
        prop_assert!(built.is_ok(), "{:?}", built.err().map(|refused| refused.diagnostics));
    }
}
