//! Whatever stands in the spec files: nothing panics, a refused file is refused for a reason that is told, and what the types
//! refuse the schema explains, at a place better than the whole file.
#![expect(clippy::unwrap_used, reason = "a folder that can't be written fails the test")]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use spanboard::diag::{At, Diagnostic};
use spanboard::pipeline::{self, Project, Settings};
use spanboard::report::{self, Format, Report};
use spanboard::spec::loader::Refused;
use spanboard::yaml;

const PROJECT: &str = "datasources: datasources.yaml\ndashboards: dashboards\noutputs: {manifest: generated/MANIFEST.json, datasources: \
                       generated/datasources.yaml, dashboards: generated/dashboards}\n";

fn example(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hello").join(path)).unwrap()
}

/// A dashboard that uses most of what the spec has.
const RICH: &str = r#"
title: Rich
tags: [a]
time: {from: now-1h, to: now}
timepicker: {refresh_intervals: [5s]}
refresh: 30s
graphTooltip: sharedCrosshair
links: [{title: L, type: link, url: x}]
variables:
  - {name: v, type: query, datasource: Prometheus, query: q, multi: true, sort: numericalAsc, refresh: onTimeRangeChanged}
  - {name: i, type: interval, query: "1m,5m", autoMin: 10s}
annotations: [{name: A, target: {expr: up}, iconColor: red}]
panels:
  - {type: row, title: R, collapsed: true}
  - {type: text, title: T, content: c, mode: html, gridPos: {x: 0, y: 40, w: 3, h: 3}}
  - type: stat
    title: S
    unit: s
    decimals: 1
    min: 0
    color: {mode: fixed, fixedColor: red}
    thresholds: {mode: percentage, steps: [{color: green}, {color: red, value: 80}]}
    mappings: [{type: value, options: {"1": {text: up}}}]
    dataLinks: [{title: x, url: y}]
    overrides: [{matcher: {id: byName, options: x}, properties: [{id: unit, value: s}]}]
    transformations: [{id: organize, options: {}}]
    options: {colorMode: value}
    interval: 1m
    targets: [{expr: up, instant: true, format: table}, {datasource: Loki, expr: '{job="x"}', queryType: range, maxLines: 3, refId: Z}]
  - {type: traceSearch, title: TS, datasource: Jaeger, service: s, limit: 5, durationThresholds: [{color: green}, {color: red, value: 1s}]}
  - {type: raw, title: W, panel: {type: clock, options: {a: 1}}}
"#;

/// Builds a project of these two files.
fn build(datasources: &str, dashboard: &str) -> Result<usize, Refused> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("dashboards")).unwrap();
    fs::write(folder.path().join("spanboard.yaml"), PROJECT).unwrap();
    fs::write(folder.path().join("datasources.yaml"), datasources).unwrap();
    fs::write(folder.path().join("dashboards/d.yaml"), dashboard).unwrap();
    let project = Project::read(&folder.path().join("spanboard.yaml"))?;
    pipeline::build(&project, &Settings::default()).map(|built| built.artifacts.len())
}

/// Builds a project that has only this contract, and constants of it.
fn build_contract(contract: &str) -> Result<usize, Refused> {
    let folder = tempfile::tempdir().unwrap();
    let project = "signals: signals.yaml\noutputs: {manifest: m.json, signals: {path: s.rs, source: nemotron-backend}}\n";
    fs::write(folder.path().join("spanboard.yaml"), project).unwrap();
    fs::write(folder.path().join("signals.yaml"), contract).unwrap();
    let project = Project::read(&folder.path().join("spanboard.yaml"))?;
    pipeline::build(&project, &Settings::default()).map(|built| built.artifacts.len())
}

/// The contract of the HSI backend.
fn contract() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("observability/signals.yaml")).unwrap()
}

/// Whether a finding is no more than "something is wrong with this file".
fn is_fallback(found: &Diagnostic) -> bool {
    found.rule == "spec/value" && found.place.as_ref().is_none_or(|place| place.at == At::File)
}

