//! Dashboards: those of the corpus, where there is one, small ones of our own with unusual shapes, and arbitrary JSON.
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at what it cannot read")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Map, Value};
use spanboard::grafana::dashboard::panel_type::{Custom, Options};
use spanboard::grafana::dashboard::{Dashboard, FieldDefaults, Panel, Target};
use spanboard::grafana::json::Json;

/// Known fields that files of the corpus write in a shape that Grafana's present schema does not have, by model and key.
const UNUSUAL_IN_THE_CORPUS: &[(&str, &str)] = &[
    // The data source by its name, or `null` for the default one, as dashboards before version 8.3 wrote it.
    ("Annotation", "datasource"),
    // `false` for never.
    ("Dashboard", "refresh"),
    // A number as a text.
    ("HeatmapYAxis", "min"),
    // An empty text for none.
    ("HistogramOptions", "bucketSize"),
    // A reducer of the panel types before version 8.
    ("Legend", "values"),
    // As for annotations.
    ("Panel", "datasource"),
    // `false` for none.
    ("StackingConfig", "group"),
    // A mode of other panels.
    ("TableCustom", "displayMode"),
    // A number as a text.
    ("Threshold", "value"),
    // As for annotations.
    ("Variable", "datasource"),
    // `time` and `load` in place of numbers.
    ("Variable", "refresh"),
];

/// What kind of file a JSON file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A dashboard with a list of panels.
    Panels,
    /// A dashboard older than schema version 16, with rows.
    Rows,
    /// A dashboard as the resource of a Kubernetes interface: the dashboard is its `spec`.
    Resource,
    /// A dashboard as Grafana's HTTP interface gives it: the dashboard is its `dashboard`.
    Wrapped,
}

/// The kind of the file and the dashboard within; `None` for what is none of these.
fn dashboard_within(mut file: Value) -> Option<(Kind, Value)> {
    let has = |key: &str| file.get(key).is_some();
    if has("apiVersion") && has("spec") {
        return file.get_mut("spec").map(|spec| (Kind::Resource, spec.take()));
    }
    if has("dashboard") {
        return file.get_mut("dashboard").map(|dashboard| (Kind::Wrapped, dashboard.take()));
    }
    match (has("panels"), has("rows")) {
        (true, _) => Some((Kind::Panels, file)),
        (false, true) => Some((Kind::Rows, file)),
        (false, false) => None,
    }
}

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            json_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("a readable file");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The JSON files of the corpus; `None` where there is no corpus, which is a failure under CI.
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn corpus() -> Option<Vec<PathBuf>> {
    let folder = std::env::var_os("SPANBOARD_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "no corpus of dashboards at {}", folder.display());
        eprintln!("NOT RUN: no corpus of dashboards at {}; set SPANBOARD_CORPUS", folder.display());
        return None;
    }
    let mut files = Vec::new();
    json_files(&folder, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no JSON file under {}", folder.display());
    Some(files)
}

fn fixture(name: &str) -> Value {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lossless/fixtures/dashboards").join(name))
}

#[track_caller]
fn survives(value: &Value) -> Dashboard {
    let Ok(dashboard) = Dashboard::from_json(value.clone()) else { panic!("not read as a dashboard") };
    let written = dashboard.to_json();
    assert!(written == *value, "written back otherwise:\n{}", first_difference(value, &written, String::new()));
    dashboard
}

/// Where two values differ first, for a message that a person can use.
fn first_difference(expected: &Value, actual: &Value, place: String) -> String {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            let keys: BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
            for key in keys {
                let (old, new) = (expected.get(key).unwrap_or(&Value::Null), actual.get(key).unwrap_or(&Value::Null));
                if old != new || expected.contains_key(key) != actual.contains_key(key) {
                    return first_difference(old, new, format!("{place}/{key}"));
                }
            }
            place
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            match expected.iter().zip(actual).position(|(old, new)| old != new) {
                Some(index) => first_difference(&expected[index], &actual[index], format!("{place}/{index}")),
                None => place,
            }
        }
        _ => format!("{place}: {expected} became {actual}"),
    }
}