/// A refused project has findings, all of which can be told, and none of which leaves the reader alone with the file.
fn check(result: Result<usize, Refused>) -> Result<(), TestCaseError> {
    let Err(refused) = result else { return Ok(()) };
    prop_assert!(!refused.diagnostics.is_empty());
    let text = report::render(Format::Human, &Report::of(&refused.diagnostics, &refused.sources), false);
    prop_assert!(!text.is_empty());
    prop_assert!(!refused.diagnostics.iter().any(is_fallback), "{}", text);
    Ok(())
}

#[test]
fn what_is_changed_here_is_in_order_at_first() {
    for dashboard in [example("observability/dashboards/hello.yaml"), RICH.to_owned()] {
        let built = build(&example("observability/datasources.yaml"), &dashboard);
        assert!(built.is_ok(), "{:?}", built.err().map(|refused| refused.diagnostics));
    }
}

/// What a slip of the pen, or a misunderstanding, puts in the place of a value.
fn other_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        Just(json!([null])),
        Just(json!({"env": "NAME"})),
        Just(json!({"type": "text"})),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-2_i64..30).prop_map(Value::from),
        (-1e6..1e6).prop_map(|number: f64| json!(number)),
        (-5_i32..30).prop_map(|whole| json!(f64::from(whole))),
        prop::sample::select(vec![255, 256, 65_536, 1_u64 << 31, 1 << 32, 1 << 53, 1 << 63, u64::MAX]).prop_map(Value::from),
        prop::sample::select(vec!["", "a", "5s", "-5m", "1d", "Prometheus", "Jaeger", "${v}", "$", "red", "stat", "text", "now"])
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ]
}

#[derive(Debug, Clone)]
enum Change {
    Replace(Value),
    Remove,
    Rename(String),
    Wrap,
}

fn changes() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => other_values().prop_map(Change::Replace),
        2 => Just(Change::Remove),
        2 => prop_oneof![Just("type".to_owned()), Just("datasource".to_owned()), Just("datasourceUid".to_owned()), "[a-zA-Z]{1,8}"]
            .prop_map(Change::Rename),
        1 => Just(Change::Wrap),
    ]
}

/// How many values there are below and at `value`.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(entries) => entries.values().map(count).sum::<usize>(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// Changes the value at position `at` of all values below `value`, in reading order.
fn apply(value: &mut Value, at: &mut usize, change: &Change) {
    match value {
        Value::Object(entries) => {
            for key in entries.keys().cloned().collect::<Vec<_>>() {
                if *at == 0 {
                    return;
                }
                *at -= 1;
                if *at == 0 {
                    return change_entry(entries, &key, change);
                }
                apply(entries.get_mut(&key).unwrap(), at, change);
            }
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                if *at == 0 {
                    return;
                }
                *at -= 1;
                if *at == 0 {
                    match change {
                        Change::Replace(value) => items[index] = value.clone(),
                        Change::Wrap => items[index] = json!([items[index]]),
                        Change::Remove | Change::Rename(_) => drop(items.remove(index)),
                    }
                    return;
                }
                apply(&mut items[index], at, change);
            }
        }
        _ => {}
    }
}

fn change_entry(entries: &mut Map<String, Value>, key: &str, change: &Change) {
    let Some(value) = entries.remove(key) else { return };
    match change {
        Change::Replace(other) => drop(entries.insert(key.to_owned(), other.clone())),
        Change::Remove => {}
        Change::Rename(name) => drop(entries.insert(name.clone(), value)),
        Change::Wrap => drop(entries.insert(key.to_owned(), json!([value]))),
    }
}

fn changed(text: &str, changes: &[(prop::sample::Index, Change)]) -> String {
    let mut value = yaml::parse(text).unwrap();
    for (at, change) in changes {
        let total = count(&value) - 1;
        if total > 0 {
            apply(&mut value, &mut (at.index(total) + 1), change);
        }
    }
    serde_json::to_string_pretty(&value).unwrap()
}