/// Known fields in a shape that the models do not take: how often, by model and key, with one value as a sample.
fn unusual(dashboard: &Dashboard, found: &mut BTreeMap<(&'static str, String), (usize, String)>) {
    dashboard.visit_models(&mut |kept| {
        for (key, value) in kept.unusual() {
            let entry = found.entry((kept.model, key.to_owned())).or_insert_with(|| (0, value.to_string()));
            entry.0 += 1;
        }
    });
}

#[test]
#[expect(clippy::print_stderr, reason = "says how many files it read")]
fn every_dashboard_of_the_corpus_survives() {
    let Some(files) = corpus() else { return };
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for path in &files {
        let Some((kind, dashboard)) = dashboard_within(read(path)) else { panic!("{}: of no known kind", path.display()) };
        *kinds.entry(kind).or_default() += 1;
        eprintln!("{kind:?} {}", path.display());
        survives(&dashboard);
    }
    assert_eq!(kinds.values().sum::<usize>(), files.len());
    eprintln!("{} dashboards of the corpus survive: {kinds:?}", files.len());
}

#[test]
fn the_models_take_what_the_corpus_writes() {
    let Some(files) = corpus() else { return };
    let mut found = BTreeMap::new();
    for path in &files {
        let (_, dashboard) = dashboard_within(read(path)).expect("a dashboard");
        unusual(&survives(&dashboard), &mut found);
    }
    let keys: Vec<(&str, &str)> = found.keys().map(|(model, key)| (*model, key.as_str())).collect();
    assert_eq!(keys, UNUSUAL_IN_THE_CORPUS, "known fields that no model took: {found:#?}");
}

#[test]
fn panels_of_the_corpus_are_typed_by_their_type() {
    let Some(files) = corpus() else { return };
    let (mut panels, mut queries) = (0_usize, 0_usize);
    for path in &files {
        let (_, dashboard) = dashboard_within(read(path)).expect("a dashboard");
        for panel in survives(&dashboard).all_panels() {
            panels += 1;
            queries += panel.targets.iter().flatten().filter(|target| !matches!(target, Target::Other(_))).count();
            assert_typed(panel);
        }
    }
    assert!(panels > 0 && queries > 0, "{panels} panels, {queries} typed queries");
}

#[track_caller]
fn assert_typed(panel: &Panel) {
    let kind = panel.r#type.as_deref().unwrap_or_default();
    let defaults = panel.field_config.as_ref().and_then(|config| config.defaults.as_ref());
    if Options::KINDS.contains(&kind) {
        assert!(!matches!(panel.options, Some(Options::Other(_))), "options of {kind}");
    }
    if Custom::KINDS.contains(&kind) {
        assert!(!matches!(defaults, Some(FieldDefaults { custom: Some(Custom::Other(_)), .. })), "custom of {kind}");
    }
    let Some(plugin) = panel.datasource.as_ref().and_then(|datasource| datasource.plugin()) else { return };
    for target in panel.targets.iter().flatten() {
        if Target::KINDS.contains(&plugin) && target.datasource().is_none() {
            assert!(!matches!(target, Target::Other(_)), "query of {plugin}");
        }
    }
}

/// The schema refuses exactly what the models do not take.
#[test]
fn schema_and_models_agree_about_the_corpus() {
    let Some(files) = corpus() else { return };
    let schema = spanboard::grafana::json::schema_generator().into_root_schema_for::<Dashboard>().to_value();
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    for path in &files {
        let (_, value) = dashboard_within(read(path)).expect("a dashboard");
        let mut found = BTreeMap::new();
        unusual(&survives(&value), &mut found);
        let refused = validator.iter_errors(&value).next();
        assert_eq!(
            refused.is_some(),
            !found.is_empty(),
            "{}: the schema says {refused:?}, the models did not take {found:?}",
            path.display()
        );
    }
}

#[test]
fn unusual_shapes_survive_and_are_seen() {
    let dashboard = survives(&fixture("unusual-shapes.json"));
    let mut found = BTreeMap::new();
    unusual(&dashboard, &mut found);
    let found: Vec<String> = found.keys().map(|(model, key)| format!("{model}.{key}")).collect();
    assert_eq!(
        found,
        [
            "Annotation.datasource",
            "Annotation.enable",
            "Dashboard.fiscalYearStartMonth",
            "Dashboard.graphTooltip",
            "Dashboard.refresh",
            "Dashboard.schemaVersion",
            "Dashboard.tags",
            "Dashboard.timezone",
            "DashboardLink.type",
            "GaugeOptions.shape",
            "GaugeOptions.sizing",
            "Panel.datasource",
            "Panel.fieldConfig",
            "Panel.id",
            "Panel.options",
            "Panel.targets",
            "Panel.type",
            "TimeRange.from",
            "Variable.hide",
            "Variable.refresh",
            "VariableOption.value",
        ]
    );
    assert_eq!(dashboard.extra.get("refresh"), Some(&Value::Bool(false)));
    assert_eq!(dashboard.panels.as_ref().and_then(|panels| panels[2].id), Some(9_007_199_254_740_993));
    assert!(dashboard.extra.contains_key("orchardKeeper"));
}

#[test]
fn queries_have_the_type_of_their_own_data_source_or_of_the_panels() {
    let dashboard = survives(&fixture("rows-and-panels.json"));
    let queries: Vec<&Target> = dashboard.all_panels().flat_map(|panel| panel.targets.iter().flatten()).collect();
    assert!(matches!(
        queries[..],
        [Target::Prometheus(_), Target::Loki(_), Target::Expression(_), Target::Other(_), Target::Jaeger(_)]
    ));
}

#[test]
fn panels_within_collapsed_rows_follow_their_row() {
    let dashboard = survives(&fixture("rows-and-panels.json"));
    let ids: Vec<_> = dashboard.all_panels().filter_map(|panel| panel.id).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6]);
}