#[test]
fn a_value_that_is_nothing_is_explained_wherever_it_stands() {
    let datasources = example("observability/datasources.yaml");
    let mut unexplained = Vec::new();
    for position in 1..count(&yaml::parse(RICH).unwrap()) {
        let mut value = yaml::parse(RICH).unwrap();
        apply(&mut value, &mut position.clone(), &Change::Replace(Value::Null));
        let text = serde_json::to_string(&value).unwrap();
        if build(&datasources, &text).is_err_and(|refused| refused.diagnostics.iter().any(is_fallback)) {
            unexplained.push(text);
        }
    }
    assert!(unexplained.is_empty(), "{} are not explained:\n{}", unexplained.len(), unexplained.join("\n"));
}

#[test]
fn a_value_of_a_contract_that_is_nothing_is_explained_wherever_it_stands() {
    let whole = yaml::parse(&contract()).unwrap();
    assert_eq!(build_contract(&contract()).map_err(|refused| refused.diagnostics), Ok(1));
    for position in 1..count(&whole) {
        let mut value = whole.clone();
        apply(&mut value, &mut position.clone(), &Change::Replace(Value::Null));
        let built = build_contract(&serde_json::to_string(&value).unwrap());
        assert!(!built.is_err_and(|refused| refused.diagnostics.iter().any(is_fallback)), "{position}: {value}");
    }
}

/// Cuts, repeats and inserts in a text, at places between characters.
fn scribbled(text: &str, at: usize, length: usize, inserted: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let begin = at % (letters.len() + 1);
    let end = (begin + length).min(letters.len());
    letters[..begin].iter().copied().chain(inserted.chars()).chain(letters[end..].iter().copied()).collect()
}

fn scraps() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        prop::sample::select(vec![
            "\t", "\n", "\n---\n", "...", "*a", "&a ", "<<: *a\n", "!!str ", "!x ", "|\n", ">-\n", "? ", ": ", "- ", "[", "]",
            "{", "}", "\"", "'", "#", "%", "@", "`", "\u{feff}", "\u{0}", "\u{85}", "\u{2028}", "0x1F", ".nan", "1e400", "~",
            "yes",
        ])
        .prop_map(ToOwned::to_owned),
        any::<String>(),
    ]
}

fn few_cases() -> ProptestConfig {
    // Explaining takes tens of milliseconds without optimisation. `PROPTEST_CASES` sets another number.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(few_cases())]

    #[test]
    fn what_the_types_refuse_in_a_dashboard_the_schema_explains(
        changes in prop::collection::vec((any::<prop::sample::Index>(), changes()), 1..3),
    ) {
        check(build(&example("observability/datasources.yaml"), &changed(RICH, &changes)))?;
    }

    #[test]
    fn what_the_types_refuse_in_data_sources_the_schema_explains(
        changes in prop::collection::vec((any::<prop::sample::Index>(), changes()), 1..3),
    ) {
        check(build(&changed(&example("observability/datasources.yaml"), &changes), "title: A\npanels: []\n"))?;
    }

    #[test]
    fn what_the_types_refuse_in_a_contract_the_schema_explains(
        changes in prop::collection::vec((any::<prop::sample::Index>(), changes()), 1..3),
    ) {
        check(build_contract(&changed(&contract(), &changes)))?;
    }

    #[test]
    fn a_scribbled_contract_is_read_or_refused(at in any::<usize>(), length in 0_usize..30, scrap in scraps()) {
        check(build_contract(&scribbled(&contract(), at, length, &scrap)))?;
    }

    #[test]
    fn a_scribbled_text_is_read_or_refused(at in any::<usize>(), length in 0_usize..30, scrap in scraps()) {
        check(build(&example("observability/datasources.yaml"), &scribbled(RICH, at, length, &scrap)))?;
        check(build(&scribbled(&example("observability/datasources.yaml"), at, length, &scrap), "title: A\npanels: []\n"))?;
    }

    #[test]
    fn any_text_is_read_or_refused(text in prop_oneof![any::<String>(), "[a-c:{}\\[\\],\"'#&*!|> \n\t-]{0,60}"]) {
        check(build(&text, &text))?;
    }
}