#[test]
fn every_panel_type_is_typed_and_its_schema_accepts_it() {
    let value = fixture("every-panel-type.json");
    let dashboard = survives(&value);
    let mut found = BTreeMap::new();
    unusual(&dashboard, &mut found);
    assert!(found.is_empty(), "{found:?}");
    let types: Vec<&str> = dashboard.all_panels().filter_map(|panel| panel.r#type.as_deref()).collect();
    assert_eq!(types, Options::KINDS);
    dashboard.all_panels().for_each(assert_typed);
    let schema = spanboard::grafana::json::schema_generator().into_root_schema_for::<Dashboard>().to_value();
    jsonschema::validate(&schema, &value).expect("accepted");
}

#[test]
fn rows_of_old_dashboards_survive() {
    assert!(survives(&fixture("rows-of-old.json")).extra.contains_key("rows"));
}

/// Texts that lead into the models: kinds of panels, data sources, mappings and properties.
fn texts() -> impl Strategy<Value = String> {
    let known: Vec<&str> =
        Options::KINDS.iter().chain(Target::KINDS).copied().chain(["row", "value", "range", "thresholds", "links"]).collect();
    prop_oneof![proptest::sample::select(known).prop_map(str::to_owned), ".{0,3}"]
}

/// Keys that lead into the models, and others.
fn keys() -> impl Strategy<Value = String> {
    let known: Vec<&str> = [Dashboard::KEYS, Panel::KEYS, FieldDefaults::KEYS]
        .concat()
        .into_iter()
        .chain([
            "list",
            "defaults",
            "overrides",
            "properties",
            "value",
            "steps",
            "mode",
            "legend",
            "uid",
            "expr",
            "query",
            "current",
        ])
        .collect();
    prop_oneof![9 => proptest::sample::select(known).prop_map(str::to_owned), 1 => ".{0,3}"]
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..45).prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        texts().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 96, 6, |inner| {
        prop_oneof![proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from), objects(inner).prop_map(Value::from),]
    })
}

fn objects(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    proptest::collection::vec((keys(), inner), 0..6).prop_map(|entries| entries.into_iter().collect())
}

/// A panel with arbitrary fields, of a type that is known.
fn panels() -> impl Strategy<Value = Value> {
    (objects(values()), texts(), objects(values()), objects(values())).prop_map(|(mut panel, kind, options, target)| {
        panel.insert("type".to_owned(), Value::from(kind));
        panel.insert("options".to_owned(), Value::from(options));
        panel.insert("targets".to_owned(), Value::from(vec![Value::from(target)]));
        Value::from(panel)
    })
}

proptest! {
    #[test]
    fn any_object_survives(object in objects(values())) {
        survives(&Value::from(object));
    }

    #[test]
    fn any_panel_survives(mut object in objects(values()), panels in proptest::collection::vec(panels(), 1..3)) {
        object.insert("panels".to_owned(), Value::from(panels));
        survives(&Value::from(object));
    }

    #[test]
    fn what_is_no_object_is_given_back(value in values()) {
        if !value.is_object() {
            prop_assert_eq!(Dashboard::from_json(value.clone()), Err(value));
        }
    }
}
